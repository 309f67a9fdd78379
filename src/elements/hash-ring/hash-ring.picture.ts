/** A ring as marks: owned arcs with their tokens, keys on the rail, one column of load a server in the middle. */
import { ranked } from '../../models/hash-ring/algorithms/rendezvous.ts';
import { findKey } from '../../models/hash-ring/lookups.ts';
import { circle, tokenAt } from '../../models/hash-ring/ring.ts';
import type { HandOver, HashRingState, Walk } from '../../models/hash-ring/state.ts';
import { serverId, turnOf, wayOf } from '../../models/hash-ring/state.ts';
import type { ArcMark, Floor, PictureBuilder, Role, SpeckMark } from '../../scene/picture.ts';
import { columnPlaces, columns, drawCompared, drawFull, LastMade, ownerPattern, ownerRole, topOf } from './hash-ring.columns.ts';
import type { Columns, RingMoment } from './hash-ring.columns.ts';

export { ownerRole };

const radii = { inner: 2.42, outer: 2.98, rail: 3.34, plate: 3.74, disc: 2.14, lane: 3.1, chevrons: 1.93 };
/** The circle that nobody owns a stretch of: a line. */
const bare = { inner: 2.66, outer: 2.74, height: 0.04 };
/** Keys at rest drawn at most; more are thinned evenly. */
const shownKeys = 320;

/** Point of the floor at a turn clockwise from the top. */
function at(turn: number, radius: number): Floor {
  const angle = turn * 2 * Math.PI;
  return { x: radius * Math.sin(angle), z: -radius * Math.cos(angle) };
}

const arcsMade = new LastMade<readonly ArcMark[]>();

/** The author's names are all that a name depends on besides the state. */
const arcs = (moment: RingMoment): readonly ArcMark[] => arcsMade.for(moment.state, [moment.state.placement, moment.settings['names']], () => makeArcs(moment));

/** A stretch of the circle, in turns, that somebody owns. */
interface Stretch { readonly id: string; readonly start: number; readonly end: number; readonly server: number }

function tokenArcs({ placement: { ring: { positions, owners } } }: HashRingState): Stretch[] {
  const last = turnOf(positions.at(-1) ?? 0);
  return Array.from(positions, (position, n) => ({ id: `t${position}-${owners[n]!}`, start: n === 0 ? last : turnOf(positions[n - 1]!), end: turnOf(position) + (n === 0 ? 1 : 0), server: owners[n]! }));
}

/** Runs of slots with one owner. */
function slotArcs({ placement: { table } }: HashRingState): Stretch[] {
  const made: Stretch[] = [];
  for (let start = 0, slot = 1; slot <= table.length; slot += 1) {
    if (table[slot] === table[start]) continue;
    made.push({ id: `slot${start}-${table[start]!}`, start: start / table.length, end: slot / table.length, server: table[start]! });
    start = slot;
  }
  return made;
}

/** Whether servers own stretches of the circle; else nobody does, and keys go straight to their column. */
const isOwned = (state: HashRingState): boolean => state.servers.some(({ up }) => up) && (wayOf(state).tokens || wayOf(state).of === 'slots');

function makeArcs({ state, name }: RingMoment): readonly ArcMark[] {
  if (!isOwned(state)) return [{ id: 'all', start: 0, end: 1, role: 'idle', pattern: 'plain', letter: '', node: '', dim: true }];
  const letters = new Map(state.servers.map(({ number }) => [number, name(serverId(number)).slice(0, 2)]));
  const stretches = wayOf(state).tokens ? tokenArcs(state) : slotArcs(state);
  return stretches.map(({ server, ...stretch }): ArcMark => ({ ...stretch, role: ownerRole(server), pattern: ownerPattern(server), letter: letters.get(server) ?? '', node: serverId(server) }));
}

const specksMade = new LastMade<SpeckMark>();

/** Keys at rest on the rail, in the colour of their owner; a key being handed over keeps the old one until it is there. */
function specks({ state, nowUs }: RingMoment): SpeckMark {
  const pending = state.handOvers.filter(({ endUs }) => endUs > nowUs);
  if (pending.length > 0) return makeSpecks(state, new Map(pending.map(({ key, from }) => [key, from])));
  return specksMade.for(state, [state.placement], () => makeSpecks(state, new Map()));
}

function makeSpecks({ placement: { positions, owners: keyOwners } }: HashRingState, pending: ReadonlyMap<number, number>): SpeckMark {
  const every = Math.max(1, Math.ceil(positions.length / shownKeys));
  const shown: { turn: number; role: Role }[] = [];
  for (let key = 0; key < positions.length; key += every) shown.push({ turn: turnOf(positions[key]!), role: ownerRole(pending.get(key) ?? keyOwners[key]!) });
  return { id: 'keys', radius: radii.rail, at: shown };
}

const shareOf = (nowUs: number, startUs: number, endUs: number): number => Math.min(1, Math.max(0, (nowUs - startUs) / Math.max(1, endUs - startUs)));

function drawWalk(moment: RingMoment, walk: Walk, places: Columns, picture: PictureBuilder): void {
  const { state, nowUs, name, text } = moment;
  const share = shareOf(nowUs, walk.startUs, walk.endUs);
  const arrived = share >= 1;
  const owner = walk.owner === 0 ? text('hash-ring.nobody') : name(serverId(walk.owner));
  const place = places.places.get(walk.owner);
  const hops = !wayOf(state).tokens;
  const foot = place ? { x: place.x, z: place.z + places.front } : at(walk.from, radii.rail);
  picture.packet({
    id: walk.id, shape: 'key', role: 'key', share,
    path: hops ? { kind: 'line', from: at(walk.from, radii.rail), to: foot } : { kind: 'arc', radius: radii.rail, from: walk.from, to: walk.to },
    label: arrived ? text('hash-ring.to', { key: walk.key, owner }) : walk.key,
    spoken: text('hash-ring.key-spoken', { key: walk.key, owner }),
  });
  if (hops) {
    picture.trace({ id: walk.id, radius: radii.rail, from: walk.from, to: walk.from, role: ownerRole(walk.owner), rings: 'from' });
    return;
  }
  picture.trace({ id: walk.id, radius: radii.rail, from: walk.from, to: walk.to, role: ownerRole(walk.owner), rings: 'from' });
  drawPassed(state, walk, picture);
  if (arrived && walk.owner !== 0) picture.trace({ id: `${walk.id} token`, radius: (radii.inner + radii.outer) / 2, from: walk.to, to: walk.to, role: ownerRole(walk.owner), rings: 'to' });
}

/** Hollow rings at the tokens of full servers that a key passes. */
function drawPassed(state: HashRingState, walk: Walk, picture: PictureBuilder): void {
  if (state.config.algorithm !== 'bounded') return;
  const { ring } = state.placement;
  const full = new Set(findKey(state, walk.key).full);
  const from = tokenAt(ring, walk.from * circle);
  for (let at = from; full.size > 0; at = (at + 1) % ring.owners.length) {
    const turn = turnOf(ring.positions[at]!);
    if (full.delete(ring.owners[at]!)) picture.trace({ id: `${walk.id} passes ${at}`, radius: (radii.inner + radii.outer) / 2, from: turn, to: turn, role: 'warn', rings: 'to' });
  }
}

/** Rendezvous: what every server scores for the key under way, the highest in its colour. */
function drawScores({ state, nowUs }: RingMoment, places: Columns, picture: PictureBuilder): void {
  const walk = state.walks.filter(({ forgetUs }) => nowUs < forgetUs).at(-1);
  if (!walk || state.config.algorithm !== 'rendezvous' || state.servers.length > 12) return;
  ranked(state.placement.members, walk.key).forEach(({ number, score }, rank) => {
    const place = places.places.get(number)!;
    const role = rank === 0 ? ownerRole(number) : 'muted';
    picture.link({ id: `score ${number}`, from: at(walk.from, radii.rail), to: place, state: rank === 0 ? 'live' : 'idle', role, trim: 0.2 });
    picture.label({ id: `score ${number}`, at: { ...place, y: topOf(state, number, places) }, text: score.toFixed(3), role, priority: rank === 0 ? 28 : 18, side: 'above', ground: 'pill' });
  });
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
function drawHandOvers({ state, nowUs, text }: RingMoment, under: string, handOvers: readonly HandOver[], { places, front: free }: Columns, picture: PictureBuilder): void {
  for (const { key, from, to, startUs, endUs } of handOvers) {
    if (nowUs < startUs || nowUs >= endUs) continue;
    const target = places.get(to);
    if (!target) continue;
    // Side by side, so that many on one way can be told apart.
    const front = free - 0.1 + 0.07 * (key % 4);
    const source = places.get(from) ?? at(turnOf(state.placement.positions[key]!), radii.rail);
    picture.packet({
      id: `${under}${key}`, shape: 'ball', role: ownerRole(to), share: shareOf(nowUs, startUs, endUs),
      path: { kind: 'line', from: { x: source.x, z: source.z + front }, to: { x: target.x, z: target.z + front } },
      spoken: text('hash-ring.moves-spoken', { key: state.placement.keys.names[key]! }),
    });
  }
}

/** Draws the ring at a moment. */
export function drawRing(moment: RingMoment, picture: PictureBuilder): void {
  const { state } = moment;
  const owned = isOwned(state);
  const { tokens } = wayOf(state);
  const { first, second } = columnPlaces(state);
  picture.plate({
    shape: 'round', width: radii.plate * 2, depth: radii.plate * 2, radius: radii.plate, dots: false,
    bands: [{ inner: radii.disc, outer: radii.lane, tone: 'lane' }, { inner: 0, outer: radii.disc, tone: 'plate' }],
  });
  // Only where keys walk do chevrons say which way.
  picture.ring({ id: 'ring', ...(owned ? { inner: radii.inner, outer: radii.outer, height: 0.2 } : bare), tokens: owned && tokens, rail: radii.rail, ...(tokens ? { chevrons: radii.chevrons } : {}), arcs: arcs(moment) });
  picture.label({ id: 'zero', at: { ...at(0, 3.55), y: 0 }, text: '0', role: 'muted', priority: 15, side: 'centre', ground: 'plain' });
  picture.speck(specks(moment));
  for (const column of columns(moment, first)) picture.gauge(column);
  drawFull(moment, first, picture);
  if (second) drawCompared(moment, first, second, picture);
  for (const walk of state.walks) if (moment.nowUs < walk.forgetUs) drawWalk(moment, walk, first, picture);
  drawScores(moment, first, picture);
  drawReplicas(moment, first, picture);
  drawHandOvers(moment, 'h', state.handOvers, first, picture);
  if (second) drawHandOvers(moment, 'c', state.comparedHandOvers, second, picture);
}
