/** Load balancing as marks: clients, balancers, and backends with queues, slots and how busy they are; all that is on its way. */
import { isCut } from '../../models/kernel/network-state.ts';
import { capacityOf } from '../../models/load-balancer/state.ts';
import type { Backend, Balancer, Client, LoadBalancerState } from '../../models/load-balancer/state.ts';
import { floorRing, isInRotation, travelling, viewOf, waitingAt } from '../../models/load-balancer/watching.ts';
import type { FloorRing, Travelling } from '../../models/load-balancer/watching.ts';
import { partRing } from '../../scene/kits/quorum-ring.ts';
import { probeMarks, probeRing } from '../../scene/kits/probe-ring.ts';
import { QUEUE, queueSlots } from '../../scene/kits/queue-slots.ts';
import type { Floor, LinkMark, PacketMark, PacketShape, PictureBuilder, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';

export type BalancingMoment = Moment<LoadBalancerState>;

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;
/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;
/** Height of a column that is wholly busy. */
const TALLEST = 1.05;

/** What a backend is to the reader: what ails its process first, then what the balancer thinks of it. */
export function roleOf(state: LoadBalancerState, backend: Backend): Role {
  if (!backend.up) return 'crashed';
  if (backend.frozenSinceUs !== null) return 'frozen';
  if (backend.draining !== null) return 'draining';
  return isInRotation(state, backend) ? 'backend' : 'down';
}

/** Its standing in one word, as key, and the count that goes with it. */
export function standingOf(state: LoadBalancerState, backend: Backend, nowUs: number): { readonly word: FloorRing['kind'] | 'slow' | 'frozen'; readonly ring: FloorRing } {
  const ring = floorRing(state, backend, nowUs);
  if (ring.kind !== 'up') return { word: ring.kind, ring };
  return { word: backend.frozenSinceUs !== null ? 'frozen' : backend.slow > 1 ? 'slow' : 'up', ring };
}

export function drawBalancing(moment: BalancingMoment, picture: PictureBuilder): void {
  const { state, tall, text } = moment;
  const layout = layoutOf(state, tall);
  picture.plate(layout.plate);
  const flow = state.config.latencyUs / moment.usPerViewingMs < SEEN_MS;
  const moving = travelling(state, moment.nowUs);
  drawLinks(moment, layout, flow, moving, picture);
  for (const client of state.clients.values()) drawClient(moment, layout, client, picture);
  const first = [...state.balancers.values()].find(({ up }) => up);
  for (const balancer of state.balancers.values()) drawBalancer(moment, layout, balancer, balancer === first, picture);
  for (const backend of state.backends.values()) drawBackend(moment, layout, backend, picture);
  if (!tall) drawHeads(moment, layout, picture);
  const lowest = layout.places.get([...state.clients.keys()].at(-1) ?? '');
  if (lowest && !tall && state.clients.size <= 6) picture.label({ id: 'clients', at: { x: lowest.x, y: 0, z: lowest.z + 0.5 }, text: text('load-balancer.clients'), role: 'client', priority: 12, side: 'below', ground: 'pill' });
  if (!flow) drawPackets(moment, layout, moving, picture);
}

const placeOf = (layout: Layout, id: string): Floor => layout.places.get(id) ?? { x: 0, z: 0 };

function drawClient({ name, text, selected }: BalancingMoment, layout: Layout, { id, address }: Client, picture: PictureBuilder): void {
  picture.node({
    id, role: 'client', ...placeOf(layout, id), inlay: name(id), caption: '', spoken: text('load-balancer.spoken-client', { address }),
    scale: layout.clientScale, ...(selected === id ? { selected: true } : {}),
  });
}

function drawBalancer({ name, text, selected, tall }: BalancingMoment, layout: Layout, { id, up, frozen, open }: Balancer, hero: boolean, picture: PictureBuilder): void {
  const role = !up ? 'crashed' : frozen ? 'frozen' : 'balancer';
  picture.node({
    id, role, ...placeOf(layout, id), inlay: name(id), caption: tall && up ? '' : text(`role.${role}`), spoken: text('load-balancer.spoken-balancer', { open: open.size }),
    ...(hero ? { pool: true } : {}), ...(selected === id ? { selected: true } : {}), ...(tall ? { scale: 0.86 } : {}),
  });
}

function drawBackend(moment: BalancingMoment, layout: Layout, backend: Backend, picture: PictureBuilder): void {
  const { state, nowUs, name, text, selected } = moment;
  const { id } = backend;
  const at = placeOf(layout, id);
  const { word, ring } = standingOf(state, backend, nowUs);
  const capacity = capacityOf(state, backend);
  const queued = waitingAt(backend);
  const scale = layout.backendScale;
  drawRing(moment, id, at, ring, scale, picture);
  picture.node({
    id, role: roleOf(state, backend), ...at, inlay: name(id), caption: '', scale,
    spoken: text('load-balancer.spoken', { state: text(`load-balancer.state.${word}`), busy: backend.serving.length, capacity, queued }),
    ...(selected === id ? { selected: true } : {}),
  });
  drawSlots(moment, layout, backend, at, picture);
  drawColumn(moment, layout, backend, at, picture);
  drawPill(moment, layout, backend, at, picture);
}

/** Failed probes in red; good ones of one that is out in green; what is left of the time to drain; the share of a slow start. */
function drawRing({ state }: BalancingMoment, id: string, at: Floor, { kind, done, of }: FloorRing, scale: number, picture: PictureBuilder): void {
  const limit = state.config.unhealthyAfter;
  if (kind === 'failing') probeRing(picture, { id, ...at, failures: done, limit: of, scale });
  else if (kind === 'down') probeRing(picture, { id, ...at, failures: limit, limit, scale });
  else if (kind === 'rising') partRing(picture, { id: `${id}/rise`, ...at, tone: 'ok', radius: 0.735 * scale, parts: Array.from({ length: of }, (_, part) => part < done) });
  else if (kind !== 'up') {
    picture.paint({ form: 'ring', id: `${id}/ground`, tone: 'link', opacity: 0.45, at, radius: 0.735 * scale, width: 0.11 });
    if (done > 0) picture.paint({ form: 'ring', id: `${id}/left`, tone: kind === 'draining' ? 'follower' : 'ok', at, radius: 0.735 * scale, width: 0.11, from: 0, to: done });
  }
}

/** A tray has a slot for each request that may be in service; where they are too many to draw, a slot is several. */
function drawSlots({ state, text }: BalancingMoment, layout: Layout, backend: Backend, at: Floor, picture: PictureBuilder): void {
  const all = capacityOf(state, backend);
  const capacity = Math.min(all, layout.slots);
  const busy = Math.min(capacity, Math.ceil((backend.serving.length * capacity) / all));
  const pitch = Math.min(QUEUE.pitch, (layout.room - QUEUE.pad - QUEUE.gap - 0.12) / capacity);
  const queued = waitingAt(backend);
  const x = at.x + layout.tray.x, z = at.z + layout.tray.z;
  queueSlots(picture, { id: backend.id, x, z, queued, busy, capacity, pitch, dim: !isInRotation(state, backend) && backend.draining === null });
  if (queued > 0 && layout.wordy && layout.tray.z === 0) {
    picture.label({ id: `${backend.id}/queued`, at: { x: x + QUEUE.pad / 2, y: 0, z: z + 0.3 }, text: text('load-balancer.queued', { count: queued }), role: 'text', priority: 24, side: 'below', ground: 'plain' });
  }
}

function drawColumn({ state, text, tall }: BalancingMoment, { column, backendScale, wordy }: Layout, backend: Backend, at: Floor, picture: PictureBuilder): void {
  if (column === null) return;
  const share = backend.serving.length / capacityOf(state, backend);
  const x = at.x + column.x, z = at.z + column.z;
  const width = (tall ? 0.42 : 0.5) * Math.max(0.7, backendScale);
  picture.solid({ id: `${backend.id}/foot`, shape: 'slab', x, z, width: width + 0.16, depth: 0.5, height: 0.05, role: 'idle', opacity: 0.7, node: backend.id });
  if (share > 0) picture.solid({ id: `${backend.id}/busy`, shape: 'tile', x, z, y: 0.05, width, depth: 0.4, height: Math.max(0.06, TALLEST * share * Math.max(0.6, backendScale)), role: share >= 1 ? 'warn' : 'backend', node: backend.id, shadow: false });
  if (wordy && !tall) {
    const value = backend.up ? text('load-balancer.percent', { percent: Math.round(share * 100) }) : '–';
    picture.label({ id: `${backend.id}/percent`, at: { x, y: 0, z: z + 0.3 }, text: value, role: 'text', priority: 14, side: 'below', ground: 'plain' });
  }
}

/** Latest probes and standing. In a crowd, on phones and where they find no room, only of those that are not simply up. */
function drawPill({ state, nowUs, text, tall }: BalancingMoment, layout: Layout, backend: Backend, at: Floor, picture: PictureBuilder): void {
  const { word, ring } = standingOf(state, backend, nowUs);
  if (word === 'up' && (tall || !layout.wordy)) return;
  const counted = word === 'failing' || word === 'rising' || word === 'down';
  const role = word === 'failing' ? 'fail' : word === 'slow' ? 'warn' : word === 'down' || word === 'rising' ? 'idle' : 'backend';
  const count = counted ? `${word === 'down' ? state.config.unhealthyAfter : ring.done}/${word === 'down' ? state.config.unhealthyAfter : ring.of}` : '';
  const marks = probeMarks((viewOf(state, backend)?.history ?? []).slice(-3).map(({ ok }) => ok));
  const badge = counted ? count : word === 'slow' ? text('load-balancer.short.slow', { factor: backend.slow }) : word === 'starting' ? text('load-balancer.short.starting', { percent: Math.round(ring.done * 100) }) : '';
  const short = badge === '' ? text(`load-balancer.short.${word}`) : badge;
  const standing = text(`load-balancer.state.${word}`);
  picture.label({
    id: `${backend.id}/standing`, at: { x: at.x + layout.pill.x, y: tall ? 0.3 : 0.2, z: at.z + layout.pill.z }, role, side: tall ? 'centre' : 'above', ground: 'pill',
    text: tall || !layout.wordy ? short : marks === '' ? standing : `${marks}  ${standing}`, ...(badge === '' || tall || !layout.wordy ? {} : { badge }), ...(word === 'up' ? { priority: 26, group: 'up' } : { priority: 46 }),
  });
}

/** What the columns of the picture are, in front of the last row. */
function drawHeads({ state, text }: BalancingMoment, layout: Layout, picture: PictureBuilder): void {
  const last = [...state.backends.keys()].at(-1);
  if (last === undefined || !layout.wordy || layout.column === null) return;
  const at = placeOf(layout, last);
  const z = Math.min(layout.plate.depth / 2 - 0.36, at.z + 0.95);
  const heads = { queue: at.x + layout.tray.x + QUEUE.pad / 2, slots: at.x + layout.tray.x + 1.7, busy: at.x + layout.column.x };
  for (const [head, x] of Object.entries(heads)) picture.label({ id: `head/${head}`, at: { x, y: 0, z }, text: text(`load-balancer.head.${head}`), role: 'muted', priority: 10, side: 'centre', ground: 'plain' });
}

function drawLinks(moment: BalancingMoment, layout: Layout, flow: boolean, moving: readonly Travelling[], picture: PictureBuilder): void {
  const { state } = moment;
  const balancers = [...state.balancers.values()];
  const hopSeconds = Math.max(1, state.config.latencyUs) / moment.usPerViewingMs / 1000;
  const draw = (from: string, to: string, role: Role, standing: LinkMark['state'], trim: number): void => {
    const count = moving.filter((each) => (each.from === from && each.to === to) || (each.from === to && each.to === from)).length;
    const cut = isCut(state.network, from, to) || isCut(state.network, to, from);
    const live = standing === 'live' && (role === 'backend' || count > 0) ? 'live' : standing === 'live' ? 'idle' : standing;
    const rate = flow && !cut ? Math.round(count / hopSeconds) : 0;
    picture.link({ id: `${from}-${to}`, from: placeOf(layout, from), to: placeOf(layout, to), state: cut ? 'blocked' : live, role: cut ? 'fail' : role, trim, ...(rate > 0 ? { flow: rate } : {}) });
  };
  [...state.clients.keys()].forEach((id, at) => {
    const balancer = balancers[at % balancers.length];
    if (balancer) draw(id, balancer.id, 'client', balancer.up ? 'live' : 'blocked', 0.9 * Math.max(0.7, layout.clientScale));
  });
  for (const { id, up } of balancers) {
    for (const backend of state.backends.values()) draw(id, backend.id, 'backend', up && isInRotation(state, backend) && backend.up ? 'live' : 'blocked', 0.95 * Math.max(0.62, layout.backendScale));
  }
}

/** Requests are cubes in the colour of clients, responses balls in that of backends, red where they carry an error; probes a plus. */
export function looksOf({ kind, status }: Pick<Travelling, 'kind' | 'status'>): { readonly shape: PacketShape; readonly role: Role } {
  const failed = status !== null && (status === 0 || status >= 500);
  switch (kind) {
    case 'request': case 'forward': return { shape: 'cube', role: 'client' };
    case 'answer': case 'reply': return { shape: 'ball', role: failed ? 'fail' : 'backend' };
    case 'probe': return { shape: 'plus', role: 'probe' };
    case 'probe-answer': return { shape: 'plus', role: failed ? 'fail' : 'probe' };
  }
}

function packetMark({ name, text }: BalancingMoment, layout: Layout, message: Pick<Travelling, 'id' | 'kind' | 'from' | 'to' | 'status'>, share: number): PacketMark | null {
  const from = layout.places.get(message.from), to = layout.places.get(message.to);
  if (from === undefined || to === undefined) return null;
  const { kind } = message;
  return {
    id: message.id, ...looksOf(message), path: { kind: 'line', from, to }, share,
    ...(kind === 'probe-answer' ? { scale: 0.7 } : {}),
    ...(kind === 'forward' ? { label: text('load-balancer.request') } : kind === 'probe' ? { label: text('load-balancer.probe') } : {}),
    spoken: text('load-balancer.message', { kind: text(`load-balancer.kind.${kind}`), from: name(message.from), to: name(message.to) }),
  };
}

function drawPackets(moment: BalancingMoment, layout: Layout, moving: readonly Travelling[], picture: PictureBuilder): void {
  const { state, nowUs, usPerViewingMs } = moment;
  for (const each of moving) {
    // At the very beginning everything is still inside its sender.
    if (nowUs === 0) continue;
    const packet = packetMark(moment, layout, each, Math.min(each.share, each.lostAt ?? 1));
    if (packet) picture.packet(packet);
  }
  for (const { id, message, sentUs, dueUs, lostUs } of state.network.lost) {
    const age = (nowUs - (lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age < 0 || age >= 1) continue;
    const share = Math.max(0, Math.min(0.86, ((lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
    const packet = packetMark(moment, layout, { id, kind: message.kind, from: message.from, to: message.to, status: null }, share);
    if (packet) picture.packet({ ...packet, lost: age, label: moment.text('load-balancer.dropped') });
  }
}
