/** A store as it starts: clients are about to ask, the cut is planned. */
import type { World } from '../kernel/model.ts';
import type { CapConfig, CapState } from './state.ts';
import { makeState } from './state.ts';

export function startStore(config: CapConfig, world: World): CapState {
  const state = makeState(config);
  scheduleTick(state, 'read', world);
  scheduleTick(state, 'write', world);
  plan(state, world);
  return state;
}

/** Queues the next request of a kind: every 1/rate seconds, each up to half an interval earlier or later. */
export function scheduleTick(state: CapState, op: 'read' | 'write', world: World): void {
  const rate = op === 'read' ? state.config.readRate : state.config.writeRate;
  state.ticks[op] += 1;
  if (rate <= 0) return;
  const delayUs = Math.max(1, Math.round((1_000_000 / rate) * (0.5 + world.random(`${op}s`).next())));
  world.schedule(delayUs, 'tick', { op, tick: state.ticks[op] });
}

/** Plans the cut and the heal that the configuration asks for, as far as they are still to come. */
export function plan(state: CapState, world: World): void {
  const { partition, partitionAtUs, healAtUs } = state.config;
  state.planned += 1;
  const moments = [['cut', partitionAtUs], ['heal', healAtUs]] as const;
  for (const [what, atUs] of moments) {
    if (atUs === null || atUs < world.nowUs || partition.length < 2) continue;
    if (what === 'heal' && atUs <= (partitionAtUs ?? Infinity)) continue;
    world.schedule(atUs - world.nowUs, 'plan', { plan: state.planned, what });
  }
}
