/** The network as marks: two sides of nodes with what each holds, clients, services, messages, and the break between. */
import type { Envelope } from '../../models/kernel/network-state.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import type { Message } from '../../models/network-partition/messages.ts';
import type { PartitionNode, PartitionState } from '../../models/network-partition/state.ts';
import { nodeView } from '../../models/network-partition/views.ts';
import { splitPlate } from '../../scene/kits/split-plate.ts';
import { versionTiles } from '../../scene/kits/version-tiles.ts';
import type { Floor, NodeMark, PacketMark, PacketShape, PictureBuilder, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { crossing, layoutOf, sidesNow } from './layout.ts';
import type { Layout } from './layout.ts';
import { messageSentence } from './message-sentence.ts';
import { keyShown, stripOf } from './tiles.ts';

export type PartitionMoment = Moment<PartitionState>;

/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;
/** Ends of messages that are seen at once; more would hide the break. */
const MOST_LOST = 6;
/** Where a message that nobody takes stops: at the edge of its receiver. */
const EDGE = 0.86;

/** What a node is to the reader. */
export function roleOf({ up, frozen, volatile }: PartitionNode): Role {
  if (!up) return 'crashed';
  if (frozen) return 'frozen';
  return volatile.role === 'primary' ? 'acting-primary' : 'replica';
}

/** Whether a cut is in force, comes and goes, or single ways are cut. */
export const isParted = ({ wall, flapping, links }: PartitionState): boolean => wall !== null || flapping !== null || links.size > 0;

/** Whether the network was parted before: then a seam is left. */
const wasParted = ({ config: { partition, partitionAtUs }, flapping, stats }: PartitionState, nowUs: number): boolean =>
  flapping !== null || stats.vanished > 0 || (partition.length > 1 && partitionAtUs !== null && nowUs > partitionAtUs);

export function drawPartition(moment: PartitionMoment, picture: PictureBuilder): void {
  const { state, tall, nowUs } = moment;
  const layout = layoutOf(state, tall);
  picture.plate(layout.plate);
  const broken = state.wall !== null;
  if (broken || wasParted(state, nowUs)) layout.cracks.forEach((points, at) => { splitPlate(picture, { id: `crack-${at}`, points, state: broken ? 'open' : 'healed' }); });
  drawLinks(moment, layout, picture);
  const key = keyShown(state);
  for (const node of state.nodes.values()) drawNode(moment, layout, node, key, picture);
  for (const { id, outstanding } of state.clients.values()) drawClient(moment, layout, id, outstanding.size, picture);
  drawServices(moment, layout, picture);
  drawPackets(moment, layout, picture);
  if (!tall) layout.middles.forEach((x, at) => { picture.label({ id: `side-${at}`, at: { x: x + (at === 0 ? -1 : at === layout.middles.length - 1 ? 1 : 0) * 1.9, y: 0, z: layout.plate.depth / 2 - 0.5 }, text: moment.text('network-partition.side', { side: sideName(at) }), role: 'muted', priority: 8, side: 'centre', ground: 'plain' }); });
}

/** `A`, `B`, … */
export const sideName = (side: number): string => 'ABCDEFGHI'[side] ?? String(side + 1);

function placeOf(layout: Layout, id: string): Floor {
  return layout.places.get(id) ?? { x: 0, z: 0 };
}

function drawNode(moment: PartitionMoment, layout: Layout, node: PartitionNode, key: string | null, picture: PictureBuilder): void {
  const { state, tall, nowUs, text } = moment;
  const { scale } = layout;
  const at = placeOf(layout, node.id);
  picture.node(nodeMark(moment, layout, node));
  if (key === null || !node.up) return;
  const { versions, siblings, clock } = stripOf(state, node, key, tall);
  if (versions.length === 0) return;
  const showsClock = !tall && scale > 0.75 && (siblings || node.volatile.role === 'primary');
  versionTiles(picture, {
    id: node.id, x: at.x, z: at.z + 0.98 * Math.max(scale, 0.8), versions, siblings, scale: tall ? 0.78 : Math.max(scale, 0.8),
    clock: showsClock ? (siblings ? text('network-partition.siblings', { count: versions.length }) : clock) : '',
  });
  const { leaseLeft } = nodeView(state, node, nowUs);
  if (leaseLeft !== null && leaseLeft < 0) picture.label({ id: `${node.id}/lease`, at: { x: at.x, y: 0, z: at.z - 0.9 }, text: text('network-partition.lease-over'), role: 'fail', priority: 24, side: 'above', ground: 'pill' });
}

function nodeMark({ state, name, text, selected, tall }: PartitionMoment, layout: Layout, node: PartitionNode): NodeMark {
  const { id, fencedBy, volatile, durable } = node;
  const role = roleOf(node);
  const word = fencedBy !== null ? text('network-partition.fenced') : volatile.role === 'candidate' && role === 'replica' ? text('role.candidate') : text(role === 'acting-primary' ? 'role.primary' : `role.${role}`);
  const epoch = text(state.config.policy === 'fencing-token' ? 'network-partition.token' : 'network-partition.epoch', { epoch: volatile.epoch });
  return {
    id, role, ...placeOf(layout, id), inlay: name(id), ...(role === 'frozen' ? { body: 'stack' } : {}),
    caption: role === 'replica' && tall ? '' : word, ...(role === 'acting-primary' ? { badge: epoch } : {}),
    spoken: text('network-partition.spoken', { keys: durable.store.keys.size, suspects: volatile.suspects.size }),
    scale: layout.scale, ...(selected === id ? { selected: true } : {}),
  };
}

function drawClient({ text, name, selected }: PartitionMoment, layout: Layout, id: string, waiting: number, picture: PictureBuilder): void {
  picture.node({ id, role: 'client', ...placeOf(layout, id), inlay: name(id), caption: '', spoken: text('network-partition.spoken-client', { count: waiting }), scale: 0.82, ...(selected === id ? { selected: true } : {}) });
}

/** The fencing device, or the lock and the storage, where the policy has them. */
function drawServices({ state, text, selected }: PartitionMoment, layout: Layout, picture: PictureBuilder): void {
  const { policy } = state.config;
  const service = (id: string, up: boolean, word: string, badge: string): void => {
    picture.node({
      id, role: up ? 'server' : 'crashed', ...placeOf(layout, id), inlay: id, caption: text(word), ...(badge === '' ? {} : { badge }),
      spoken: '', scale: 0.72, ...(selected === id ? { selected: true } : {}),
    });
  };
  if (policy === 'stonith') service('f1', state.fencer.up, 'network-partition.fencer', '');
  if (policy !== 'fencing-token') return;
  service('l1', state.lock.up, 'network-partition.lock', state.lock.holder ?? '');
  service('s1', state.storage.up, 'network-partition.storage', text('network-partition.token', { epoch: state.storage.highest }));
}

/** Pairs of nodes that a line joins: with the primary of their side, and across with the node opposite. */
function pairsOf(state: PartitionState): readonly (readonly [string, string])[] {
  const sides = sidesNow(state);
  const within = sides.flatMap((side) => {
    const hub = side.find((id) => state.nodes.get(id)?.volatile.role === 'primary') ?? side[0] ?? '';
    return side.filter((id) => id !== hub).map((id): readonly [string, string] => [hub, id]);
  });
  const across = sides.slice(1).flatMap((side, at) => {
    const before = sides[at] ?? [];
    return Array.from({ length: Math.max(side.length, before.length) }, (_, order): readonly [string, string] => [before[Math.min(order, before.length - 1)] ?? '', side[Math.min(order, side.length - 1)] ?? '']);
  });
  return [...within, ...across];
}

function drawLinks({ state }: PartitionMoment, layout: Layout, picture: PictureBuilder): void {
  const trim = 0.74 * layout.scale;
  for (const [from, to] of pairsOf(state)) {
    const [a, b] = [state.nodes.get(from), state.nodes.get(to)];
    if (!a || !b) continue;
    const blocked = !a.up || !b.up || isCut(state.network, from, to) || isCut(state.network, to, from);
    const follows = (one: PartitionNode, other: PartitionNode): boolean => other.volatile.role === 'primary' && one.volatile.primary === other.id;
    const live = !blocked && (follows(a, b) || follows(b, a));
    picture.link({ id: `${from}-${to}`, from: placeOf(layout, from), to: placeOf(layout, to), state: blocked ? 'blocked' : live ? 'live' : 'idle', role: live ? 'primary' : 'link', trim });
  }
  for (const { id, target, outstanding } of state.clients.values()) {
    if (!state.nodes.has(target)) continue;
    const blocked = isCut(state.network, id, target) || isCut(state.network, target, id);
    const live = outstanding.size > 0 && !blocked;
    picture.link({ id: `${id}-${target}`, from: placeOf(layout, id), to: placeOf(layout, target), state: blocked ? 'blocked' : live ? 'live' : 'idle', role: live ? 'client' : 'link', trim });
  }
}

/** Signs of life are many: seen where a line joins the two. */
function isShown(message: Message, pairs: readonly (readonly [string, string])[]): boolean {
  return message.kind !== 'heartbeat' || pairs.some(([a, b]) => (message.from === a && message.to === b) || (message.from === b && message.to === a));
}

function drawPackets(moment: PartitionMoment, layout: Layout, picture: PictureBuilder): void {
  const { state, state: { network }, nowUs, usPerViewingMs, text } = moment;
  const pairs = pairsOf(state);
  for (const envelope of network.inFlight.values()) if (isShown(envelope.message, pairs)) picture.packet(packetMark(moment, layout, envelope));
  const lost = network.lost.filter(({ message, lostUs }) => isShown(message, pairs) && nowUs - (lostUs ?? nowUs) < IMPACT_MS * usPerViewingMs).slice(-MOST_LOST);
  for (const envelope of lost) {
    const age = (nowUs - (envelope.lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    picture.packet({ ...packetMark(moment, layout, envelope), lost: age, ...(envelope === lost.at(-1) ? { label: text('network-partition.dropped') } : {}) });
  }
}

/** Shape says what kind of message it is, also where it is 8 px wide; colour says who sends it, or that it refuses. */
export function looksOf(message: Message, sender: Role): { readonly shape: PacketShape; readonly role: Role; readonly scale?: number; readonly label?: string } {
  switch (message.kind) {
    case 'heartbeat': return { shape: 'ball', role: sender, scale: 0.55 };
    case 'state': return { shape: 'cube', role: sender };
    case 'client-request': return { shape: 'cube', role: 'client' };
    case 'client-reply': return { shape: 'ball', role: message.accepted ? 'primary' : 'idle' };
    case 'vote-request': return { shape: 'octahedron', role: 'candidate' };
    case 'vote': return { shape: 'ball', role: message.granted ? 'candidate' : 'idle' };
    case 'fence-request': case 'power-off': return { shape: 'octahedron', role: 'fail', label: 'STONITH' };
    case 'storage-write': return { shape: 'cube', role: sender };
    case 'storage-reply': return { shape: 'ball', role: message.accepted ? 'ok' : 'idle' };
    default: return { shape: 'ball', role: sender, scale: 0.75 };
  }
}

function packetMark(moment: PartitionMoment, layout: Layout, envelope: Envelope<Message>): PacketMark {
  const { message } = envelope;
  const { state, text } = moment;
  const from = placeOf(layout, message.from);
  // The power switch of a node stands at the node.
  const to = placeOf(layout, message.to.replace(/^w/, 'n'));
  const sender: Role = state.nodes.get(message.from)?.volatile.role === 'primary' ? 'primary' : 'replica';
  const told = message.kind === 'client-reply' && message.reason !== null ? { label: text(`network-partition.refused.${message.reason}`) } : {};
  return {
    id: envelope.id, ...looksOf(message, sender), ...told, path: { kind: 'line', from, to }, share: shareOf(envelope, moment.nowUs, from, to, layout),
    spoken: messageSentence(message, moment),
  };
}

/** How far it has come. One that meets the break is half-way in time when it gets there, and stops where it is. */
function shareOf({ reason, sentUs, dueUs, lostUs }: Envelope<Message>, nowUs: number, from: Floor, to: Floor, layout: Layout): number {
  const travelled = Math.max(0, Math.min(1, (Math.min(nowUs, lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
  if (reason === 'down') return Math.min(EDGE, travelled);
  if (reason !== 'cut') return travelled;
  const crack = crossing(from, to, layout);
  return crack === null ? travelled : Math.min(crack, travelled * 2 * crack);
}
