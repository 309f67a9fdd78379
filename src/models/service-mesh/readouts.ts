/** What can be read off a running mesh: numbers in ms, shares 0–1, null where it is not known yet. */
import type { ServiceMeshState } from './state.ts';
import { lately, latencyQuantile } from './stats.ts';
import { certificateOf, ejectionOf } from './watching.ts';

export * from './travelling.ts';
export * from './watching.ts';

export interface ServiceMeshReadouts {
  readonly mode: 'sidecar' | 'ambient';
  /** Requests answered with a status below 500, of those that ended in the last 60 s; null before the first. */
  readonly successShare: number | null;
  /** Of the latest 512 good answers, ms. */
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
  /** Attempts sent for each call from one service to the next, over the last 60 s. */
  readonly attemptsPerRequest: number | null;
  readonly hosts: number;
  /** Hosts that at least one proxy has ejected. */
  readonly ejectedHosts: readonly string[];
  /** Open classic circuits of all proxies. */
  readonly openCircuits: number;
  /** Age of each workload's certificate, ms; null: it has none. */
  readonly certificateAge: { readonly [id: string]: number | null };
  /** Share of the calls routed by weight since the weights were last changed; null before the first. */
  readonly measuredSplit: { readonly [version: string]: number | null };
  readonly configuredSplit: { readonly [version: string]: number };
  /** Newest configuration. */
  readonly configVersion: number;
  /** Configuration in use, by proxy; null: none yet. */
  readonly proxyVersions: { readonly [proxy: string]: number | null };
  readonly requests: number;
  readonly failed: number;
  readonly retries: number;
  readonly retriesDenied: number;
  /** Calls turned away by a limit, an open circuit, or for want of a host in service. */
  readonly overflows: number;
  readonly handshakes: number;
  readonly handshakesFailed: number;
}

export function serviceMeshReadouts(state: ServiceMeshState, nowUs: number): ServiceMeshReadouts {
  const { stats, plane, proxies } = state;
  const late = lately(stats, nowUs);
  const ms = (us: number | null): number | null => (us === null ? null : us / 1000);
  const ended = late.ok + late.failed;
  const { split } = plane.policy;
  const whole = split.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const routed = [...stats.routed.values()].reduce((sum, each) => sum + each, 0);
  return {
    mode: state.config.mode,
    successShare: ended === 0 ? null : late.ok / ended,
    latencyP50: ms(latencyQuantile(stats, 0.5)),
    latencyP99: ms(latencyQuantile(stats, 0.99)),
    attemptsPerRequest: late.calls === 0 ? null : late.attempts / late.calls,
    hosts: state.hosts.size,
    ejectedHosts: [...state.hosts.keys()].filter((id) => ejectionOf(state, id) !== null),
    openCircuits: [...proxies.values()].reduce((sum, { clusters }) => sum + [...clusters.values()].filter(({ circuit }) => circuit.state === 'open').length, 0),
    certificateAge: Object.fromEntries([...state.identities.keys()].map((id) => [id, ms(certificateOf(state, id, nowUs)?.ageUs ?? null)])),
    measuredSplit: Object.fromEntries(split.map(({ version }) => [version, routed === 0 ? null : (stats.routed.get(version) ?? 0) / routed])),
    configuredSplit: Object.fromEntries(split.map(({ version, weight }) => [version, weight / whole])),
    configVersion: plane.version,
    proxyVersions: Object.fromEntries([...proxies.values()].map(({ id, version }) => [id, version])),
    requests: stats.issued,
    failed: stats.failed,
    retries: stats.retries,
    retriesDenied: stats.retriesDenied,
    overflows: stats.overflows,
    handshakes: stats.handshakes,
    handshakesFailed: stats.handshakesFailed,
  };
}
