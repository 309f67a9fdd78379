/** What a proxy concludes from results: Envoy's outlier detection, or the classic circuit breaker. */
import type { Scene } from './scene.ts';
import { clusterKey, clusterOf } from './scene.ts';
import type { Call, Cluster, Policy, Proxy } from './state.ts';
import { sawCircuit, sawEject, sawResult, sawSweep } from './witness.ts';
import { envoy } from './rules.ts';

/** The result of an attempt of a call. */
export function observe(scene: Scene, proxy: Proxy, call: Call, ok: boolean): void {
  const { policy } = proxy;
  if (policy === null || call.host === null) return;
  const cluster = clusterOf(scene.state, proxy, call.service, call.version);
  if (policy.breaker === 'classic') trip(scene, proxy, cluster, policy, call, ok);
  else judge(scene, proxy, cluster, policy, call.host, ok);
}

/** Counts errors in a row, however they came about; at the threshold the host is ejected if enough others are left. */
function judge({ state, world, rules }: Scene, proxy: Proxy, cluster: Cluster, policy: Policy, host: string, ok: boolean): void {
  const view = cluster.views.get(host);
  if (view === undefined) return;
  sawResult(state, proxy.id, host, ok);
  view.errors = rules.afterAnswer(view.errors, ok);
  if (view.errors < policy.outlierErrors) return;
  // As Envoy does: whether it is ejected or not, counting begins anew.
  view.errors = 0;
  const out = [...cluster.views.values()].filter(({ ejected }) => ejected !== null).length;
  if (view.ejected !== null || !rules.mayEject(out, cluster.views.size, policy.maxEjection)) return;
  view.multiplier = Math.min(view.multiplier + 1, envoy.maxEjectionMs / envoy.baseEjectionMs + 1);
  const untilUs = world.nowUs + rules.ejectionUs(policy.ejectionUs, view.multiplier);
  view.ejected = { sinceUs: world.nowUs, untilUs };
  sawEject(state, proxy.id, host, world.nowUs, untilUs, policy);
  world.emit('mesh.eject', { node: proxy.id, peer: host, host, until: untilUs / 1000 });
}

/** Closed: opens at the threshold. Half-open: closes after a good trial, opens again after a failed one. Late results do not count. */
function trip({ state, world }: Scene, proxy: Proxy, { circuit }: Cluster, policy: Policy, call: Call, ok: boolean): void {
  const key = `${proxy.id} ${clusterKey(call.service, call.version)}`;
  const before = circuit.state;
  if (before === 'open' || (before === 'half-open' && circuit.trial !== call.id)) return;
  circuit.failures = ok ? 0 : circuit.failures + 1;
  if (!ok && (before === 'half-open' || circuit.failures >= policy.outlierErrors)) {
    circuit.state = 'open';
    circuit.failures = 0;
    circuit.untilUs = world.nowUs + policy.ejectionUs;
  } else if (ok) {
    circuit.state = 'closed';
  }
  circuit.trial = null;
  sawCircuit(state, key, ok, circuit.state, world.nowUs, policy);
  if (circuit.state !== before) world.emit('mesh.circuit', { node: proxy.id, service: call.service, version: call.version, state: circuit.state });
}

export function startSweeps({ state, world }: Pick<Scene, 'state' | 'world'>, proxy: Proxy): void {
  proxy.sweeps += 1;
  // ztunnels see connections, not requests.
  if (proxy.policy !== null && !(state.config.mode === 'ambient' && proxy.id !== 'w1')) world.schedule(proxy.policy.outlierIntervalUs, 'sweep', [proxy.id, proxy.sweeps]);
}

/** Returns hosts whose time is over; a host that stays in service is forgiven one ejection. */
export function onSweep({ state, world, rules }: Scene, [id, number]: readonly [string, number]): void {
  const proxy = state.proxies.get(id);
  if (proxy === undefined || !proxy.up || proxy.sweeps !== number || proxy.policy === null) return;
  for (const { views } of proxy.clusters.values()) {
    for (const [host, view] of views) {
      const over = view.ejected !== null && rules.isOver(view.ejected.untilUs, world.nowUs);
      sawSweep(state, id, host, world.nowUs, over);
      if (over) {
        view.ejected = null;
        view.errors = 0;
        world.emit('mesh.return', { node: id, peer: host, host });
      } else if (view.ejected === null && view.multiplier > 0) {
        view.multiplier -= 1;
      }
    }
  }
  world.schedule(proxy.policy.outlierIntervalUs, 'sweep', [id, number]);
}
