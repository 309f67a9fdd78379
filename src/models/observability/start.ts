/** An observed system as it starts: requests are about to come, every service is about to export. */
import type { World } from '../kernel/model.ts';
import { makeState } from './state.ts';
import type { ObservabilityConfig, ObservabilityState, Service } from './state.ts';

interface Starting {
  readonly state: ObservabilityState;
  readonly world: World;
}

/** Between two exports of a process. OpenTelemetry's batch processor waits 5 s; here it is less, to be seen. */
export const exportUs = 50_000;
/** Between two evaluations of the alerts. Prometheus takes 1 min. */
export const evaluateUs = 50_000;

export function startObserving(config: ObservabilityConfig, world: World): ObservabilityState {
  const scene: Starting = { state: makeState(config), world };
  const { services } = scene.state;
  for (const service of services.values()) startExporting(scene, service, Math.floor((exportUs * service.number) / services.size));
  startArrivals(scene);
  world.schedule(evaluateUs, 'evaluate', null);
  return scene.state;
}

/** Lets a process export, first after `delayUs`; an older timer ends. */
export function startExporting({ state, world }: Starting, service: Service, delayUs: number): void {
  service.timer = state.nextTimer;
  state.nextTimer += 1;
  world.schedule(delayUs, 'export', [service.id, service.timer]);
}

/** Lets requests come in at the present rate; an older timer ends. */
export function startArrivals({ state, world }: Starting): void {
  state.arrivals += 1;
  if (state.config.requestRate > 0) world.schedule(nextArrivalUs({ state, world }), 'arrival', state.arrivals);
}

export const nextArrivalUs = ({ state, world }: Starting): number => Math.max(1, Math.round(world.random('arrivals').exponential(1_000_000 / state.config.requestRate)));
