/** For tests: a site by its settings, and the scenarios as timelines. */
import type { Plain } from '../kernel/model.ts';
import { Timeline } from '../kernel/timeline.ts';
import { loadBalancerConfig } from './config.ts';
import type { LoadBalancerSettings } from './config.ts';
import { loadBalancer } from './model.ts';
import { loadBalancerScenarios } from './scenarios.ts';
import type { LoadBalancerScenario } from './scenarios.ts';
import type { LoadBalancerConfig, LoadBalancerState } from './state.ts';

export type Site = Timeline<LoadBalancerConfig, LoadBalancerState>;

/** A site with these settings, whose live ones can be set as pages set them. */
export function siteOf(settings: LoadBalancerSettings = {}, seed = 1, actions: LoadBalancerScenario['actions'] = []): Site {
  const origin = new WeakMap<LoadBalancerConfig, LoadBalancerSettings>();
  const configure = (values: LoadBalancerSettings): LoadBalancerConfig => {
    const config = loadBalancerConfig(values);
    origin.set(config, values);
    return config;
  };
  return new Timeline({
    model: loadBalancer(), config: configure(settings), seed,
    commands: actions.map(({ timeMs, ...action }) => ({ ...action, timeUs: timeMs * 1000, by: 'scenario' as const })),
    reconfigure: (config, name, value: Plain | undefined) => configure({ ...origin.get(config), [name]: value as string | number | boolean }),
  });
}

export function scenarioSite(name: string): Site {
  const scenario = loadBalancerScenarios.get(name);
  if (scenario === undefined) throw new RangeError(`no scenario ${name}`);
  return siteOf((scenario.settings ?? {}) as LoadBalancerSettings, scenario.seed ?? 1, scenario.actions);
}

/** Plays to that moment. */
export function play(site: Site, ms: number): LoadBalancerState {
  while (site.nowUs < ms * 1000) site.advance(ms * 1000);
  return site.state;
}
