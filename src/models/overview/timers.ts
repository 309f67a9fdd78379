/** What nodes and the client plan for themselves. */
import { Stream } from '../kernel/random.ts';
import type { Run } from './state.ts';

export function armTick({ state, world }: Run, node: number, delayUs: number): void {
  state.tickUs[node] = world.nowUs + delayUs;
  world.schedule(delayUs, 'tick', node);
}

/** Queues the next request: every 1/rate seconds, each up to half an interval earlier or later. */
export function scheduleRequest({ state, world }: Run): void {
  const { requestRate } = state.config;
  state.requestUs = -1;
  if (!(requestRate > 0)) return;
  const delayUs = Math.max(1, Math.round((1_000_000 / requestRate) * (0.5 + world.random('client').next())));
  state.requestUs = world.nowUs + delayUs;
  world.schedule(delayUs, 'client', null);
}

/** Draws when the node fails, or is repaired. */
export function scheduleFate({ state, world }: Run, node: number): void {
  const isUp = state.up[node] === 1;
  const { mttfUs, mttrUs } = state.config;
  const random = Stream.named(state.lifeSeed, `${isUp ? 'up' : 'down'} ${node} ${state.draws[node]}`);
  state.draws[node] = state.draws[node]! + 1;
  const delayUs = Math.max(1, Math.round(random.exponential(isUp ? mttfUs : mttrUs)));
  state.dueUs[node] = world.nowUs + delayUs;
  world.schedule(delayUs, 'fate', node);
}
