/** By which rule the primaries confirm now. */
import type { Mode } from './config.ts';
import type { SyncRule } from './standbys.ts';
import { ruleOf } from './standbys.ts';
import type { ReplicationState, Server } from './state.ts';
import { standbysOf } from './state.ts';

export const ruleFor = (state: ReplicationState, primary: Server): SyncRule => ruleOf(state.config, standbysOf(state, primary).length);

/** The mode in which the primary in charge confirms now. */
export function modeInForce(state: ReplicationState): Mode {
  const primary = state.servers.get(state.primary)!;
  if (primary.degraded || ruleFor(state, primary).count === 0) return 'async';
  return state.config.mode === 'async' ? 'sync' : state.config.mode;
}

/** When the primary in charge stops waiting for its standbys unless they answer, µs; null while nothing runs down. */
export function degradesAtUs(state: ReplicationState): number | null {
  const primary = state.servers.get(state.primary)!;
  const first = primary.waiting[0];
  const { degradeAfterUs } = state.config;
  if (first === undefined || degradeAfterUs === null || primary.degraded || ruleFor(state, primary).count === 0) return null;
  return first.atUs + degradeAfterUs;
}
