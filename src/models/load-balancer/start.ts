/** A site as it starts: every backend is about to be probed, clients are about to ask. */
import type { World } from '../kernel/model.ts';
import { makeState } from './state.ts';
import type { Balancer, LoadBalancerConfig, LoadBalancerState } from './state.ts';

interface Starting {
  readonly state: LoadBalancerState;
  readonly world: World;
}

export function startBalancing(config: LoadBalancerConfig, world: World): LoadBalancerState {
  const scene: Starting = { state: makeState(config), world };
  for (const balancer of scene.state.balancers.values()) startAllProbing(scene, balancer);
  startArrivals(scene);
  return scene.state;
}

/** Starts to probe a backend, after `delayUs`; an older timer ends. */
export function startProbing({ state, world }: Starting, balancer: Balancer, backend: string, delayUs: number): void {
  const view = balancer.views.get(backend);
  if (view === undefined) return;
  view.timer = state.nextTimer;
  state.nextTimer += 1;
  world.schedule(delayUs, 'probe', [balancer.id, backend, view.timer]);
}

/** Starts to probe every backend, spread over the interval so that they are not all asked at once. */
export function startAllProbing(scene: Starting, balancer: Balancer): void {
  const ids = [...balancer.views.keys()];
  ids.forEach((id, at) => startProbing(scene, balancer, id, Math.floor((scene.state.config.healthIntervalUs * at) / ids.length)));
}

/** Lets requests arrive at the present rate; an older timer ends. */
export function startArrivals({ state, world }: Starting): void {
  state.arrivals += 1;
  if (state.config.requestRate > 0) world.schedule(nextArrivalUs({ state, world }), 'arrival', state.arrivals);
}

export const nextArrivalUs = ({ state, world }: Starting): number => Math.max(1, Math.round(world.random('arrivals').exponential(1_000_000 / state.config.requestRate)));
