/** A ring as marks: owned arcs with their tokens, keys on the rail, one column of load a server in the middle. */
import { measures } from '../../models/hash-ring/measures.ts';
import type { HashRingState, Server, Walk } from '../../models/hash-ring/state.ts';
import { serverId, turnOf } from '../../models/hash-ring/state.ts';
import type { ArcMark, Floor, GaugeMark, PictureBuilder, Role, SpeckMark } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';

const radii = { inner: 2.42, outer: 2.98, rail: 3.34, plate: 3.74, disc: 2.14, lane: 3.1, chevrons: 1.93 };
/** The circle that nobody owns a stretch of: a line. */
const bare = { inner: 2.66, outer: 2.74, height: 0.04 };
/** Keys at rest drawn at most; more are thinned evenly. */
const shownKeys = 320;

type RingMoment = Pick<Moment<HashRingState>, 'state' | 'nowUs' | 'tall' | 'name' | 'text' | 'selected' | 'settings'>;

/**
 * Keeps what was last made in a run while its reasons are the same: up to 16,384 arcs and 64 columns outlive the frame, but
 * not the placements that a run remembers. A run is told by its keys, which one run alone has.
 */
class LastMade<Made> {
  readonly #of = new WeakMap<object, { readonly reasons: readonly unknown[]; readonly made: Made }>();

  for({ placement: { keys } }: HashRingState, reasons: readonly unknown[], make: () => Made): Made {
    const kept = this.#of.get(keys);
    if (kept && reasons.every((reason, n) => reason === kept.reasons[n])) return kept.made;
    const made = make();
    this.#of.set(keys, { reasons, made });
    return made;
  }
}

const owners: readonly Role[] = ['owner-1', 'owner-2', 'owner-3', 'owner-4'];
const patterns = ['plain', 'stripes', 'dots'] as const;

/** Four hues in the order of the servers, then the same with stripes, then with dots. */
export const ownerRole = (server: number): Role => (server === 0 ? 'idle' : owners[(server - 1) % 4]!);
const ownerPattern = (server: number): (typeof patterns)[number] => patterns[Math.floor((server - 1) / 4) % 3] ?? 'plain';

/** Point of the floor at a turn clockwise from the top. */
function at(turn: number, radius: number): Floor {
  const angle = turn * 2 * Math.PI;
  return { x: radius * Math.sin(angle), z: -radius * Math.cos(angle) };
}

const arcsMade = new LastMade<readonly ArcMark[]>();

/** The author's names are all that a name depends on besides the state. */
const arcs = (moment: RingMoment): readonly ArcMark[] => arcsMade.for(moment.state, [moment.state.placement, moment.settings['names']], () => makeArcs(moment));

function makeArcs({ state, name }: RingMoment): readonly ArcMark[] {
  const { positions, owners: servers } = state.placement.ring;
  if (state.config.algorithm === 'modulo' || positions.length === 0) {
    return [{ id: 'all', start: 0, end: 1, role: 'idle', pattern: 'plain', letter: '', node: '', dim: true }];
  }
  const last = positions.length - 1;
  const letters = new Map(state.servers.map(({ number }) => [number, name(serverId(number)).slice(0, 2)]));
  return Array.from(positions, (position, n): ArcMark => {
    const server = servers[n]!;
    const start = n === 0 ? turnOf(positions[last]!) : turnOf(positions[n - 1]!);
    const end = turnOf(position) + (n === 0 ? 1 : 0);
    return { id: `t${position}-${server}`, start, end, role: ownerRole(server), pattern: ownerPattern(server), letter: letters.get(server) ?? '', node: serverId(server) };
  });
}

/** Rows of columns on the disc: up to how many servers, how wide, how far apart, and how tall a column may be. */
const rowings = [
  { upTo: 12, rows: 1, span: 3.7, apart: 0, tallest: 1 },
  { upTo: 24, rows: 2, span: 3.3, apart: 0.9, tallest: 0.55 },
  { upTo: 40, rows: 3, span: 3, apart: 0.7, tallest: 0.4 },
  { upTo: Infinity, rows: 4, span: 2.9, apart: 0.55, tallest: 0.28 },
] as const;

interface Columns {
  readonly width: number;
  /** Height of the tallest, of what a picture allows. */
  readonly tallest: number;
  readonly perRow: number;
  /** Floor in front of a column that is still its own. */
  readonly front: number;
  readonly places: ReadonlyMap<number, Floor>;
}

const columnsPlaced = new LastMade<Columns>();

/** Where the servers' columns stand: in one row, as wide as the disc allows, or in as many as show so many. */
const columnPlaces = (state: HashRingState): Columns => columnsPlaced.for(state, [state.servers], () => placeColumns(state.servers));

function placeColumns(servers: readonly Server[]): Columns {
  const { rows, span, apart, tallest } = rowings.find(({ upTo }) => servers.length <= upTo)!;
  const perRow = Math.max(1, Math.ceil(servers.length / rows));
  const pitch = Math.min(0.93, span / perRow);
  const place = (n: number): Floor => {
    const row = Math.floor(n / perRow);
    const inRow = Math.min(perRow, servers.length - row * perRow);
    return { x: (n - row * perRow - (inRow - 1) / 2) * pitch, z: 0.24 + (row - (rows - 1) / 2) * apart };
  };
  return { width: Math.min(0.64, pitch * 0.7), tallest, perRow, front: rows === 1 ? 0.45 : apart / 2, places: new Map(servers.map(({ number }, n) => [number, place(n)])) };
}

const columnsMade = new LastMade<readonly GaugeMark[]>();

function columns(moment: RingMoment, places: Columns): readonly GaugeMark[] {
  const { state, text, selected, tall, settings } = moment;
  return columnsMade.for(state, [state.placement, state.servers, text, selected, tall, settings['names']], () => makeColumns(moment, places));
}

function makeColumns({ state, name, text, selected, tall }: RingMoment, places: Columns): readonly GaugeMark[] {
  const { shares, tokens } = measures(state);
  // A share a quarter above the mean stands as tall as may be; a larger one lowers the others.
  const tallest = Math.max(1.25 / Math.max(1, state.servers.length), ...shares.values());
  const roomy = state.servers.length <= (tall ? 5 : 7);
  const lettered = places.perRow <= 16 && state.servers.length <= 24;
  const spoken = state.config.algorithm === 'modulo' ? 'hash-ring.spoken-modulo' : 'hash-ring.spoken';
  return state.servers.map((server): GaugeMark => {
    const id = serverId(server.number);
    const part = shares.get(server.number) ?? 0;
    const percent = Math.round(part * 100);
    return {
      id, ...places.places.get(server.number)!, role: server.up ? ownerRole(server.number) : 'crashed', pattern: ownerPattern(server.number),
      share: server.up ? (part / tallest) * places.tallest : 0, inlay: lettered ? name(id).slice(0, 2) : '',
      text: roomy ? (server.up ? text('hash-ring.percent', { percent }) : text('hash-ring.down')) : '',
      spoken: server.up ? text(spoken, { percent, tokens: tokens.get(server.number) ?? 0 }) : text('hash-ring.spoken-down'),
      width: places.width, down: !server.up, selected: selected === id,
    };
  });
}

const specksMade = new LastMade<SpeckMark>();

/** Keys at rest on the rail, in the colour of their owner; a key being handed over keeps the old one until it is there. */
function specks({ state, nowUs }: RingMoment): SpeckMark {
  const pending = state.handOvers.filter(({ endUs }) => endUs > nowUs);
  if (pending.length > 0) return makeSpecks(state, new Map(pending.map(({ key, from }) => [key, from])));
  return specksMade.for(state, [state.placement], () => makeSpecks(state, new Map()));
}

function makeSpecks({ placement: { keys, owners: keyOwners } }: HashRingState, pending: ReadonlyMap<number, number>): SpeckMark {
  const every = Math.max(1, Math.ceil(keys.hashes.length / shownKeys));
  const shown: { turn: number; role: Role }[] = [];
  for (let key = 0; key < keys.hashes.length; key += every) shown.push({ turn: turnOf(keys.hashes[key]!), role: ownerRole(pending.get(key) ?? keyOwners[key]!) });
  return { id: 'keys', radius: radii.rail, at: shown };
}

const shareOf = (nowUs: number, startUs: number, endUs: number): number => Math.min(1, Math.max(0, (nowUs - startUs) / Math.max(1, endUs - startUs)));

function drawWalk(moment: RingMoment, walk: Walk, places: Columns, picture: PictureBuilder): void {
  const { state, nowUs, name, text } = moment;
  const share = shareOf(nowUs, walk.startUs, walk.endUs);
  const arrived = share >= 1;
  const owner = walk.owner === 0 ? text('hash-ring.nobody') : name(serverId(walk.owner));
  const place = places.places.get(walk.owner);
  const hops = state.config.algorithm === 'modulo' && place !== undefined;
  picture.packet({
    id: walk.id, shape: 'key', role: 'key', share,
    path: hops ? { kind: 'line', from: at(walk.from, radii.rail), to: { x: place.x, z: place.z + places.front } } : { kind: 'arc', radius: radii.rail, from: walk.from, to: walk.to },
    label: arrived ? text('hash-ring.to', { key: walk.key, owner }) : walk.key,
    spoken: text('hash-ring.key-spoken', { key: walk.key, owner }),
  });
  if (hops) {
    picture.trace({ id: walk.id, radius: radii.rail, from: walk.from, to: walk.from, role: ownerRole(walk.owner), rings: 'from' });
    return;
  }
  picture.trace({ id: walk.id, radius: radii.rail, from: walk.from, to: walk.to, role: ownerRole(walk.owner), rings: 'from' });
  if (arrived && walk.owner !== 0) picture.trace({ id: `${walk.id} token`, radius: (radii.inner + radii.outer) / 2, from: walk.to, to: walk.to, role: ownerRole(walk.owner), rings: 'to' });
}

/** Replicas of the key that arrived last: a ring round the column of each server that holds it. */
function drawReplicas({ state, nowUs }: RingMoment, places: Columns, picture: PictureBuilder): void {
  const arrived = state.walks.filter(({ endUs }) => endUs <= nowUs).at(-1);
  if (!arrived || state.config.replicas < 2 || state.lastLookup?.key !== arrived.key) return;
  for (const id of state.lastLookup.owners) {
    const number = Number(id.slice(1));
    const place = places.places.get(number);
    if (place) picture.halo({ id: `replica ${id}`, ...place, kind: 'ring', role: ownerRole(number), radius: places.width * 0.8, strength: 1 });
  }
}

/** Keys on their way from the column that gave them up to the one that takes them. */
function drawHandOvers({ state, nowUs, text }: RingMoment, places: Columns, picture: PictureBuilder): void {
  for (const { key, from, to, startUs, endUs } of state.handOvers) {
    if (nowUs < startUs || nowUs >= endUs) continue;
    const target = places.places.get(to);
    if (!target) continue;
    // Side by side, so that many on one way can be told apart.
    const front = places.front - 0.1 + 0.07 * (key % 4);
    const source = places.places.get(from) ?? at(turnOf(state.placement.keys.hashes[key]!), radii.rail);
    picture.packet({
      id: `h${key}`, shape: 'ball', role: ownerRole(to), share: shareOf(nowUs, startUs, endUs),
      path: { kind: 'line', from: { x: source.x, z: source.z + front }, to: { x: target.x, z: target.z + front } },
      spoken: text('hash-ring.moves-spoken', { key: state.placement.keys.names[key]! }),
    });
  }
}

/** Draws the ring at a moment. */
export function drawRing(moment: RingMoment, picture: PictureBuilder): void {
  const { state } = moment;
  // By hash mod N, and without servers, nobody owns a stretch of the circle.
  const owned = state.config.algorithm === 'ring' && state.placement.ring.positions.length > 0;
  const places = columnPlaces(state);
  picture.plate({
    shape: 'round', width: radii.plate * 2, depth: radii.plate * 2, radius: radii.plate, dots: false,
    bands: [{ inner: radii.disc, outer: radii.lane, tone: 'lane' }, { inner: 0, outer: radii.disc, tone: 'plate' }],
  });
  picture.ring({ id: 'ring', ...(owned ? { inner: radii.inner, outer: radii.outer, height: 0.2 } : bare), tokens: owned, rail: radii.rail, chevrons: radii.chevrons, arcs: arcs(moment) });
  picture.label({ id: 'zero', at: { ...at(0, 3.55), y: 0 }, text: '0', role: 'muted', priority: 15, side: 'centre', ground: 'plain' });
  picture.speck(specks(moment));
  for (const column of columns(moment, places)) picture.gauge(column);
  for (const walk of state.walks) if (moment.nowUs < walk.forgetUs) drawWalk(moment, walk, places, picture);
  drawReplicas(moment, places, picture);
  drawHandOvers(moment, places, picture);
}
