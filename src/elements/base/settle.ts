/** Which settings hold once scenario and concept have had their say; the same for the first picture and the live figure. */
import type { Adjustment, Preview } from './concept.ts';
import type { Settings } from './settings.ts';

/**
 * Gives the scenario's values their place and lets the concept settle what does not go together. Returns what the concept
 * changed.
 *
 * @param seed - Seed of the figure that this one follows; null when it follows none.
 */
export function settle<Config extends object, State>(settings: Settings, concept: Pick<Preview<Config, State>, 'scenarios' | 'reconcile'>, seed: string | null = null): readonly Adjustment[] {
  const scenario = concept.scenarios.get(String(settings.get('scenario')));
  settings.useScenario({ ...scenario?.settings, ...(scenario?.seed !== undefined && { seed: String(scenario.seed) }) });
  settings.unadjust();
  if (seed !== null) settings.adjust('seed', seed);
  const adjustments = concept.reconcile?.(settings.values) ?? [];
  for (const { name, used } of adjustments) settings.adjust(name, used);
  return adjustments;
}
