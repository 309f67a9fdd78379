/** What can be read off a running site: numbers in ms, shares 0–1, null where it is not known yet. */
import { choosable, hashedOctets, ipHash, maglev } from './algorithms.ts';
import { candidatesFor } from './balancing.ts';
import { balancingRules } from './rules.ts';
import type { Algorithm, Backend, LoadBalancerState } from './state.ts';
import { capacityOf, itemFor } from './state.ts';
import { healthLabel } from './counter.ts';
import { lateShares, latencyQuantile } from './stats.ts';
import { isInRotation, rampOf, shownBalancer, viewOf, waitingAt } from './watching.ts';

export * from './watching.ts';

/** Numbers by backend id. */
export type ByBackend = { readonly [backend: string]: number };

export interface LoadBalancerReadouts {
  readonly algorithm: Algorithm;
  readonly backends: number;
  /** Backends that get new requests: up and not draining, as the first balancer that is up sees them. */
  readonly healthy: number;
  /** Requests that balancers have open there. */
  readonly active: ByBackend;
  /** Requests that wait there. */
  readonly queued: ByBackend;
  /** Share of the picks of the last 60 s; null before the first. */
  readonly share: { readonly [backend: string]: number | null };
  /** Share by weights of those in rotation; null with routes, where paths decide, or with nobody in rotation. */
  readonly expected: { readonly [backend: string]: number | null };
  /** Taken slots of all, now. */
  readonly utilisation: ByBackend;
  /** Over all backends that are up; null with none. */
  readonly meanUtilisation: number | null;
  /** As HAProxy shows it, e.g. `UP 2/3`. */
  readonly health: { readonly [backend: string]: string };
  /** Of the latest 512 good answers, ms. */
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
  /** Requests a second over the last 10 s, or since the start. */
  readonly requestsPerSecond: number | null;
  readonly responses: number;
  /** Responses with a status of 500 or above. */
  readonly errors: number;
  /** Refused by full queues, reset, or given up. */
  readonly dropped: number;
  /** Answered with 503 because no backend was in rotation. */
  readonly noBackend: number;
}

function expectedShares(state: LoadBalancerState, nowUs: number): Map<string, number> | null {
  if (state.config.routes.length > 0) return null;
  const all = [...state.backends.values()];
  const weights = all.map(({ number }) => (state.algorithm === 'round-robin' ? Math.min(1, itemFor(state.config.weights, number, 1)) : itemFor(state.config.weights, number, 1)));
  const equal = weights.every((weight) => weight === 0);
  const ramps = ['round-robin', 'weighted-round-robin', 'least-connections', 'two-choices'].includes(state.algorithm);
  const parts = all.map((backend, at) => {
    if (!isInRotation(state, backend)) return 0;
    return (equal ? 1 : weights[at]!) * (ramps ? rampOf(viewOf(state, backend)?.upSinceUs ?? null, state.config.slowStartUs, nowUs) : 1);
  });
  const sum = parts.reduce((total, part) => total + part, 0);
  return sum === 0 ? null : new Map(all.map(({ id }, at) => [id, parts[at]! / sum]));
}

/** Backend that each client has now by `ip-hash` or `maglev`; empty by other algorithms, which keep nobody. */
export function homesOf(state: LoadBalancerState, nowUs: number): ReadonlyMap<string, string> {
  const balancer = shownBalancer(state);
  const homes = new Map<string, string>();
  if (balancer === undefined || (state.algorithm !== 'ip-hash' && state.algorithm !== 'maglev')) return homes;
  const { candidates } = candidatesFor({ state, rules: balancingRules, world: { nowUs } }, balancer, '/');
  for (const { id, address } of state.clients.values()) {
    const home = state.algorithm === 'maglev' ? maglev(address, choosable(candidates)) : ipHash(hashedOctets(address), candidates);
    if (home !== null) homes.set(id, home.id);
  }
  return homes;
}

function requestsPerSecond({ stats }: LoadBalancerState, nowUs: number): number | null {
  const second = Math.floor(nowUs / 1_000_000);
  if (second === 0) return null;
  let picks = 0;
  for (const each of stats.seconds) if (each.second < second && each.second >= second - 10) for (const count of each.picks.values()) picks += count;
  return picks / Math.min(10, second);
}

export function loadBalancerReadouts(state: LoadBalancerState, nowUs: number): LoadBalancerReadouts {
  const all = [...state.backends.values()];
  const by = <Value>(of: (backend: Backend) => Value): { readonly [backend: string]: Value } => Object.fromEntries(all.map((backend) => [backend.id, of(backend)]));
  const picks = lateShares(state.stats, nowUs);
  const picked = [...picks.values()].reduce((sum, count) => sum + count, 0);
  const expected = expectedShares(state, nowUs);
  const up = all.filter((backend) => backend.up);
  const ms = (us: number | null): number | null => (us === null ? null : us / 1000);
  const busy = (backend: Backend): number => backend.serving.length / capacityOf(state, backend);
  return {
    algorithm: state.algorithm,
    backends: all.length,
    healthy: all.filter((backend) => isInRotation(state, backend)).length,
    active: by(({ id }) => [...state.balancers.values()].reduce((sum, { views }) => sum + (views.get(id)?.active ?? 0), 0)),
    queued: by(waitingAt),
    share: by(({ id }) => (picked === 0 ? null : (picks.get(id) ?? 0) / picked)),
    expected: by(({ id }) => expected?.get(id) ?? null),
    utilisation: by(busy),
    meanUtilisation: up.length === 0 ? null : up.reduce((sum, backend) => sum + busy(backend), 0) / up.length,
    health: by((backend) => healthLabel(viewOf(state, backend)?.health ?? 0, state.config)),
    latencyP50: ms(latencyQuantile(state.stats, 0.5)),
    latencyP99: ms(latencyQuantile(state.stats, 0.99)),
    requestsPerSecond: requestsPerSecond(state, nowUs),
    responses: state.stats.responses,
    errors: state.stats.errors,
    dropped: state.stats.dropped,
    noBackend: state.stats.noBackend,
  };
}
