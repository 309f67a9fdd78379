/** Nodes fail and are repaired: alternating renewal processes with exponential times, each node's its own. */
import { forgetOthers } from './detector.ts';
import type { Run } from './state.ts';
import { count } from './state.ts';
import { armTick, scheduleFate } from './timers.ts';
import { idOf } from './topology.ts';

export function onFate(run: Run, node: number): void {
  if (run.state.dueUs[node] !== run.world.nowUs) return;
  if (run.state.up[node] === 1) fail(run, node);
  else repair(run, node);
}

/** Adds the time that went by to what is known of availability. */
export function settleTime({ state, world, rules }: Run): void {
  state.upTimeUs += rules.upTime(state.upCount, world.nowUs - state.countedUs);
  state.countedUs = world.nowUs;
}

export function fail(run: Run, node: number): void {
  const { state, world } = run;
  settleTime(run);
  state.upUs[node] = state.upUs[node]! + world.nowUs - state.sinceUs[node]!;
  state.sinceUs[node] = world.nowUs;
  state.up[node] = 0;
  state.frozen[node] = 0;
  state.tickUs[node] = -1;
  state.upCount = run.rules.countUp(state.upCount, -1);
  count(state, 'crashes');
  forgetOthers(run, node);
  scheduleFate(run, node);
  world.emit('overview.crash', { node: idOf(node) });
}

export function repair(run: Run, node: number): void {
  const { state, world } = run;
  settleTime(run);
  state.sinceUs[node] = world.nowUs;
  state.up[node] = 1;
  state.served[node] = 0;
  state.upCount = run.rules.countUp(state.upCount, 1);
  forgetOthers(run, node);
  scheduleFate(run, node);
  // What comes up says so at once.
  armTick(run, node, 0);
  world.emit('overview.recover', { node: idOf(node) });
}
