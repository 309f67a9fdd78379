/** What every part of a mesh works with. */
import type { World } from '../kernel/model.ts';
import { send as sendBy } from '../kernel/network.ts';
import type { Rules } from './rules.ts';
import type { Cluster, Message, Proxy, ServiceMeshState } from './state.ts';

export interface Scene {
  readonly state: ServiceMeshState;
  readonly world: World;
  readonly rules: Rules;
}

export function send({ state, world }: Pick<Scene, 'state' | 'world'>, message: Message): void {
  sendBy(state.network, state.config, message, world);
}

export const clusterKey = (service: string, version: string): string => `${service}/${version}`;

/** A proxy's view of a version's hosts, with a row for each. */
export function clusterOf(state: ServiceMeshState, proxy: Proxy, service: string, version: string): Cluster {
  const key = clusterKey(service, version);
  let cluster = proxy.clusters.get(key);
  if (cluster === undefined) {
    cluster = { active: 0, pending: 0, retries: 0, turn: 0, views: new Map(), circuit: { state: 'closed', failures: 0, untilUs: 0, trial: null } };
    proxy.clusters.set(key, cluster);
  }
  for (const id of state.services.get(service)?.hosts ?? []) {
    if (state.hosts.get(id)?.version === version && !cluster.views.has(id)) cluster.views.set(id, { errors: 0, multiplier: 0, ejected: null });
  }
  return cluster;
}
