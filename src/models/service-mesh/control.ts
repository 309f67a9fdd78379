/**
 * The control plane hands versioned configuration to every proxy (Envoy's xDS): a proxy that can use it says so (ACK), one
 * that cannot keeps what it has (NACK). Without a control plane proxies go on with what they have. What operators ordered is
 * kept outside it, so that it survives its crash.
 */
import { startSweeps } from './breaker.ts';
import { disconnect } from './connections.ts';
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import type { Message, Proxy } from './state.ts';
import { proxyOf } from './state.ts';
import { sawApply } from './witness.ts';

/** After which a push without an answer is repeated. */
const pushAgainUs = 1_000_000;

/** A new version for everybody. */
export function publish(scene: Scene, valid: boolean): void {
  const { plane, config } = scene.state;
  plane.version += 1;
  plane.policy = config.policy;
  plane.valid = valid;
  pushMissing(scene);
}

/** Sends the newest version to all proxies that have not answered it, and again until they have. */
export function pushMissing(scene: Scene): void {
  const { state: { plane, proxies }, world } = scene;
  plane.timer += 1;
  if (!plane.up) return;
  const missing = [...proxies.values()].filter(({ id, up }) => up && plane.answers.get(id)?.version !== plane.version);
  for (const { id } of missing) send(scene, { kind: 'push', from: 'p1', to: id, version: plane.version, policy: plane.policy, valid: plane.valid });
  if (missing.length > 0) world.schedule(pushAgainUs, 'push-again', plane.timer);
}

/** A proxy takes a configuration, or rejects it. */
export function onPush(scene: Scene, { to, version, policy, valid }: Message & { readonly kind: 'push' }): void {
  const { state, world, rules } = scene;
  const proxy = state.proxies.get(to);
  if (proxy === undefined || !proxy.up || (proxy.version !== null && version < proxy.version)) return;
  const ok = rules.accepts(valid, version, proxy.version);
  if (ok) apply(scene, proxy, version, policy, valid);
  else proxy.rejected = version;
  world.emit('mesh.config', { node: to, version, result: ok ? 'ack' : 'nack' });
  send(scene, { kind: 'ack', from: to, to: 'p1', version, ok });
}

function apply(scene: Scene, proxy: Proxy, version: number, policy: Scene['state']['plane']['policy'], valid: boolean): void {
  const { state } = scene;
  const before = proxy.policy;
  sawApply(state, proxy.id, version, valid);
  proxy.version = version;
  proxy.policy = policy;
  if (before !== null && before.mtls !== policy.mtls) for (const id of state.identities.keys()) if (proxyOf(state, id) === proxy) disconnect(state, id, false);
  if (before?.breaker !== policy.breaker) forgetCircuits(scene, proxy);
  if (before?.outlierIntervalUs !== policy.outlierIntervalUs) startSweeps(scene, proxy);
}

/** Another kind of breaker begins with nothing on its books. Ejections run out as they were decided. */
function forgetCircuits({ state }: Scene, { id, clusters }: Proxy): void {
  for (const { circuit } of clusters.values()) Object.assign(circuit, { state: 'closed', failures: 0, untilUs: 0, trial: null });
  for (const key of state.witness.trips.keys()) if (key.startsWith(`${id} `)) state.witness.trips.delete(key);
}

export function onAck({ state: { plane } }: Scene, { from, version, ok }: Message & { readonly kind: 'ack' }): void {
  if (plane.up && (plane.answers.get(from)?.version ?? 0) <= version) plane.answers.set(from, { version, ok });
}
