/** A cluster with all that a live figure shows: messages under way, and where the network is cut. */
import type { Envelope } from '../../models/kernel/network-state.ts';
import type { Message } from '../../models/raft-cluster/cluster.ts';
import { clientId } from '../../models/raft-cluster/cluster.ts';
import type { Floor, PacketMark, PacketShape, PictureBuilder, Role } from '../../scene/picture.ts';
import { cracksBetween, crossing } from './cuts.ts';
import type { Layout } from './layout.ts';
import { messageSentence } from './message-sentence.ts';
import type { RaftMoment } from './raft-cluster.picture.ts';
import { drawStanding, placeOf } from './raft-cluster.picture.ts';

export function drawCluster(moment: RaftMoment, picture: PictureBuilder): void {
  const { groups } = moment.state.network;
  const { layout, flow } = drawStanding(moment, picture);
  const cracks = groups === null ? [] : cracksBetween(groups, layout);
  cracks.forEach((points, at) => picture.wall({ id: `cut-${at}`, state: 'open', points }));
  if (!flow) drawPackets(moment, layout, cracks, picture);
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

/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;

/** Where a message that nobody takes stops: at the edge of its receiver. */
const EDGE = 0.84;
