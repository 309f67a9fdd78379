/** For tests: a system by its settings, and the scenarios as timelines. */
import type { Plain } from '../kernel/model.ts';
import { Timeline } from '../kernel/timeline.ts';
import { observabilityConfig } from './config.ts';
import type { ObservabilitySettings } from './config.ts';
import { observability } from './model.ts';
import { observabilityScenarios } from './scenarios.ts';
import type { ObservabilityScenario } from './scenarios.ts';
import type { ObservabilityConfig, ObservabilityState } from './state.ts';

export type Observed = Timeline<ObservabilityConfig, ObservabilityState>;

/** A system with these settings, whose live ones can be set as pages set them. */
export function systemOf(settings: ObservabilitySettings = {}, seed = 1, actions: ObservabilityScenario['actions'] = []): Observed {
  const origin = new WeakMap<ObservabilityConfig, ObservabilitySettings>();
  const configure = (values: ObservabilitySettings): ObservabilityConfig => {
    const config = observabilityConfig(values);
    origin.set(config, values);
    return config;
  };
  return new Timeline({
    model: observability(), config: configure(settings), seed,
    commands: actions.map(({ timeMs, ...action }) => ({ ...action, timeUs: timeMs * 1000, by: 'scenario' as const })),
    reconfigure: (config, name, value: Plain | undefined) => configure({ ...origin.get(config), [name]: value as string | number | boolean }),
  });
}

export function scenarioSystem(name: string): Observed {
  const scenario = observabilityScenarios.get(name);
  if (scenario === undefined) throw new RangeError(`no scenario ${name}`);
  return systemOf((scenario.settings ?? {}) as ObservabilitySettings, scenario.seed ?? 1, scenario.actions);
}

/** Plays to that moment. */
export function play(system: Observed, ms: number): ObservabilityState {
  while (system.nowUs < ms * 1000) system.advance(ms * 1000);
  return system.state;
}
