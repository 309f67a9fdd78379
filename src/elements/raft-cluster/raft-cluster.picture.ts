/** A cluster as marks: servers with their timers and logs, the links among them, every message in flight, and the cut. */
import type { ClusterState, Member, Message } from '../../models/raft-cluster/cluster.ts';
import { clientId, leaderOf } from '../../models/raft-cluster/cluster.ts';
import type { Envelope } from '../../models/kernel/network-state.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import type { Floor, LinkMark, NodeMark, PacketMark, PacketShape, PictureBuilder, Role, Timer } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { lanesOf } from './lanes.ts';
import { cracksBetween, crossing, layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { messageSentence } from './message-sentence.ts';

export type RaftMoment = Moment<ClusterState>;

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;
/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;
/** Where a message that nobody takes stops: at the edge of its receiver. */
const EDGE = 0.84;

/** What a server is to the reader. */
export function roleOf({ node, up, frozen }: Member): Role {
  if (!up) return 'crashed';
  if (frozen) return 'frozen';
  const { voters, outgoing } = node.membership;
  const hasVote = node.durable.voter && (voters.includes(node.id) || outgoing.includes(node.id));
  if (!hasVote && node.volatile.role === 'follower') return 'learner';
  // Asking whether it would be elected, it is no candidate yet.
  return node.volatile.role === 'pre-candidate' ? 'follower' : node.volatile.role;
}

/** A leader that another one has replaced, and that does not know it yet. */
export function isDeposed(state: ClusterState, member: Member): boolean {
  return member.up && member.node.volatile.role === 'leader' && leaderOf(state) !== member;
}

export function drawCluster(moment: RaftMoment, picture: PictureBuilder): void {
  const { state, tall } = moment;
  const layout = layoutOf([...state.members.keys()], tall);
  const cracks = state.network.groups === null ? [] : cracksBetween(state.network.groups, layout);
  picture.plate(layout.plate);
  cracks.forEach((points, at) => picture.wall({ id: `cut-${at}`, state: 'open', points }));
  const flow = state.config.latencyUs / moment.usPerViewingMs < SEEN_MS;
  drawLinks(moment, layout, flow, picture);
  for (const lane of lanesOf(state, layout.slots)) {
    const place = placeOf(layout, lane.member.node.id);
    picture.lane({ id: lane.member.node.id, x: place.x, z: place.z + layout.laneOffset, cells: lane.cells, first: lane.first, dim: !lane.member.up });
  }
  for (const member of state.members.values()) picture.node(nodeMark(moment, member, layout));
  if (!flow) drawPackets(moment, layout, cracks, picture);
}

function placeOf(layout: Layout, id: string): Floor {
  return layout.places.get(id) ?? { x: 0, z: 0 };
}

function timerOf({ node, up, frozen, electionDeadlineUs, electionWaitUs }: Member, nowUs: number): Timer | undefined {
  if (!up || frozen || node.volatile.role === 'leader' || electionDeadlineUs < 0 || electionWaitUs <= 0) return undefined;
  const share = Math.max(0, Math.min(1, (electionDeadlineUs - nowUs) / electionWaitUs));
  return { share, urgent: share < 0.25 };
}

function nodeMark({ state, nowUs, name, text, selected }: RaftMoment, member: Member, layout: Layout): NodeMark {
  const { node } = member;
  const role = roleOf(member);
  const deposed = isDeposed(state, member);
  const timer = timerOf(member, nowUs);
  const word = text(deposed ? 'raft-cluster.deposed' : `role.${role}`);
  return {
    id: node.id, role, ...placeOf(layout, node.id), inlay: name(node.id),
    caption: role === 'crashed' ? `${name(node.id)} ${word}` : word,
    badge: `T${node.durable.currentTerm}`,
    spoken: text('raft-cluster.spoken', { term: node.durable.currentTerm, entries: node.durable.log.lastIndex, committed: node.volatile.commitIndex }),
    ...(timer ? { timer } : {}),
    ...(role === 'leader' && !deposed ? { pool: true } : {}),
    ...(selected === node.id ? { selected: true } : {}),
    ...(layout.scale === 1 ? {} : { scale: layout.scale }),
  };
}

/** Who talks now: leaders to everybody, candidates while they ask for votes. */
function speakers(state: ClusterState): readonly Member[] {
  return [...state.members.values()].filter(({ node, up, frozen }) => up && !frozen && node.volatile.role !== 'follower');
}

/** Spokes of those who talk, and quiet lines between neighbours. Each pair once. */
function drawLinks(moment: RaftMoment, layout: Layout, flow: boolean, picture: PictureBuilder): void {
  const { state } = moment;
  const ids = [...state.members.keys()];
  const drawn = new Set<string>();
  const pair = (a: string, b: string): string => (ids.indexOf(a) < ids.indexOf(b) ? `${a}-${b}` : `${b}-${a}`);
  const draw = (from: string, to: string, speaker: Member | null): void => {
    const id = pair(from, to);
    if (from === to || drawn.has(id)) return;
    drawn.add(id);
    const mark = linkMark(moment, layout, id, from, to, speaker);
    const rate = flow && mark.state === 'live' ? flowOf(moment, from, to) : 0;
    picture.link(rate > 0 ? { ...mark, flow: rate } : mark);
  };
  const talking = [...speakers(state)].sort((a, b) => b.node.durable.currentTerm - a.node.durable.currentTerm);
  for (const speaker of talking) for (const id of ids) draw(speaker.node.id, id, speaker);
  if (ids.length > 2) ids.forEach((id, at) => draw(id, ids[(at + 1) % ids.length] ?? id, null));
  else if (ids[1] !== undefined) draw(ids[0] ?? '', ids[1], null);
  // A cut that no line can show is said by every link that it blocks.
  for (const direction of state.network.cutLinks) {
    const [from = '', to = ''] = direction.split('>');
    if (layout.places.has(from) && layout.places.has(to)) draw(from, to, null);
  }
}

function linkMark({ state }: RaftMoment, layout: Layout, id: string, from: string, to: string, speaker: Member | null): LinkMark {
  const { network, members } = state;
  const down = [from, to].some((end) => members.get(end)?.up !== true);
  const blocked = down || isCut(network, from, to) || isCut(network, to, from);
  const mark = { id, from: placeOf(layout, from), to: placeOf(layout, to), ...(layout.scale === 1 ? {} : { trim: 0.74 }) };
  if (blocked && (speaker !== null || !down)) return { ...mark, state: 'blocked', role: 'link' };
  if (speaker === null || blocked) return { ...mark, state: 'idle', role: 'link' };
  const { role } = speaker.node.volatile;
  return { ...mark, state: 'live', role: role === 'pre-candidate' ? 'follower' : role };
}

/** Messages a second of viewing between two servers, from what is on its way. */
function flowOf({ state, usPerViewingMs }: RaftMoment, a: string, b: string): number {
  let count = 0;
  for (const { message } of state.network.inFlight.values()) {
    if ((message.from === a && message.to === b) || (message.from === b && message.to === a)) count += 1;
  }
  const hopSeconds = Math.max(1, state.config.latencyUs + state.config.jitterUs / 2) / usPerViewingMs / 1000;
  return Math.round(count / hopSeconds);
}

function drawPackets(moment: RaftMoment, layout: Layout, cracks: readonly (readonly Floor[])[], picture: PictureBuilder): void {
  const { state, nowUs, usPerViewingMs } = moment;
  for (const envelope of state.network.inFlight.values()) {
    const packet = packetMark(moment, layout, cracks, envelope);
    if (packet) picture.packet(packet);
  }
  for (const envelope of state.network.lost) {
    const age = (nowUs - (envelope.lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age < 0 || age >= 1) continue;
    const packet = packetMark(moment, layout, cracks, envelope);
    if (packet) picture.packet({ ...packet, lost: age, label: moment.text('raft-cluster.dropped') });
  }
}

/** Shape says what kind of message it is, also where it is 8 px wide; colour says who sends it, or that it refuses. */
export function looksOf(message: Message): { readonly shape: PacketShape; readonly role: Role; readonly label?: string } {
  switch (message.kind) {
    case 'request-vote': return { shape: 'octahedron', role: 'candidate', label: 'RequestVote' };
    case 'pre-vote': return { shape: 'octahedron', role: 'follower', label: 'PreVote' };
    case 'vote-reply':
    case 'pre-vote-reply': return { shape: 'ball', role: message.granted ? 'candidate' : 'idle' };
    case 'append-entries': return { shape: 'cube', role: 'leader', ...(message.entries.length > 0 ? { label: 'AppendEntries' } : {}) };
    case 'append-reply': return { shape: 'ball', role: message.success ? 'follower' : 'idle' };
    case 'timeout-now': return { shape: 'octahedron', role: 'leader', label: 'TimeoutNow' };
    case 'install-snapshot': return { shape: 'card', role: 'leader', label: 'InstallSnapshot' };
    default: return { shape: 'ball', role: 'client' };
  }
}

/** A heartbeat, or its answer: it carries nothing new. */
export function isHeartbeat(message: Message): boolean {
  return message.kind === 'append-entries' && message.entries.length === 0;
}

function packetMark(moment: RaftMoment, layout: Layout, cracks: readonly (readonly Floor[])[], envelope: Envelope<Message>): PacketMark | null {
  const { message } = envelope;
  // The client stands outside the picture.
  if (message.from === clientId || message.to === clientId) return null;
  const from = placeOf(layout, message.from);
  const to = placeOf(layout, message.to);
  return {
    id: envelope.id, ...looksOf(message), path: { kind: 'line', from, to },
    share: shareOf(envelope, moment.nowUs, from, to, cracks),
    ...(isHeartbeat(message) ? { scale: 0.72 } : {}),
    spoken: messageSentence(message, moment),
  };
}

/** How far it has come. One that meets a cut is half-way in time when it gets there, and stops where the crack is. */
function shareOf({ reason, sentUs, dueUs, lostUs }: Envelope<Message>, nowUs: number, from: Floor, to: Floor, cracks: readonly (readonly Floor[])[]): number {
  const travelled = Math.max(0, Math.min(1, (Math.min(nowUs, lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
  if (reason === 'down') return Math.min(EDGE, travelled);
  if (reason !== 'cut') return travelled;
  const crack = crossing(from, to, cracks);
  return crack === null ? travelled : Math.min(crack, travelled * 2 * crack);
}
