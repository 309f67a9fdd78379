/** What can be measured on a ring. Worked out once for each placement, since that never changes after it is made. */
import { circle, ownedLengths } from './ring.ts';
import { liveServers } from './state.ts';
import type { HashRingState, Placement, Server } from './state.ts';

/** By server number; servers that have none are absent. Shares are 0–1. */
export interface Measures {
  /** Of the circle, or under hash mod N, where nobody owns a stretch of it, of the keys. */
  readonly shares: ReadonlyMap<number, number>;
  /** Of all requests for keys: each key counts by its popularity. */
  readonly keyShares: ReadonlyMap<number, number>;
  /** Keys, each counted once. */
  readonly keys: ReadonlyMap<number, number>;
  readonly tokens: ReadonlyMap<number, number>;
}

const known = new WeakMap<Placement, Measures>();

function measure({ ring, keys, owners, modulo }: Placement): Measures {
  const tokens = new Map<number, number>();
  for (const owner of ring.owners) tokens.set(owner, (tokens.get(owner) ?? 0) + 1);
  const counts = new Map<number, number>();
  const requests = new Map<number, number>();
  for (let key = 0; key < owners.length; key += 1) {
    const owner = owners[key]!;
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
    requests.set(owner, (requests.get(owner) ?? 0) + keys.popularity[key]!);
  }
  const shares = owners === modulo
    ? new Map([...counts].map(([server, count]) => [server, count / owners.length]))
    : new Map([...ownedLengths(ring)].map(([server, length]) => [server, length / circle]));
  return { shares, keyShares: requests, keys: counts, tokens };
}

export function measures({ placement }: Pick<HashRingState, 'placement'>): Measures {
  const made = known.get(placement) ?? measure(placement);
  known.set(placement, made);
  return made;
}

/** Share that a server is due by its weight among the live ones, 0–1. */
export function dueShare(servers: readonly Server[], server: Server): number {
  const live = liveServers(servers);
  return server.up ? server.weight / live.reduce((sum, { weight }) => sum + weight, 0) : 0;
}

/**
 * How uneven the shares are: the largest over the mean, and the standard deviation in units of the mean. `fromDue` is the
 * standard deviation of each share over what its server is due by weight; the same where all weigh alike. Null without servers.
 */
export function spread(state: HashRingState): { readonly maxOverMean: number; readonly standardDeviation: number; readonly fromDue: number } | null {
  const live = liveServers(state.servers);
  if (live.length === 0) return null;
  const { shares } = measures(state);
  const weight = live.reduce((sum, server) => sum + server.weight, 0);
  const deviation = (parts: readonly number[]): number => Math.sqrt(parts.reduce((sum, part) => sum + (part - 1) * (part - 1), 0) / parts.length);
  const ofMean = live.map(({ number }) => (shares.get(number) ?? 0) * live.length);
  const ofDue = live.map((server) => ((shares.get(server.number) ?? 0) * weight) / server.weight);
  return { maxOverMean: Math.max(...ofMean), standardDeviation: deviation(ofMean), fromDue: deviation(ofDue) };
}

/** The server with the largest share, of equal ones the lowest; null where nobody has any. */
export function largest(state: Pick<HashRingState, 'placement'>): { readonly number: number; readonly share: number } | null {
  const best = [...measures(state).shares].filter(([number]) => number > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  return best ? { number: best[0], share: best[1] } : null;
}
