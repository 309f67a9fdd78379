/** What can be measured of a placement. Worked out once for each, since it never changes after it is made. */
import type { Way } from './algorithms/way.ts';
import { countOf } from './algorithms/way.ts';
import type { Placed } from './algorithms/way.ts';
import { ways } from './algorithms/index.ts';
import type { KeySet } from './keys.ts';
import { circle, ownedLengths } from './ring.ts';
import { liveServers, wayOf } from './state.ts';
import type { HashRingState, Server } from './state.ts';

/** By server number; servers that have none are absent. Shares are 0–1. */
export interface Measures {
  /** Of what the algorithm shares out: the circle, slots, entries of a table, or keys. */
  readonly shares: ReadonlyMap<number, number>;
  /** Of all requests for keys: each key counts by its popularity. */
  readonly keyShares: ReadonlyMap<number, number>;
  /** Keys, each counted once. */
  readonly keys: ReadonlyMap<number, number>;
  readonly tokens: ReadonlyMap<number, number>;
}

const known = new WeakMap<Placed, Measures>();

/** Counts over their sum. */
function parts(counts: ReadonlyMap<number, number>, whole: number): ReadonlyMap<number, number> {
  return new Map([...counts].map(([server, count]) => [server, count / whole]));
}

function measure({ ring, table, owners }: Placed, keys: KeySet, of: Way['of']): Measures {
  const requests = new Map<number, number>();
  for (let key = 0; key < owners.length; key += 1) {
    const owner = owners[key]!;
    requests.set(owner, (requests.get(owner) ?? 0) + keys.popularity[key]!);
  }
  const counts = countOf(owners);
  const shares = of === 'keys' ? parts(counts, owners.length) : of === 'circle' ? parts(ownedLengths(ring), circle) : parts(countOf(table), table.length);
  return { shares, keyShares: requests, keys: counts, tokens: countOf(ring.owners) };
}

function measured(placed: Placed, keys: KeySet, of: Way['of']): Measures {
  const made = known.get(placed) ?? measure(placed, keys, of);
  known.set(placed, made);
  return made;
}

export const measures = (state: Pick<HashRingState, 'placement' | 'config'>): Measures => measured(state.placement, state.placement.keys, wayOf(state).of);

/** The same of the algorithm that it is compared with; null without one. */
export function comparedMeasures({ placement, config: { compare } }: Pick<HashRingState, 'placement' | 'config'>): Measures | null {
  return placement.compared && compare !== 'none' ? measured(placement.compared, placement.keys, ways[compare].of) : null;
}

/** Share that a server is due among the live ones, 0–1: by its weight where the algorithm knows weights. */
export function dueShare(state: Pick<HashRingState, 'servers' | 'config'>, server: Server): number {
  const live = liveServers(state.servers);
  if (!server.up) return 0;
  return wayOf(state).weighs ? server.weight / live.reduce((sum, { weight }) => sum + weight, 0) : 1 / live.length;
}

/**
 * The load that servers are compared by: of all lookups where keys differ in popularity, of the keys where two algorithms stand
 * side by side, else of what the algorithm shares out.
 */
export function loads(state: Pick<HashRingState, 'placement' | 'config'>): { readonly of: Way['of'] | 'lookups'; readonly shares: ReadonlyMap<number, number> } {
  const { shares, keyShares } = measures(state);
  const { keySkew, compare } = state.config;
  return keySkew > 0 ? { of: 'lookups', shares: keyShares } : compare !== 'none' ? { of: 'keys', shares: keyShares } : { of: wayOf(state).of, shares };
}

/**
 * How uneven shares are, those of the algorithm when none are given: the largest over the mean, and the standard deviation in
 * units of the mean. `fromDue` is the standard deviation of each share over what its server is due; the same where all are due
 * alike. Null without servers.
 */
export function spread(state: HashRingState, shares = measures(state).shares): { readonly maxOverMean: number; readonly standardDeviation: number; readonly fromDue: number } | null {
  const live = liveServers(state.servers);
  if (live.length === 0) return null;
  const deviation = (each: readonly number[]): number => Math.sqrt(each.reduce((sum, part) => sum + (part - 1) * (part - 1), 0) / each.length);
  const ofMean = live.map(({ number }) => (shares.get(number) ?? 0) * live.length);
  const ofDue = live.map((server) => (shares.get(server.number) ?? 0) / dueShare(state, server));
  return { maxOverMean: Math.max(...ofMean), standardDeviation: deviation(ofMean), fromDue: deviation(ofDue) };
}

/** The server with the largest of these shares, of equal ones the lowest; null where nobody has any. */
export function largest(shares: ReadonlyMap<number, number>): { readonly number: number; readonly share: number } | null {
  const best = [...shares].filter(([number]) => number > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  return best ? { number: best[0], share: best[1] } : null;
}
