/** A ring as marks: owned arcs with their tokens, keys on the rail, one column of load a server in the middle. */
import type { HashRingState, Placement, Server, Walk } from '../../models/hash-ring/state.ts';
import { serverId, turnOf } from '../../models/hash-ring/state.ts';
import { ownedLengths, circle } from '../../models/hash-ring/ring.ts';
import type { ArcMark, Floor, PictureBuilder, Role, SpeckMark } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';

const radii = { inner: 2.42, outer: 2.98, rail: 3.34, plate: 3.74, disc: 2.14, lane: 3.1, chevrons: 1.93 };
/** Keys at rest drawn at most; more are thinned evenly. */
const shownKeys = 320;

type RingMoment = Pick<Moment<HashRingState>, 'state' | 'nowUs' | 'name' | 'text' | 'selected'>;

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

const arcsOf = new WeakMap<Placement, { readonly names: string; readonly arcs: readonly ArcMark[] }>();

function arcs(state: HashRingState, name: (id: string) => string): readonly ArcMark[] {
  if (state.config.algorithm === 'modulo' || state.placement.ring.positions.length === 0) {
    return [{ id: 'all', start: 0, end: 1, role: 'idle', pattern: 'plain', letter: '', node: '', dim: true }];
  }
  const names = state.servers.map(({ number }) => name(serverId(number))).join();
  const known = arcsOf.get(state.placement);
  if (known?.names === names) return known.arcs;
  const { positions, owners: servers } = state.placement.ring;
  const last = positions.length - 1;
  const letters = new Map<number, string>();
  const letter = (server: number): string => {
    const kept = letters.get(server) ?? name(serverId(server)).slice(0, 2);
    letters.set(server, kept);
    return kept;
  };
  const made = Array.from(positions, (position, n): ArcMark => {
    const server = servers[n]!;
    const start = n === 0 ? turnOf(positions[last]!) : turnOf(positions[n - 1]!);
    const end = turnOf(position) + (n === 0 ? 1 : 0);
    return { id: `t${position}-${server}`, start, end, role: ownerRole(server), pattern: ownerPattern(server), letter: letter(server), node: serverId(server) };
  });
  arcsOf.set(state.placement, { names, arcs: made });
  return made;
}

/** Share of the circle, or under hash mod N of the keys, that falls to each server. */
export function shares(state: HashRingState): Map<number, number> {
  const { ring, keys, owners: keyOwners } = state.placement;
  if (state.config.algorithm === 'modulo') {
    const counts = new Map<number, number>();
    for (const owner of keyOwners) counts.set(owner, (counts.get(owner) ?? 0) + 1 / Math.max(1, keys.names.length));
    return counts;
  }
  return new Map([...ownedLengths(ring)].map(([server, length]) => [server, length / circle]));
}

/** Where a server's column stands: one row, as wide as the disc allows. */
function columnPlaces(servers: readonly Server[]): { readonly width: number; readonly places: Map<number, Floor> } {
  const pitch = Math.min(0.93, 3.7 / Math.max(1, servers.length));
  const left = -(pitch * (servers.length - 1)) / 2;
  return { width: Math.min(0.64, pitch * 0.7), places: new Map(servers.map(({ number }, n) => [number, { x: left + n * pitch, z: 0.24 }])) };
}

function drawColumns({ state, name, text, selected }: RingMoment, places: ReturnType<typeof columnPlaces>, picture: PictureBuilder): void {
  const share = shares(state);
  const tallest = Math.max(0.3, ...share.values());
  const roomy = state.servers.length <= 7;
  for (const server of state.servers) {
    const id = serverId(server.number);
    const part = share.get(server.number) ?? 0;
    const percent = text('hash-ring.percent', { percent: Math.round(part * 100) });
    picture.gauge({
      id, ...places.places.get(server.number)!, role: server.up ? ownerRole(server.number) : 'crashed', pattern: ownerPattern(server.number),
      share: server.up ? part / tallest : 0, inlay: state.servers.length <= 16 ? name(id).slice(0, 2) : '', text: roomy ? (server.up ? percent : text('hash-ring.down')) : '',
      spoken: server.up ? text('hash-ring.spoken', { percent: Math.round(part * 100), tokens: tokenCount(state, server.number) }) : text('hash-ring.spoken-down'),
      width: places.width, down: !server.up, selected: selected === id,
    });
  }
}

/** Tokens that a server holds now. */
export function tokenCount(state: HashRingState, server: number): number {
  let count = 0;
  for (const owner of state.placement.ring.owners) if (owner === server) count += 1;
  return count;
}

const specksOf = new WeakMap<Placement, SpeckMark>();

/** Keys at rest on the rail, in the colour of their owner; a key being handed over keeps the old one until it is there. */
function specks({ state, nowUs }: RingMoment): SpeckMark {
  const known = specksOf.get(state.placement);
  const pending = new Map(state.handOvers.filter(({ endUs }) => endUs > nowUs).map(({ key, from }) => [key, from]));
  if (known && pending.size === 0) return known;
  const { keys, owners: keyOwners } = state.placement;
  const every = Math.max(1, Math.ceil(keys.hashes.length / shownKeys));
  const shown: { turn: number; role: Role }[] = [];
  for (let key = 0; key < keys.hashes.length; key += every) shown.push({ turn: turnOf(keys.hashes[key]!), role: ownerRole(pending.get(key) ?? keyOwners[key]!) });
  const mark = { id: 'keys', radius: radii.rail, at: shown };
  if (pending.size === 0) specksOf.set(state.placement, mark);
  return mark;
}

const shareOf = (nowUs: number, startUs: number, endUs: number): number => Math.min(1, Math.max(0, (nowUs - startUs) / Math.max(1, endUs - startUs)));

function drawWalk(moment: RingMoment, walk: Walk, places: ReturnType<typeof columnPlaces>, picture: PictureBuilder): void {
  const { state, nowUs, name, text } = moment;
  const share = shareOf(nowUs, walk.startUs, walk.endUs);
  const arrived = share >= 1;
  const owner = walk.owner === 0 ? text('hash-ring.nobody') : name(serverId(walk.owner));
  const place = places.places.get(walk.owner);
  const hops = state.config.algorithm === 'modulo' && place !== undefined;
  picture.packet({
    id: walk.id, shape: 'key', role: 'key', share,
    path: hops ? { kind: 'line', from: at(walk.from, radii.rail), to: { x: place.x, z: place.z + 0.5 } } : { kind: 'arc', radius: radii.rail, from: walk.from, to: walk.to },
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
function drawReplicas({ state, nowUs }: RingMoment, places: ReturnType<typeof columnPlaces>, picture: PictureBuilder): void {
  const arrived = state.walks.filter(({ endUs }) => endUs <= nowUs).at(-1);
  if (!arrived || state.config.replicas < 2 || state.lastLookup?.key !== arrived.key) return;
  for (const id of state.lastLookup.owners) {
    const number = Number(id.slice(1));
    const place = places.places.get(number);
    if (place) picture.halo({ id: `replica ${id}`, ...place, kind: 'ring', role: ownerRole(number), radius: places.width * 0.8, strength: 1 });
  }
}

/** Keys on their way from the column that gave them up to the one that takes them. */
function drawHandOvers({ state, nowUs, text }: RingMoment, places: ReturnType<typeof columnPlaces>, picture: PictureBuilder): void {
  for (const { key, from, to, startUs, endUs } of state.handOvers) {
    if (nowUs < startUs || nowUs >= endUs) continue;
    const target = places.places.get(to);
    if (!target) continue;
    const source = places.places.get(from) ?? at(turnOf(state.placement.keys.hashes[key]!), radii.rail);
    picture.packet({
      id: `h${key}`, shape: 'ball', role: ownerRole(to), share: shareOf(nowUs, startUs, endUs),
      path: { kind: 'line', from: { x: source.x, z: source.z + 0.45 }, to: { x: target.x, z: target.z + 0.45 } },
      spoken: text('hash-ring.moves-spoken', { key: state.placement.keys.names[key]! }),
    });
  }
}

/** Draws the ring at a moment. */
export function drawRing(moment: RingMoment, picture: PictureBuilder): void {
  const { state } = moment;
  const modulo = state.config.algorithm === 'modulo';
  const places = columnPlaces(state.servers);
  picture.plate({
    shape: 'round', width: radii.plate * 2, depth: radii.plate * 2, radius: radii.plate, dots: false,
    bands: [{ inner: radii.disc, outer: radii.lane, tone: 'lane' }, { inner: 0, outer: radii.disc, tone: 'plate' }],
  });
  picture.ring({ id: 'ring', inner: radii.inner, outer: radii.outer, height: modulo ? 0.04 : 0.2, tokens: !modulo, rail: radii.rail, chevrons: radii.chevrons, arcs: arcs(state, moment.name) });
  picture.label({ id: 'zero', at: { ...at(0, 3.55), y: 0 }, text: '0', role: 'muted', priority: 15, side: 'centre', ground: 'plain' });
  picture.speck(specks(moment));
  drawColumns(moment, places, picture);
  for (const walk of state.walks) if (moment.nowUs < walk.forgetUs) drawWalk(moment, walk, places, picture);
  drawReplicas(moment, places, picture);
  drawHandOvers(moment, places, picture);
}
