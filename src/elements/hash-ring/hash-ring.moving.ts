/** What comes to a ring as it runs: keys on their way, what algorithms do with them, and a second row beside the first. */
import { ranked } from '../../models/hash-ring/algorithms/rendezvous.ts';
import { findKey } from '../../models/hash-ring/lookups.ts';
import { measures } from '../../models/hash-ring/measures.ts';
import { circle, tokenAt } from '../../models/hash-ring/ring.ts';
import type { HandOver, HashRingState, Walk } from '../../models/hash-ring/state.ts';
import { serverId, turnOf, wayOf } from '../../models/hash-ring/state.ts';
import type { PictureBuilder } from '../../scene/picture.ts';
import { gaugeHeight } from '../../scene/shapes.ts';
import { formatNumber } from '../base/ui/format.ts';
import { columnPlaces, loadOf, makeColumns, ownerRole } from './hash-ring.columns.ts';
import type { Columns, RingMoment } from './hash-ring.columns.ts';
import { at, drawRing, radii } from './hash-ring.picture.ts';

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
function drawScores({ state, nowUs, tall, text: { tag } }: RingMoment, places: Columns, picture: PictureBuilder): void {
  const walk = state.walks.filter(({ forgetUs }) => nowUs < forgetUs).at(-1);
  if (!walk || state.config.algorithm !== 'rendezvous' || state.servers.length > 12) return;
  ranked(state.placement.members, walk.key).forEach(({ number, score }, rank) => {
    const place = places.places.get(number)!;
    const role = rank === 0 ? ownerRole(number) : 'muted';
    picture.link({ id: `score ${number}`, from: at(walk.from, radii.rail), to: place, state: rank === 0 ? 'live' : 'idle', role, trim: 0.2 });
    // A phone has room for the highest.
    if (!tall || rank === 0) picture.label({ id: `score ${number}`, at: { ...place, y: topOf(state, number, places) }, text: formatNumber(score, tag, 3), role, priority: rank === 0 ? 28 : 18, side: 'above', ground: 'pill' });
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

/** Just above a server's column. */
const topOf = (state: HashRingState, number: number, places: Columns): number => 0.15 + gaugeHeight(loadOf(state, state.servers.find((server) => server.number === number)!, false).share * places.tallest);

/** Bounded loads: a ring round the column of each server that is full, and the word. */
function drawFull({ state, text, tall }: RingMoment, places: Columns, picture: PictureBuilder): void {
  if (state.servers.length > 24) return;
  const { keys } = measures(state);
  state.placement.members.forEach(({ number }, n) => {
    const room = state.placement.room[n];
    if (room === undefined || room === 0 || (keys.get(number) ?? 0) < room) return;
    const place = places.places.get(number)!;
    picture.halo({ id: `full ${number}`, ...place, kind: 'ring', role: 'warn', radius: places.width * 0.8, strength: 1 });
    if (!tall) picture.label({ id: `full ${number}`, at: { ...place, y: topOf(state, number, places) }, text: text('hash-ring.full'), role: 'warn', priority: 18, side: 'above', ground: 'pill' });
  });
}

/** The second row, and beside both what their algorithm is called and how many keys it moved. */
function drawCompared(moment: RingMoment, first: Columns, second: Columns, picture: PictureBuilder): void {
  const { state: { config: { algorithm, compare }, lastMove, lastCompared, lastChange }, text } = moment;
  if (compare === 'none') return;
  for (const column of makeColumns(moment, second, compare)) picture.gauge(column);
  for (const [rows, name, ledger] of [[first, algorithm, lastMove], [second, compare, lastCompared]] as const) {
    const places = [...rows.places.values()];
    const [left] = places;
    if (!left) continue;
    const moved = ledger && lastChange?.kind !== 'rebuild' ? { badge: text('hash-ring.moved-short', { count: ledger.count }) } : {};
    picture.label({ id: `row ${rows === first ? 1 : 2}`, at: { x: left.x - rows.width, z: left.z, y: 0.2 }, text: text(`hash-ring.row-${name}`), ...moved, role: 'text', priority: 22, side: 'left', ground: 'pill' });
  }
}

/** Draws the ring at a moment. */
export function draw(moment: RingMoment, picture: PictureBuilder): void {
  drawRing(moment, picture);
  const { state, nowUs } = moment;
  const { first, second } = columnPlaces(state);
  drawFull(moment, first, picture);
  if (second) drawCompared(moment, first, second, picture);
  for (const walk of state.walks) if (nowUs < walk.forgetUs) drawWalk(moment, walk, first, picture);
  drawScores(moment, first, picture);
  drawReplicas(moment, first, picture);
  drawHandOvers(moment, 'h', state.handOvers, first, picture);
  if (second) drawHandOvers(moment, 'c', state.comparedHandOvers, second, picture);
}
