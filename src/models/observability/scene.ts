/** What every part of the model is handed. */
import type { World } from '../kernel/model.ts';
import type { Rules } from './rules.ts';
import type { ObservabilityState } from './state.ts';

export interface Scene {
  readonly state: ObservabilityState;
  readonly world: World;
  readonly rules: Rules;
}
