/** Replication as marks: a row for each server with its log, every message in flight, the cut, and what would be lost now. */
import type { Envelope } from '../../models/kernel/network-state.ts';
import { atRisk, failsOverAtUs } from '../../models/replication/lag.ts';
import { endOf } from '../../models/replication/log.ts';
import type { Message } from '../../models/replication/messages.ts';
import { degradesAtUs, modeInForce } from '../../models/replication/mode.ts';
import type { ReplicationState, Server } from '../../models/replication/state.ts';
import { clientId, isSevered } from '../../models/replication/state.ts';
import { lagDot } from '../../scene/kits/disc-stack.ts';
import { lossBracket } from '../../scene/kits/loss-bracket.ts';
import { offsetLane } from '../../scene/kits/offset-lane.ts';
import type { OffsetLaneSpec, OffsetPin } from '../../scene/kits/offset-lane.ts';
import { ROLES } from '../../scene/roles.ts';
import type { Floor, NodeMark, PacketMark, PacketShape, PictureBuilder, Role, Timer } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { atRiskRange, cellsOf, divergent, firstShown, isOver, lagNow, standingOf } from './lanes.ts';
import { cracksOf, crossing, layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { messageSentence } from './message-sentence.ts';

export type ReplicationMoment = Moment<ReplicationState>;

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;
/** How long the end of a lost message, and a stale read, are seen, in ms of viewing. */
const IMPACT_MS = 900;
const READ_MS = 1400;
/** Where a message that nobody takes stops: at the edge of its receiver. */
const EDGE = 0.86;
/** A wait is shown as a ring once this share of it is over. */
const SHOWN_FROM = 0.25;

/** What a server is to the reader. */
export function roleOf({ role, up, frozen }: Server): Role {
  if (!up) return 'crashed';
  if (frozen) return 'frozen';
  return role === 'primary' ? 'primary' : 'replica';
}

export function drawReplication(moment: ReplicationMoment, picture: PictureBuilder): void {
  const { state, tall } = moment;
  const layout = layoutOf(state, tall);
  const cracks = cracksOf(layout);
  picture.plate(layout.plate);
  for (const { id, points } of cracks) picture.wall({ id, state: 'open', points });
  drawLinks(moment, layout, picture);
  drawRisk(moment, layout, picture);
  for (const { id, at } of layout.rows) drawServer(moment, layout, state.servers.get(id)!, at, picture);
  if (layout.client) drawClient(moment, layout, layout.client, picture);
  drawPackets(moment, layout, cracks, picture);
  const front = layout.rows.at(-1)!.at.z;
  picture.label({ id: 'pins', at: { x: layout.lanesX + layout.slots * layout.slotPitch / 2, y: 0, z: front + 0.82 }, text: moment.text('replication.pins'), role: 'muted', priority: 10, side: 'centre', ground: 'plain' });
}

function laneOf({ state }: ReplicationMoment, layout: Layout, server: Server, z: number): OffsetLaneSpec {
  const first = firstShown(state, layout.slots);
  return {
    id: server.id, x: layout.lanesX, z, first, cells: cellsOf(state, server, first, layout.slots), role: server.role === 'primary' ? 'primary' : 'replica',
    pitch: layout.slotPitch, entries: true, ...(server.up ? {} : { dim: true }), pins: pinsOf(state, server, layout),
  };
}

/** Applied, flushed and received; the last one with a run to the end of the primary's log. */
function pinsOf(state: ReplicationState, server: Server, { pitch, slots }: Layout): readonly OffsetPin[] {
  if (server.role === 'primary' || !server.up || pitch < 0.98) return [];
  const end = endOf(state.servers.get(state.primary)!.log);
  const first = firstShown(state, slots);
  const pins: readonly OffsetPin[] = [
    { id: 'applied', shape: 'round', at: server.applied, role: 'replica' }, { id: 'flushed', shape: 'square', at: server.flushed, role: 'replica' },
    { id: 'received', shape: 'diamond', at: endOf(server.log), role: 'replica', runTo: end, over: server.lagging > 0 },
  ];
  // Before the window there is nothing to point at; only the run of one that has fallen so far back is told.
  return pins.filter(({ at, runTo }) => at >= first || (runTo ?? 0) >= first);
}

function drawServer(moment: ReplicationMoment, layout: Layout, server: Server, at: Floor, picture: PictureBuilder): void {
  const { state, nowUs } = moment;
  offsetLane(picture, laneOf(moment, layout, server, at.z));
  const toLog = layout.lanesX - 0.1;
  if (toLog - at.x > 1) picture.paint({ form: 'line', id: `${server.id}/log`, tone: server.up ? ROLES.primary.line : 'link', width: 0.045, points: [{ x: at.x + 0.62 * layout.scale, z: at.z }, { x: toLog, z: at.z }] });
  picture.node(nodeMark(moment, layout, server, at));
  if (server.up && server.role === 'standby' && isOver(lagNow(state, server, nowUs))) lagDot(picture, { id: server.id, ...at, scale: layout.scale });
  const text = rowWords(moment, server);
  if (text === '') return;
  const right = { x: layout.lanesX + layout.slots * layout.slotPitch + 0.05, y: 0.1, z: at.z };
  const isPrimary = server.id === state.primary;
  picture.label({ id: `${server.id}/row`, at: right, text, role: isPrimary && atRisk(state) > 0 ? 'fail' : 'text', priority: 28, side: 'right', ground: 'pill' });
}

/** What stands at the end of a log: what is at risk, how far it is behind, or what ails it. Phones have room for a number. */
function rowWords({ state, nowUs, text, name, tall }: ReplicationMoment, server: Server): string {
  const standing = standingOf(state, server);
  const numbered = (key: string, count: number): string => (tall ? (count === 0 ? '' : text('replication.row.short', { count })) : text(key, { count }));
  if (server.id === state.primary && server.up) return tall ? '' : text('replication.at-risk', { count: atRisk(state) });
  const tail = server.up ? divergent(state, server) : 0;
  if (tail > 0) return numbered('replication.row.tail', tail);
  if (standing !== 'replica' && standing !== 'primary') return text(`replication.row.${standing}`, { name: name(server.id) });
  const { entries } = lagNow(state, server, nowUs);
  return entries === 0 && !tall ? text('replication.row.level') : numbered('replication.row.behind', entries);
}

/** What runs down: how long a write still waits for standbys, or how long standbys still wait for the primary. */
function timerOf(state: ReplicationState, server: Server, nowUs: number): Timer | undefined {
  const isPrimary = server.id === state.primary;
  if (!server.up || server.frozen || (!isPrimary && (server.role !== 'standby' || server.upstream !== state.primary))) return undefined;
  const wholeUs = isPrimary ? state.config.degradeAfterUs : state.config.failoverAfterUs;
  const dueUs = isPrimary ? degradesAtUs(state) : failsOverAtUs(state);
  if (wholeUs === null || dueUs === null) return undefined;
  const share = Math.max(0, Math.min(1, (dueUs - nowUs) / wholeUs));
  return share > 1 - SHOWN_FROM - (isPrimary ? 0 : 0.15) ? undefined : { share, urgent: share < 0.25 };
}

function nodeMark({ state, nowUs, name, text, selected }: ReplicationMoment, layout: Layout, server: Server, at: Floor): NodeMark {
  const standing = standingOf(state, server);
  const isPrimary = server.id === state.primary && server.up;
  const timer = timerOf(state, server, nowUs);
  const degraded = isPrimary && server.degraded;
  const role = roleOf(server);
  return {
    id: server.id, role, ...at, inlay: name(server.id), ...(role === 'frozen' ? { body: 'stack' } : {}),
    caption: isPrimary ? text(degraded ? 'replication.degraded' : 'role.primary') : standing === 'deposed' ? text('replication.standing.deposed') : '',
    ...(isPrimary ? { badge: text(`replication.mode.${modeInForce(state)}`) } : {}),
    spoken: text('replication.spoken', { standing: text(`replication.standing.${standing}`), received: endOf(server.log), flushed: server.flushed, applied: server.applied }),
    ...(timer ? { timer } : {}), ...(selected === server.id ? { selected: true } : {}),
    ...(layout.scale === 1 ? {} : { scale: layout.scale }),
  };
}

/** The client and what it was told; a read that did not see its own write. */
function drawClient(moment: ReplicationMoment, layout: Layout, at: Floor, picture: PictureBuilder): void {
  const { state, text, selected } = moment;
  const primary = state.servers.get(state.primary)!;
  const hub = layout.places.get(state.primary)!;
  const waiting = primary.waiting.length;
  picture.link({ id: `${clientId}-${state.primary}`, from: at, to: hub, state: primary.up ? 'live' : 'blocked', role: primary.up ? 'client' : 'link', trim: 0.5 });
  picture.node({ id: clientId, role: 'client', ...at, inlay: text('replication.app'), caption: '', spoken: text('replication.spoken-app', { confirmed: state.ledger.confirmed, waiting }), scale: layout.scale * 0.92, ...(selected === clientId ? { selected: true } : {}) });
  picture.label({
    id: `${clientId}/told`, at: { x: at.x, y: 0, z: at.z + 0.62 * layout.scale }, role: 'client', priority: 26, side: 'below', ground: 'pill',
    text: waiting > 1 ? text('replication.waiting', { count: waiting }) : text('replication.confirmed', { count: state.ledger.confirmed }),
  });
  drawStaleRead(moment, layout, at, picture);
}

/** The latest read, where it saw less than its own client had written: an arc in the air. */
function drawStaleRead({ state, nowUs, usPerViewingMs, text }: ReplicationMoment, layout: Layout, from: Floor, picture: PictureBuilder): void {
  const read = state.client.reads.filter(({ expected, seen }) => seen < expected).at(-1);
  const to = read && layout.places.get(read.node);
  if (!read || !to || nowUs - read.atUs >= READ_MS * usPerViewingMs) return;
  const middle = { x: (from.x + to.x) / 2 - 0.9, y: 0.7, z: (from.z + to.z) / 2 + 0.4 };
  picture.paint({ form: 'line', id: 'read', tone: 'warn', width: 0.05, dash: 'dots', smooth: true, arrow: true, over: true, points: [{ x: from.x - 0.42, z: from.z + 0.35, y: 0.3 }, middle, { x: to.x - 0.6 * layout.scale, y: 0.45, z: to.z }] });
  picture.label({ id: 'read', at: { x: to.x - 0.75, y: 0, z: to.z }, text: text('replication.stale', { seen: read.seen, expected: read.expected }), role: 'warn', priority: 22, side: 'left', ground: 'pill' });
}

/** Everybody's way to whom it follows. */
function drawLinks({ state, usPerViewingMs }: ReplicationMoment, layout: Layout, picture: PictureBuilder): void {
  const trim = 0.7 * layout.scale;
  for (const standby of state.servers.values()) {
    const upstream = state.servers.get(standby.upstream ?? '');
    if (standby.role !== 'standby' || !upstream) continue;
    const live = standby.up && upstream.up && standby.connected && !isSevered(state, upstream.id, standby.id);
    const flow = live ? flowOf(state, upstream.id, standby.id, usPerViewingMs) : 0;
    picture.link({
      id: linkId(upstream.id, standby.id), from: layout.places.get(upstream.id)!, to: layout.places.get(standby.id)!, trim,
      state: live ? 'live' : 'blocked', role: live ? (upstream.role === 'primary' ? 'primary' : 'replica') : 'link', ...(flow > 0 ? { flow } : {}),
    });
  }
}

const order = (id: string): number => (id.startsWith('p') ? 0 : Number(id.slice(1)));
/** `p1-r2`, the smaller id first. */
const linkId = (a: string, b: string): string => (order(a) < order(b) ? `${a}-${b}` : `${b}-${a}`);

const isQuick = ({ sentUs, dueUs }: Envelope<Message>, usPerViewingMs: number): boolean => (dueUs - sentUs) / usPerViewingMs < SEEN_MS;

/** Messages a second of viewing between two servers that are too quick to be seen one by one. */
function flowOf({ network }: ReplicationState, a: string, b: string, usPerViewingMs: number): number {
  let rate = 0;
  for (const envelope of network.inFlight.values()) {
    const { from, to } = envelope.message;
    if (((from === a && to === b) || (from === b && to === a)) && isQuick(envelope, usPerViewingMs)) rate += 1_000_000 / Math.max(1, envelope.dueUs - envelope.sentUs) * usPerViewingMs / 1000;
  }
  return Math.round(rate);
}

/** The bracket under what only the primary has. */
function drawRisk({ state }: ReplicationMoment, layout: Layout, picture: PictureBuilder): void {
  const range = atRiskRange(state);
  const at = layout.places.get(state.primary)!;
  const first = firstShown(state, layout.slots);
  if (range === null || range.to < first || atRisk(state) === 0) return;
  const best = range.best === null ? undefined : layout.places.get(range.best);
  lossBracket(picture, { id: 'loss', lane: { x: layout.lanesX, z: at.z, first, pitch: layout.slotPitch }, from: Math.max(first, range.from), to: range.to, ...(best ? { dropToZ: best.z } : {}) });
}

function drawPackets(moment: ReplicationMoment, layout: Layout, cracks: readonly { readonly z: number }[], picture: PictureBuilder): void {
  const { state: { network }, nowUs, usPerViewingMs, text } = moment;
  for (const envelope of network.inFlight.values()) if (!isQuick(envelope, usPerViewingMs)) picture.packet(packetMark(moment, layout, cracks, envelope));
  for (const envelope of network.lost) {
    const age = (nowUs - (envelope.lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age >= 0 && age < 1 && !isQuick(envelope, usPerViewingMs) && !isQuiet(envelope.message)) picture.packet({ ...packetMark(moment, layout, cracks, envelope), lost: age, label: text('replication.dropped') });
  }
}

/** A sign of life, or its answer: its loss is nothing to look at. */
const isQuiet = (message: Message): boolean => message.kind === 'keepalive' || (message.kind === 'status' && message.echoUs !== null);

/** Shape says what kind of message it is, also where it is 8 px wide; colour says who sends it. */
export function looksOf(message: Message, from: Role): { readonly shape: PacketShape; readonly role: Role; readonly scale?: number } {
  switch (message.kind) {
    case 'ship': return { shape: 'cube', role: from };
    case 'keepalive': return { shape: 'cube', role: from, scale: 0.6 };
    case 'base-backup': return { shape: 'card', role: from };
    case 'status': return { shape: 'ball', role: from, ...(isQuiet(message) ? { scale: 0.7 } : {}) };
    case 'hello': return { shape: 'octahedron', role: from };
    default: return { shape: 'ball', role: 'idle' };
  }
}

function packetMark(moment: ReplicationMoment, layout: Layout, cracks: readonly { readonly z: number }[], envelope: Envelope<Message>): PacketMark {
  const { message } = envelope;
  const from = layout.places.get(message.from)!;
  const to = layout.places.get(message.to)!;
  const sender: Role = moment.state.servers.get(message.from)?.role === 'primary' ? 'primary' : 'replica';
  return {
    id: envelope.id, ...looksOf(message, sender), path: { kind: 'line', from, to }, share: shareOf(envelope, moment.nowUs, from, to, cracks),
    spoken: messageSentence(message, moment),
  };
}

/** How far it has come. One that meets a cut is half-way in time when it gets there, and stops where the crack is. */
function shareOf({ reason, sentUs, dueUs, lostUs }: Envelope<Message>, nowUs: number, from: Floor, to: Floor, cracks: readonly { readonly z: number }[]): number {
  const travelled = Math.max(0, Math.min(1, (Math.min(nowUs, lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
  if (reason === 'down') return Math.min(EDGE, travelled);
  if (reason !== 'cut') return travelled;
  const crack = crossing(from, to, cracks);
  return crack === null ? travelled : Math.min(crack, travelled * 2 * crack);
}
