/** Which settings hold once scenario and concept have had their say; the same for the first picture and the live figure. */
import type { Adjustment, Preview } from './concept.ts';
import type { Settings } from './settings.ts';

/**
 * Gives the scenario's values their place and lets the concept settle what does not go together. Returns what the concept
 * changed, with the value that was there.
 *
 * @param seed - Seed of the figure that this one follows; null when it follows none.
 */
export function settle<Config extends object, State>(settings: Settings, concept: Pick<Preview<Config, State>, 'scenarios' | 'reconcile'>, seed: string | null = null): readonly (Adjustment & { readonly written: string | number | boolean })[] {
  const scenario = concept.scenarios.get(String(settings.get('scenario')));
  settings.useScenario({ ...scenario?.settings, ...(scenario?.seed !== undefined && { seed: String(scenario.seed) }) });
  settings.unadjust();
  if (seed !== null) settings.adjust('seed', seed);
  return (concept.reconcile?.(settings.values) ?? []).map((adjustment) => {
    const written = settings.get(adjustment.name);
    settings.adjust(adjustment.name, adjustment.used);
    return { ...adjustment, written };
  });
}
