/** Event streaming as marks, as it stands: producers, brokers, the lanes of partitions, groups with their cursors. */
import { isCut } from '../../models/kernel/network-state.ts';
import type { Broker, Member, Producer } from '../../models/message-queue/cluster.ts';
import { isInput } from '../../models/message-queue/cluster.ts';
import { memberState } from '../../models/message-queue/lanes.ts';
import type { Floor, LinkMark, PictureBuilder, Role } from '../../scene/picture.ts';
import { ROLES } from '../../scene/roles.ts';
import { drawFrame, rowOf } from './lane-frame.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { groupRole, isRebalancing, placeOf } from './looks.ts';
import type { QueueMoment } from './looks.ts';

/** What a first picture does without: messages under way, and what stands in the middle when it is not all empty lanes. */
export interface More {
  /** `from>to` of links with something on them. */
  readonly busy: ReadonlySet<string>;
  readonly middle: (moment: QueueMoment, layout: Layout, picture: PictureBuilder) => void;
}

/** Everything but packets. */
export function drawStanding(moment: QueueMoment, picture: PictureBuilder, { busy, middle }: More = { busy: new Set(), middle: drawEmptyLanes }): Layout {
  const { state, tall } = moment;
  const layout = layoutOf(state, tall);
  picture.plate(layout.plate);
  drawLinks(moment, layout, busy, picture);
  middle(moment, layout, picture);
  for (const producer of state.producers.values()) drawProducer(moment, layout, producer, picture);
  for (const broker of state.brokers.values()) drawBroker(moment, layout, broker, picture);
  for (const member of state.members.values()) drawMember(moment, layout, member, picture);
  drawNames(moment, layout, picture);
  return layout;
}

const drawEmptyLanes: More['middle'] = (moment, layout, picture) => layout.rows.forEach((row) => { drawFrame(moment, layout, row, picture); });

const standing = ({ up, frozen }: { readonly up: boolean; readonly frozen: boolean }, role: Role): Role => (!up ? 'crashed' : frozen ? 'frozen' : role);

function drawProducer({ name, text, selected }: QueueMoment, layout: Layout, producer: Producer, picture: PictureBuilder): void {
  const { id, inFlight, buffered } = producer;
  let waiting = 0;
  for (const list of buffered.values()) waiting += list.length;
  picture.node({
    id, role: standing(producer, 'producer'), ...placeOf(layout, id), inlay: name(id), caption: '', scale: layout.producerScale,
    spoken: text('message-queue.spoken-producer', { sent: inFlight.size, waiting }), ...(selected === id ? { selected: true } : {}),
  });
  if (waiting > 2) picture.label({ id: `${id}/waiting`, at: { x: placeOf(layout, id).x, y: 0.3, z: placeOf(layout, id).z - 0.4 }, text: text('message-queue.waiting', { count: waiting }), role: 'warn', priority: 24, side: 'above', ground: 'pill' });
}

function drawBroker({ state, name, text, selected }: QueueMoment, layout: Layout, broker: Broker, picture: PictureBuilder): void {
  const { id } = broker;
  const led = state.controller.parts.filter(({ leader, partition }) => leader === id && isInput(state.config, partition)).map(({ partition }) => `P${partition}`).join(text.comma);
  const role = standing(broker, 'broker');
  picture.node({
    id, role, ...placeOf(layout, id), inlay: name(id), caption: '', scale: layout.brokerScale, ...(role === 'frozen' ? { body: 'stack' } : {}),
    spoken: state.config.mode === 'queue' ? '' : text(led === '' ? 'message-queue.spoken-follower' : 'message-queue.spoken-broker', { led }), ...(selected === id ? { selected: true } : {}),
  });
}

/** A member in the silhouette of its group, with what it works on beside it. */
function drawMember({ state, name, text, selected, tall }: QueueMoment, layout: Layout, member: Member, picture: PictureBuilder): void {
  const { id, group, working, claims } = member;
  const at = placeOf(layout, id);
  const scale = layout.memberScale;
  const role = groupRole(state.groups.get(group)?.index ?? 0);
  const now = memberState(state, member);
  const isBusy = now === 'joining' || now === 'revoking';
  const caption = now === 'idle' && state.config.mode === 'stream' ? text('message-queue.state.idle') : '';
  picture.node({
    id, role: standing(member, role), ...at, inlay: name(id), caption, scale,
    spoken: text('message-queue.spoken-member', { group, state: text(`message-queue.state.${now}`), partitions: [...claims.keys()].map((partition) => `P${partition}`).join(text.comma) || '–' }),
    ...(selected === id ? { selected: true } : {}),
  });
  if (isBusy && member.up && state.config.mode === 'stream') picture.paint({ form: 'ring', id: `${id}/joining`, tone: ROLES[role].line, at, radius: 0.74 * scale, width: 0.07, dash: 'dash' });
  if (!working || !member.up || scale < 0.6 || state.config.mode === 'queue') return;
  const record = working.record;
  picture.solid({
    id: `${id}/work`, shape: 'tile', x: at.x - 0.5 * scale, z: at.z + 0.42 * scale, width: 0.34, depth: 0.34, height: 0.22, role: 'broker', shadow: false, node: id,
    ...(tall ? {} : { text: record.key === null ? `${record.offset}` : record.key }),
  });
}

/** Words under the columns: what the things of a column are, and each group with its generation. */
function drawNames({ state, text, tall }: QueueMoment, layout: Layout, picture: PictureBuilder): void {
  const below = (ids: readonly string[], offset: number): { x: number; y: number; z: number } | null => {
    const places = ids.map((id) => placeOf(layout, id));
    const last = places.reduce<Floor | null>((found, place) => (found === null || place.z > found.z ? place : found), null);
    return last === null ? null : { x: last.x, y: 0, z: last.z + offset };
  };
  if (!tall) {
    const producers = below([...state.producers.keys()], 0.56 * layout.producerScale);
    if (producers) picture.label({ id: 'producers', at: producers, text: text('message-queue.producers'), role: 'producer', priority: 12, side: 'below', ground: 'pill' });
    const brokers = below([...state.brokers.keys()], 0.62 * layout.brokerScale);
    if (brokers) picture.label({ id: 'brokers', at: brokers, text: text('message-queue.brokers'), role: 'broker', priority: 12, side: 'below', ground: 'pill' });
  }
  const lane = layout.rows.at(-1);
  if (!tall && (lane || state.config.mode === 'queue')) {
    const z = (lane?.z ?? layout.middle) + (lane ? 0.92 : 0.58);
    picture.label({ id: 'way', at: { x: layout.tilesX + (layout.slots * layout.slotPitch) / 2, y: 0, z }, text: text(lane ? 'message-queue.older' : 'message-queue.next'), role: 'muted', priority: 10, side: 'centre', ground: 'plain' });
  }
  for (const { name, index, generation } of state.groups.values()) {
    const at = below([...state.members.values()].filter(({ group }) => group === name).map(({ id }) => id), 0.6 * layout.memberScale);
    if (!at) continue;
    const rebalancing = isRebalancing(state, name) && state.config.mode === 'stream';
    if (tall && !rebalancing) continue;
    picture.label({
      id: `group/${name}`, at, role: rebalancing ? 'warn' : groupRole(index), priority: rebalancing ? 44 : 34, side: 'below', ground: 'pill',
      text: text(rebalancing ? 'message-queue.rebalancing' : 'message-queue.group', { name }), ...(state.config.mode === 'queue' || tall || generation === 0 ? {} : { badge: text('message-queue.generation', { generation }) }),
    });
  }
}

/** Producers to brokers, brokers among themselves, leaders to their lanes. */
function drawLinks(moment: QueueMoment, layout: Layout, busy: More['busy'], picture: PictureBuilder): void {
  const { state } = moment;
  const { brokers, producers, network, controller, config } = state;
  const link = (from: string, to: string, role: Role, up: boolean, trim: number, weight: number): void => {
    const cut = isCut(network, from, to) || isCut(network, to, from);
    const live = busy.has(`${from}>${to}`) || busy.has(`${to}>${from}`);
    const mark: LinkMark['state'] = cut || !up ? 'blocked' : live ? 'live' : 'idle';
    picture.link({ id: `${from}-${to}`, from: placeOf(layout, from), to: placeOf(layout, to), state: mark, role: cut ? 'fail' : role, trim, weight });
  };
  const leads = (id: string): boolean => (config.mode === 'queue' ? id === [...brokers.keys()].find((each) => !controller.fenced.has(each)) : controller.parts.some(({ leader, partition }) => leader === id && isInput(config, partition)));
  for (const producer of producers.values()) for (const broker of brokers.values()) if (leads(broker.id)) link(producer.id, broker.id, 'producer', producer.up && broker.up, 0.62, 1);
  const ids = [...brokers.values()];
  ids.forEach((a, at) => ids.slice(at + 1).forEach((b, next) => {
    const severed = isCut(network, a.id, b.id) || isCut(network, b.id, a.id);
    if (config.mode === 'stream' && (severed || next === 0 || busy.has(`${a.id}>${b.id}`) || busy.has(`${b.id}>${a.id}`))) link(a.id, b.id, 'broker', a.up && b.up, 0.62 * layout.brokerScale, 1);
  }));
  for (const row of layout.rows) {
    const holder = row.replica ?? controller.parts[row.partition]!.leader;
    if (holder === null) continue;
    const from = placeOf(layout, holder);
    picture.paint({ form: 'line', id: `lead/${row.id}`, tone: row.replica !== null && controller.parts[0]!.leader !== holder ? 'link' : ROLES.broker.line, width: 0.06 * layout.scale, points: [from, { x: layout.headX + 0.05, z: row.z }] });
  }
  if (config.mode === 'stream' && layout.rows.length > 0) for (const member of state.members.values()) drawClaims(moment, layout, member, picture);
}

/** From the lanes that a member owns to the member; the first column straight, others round those before it. */
function drawClaims({ state }: QueueMoment, layout: Layout, { id, group, claims, up }: Member, picture: PictureBuilder): void {
  const index = state.groups.get(group)?.index ?? 0;
  const to = placeOf(layout, id);
  const side = index % 2 === 1 ? -1 : 1;
  const start = layout.tilesX + layout.slots * layout.slotPitch + 0.12;
  const crossed = layout.columns.filter((x) => x < to.x - 0.01);
  for (const partition of claims.keys()) {
    const row = rowOf(layout, state, partition);
    if (!row) continue;
    if (layout.inFront && index > 0) {
      // Down a line of its own between lanes and first group, then along the row.
      const down = start + 0.04 + 0.13 * index;
      const along = to.z - (0.72 + 0.12 * index);
      picture.paint({ form: 'line', id: `claim/${id}/${partition}`, tone: up ? ROLES[groupRole(index)].line : 'link', width: 0.045, points: [{ x: start, z: row.z + 0.12 * side }, { x: down, z: row.z + 0.12 * side }, { x: down, z: along }, { x: to.x, z: along }, { x: to.x, z: to.z - 0.6 * layout.memberScale }] });
      continue;
    }
    const z0 = row.z + (crossed.length === 0 ? 0 : side * 0.3 * layout.scale);
    const room = Math.min(0.78 * layout.memberScale, layout.pitch / 2) + 0.08;
    const around = crossed.map((x) => ({ x, z: row.z + side * room }));
    const last = around.at(-1) ?? { x: start, z: z0 };
    const length = Math.hypot(to.x - last.x, to.z - last.z);
    const share = Math.max(0, 1 - (0.66 * layout.memberScale) / Math.max(0.01, length));
    picture.paint({
      form: 'line', id: `claim/${id}/${partition}`, tone: up ? ROLES[groupRole(index)].line : 'link', width: layout.rows.length > 6 ? 0.03 : 0.045, opacity: layout.rows.length > 6 && crossed.length > 0 ? 0.4 : 0.85, smooth: crossed.length > 0,
      points: [{ x: start, z: z0 }, ...around, { x: last.x + (to.x - last.x) * share, z: last.z + (to.z - last.z) * share }],
    });
  }
}
