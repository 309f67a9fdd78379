/** A ring at rest as marks: owned arcs with their tokens, keys on the rail, one column of load a server in the middle. */
import type { HashRingState } from '../../models/hash-ring/state.ts';
import { serverId, turnOf, wayOf } from '../../models/hash-ring/state.ts';
import type { ArcMark, Floor, PictureBuilder, Role, SpeckMark } from '../../scene/picture.ts';
import { columnPlaces, columns, LastMade, ownerPattern, ownerRole } from './hash-ring.columns.ts';
import type { RingMoment } from './hash-ring.columns.ts';

export const radii = { inner: 2.42, outer: 2.98, rail: 3.34, plate: 3.74, disc: 2.14, lane: 3.1, chevrons: 1.93 };
/** The circle that nobody owns a stretch of: a line. */
const bare = { inner: 2.66, outer: 2.74, height: 0.04 };
/** Keys at rest drawn at most; more are thinned evenly. */
const shownKeys = 320;

/** Point of the floor at a turn clockwise from the top. */
export function at(turn: number, radius: number): Floor {
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

/** Draws the ring at rest: what is owned, where keys lie, how much each server has. */
export function drawRing(moment: RingMoment, picture: PictureBuilder): void {
  const { state } = moment;
  const owned = isOwned(state);
  const { tokens } = wayOf(state);
  picture.plate({
    shape: 'round', width: radii.plate * 2, depth: radii.plate * 2, radius: radii.plate, dots: false,
    bands: [{ inner: radii.disc, outer: radii.lane, tone: 'lane' }, { inner: 0, outer: radii.disc, tone: 'plate' }],
  });
  // Only where keys walk do chevrons say which way.
  picture.ring({ id: 'ring', ...(owned ? { inner: radii.inner, outer: radii.outer, height: 0.2 } : bare), tokens: owned && tokens, rail: radii.rail, ...(tokens ? { chevrons: radii.chevrons } : {}), arcs: arcs(moment) });
  picture.label({ id: 'zero', at: { ...at(0, 3.55), y: 0 }, text: '0', role: 'muted', priority: 15, side: 'centre', ground: 'plain' });
  picture.speck(specks(moment));
  for (const column of columns(moment, columnPlaces(state).first)) picture.gauge(column);
}
