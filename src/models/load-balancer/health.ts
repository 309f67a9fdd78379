/**
 * Who is in rotation. Active probes count as HAProxy does: a counter from 0 to `rise + fall − 1`, up from `rise` on; a
 * server that is up needs `fall` failures in a row to go down, one that is down `rise` successes in a row to come up.
 * Passive checks count failed requests in a row and mark the server down at once (HAProxy: `observe`, `on-error
 * mark-down`); probes then bring it back. nginx instead takes a server out for `fail_timeout`, and tries it again.
 */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { Rules } from './rules.ts';
import type { Balancer, LoadBalancerConfig, LoadBalancerState, Message, View } from './state.ts';
import { isHealthy } from './counter.ts';
import { sawPassive, sawProbe } from './witness.ts';

export * from './counter.ts';
export { startAllProbing, startProbing } from './start.ts';

export interface Scene {
  readonly state: LoadBalancerState;
  readonly world: World;
  readonly rules: Rules;
}

const historyLength = 8;

/** A probe cannot be waited for longer than until the next one. */
export const probeTimeoutUs = ({ healthIntervalUs, healthTimeoutUs }: LoadBalancerConfig): number => Math.min(healthIntervalUs, healthTimeoutUs);

export function onProbeTimer({ state, world }: Scene, [balancerId, backend, timer]: readonly [string, string, number]): void {
  const balancer = state.balancers.get(balancerId);
  const view = balancer?.views.get(backend);
  if (!balancer?.up || view?.timer !== timer) return;
  if (!balancer.frozen) {
    const id = `p${state.nextProbe}`;
    state.nextProbe += 1;
    view.probe = { id, sentUs: world.nowUs };
    send<Message>(state.network, state.config, { kind: 'probe', from: balancerId, to: backend, id, path: state.config.healthPath }, world);
    world.schedule(probeTimeoutUs(state.config), 'probe-timeout', [balancerId, backend, id]);
  }
  // After the timeout, so that a probe that times out at the very end of the interval still counts.
  world.schedule(state.config.healthIntervalUs, 'probe', [balancerId, backend, timer]);
}

export function onProbeTimeout(scene: Scene, [balancerId, backend, id]: readonly [string, string, string]): void {
  const balancer = scene.state.balancers.get(balancerId);
  if (balancer?.up && !balancer.frozen) onProbeResult(scene, balancer, backend, id, false);
}

/** Takes a probe's result over; one that was not waited for any more is nothing. */
export function onProbeResult(scene: Scene, balancer: Balancer, backend: string, id: string, ok: boolean): void {
  const { state, world, rules } = scene;
  const view = balancer.views.get(backend);
  if (view?.probe?.id !== id) return;
  const latencyUs = world.nowUs - view.probe.sentUs;
  view.probe = null;
  view.history = [...view.history, { atUs: world.nowUs, ok, latencyUs }].slice(-historyLength);
  const wasUp = isHealthy(view.health, state.config);
  view.health = rules.afterProbe(view.health, ok, state.config);
  const isUp = isHealthy(view.health, state.config);
  world.emit('lb.probe', { node: balancer.id, peer: backend, backend, ok, latency: latencyUs / 1000 });
  sawProbe(state, balancer.id, backend, ok, isUp);
  if (wasUp && !isUp) takeOut(scene, balancer, backend, view, 'active');
  else if (!wasUp && isUp) putIn(scene, balancer, backend, view);
}

function takeOut({ world }: Scene, balancer: Balancer, backend: string, view: View, by: 'active' | 'passive'): void {
  view.health = 0;
  view.errors = 0;
  view.downBy = by;
  world.emit('lb.down', { node: balancer.id, peer: backend, backend, by });
}

function putIn({ world }: Scene, balancer: Balancer, backend: string, view: View): void {
  view.errors = 0;
  view.downBy = null;
  view.upSinceUs = world.nowUs;
  world.emit('lb.up', { node: balancer.id, peer: backend, backend });
}

/** Counts how a request went. Layer 4 sees connections that fail, not what an answer says. */
export function observeTraffic(scene: Scene, balancer: Balancer, backend: string, status: number): void {
  const { state } = scene;
  const view = balancer.views.get(backend);
  if (view === undefined) return;
  const failed = status === 0 || status === 504 || (state.config.layer === 7 && status >= 500);
  view.errors = failed ? view.errors + 1 : 0;
  if (!failed || state.config.passiveErrors === 0 || view.errors < state.config.passiveErrors || !isHealthy(view.health, state.config)) return;
  takeOut(scene, balancer, backend, view, 'passive');
  sawPassive(state, balancer.id, backend);
}
