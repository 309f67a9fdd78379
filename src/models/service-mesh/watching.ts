/** What a watcher sees of a running mesh: who is ejected, who connects to whom, what is on its way. For pictures. */
import type { CircuitState, Host, ServiceMeshState } from './state.ts';
import { wayTo } from './state.ts';

/** A link of the picture: from a host to a host of the service that it calls. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** Share of the calls by configured weights, evenly among a version's hosts; 1 where there is no choice. */
  readonly weight: number;
}

/** Every pair of hosts between which calls go, in order of their numbers. */
export function waysOf(state: ServiceMeshState): readonly Way[] {
  const leaves = state.services.size === 2 ? ['s2'] : [...state.services.keys()].slice(2);
  const pairs = new Map<string, readonly [string, string]>();
  for (const leaf of leaves) {
    const way = wayTo(leaf);
    way.slice(1).forEach((to, at) => pairs.set(`${way[at]!}>${to}`, [way[at]!, to]));
  }
  const { split } = state.plane.policy;
  const whole = split.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return [...pairs.values()].flatMap(([from, to]) => {
    const hosts = state.services.get(to)!.hosts.map((id) => state.hosts.get(id)!);
    return state.services.get(from)!.hosts.flatMap((caller) => hosts.map((host): Way => {
      const peers = hosts.filter(({ version }) => version === host.version).length;
      const share = host.version === '' ? 1 : (split.find(({ version }) => version === host.version)?.weight ?? 0) / whole;
      return { from: caller, to: host.id, weight: share / peers };
    }));
  });
}

/** The ejection of a host that ends last, of all proxies. */
export function ejectionOf({ proxies }: ServiceMeshState, host: string): { readonly sinceUs: number; readonly untilUs: number } | null {
  let last: { readonly sinceUs: number; readonly untilUs: number } | null = null;
  for (const { clusters } of proxies.values()) {
    for (const { views } of clusters.values()) {
      const ejected = views.get(host)?.ejected ?? null;
      if (ejected !== null && (last === null || ejected.untilUs > last.untilUs)) last = ejected;
    }
  }
  return last;
}

/** The worst state of a caller's circuits to a service's versions. */
export function circuitOf({ proxies }: ServiceMeshState, proxy: string, service: string): CircuitState {
  const states = [...(proxies.get(proxy)?.clusters ?? [])].filter(([key]) => key.startsWith(`${service}/`)).map(([, { circuit }]) => circuit.state);
  return states.includes('open') ? 'open' : states.includes('half-open') ? 'half-open' : 'closed';
}

/** How a connection stands. */
export function wireOf({ connections }: ServiceMeshState, from: string, to: string): 'none' | 'opening' | 'mtls' | 'plain' {
  const connection = connections.get(`${from}>${to}`);
  if (connection === undefined) return 'none';
  return !connection.open ? 'opening' : connection.plain ? 'plain' : 'mtls';
}

/** Whether a caller's last answer from a host was an error. */
export const failingAt = ({ proxies }: ServiceMeshState, host: string): boolean =>
  [...proxies.values()].some(({ clusters }) => [...clusters.values()].some(({ views }) => (views.get(host)?.errors ?? 0) > 0));

/** The part of a service's calls that goes this way now: its version's weight, shared by the version's hosts in service. */
export function shareOfCalls(state: ServiceMeshState, { to, weight }: Way): number {
  const host = state.hosts.get(to)!;
  const peers = state.services.get(host.service)!.hosts.filter((id) => state.hosts.get(id)!.version === host.version);
  const inService = peers.filter((id) => ejectionOf(state, id) === null).length;
  return ejectionOf(state, to) === null && inService > 0 ? (weight * peers.length) / inService : 0;
}

/** Life of a workload's certificate: its age and what is left, µs; null: it has none. */
export function certificateOf({ identities }: ServiceMeshState, id: string, nowUs: number): { readonly ageUs: number; readonly leftUs: number } | null {
  const certificate = identities.get(id)?.certificate ?? null;
  return certificate === null ? null : { ageUs: nowUs - certificate.notBeforeUs, leftUs: certificate.notAfterUs - nowUs };
}

/** The service's name, with the version where there are several. */
export const hostName = (state: ServiceMeshState, { id, service, version }: Host): string => {
  const { name, hosts } = state.services.get(service)!;
  if (version === '') return name;
  const copies = hosts.filter((each) => state.hosts.get(each)?.version === version);
  return copies.length > 1 ? `${name} ${version} ${'abcd'[copies.indexOf(id)] ?? ''}`.trim() : `${name} ${version}`;
};

export const isFrozen = ({ frozen, hosts, config }: ServiceMeshState, id: string): boolean =>
  frozen.size > 0 && (frozen.has(id) || (config.mode === 'ambient' && frozen.has(hosts.get(id)?.tunnel ?? '')));
