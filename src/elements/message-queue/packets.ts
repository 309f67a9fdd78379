/** What travels, as far as it says something: records, acknowledgements, joins and assignments, transactions. */
import type { Envelope } from '../../models/kernel/network-state.ts';
import type { QueueState } from '../../models/message-queue/cluster.ts';
import type { Message } from '../../models/message-queue/messages.ts';
import type { Floor, PacketMark, PacketShape, PictureBuilder, Role } from '../../scene/picture.ts';
import type { Layout } from './layout.ts';
import { rowOf } from './lane-frame.ts';
import { groupRole } from './looks.ts';
import type { QueueMoment } from './looks.ts';
import { messageSentence } from './message-sentence.ts';

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;
/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;

interface Look { readonly shape: PacketShape; readonly role: Role; readonly scale?: number }

const roleOf = (state: QueueState, id: string): Role => {
  const member = state.members.get(id);
  return member ? groupRole(state.groups.get(member.group)?.index ?? 0) : state.producers.has(id) ? 'producer' : 'broker';
};

/** Records for a group, in a shape of its own. */
const recordShape = (role: Role): PacketShape => (role === 'consumer-a' ? 'ball' : role === 'consumer-b' ? 'octahedron' : 'torus');

/**
 * Null for what carries nothing: requests for records, signs of life, what brokers are told by the controller, and commits
 * where there is one for every record; the cursor says those.
 */
export function looksOf(state: QueueState, message: Message): Look | null {
  const own = roleOf(state, message.from);
  const theirs = roleOf(state, message.to);
  switch (message.kind) {
    case 'produce': case 'enqueue': return { shape: 'cube', role: own };
    case 'produce-reply': return { shape: 'ball', role: message.error === null ? 'broker' : 'fail', scale: 0.7 };
    case 'fetch-reply': return message.parts.some(({ records }) => records.length > 0) ? { shape: 'cube', role: 'broker', scale: 0.85 } : null;
    case 'consume-reply': return message.records.length > 0 ? { shape: recordShape(theirs), role: theirs } : null;
    case 'deliver': return { shape: 'cube', role: 'broker' };
    case 'settle': return { shape: 'ball', role: message.ok ? own : 'fail', scale: 0.8 };
    case 'join-group': case 'leave-group': return { shape: 'card', role: own, scale: 0.8 };
    case 'sync-reply': return message.error === null ? { shape: 'card', role: theirs } : null;
    case 'commit': return state.config.commit === 'auto' && state.config.delivery !== 'exactly-once' ? { shape: 'ball', role: own, scale: 0.6 } : null;
    case 'end-transaction': return { shape: 'key', role: 'key', scale: 0.8 };
    case 'write-marker': return { shape: 'key', role: 'key', scale: 0.8 };
    default: return null;
  }
}

/** Messages on their way that are drawn; not at the very moment at which they are sent. */
export function shownMessages({ state, nowUs, usPerViewingMs }: QueueMoment): readonly Envelope<Message>[] {
  return [...state.network.inFlight.values()].filter(({ message, sentUs, dueUs }) => sentUs < nowUs && (dueUs - sentUs) / usPerViewingMs >= SEEN_MS && looksOf(state, message) !== null);
}

/** Records leave and reach the lane they are about; all else goes from node to node. */
function endsOf({ state }: QueueMoment, layout: Layout, message: Message): readonly [Floor, Floor] | null {
  const [from, to] = [layout.places.get(message.from), layout.places.get(message.to)];
  if (!from || !to || message.from === message.to) return null;
  if (message.kind === 'consume-reply') {
    const row = rowOf(layout, state, message.partition);
    if (row) return [{ x: layout.tilesX, z: row.z }, to];
  }
  if (message.kind === 'deliver') return [{ x: layout.tilesX + layout.slots * layout.slotPitch, z: layout.middle }, to];
  return [from, to];
}

function packetMark(moment: QueueMoment, layout: Layout, envelope: Envelope<Message>): PacketMark | null {
  const { message, sentUs, dueUs, lostUs, reason } = envelope;
  const look = looksOf(moment.state, message);
  const ends = endsOf(moment, layout, message);
  if (look === null || ends === null) return null;
  const share = Math.max(0, Math.min(1, (Math.min(moment.nowUs, lostUs ?? moment.nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
  return { id: envelope.id, ...look, path: { kind: 'line', from: ends[0], to: ends[1] }, share: reason === 'down' ? Math.min(0.86, share) : share, spoken: messageSentence(message, moment) };
}

export function drawPackets(moment: QueueMoment, layout: Layout, picture: PictureBuilder): void {
  const { state, nowUs, usPerViewingMs, text } = moment;
  for (const envelope of shownMessages(moment)) {
    const packet = packetMark(moment, layout, envelope);
    if (packet) picture.packet(packet);
  }
  for (const envelope of state.network.lost) {
    const age = (nowUs - (envelope.lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age < 0 || age >= 1) continue;
    const packet = packetMark(moment, layout, envelope);
    if (packet) picture.packet({ ...packet, lost: age, label: text('message-queue.dropped') });
  }
}
