/** A ring as marks: owned arcs with their tokens, keys on the rail, one column of load a server in the middle. */
import { measures } from '../../models/hash-ring/measures.ts';
import type { HashRingState, Server, Walk } from '../../models/hash-ring/state.ts';
import { serverId, turnOf } from '../../models/hash-ring/state.ts';
import type { ArcMark, Floor, GaugeMark, PictureBuilder, Role, SpeckMark } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';

const radii = { inner: 2.42, outer: 2.98, rail: 3.34, plate: 3.74, disc: 2.14, lane: 3.1, chevrons: 1.93 };
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

/** Where a server's column stands: one row, as wide as the disc allows. */
function columnPlaces(servers: readonly Server[]): { readonly width: number; readonly places: Map<number, Floor> } {
  const pitch = Math.min(0.93, 3.7 / Math.max(1, servers.length));
  const left = -(pitch * (servers.length - 1)) / 2;
  return { width: Math.min(0.64, pitch * 0.7), places: new Map(servers.map(({ number }, n) => [number, { x: left + n * pitch, z: 0.24 }])) };
}

const columnsMade = new LastMade<readonly GaugeMark[]>();

function columns(moment: RingMoment, places: ReturnType<typeof columnPlaces>): readonly GaugeMark[] {
  const { state, text, selected, tall, settings } = moment;
  return columnsMade.for(state, [state.placement, state.servers, text, selected, tall, settings['names']], () => makeColumns(moment, places));
}

function makeColumns({ state, name, text, selected, tall }: RingMoment, places: ReturnType<typeof columnPlaces>): readonly GaugeMark[] {
  const { shares, tokens } = measures(state);
  const tallest = Math.max(0.3, ...shares.values());
  const roomy = state.servers.length <= (tall ? 5 : 7);
  const spoken = state.config.algorithm === 'modulo' ? 'hash-ring.spoken-modulo' : 'hash-ring.spoken';
  return state.servers.map((server): GaugeMark => {
    const id = serverId(server.number);
    const part = shares.get(server.number) ?? 0;
    const percent = Math.round(part * 100);
    return {
      id, ...places.places.get(server.number)!, role: server.up ? ownerRole(server.number) : 'crashed', pattern: ownerPattern(server.number),
      share: server.up ? part / tallest : 0, inlay: state.servers.length <= 16 ? name(id).slice(0, 2) : '',
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
  picture.ring({ id: 'ring', inner: radii.inner, outer: radii.outer, height: modulo ? 0.04 : 0.2, tokens: !modulo, rail: radii.rail, chevrons: radii.chevrons, arcs: arcs(moment) });
  picture.label({ id: 'zero', at: { ...at(0, 3.55), y: 0 }, text: '0', role: 'muted', priority: 15, side: 'centre', ground: 'plain' });
  picture.speck(specks(moment));
  for (const column of columns(moment, places)) picture.gauge(column);
  for (const walk of state.walks) if (moment.nowUs < walk.forgetUs) drawWalk(moment, walk, places, picture);
  drawReplicas(moment, places, picture);
  drawHandOvers(moment, places, picture);
}
