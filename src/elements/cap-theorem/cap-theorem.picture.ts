/** The store as marks: the triangle with its verdicts, copies with what they hold and reach, clients, messages, the cut. */
import type { Message } from '../../models/cap-theorem/messages.ts';
import type { CopyView } from '../../models/cap-theorem/readouts.ts';
import { copiesOf, isPartitioned } from '../../models/cap-theorem/readouts.ts';
import type { CapState, Replica } from '../../models/cap-theorem/state.ts';
import { keys } from '../../models/cap-theorem/state.ts';
import type { Envelope } from '../../models/kernel/network-state.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import type { CapPair } from '../../scene/kits/cap-triangle.ts';
import { capTriangle } from '../../scene/kits/cap-triangle.ts';
import type { LampSpec } from '../../scene/kits/lamp.ts';
import { quorumRing } from '../../scene/kits/quorum-ring.ts';
import type { Floor, PacketMark, PacketShape, PictureBuilder, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { crossing, layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { messageSentence } from './message-sentence.ts';

export type CapMoment = Moment<CapState>;

/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;
/** Where a message that nobody takes stops: at the edge of its receiver. */
const EDGE = 0.86;

/** What a node is to the reader. */
export function roleOf({ up, frozen }: Replica): Role {
  return !up ? 'crashed' : frozen ? 'frozen' : 'replica';
}

export function drawStore(moment: CapMoment, picture: PictureBuilder): void {
  const { state, tall } = moment;
  const layout = layoutOf(state, tall);
  picture.plate(layout.plate);
  drawTriangle(moment, layout, picture);
  if (state.network.groups !== null) picture.wall({ id: 'cut', state: 'open', points: layout.crack });
  drawLinks(moment, layout, picture);
  drawCopies(moment, layout, picture);
  for (const { id } of state.clients) drawClient(moment, layout, id, picture);
  drawPackets(moment, layout, picture);
}

function drawTriangle({ state, text, selected }: CapMoment, { corners }: Layout, picture: PictureBuilder): void {
  const { live } = state.stats;
  const lampOf = (id: 'c' | 'a' | 'p', holds: boolean | null, caption: string): LampSpec => ({
    id: `corner-${id}`, ...corners[id], letter: id.toUpperCase(), state: holds === null ? 'neutral' : holds ? 'holds' : 'given-up', caption,
    spoken: text(`cap-theorem.spoken.${id}`, { answered: live.answered, asked: live.asked }), ...(selected === `corner-${id}` ? { selected: true } : {}),
  });
  const verdict = (id: 'c' | 'a', holds: boolean): LampSpec => lampOf(id, holds, text(`cap-theorem.${holds ? 'holds' : 'given-up'}.${id}`));
  const cut = isPartitioned(state);
  const chosen = state.corner.toUpperCase() as CapPair;
  capTriangle(picture, {
    id: 'triangle', chosen, chosenLabel: text('cap-theorem.chosen', { corner: chosen }), cut,
    c: verdict('c', state.history.first === null), a: verdict('a', live.answered === live.asked), p: lampOf('p', null, text(`cap-theorem.partition.${cut ? 'now' : 'none'}`)),
  });
}

/** The key that the pills tell of. */
export function keyShown({ history }: CapState): string {
  return history.keys.size === 0 || history.keys.has(keys[0]) ? keys[0] : (history.keys.keys().next().value ?? keys[0]);
}

/** `x=2`, or `x=2|3` where several versions stand beside each other. */
export function copyWords({ text }: Pick<CapMoment, 'text'>, key: string, copy: CopyView | undefined): string {
  if (copy === undefined || copy.versions.length === 0) return text('cap-theorem.empty');
  return `${key}=${copy.versions.map(({ value }) => value).join(' | ')}`;
}

/** Whether a node can ask another one and hear from it. */
const reaches = ({ network, replicas }: CapState, from: string, to: string): boolean =>
  from === to || (replicas.get(to)?.up === true && !isCut(network, from, to) && !isCut(network, to, from));

function drawCopies(moment: CapMoment, layout: Layout, picture: PictureBuilder): void {
  const { state, text, name, selected, tall } = moment;
  const key = keyShown(state);
  const copies = new Map(copiesOf(state).filter((copy) => copy.key === key).map((copy) => [copy.node, copy]));
  const ids = [...state.replicas.keys()];
  for (const replica of state.replicas.values()) {
    const { id } = replica;
    const at = placeOf(layout, id);
    const copy = copies.get(id);
    const words = copyWords(moment, key, copy);
    // Phones have no room for a long key as well.
    const short = words.length > 8 && copy?.versions[0] ? copy.versions.map(({ value }) => value).join(' | ') : words;
    const reached = ids.map((other) => replica.up && reaches(state, id, other));
    if (replica.up) quorumRing(picture, { id, ...at, reached, scale: layout.scale });
    const role = roleOf(replica);
    picture.node({
      id, role, ...at, inlay: name(id), body: role === 'crashed' ? 'token' : 'stack', scale: layout.scale,
      caption: role === 'replica' ? words : text(`role.${role}`),
      ...(tall && role === 'replica' ? { badge: short } : copy?.old === true && role === 'replica' ? { badge: text('cap-theorem.old') } : {}),
      spoken: text('cap-theorem.spoken-copy', { copy: words, reached: reached.filter(Boolean).length, copies: ids.length }),
      ...(selected === id ? { selected: true } : {}),
    });
  }
}

function placeOf(layout: Layout, id: string): Floor {
  return layout.places.get(id) ?? { x: 0, z: 0 };
}

/** Ways between copies, and from each client to the copy beside it. */
function drawLinks({ state }: CapMoment, layout: Layout, picture: PictureBuilder): void {
  const ids = [...state.replicas.keys()];
  ids.forEach((from, at) => {
    for (const [order, to] of ids.slice(at + 1).entries()) {
      // Many copies are joined in a ring only, for the eye; a way that is cut is told all the same.
      const neighbours = order === 0 || (at === 0 && to === ids.at(-1));
      const isOpen = reaches(state, from, to) && state.replicas.get(from)?.up === true;
      if (ids.length > 4 && !neighbours && !state.network.cutLinks.has(`${from}>${to}`)) continue;
      picture.link({ id: `${from}-${to}`, from: placeOf(layout, from), to: placeOf(layout, to), state: isOpen ? 'idle' : 'blocked', role: 'link', trim: 0.72 * layout.scale });
    }
  });
  for (const { id, anchor } of state.clients) {
    const waits = [...state.outstanding.values()].some(({ call, node }) => call.client === id && node === anchor);
    picture.link({ id: `${id}-${anchor}`, from: placeOf(layout, id), to: placeOf(layout, anchor), state: waits ? 'live' : 'idle', role: waits ? 'client' : 'link', trim: 0.7 });
  }
}

function drawClient({ state, text, name, selected, tall }: CapMoment, layout: Layout, id: string, picture: PictureBuilder): void {
  const count = [...state.outstanding.values()].filter(({ call }) => call.client === id).length;
  picture.node({
    id, role: 'client', ...placeOf(layout, id), inlay: name(id), caption: '', spoken: text('cap-theorem.spoken-client', { count }),
    scale: tall ? 0.9 : 0.8, ...(selected === id ? { selected: true } : {}),
  });
}

function drawPackets(moment: CapMoment, layout: Layout, picture: PictureBuilder): void {
  const { state: { network }, nowUs, usPerViewingMs, text } = moment;
  for (const envelope of network.inFlight.values()) picture.packet(packetMark(moment, layout, envelope));
  const last = network.lost.at(-1);
  for (const envelope of network.lost) {
    const age = (nowUs - (envelope.lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age >= 0 && age < 1) picture.packet({ ...packetMark(moment, layout, envelope), lost: age, ...(envelope === last ? { label: text('cap-theorem.dropped') } : {}) });
  }
}

/** Shape says what kind of message it is, also where it is 8 px wide; colour says who sends it, or that it refuses. */
export function looksOf(message: Message): { readonly shape: PacketShape; readonly role: Role; readonly scale?: number } {
  switch (message.kind) {
    case 'client-request': return { shape: message.call.op === 'write' ? 'cube' : 'octahedron', role: 'client' };
    case 'client-reply': return { shape: 'ball', role: message.ok ? 'replica' : 'idle' };
    case 'query': return { shape: 'octahedron', role: 'replica', scale: 0.8 };
    case 'update': return { shape: 'cube', role: 'replica', ...(message.versions.length === 0 ? { scale: 0.6 } : {}) };
    case 'forward': return { shape: 'cube', role: 'client' };
    case 'forward-reply': return { shape: 'ball', role: 'replica' };
    default: return { shape: 'ball', role: 'replica', scale: 0.7 };
  }
}

function packetMark(moment: CapMoment, layout: Layout, envelope: Envelope<Message>): PacketMark {
  const { message } = envelope;
  const from = placeOf(layout, message.from);
  const to = placeOf(layout, message.to);
  const refusal = message.kind === 'client-reply' && message.reason !== null ? message.reason : null;
  return {
    id: envelope.id, ...looksOf(message), path: { kind: 'line', from, to }, share: shareOf(envelope, moment.nowUs, from, to),
    ...(refusal === null ? {} : { label: moment.text(`cap-theorem.refused.${refusal}`) }),
    spoken: messageSentence(message, moment),
  };
}

/** How far it has come. One that meets the cut is half-way in time when it gets there, and stops where the crack is. */
function shareOf({ reason, sentUs, dueUs, lostUs }: Envelope<Message>, nowUs: number, from: Floor, to: Floor): number {
  const travelled = Math.max(0, Math.min(1, (Math.min(nowUs, lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
  if (reason === 'down') return Math.min(EDGE, travelled);
  if (reason !== 'cut') return travelled;
  const crack = crossing(from, to);
  return crack === null ? travelled : Math.min(crack, travelled * 2 * crack);
}
