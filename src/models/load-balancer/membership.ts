/** Who belongs to the pool: backends join, drain and leave; balancers and clients come and go with the settings. */
import { close, stopBalancer } from './balancing.ts';
import type { Scene } from './health.ts';
import { startAllProbing, startProbing } from './health.ts';
import { makeBackend, makeBalancer, makeClient, makeView } from './state.ts';
import type { Backend, LoadBalancerState } from './state.ts';
import { sawReset, sawView } from './witness.ts';

export const backendLimit = 16;

/** Everybody's turn begins anew, as when nginx reads a new configuration. */
export function forgetTurns(state: LoadBalancerState): void {
  for (const balancer of state.balancers.values()) balancer.turns = new Map();
  sawReset(state);
}

/** A backend joins: taken to be well, started slowly where that is set, and probed at once. */
export function addBackend(scene: Scene, name: string | null): Backend {
  const { state, world } = scene;
  const backend = makeBackend(state.nextBackend, name, world.nowUs);
  state.nextBackend += 1;
  state.backends.set(backend.id, backend);
  for (const balancer of state.balancers.values()) {
    balancer.views.set(backend.id, makeView(state.config, world.nowUs));
    sawView(state, balancer.id, backend.id, true);
    if (balancer.up) startProbing(scene, balancer, backend.id, 0);
  }
  forgetTurns(state);
  return backend;
}

/** A backend leaves at once; what is open there is broken off. */
export function dropBackend(scene: Scene, { id }: Backend): void {
  const { state } = scene;
  state.backends.delete(id);
  for (const balancer of state.balancers.values()) balancer.views.delete(id);
  closeAll(scene, id);
  forgetTurns(state);
}

function closeAll(scene: Scene, backend: string): void {
  for (const balancer of scene.state.balancers.values()) {
    for (const [id, open] of [...balancer.open]) if (open.backend === backend) close(scene, balancer, id, open, 0, false);
  }
}

/** No new requests; what is open may finish, for as long as `drain` says. */
export function startDraining({ state, world }: Scene, backend: Backend, thenRemove: boolean): void {
  const { drainUs } = state.config;
  const untilUs = drainUs > 0 ? world.nowUs + drainUs : null;
  backend.draining = { sinceUs: world.nowUs, untilUs, thenRemove };
  if (untilUs !== null) world.schedule(drainUs, 'drain-end', backend.id);
  if (thenRemove) world.schedule(0, 'drained', backend.id);
  world.emit('lb.drain', { node: backend.id, backend: backend.id });
}

/** The time to finish is over. */
export function onDrainEnd(scene: Scene, id: string): void {
  const backend = scene.state.backends.get(id);
  if (!backend?.draining || backend.draining.untilUs !== scene.world.nowUs) return;
  if (backend.draining.thenRemove) dropBackend(scene, backend);
  else closeAll(scene, id);
}

/** A backend that leaves when nothing is open there any more. */
export function onDrained(scene: Scene, id: string): void {
  const backend = scene.state.backends.get(id);
  if (backend?.draining?.thenRemove !== true) return;
  for (const { open } of scene.state.balancers.values()) for (const { backend: at } of open.values()) if (at === id) return;
  dropBackend(scene, backend);
}

/** Makes the backends as many as the setting says now, by joining, or by leaving of the highest numbers. */
export function resizeBackends(scene: Scene): void {
  const { state } = scene;
  while (state.backends.size < state.config.backends) addBackend(scene, null);
  while (state.backends.size > state.config.backends) dropBackend(scene, [...state.backends.values()].at(-1)!);
}

export function resizeClients({ state }: Scene): void {
  for (let number = state.clients.size + 1; number <= state.config.clients; number += 1) state.clients.set(`c${number}`, makeClient(number, state.config));
  for (let number = state.clients.size; number > state.config.clients; number -= 1) state.clients.delete(`c${number}`);
}

export function resizeBalancers(scene: Scene): void {
  const { state } = scene;
  for (let number = state.balancers.size + 1; number <= state.config.balancers; number += 1) {
    const balancer = makeBalancer(number, state.config, state.backends.keys());
    for (const backend of state.backends.keys()) sawView(state, balancer.id, backend, true);
    state.balancers.set(balancer.id, balancer);
    startAllProbing(scene, balancer);
  }
  for (let number = state.balancers.size; number > state.config.balancers; number -= 1) {
    const balancer = state.balancers.get(`m${number}`)!;
    if (balancer.up) stopBalancer(scene, balancer);
    state.balancers.delete(balancer.id);
    state.network.waiting.delete(balancer.id);
  }
}
