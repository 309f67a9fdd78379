/** How the machines start: all up, each with a time to failure and a first heartbeat, and a client that is about to ask. */
import type { World } from '../kernel/model.ts';
import type { OverviewConfig } from './config.ts';
import { armTick, scheduleFate, scheduleRequest } from './timers.ts';
import type { Rules } from './rules.ts';
import { overviewRules } from './rules.ts';
import type { OverviewState, Run } from './state.ts';
import { makeState } from './state.ts';

export function startOverview(config: OverviewConfig, world: World, rules: Rules = overviewRules): OverviewState {
  const state = makeState(config, world.random('lives').integer(0, 4294967295));
  const run: Run = { state, world, rules };
  for (let node = 0; node < config.nodes; node += 1) {
    scheduleFate(run, node);
    armTick(run, node, world.random('heartbeat start').integer(0, config.heartbeatUs - 1));
  }
  scheduleRequest(run);
  return state;
}
