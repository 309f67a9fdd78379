/**
 * The rules on which balancing rests, one pure function each. Balancers and backends ask them, so that a test can plant a
 * bug by replacing one of them and show that a checker catches it.
 */
import type { Candidate, Turns } from './algorithms.ts';
import { hashedOctets, leastConnections, smoothWeighted } from './algorithms.ts';
import { afterProbe, isHealthy } from './health.ts';
import type { Backend, LoadBalancerConfig, Route, View } from './state.ts';

export interface Rules {
  /** May this balancer send new requests there? */
  readonly isUsable: (view: View, backend: Backend, config: LoadBalancerConfig) => boolean;
  readonly smoothWeighted: (turns: Turns, candidates: readonly Candidate[], weightOf: (candidate: Candidate) => number) => Candidate | null;
  readonly leastConnections: (turns: Turns, candidates: readonly Candidate[]) => Candidate | null;
  /** What of a client's address decides in `ip-hash`. */
  readonly hashedOctets: (address: string) => readonly number[];
  /** The route of a path; null: none, every backend will do. */
  readonly routeFor: (config: LoadBalancerConfig, path: string) => Route | null;
  /** HAProxy's health counter after a probe. */
  readonly afterProbe: (health: number, ok: boolean, config: LoadBalancerConfig) => number;
  /** Open requests of a backend after one of them ended. */
  readonly afterEnd: (active: number) => number;
  /** Is a slot free? */
  readonly hasSlot: (serving: number, capacity: number) => boolean;
  /** May one more wait? */
  readonly hasRoom: (waiting: number, limit: number) => boolean;
  /** Is a request that ends now still waited for? */
  readonly isPending: (pending: ReadonlyMap<string, unknown>, id: string) => boolean;
}

/** The longest prefix of the path; none at layer 4, where nobody reads paths. */
function routeFor({ layer, routes }: LoadBalancerConfig, path: string): Route | null {
  if (layer === 4) return null;
  return routes.reduce<Route | null>((best, route) => (path.startsWith(route.prefix) && (best === null || route.prefix.length > best.prefix.length) ? route : best), null);
}

export const balancingRules: Rules = {
  isUsable: (view, backend, config) => isHealthy(view.health, config) && backend.draining === null,
  smoothWeighted,
  leastConnections,
  hashedOctets,
  routeFor,
  afterProbe,
  afterEnd: (active) => active - 1,
  hasSlot: (serving, capacity) => serving < capacity,
  hasRoom: (waiting, limit) => waiting < limit,
  isPending: (pending, id) => pending.has(id),
};
