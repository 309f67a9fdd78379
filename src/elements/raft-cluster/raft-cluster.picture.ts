/** A cluster as it stands: servers with their timers and logs, and the links among them. */
import { isCut } from '../../models/kernel/network-state.ts';
import type { ClusterState, Member } from '../../models/raft-cluster/cluster.ts';
import { leaderOf } from '../../models/raft-cluster/cluster.ts';
import type { Floor, LinkMark, NodeMark, PictureBuilder, Role, Timer } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { lanesOf } from './lanes.ts';
import type { Layout } from './layout.ts';
import { layoutOf } from './layout.ts';

export type RaftMoment = Moment<ClusterState>;

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;

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

/** Plate, links, logs and servers. `flow`: messages are too quick to be seen one by one. */
export function drawStanding(moment: RaftMoment, picture: PictureBuilder): { readonly layout: Layout; readonly flow: boolean } {
  const { state, tall } = moment;
  const layout = layoutOf([...state.members.keys()], tall);
  picture.plate(layout.plate);
  const flow = state.config.latencyUs / moment.usPerViewingMs < SEEN_MS;
  drawLinks(moment, layout, flow, picture);
  for (const lane of lanesOf(state, layout.slots)) {
    const place = placeOf(layout, lane.member.node.id);
    picture.lane({ id: lane.member.node.id, x: place.x, z: place.z + layout.laneOffset, cells: lane.cells, first: lane.first, dim: !lane.member.up });
  }
  for (const member of state.members.values()) picture.node(nodeMark(moment, member, layout));
  return { layout, flow };
}

export function placeOf(layout: Layout, id: string): Floor {
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
