/** Runs whose hashes are on record, worked out from concepts alone, without a page. */
import type { ActionArguments } from '../src/models/kernel/model.ts';
import { common } from '../src/elements/base/common-settings.ts';
import type { Concept } from '../src/elements/base/concept.ts';
import { Run } from '../src/elements/base/run.ts';
import { Settings } from '../src/elements/base/settings.ts';
import type { SettingSpec } from '../src/elements/base/settings.ts';
import { settle } from '../src/elements/base/settle.ts';
import { importers } from '../src/loader/elements.ts';
import { vectors } from './vectors.ts';

export const slugs: readonly string[] = [...importers.keys()];

export interface GoldenRun {
  readonly scenario: string;
  readonly seed: string;
  /** What is done besides what the scenario does. */
  readonly acts: readonly { readonly timeMs: number; readonly action: string; readonly target?: string; readonly args?: ActionArguments }[];
  /** Simulated ms. */
  readonly times: readonly number[];
  /** At these times. */
  readonly hashes: readonly string[];
}

/** The concept behind a slug. */
export async function conceptOf(slug: string): Promise<Concept<object, unknown>> {
  const module = (await import(`../src/elements/${slug}/${slug}.concept.ts`)) as { readonly concept: Concept<object, unknown> };
  return module.concept;
}

/** A run of a scenario as an element without further attributes makes it. */
export function runOf(concept: Concept<object, unknown>, { scenario, seed }: Pick<GoldenRun, 'scenario' | 'seed'>): Run<object, unknown> {
  const specs = new Map<string, SettingSpec>([...Object.entries(common), ...Object.entries(concept.settings)]);
  specs.set('scenario', { kind: 'enum', fallback: 'default', words: [...concept.scenarios.keys()], change: 'restart' });
  const settings = new Settings(specs);
  settings.writeText('scenario', scenario);
  settings.writeText('seed', seed);
  settle(settings, concept);
  return new Run(concept, specs, { settings: settings.values, seed, scenario, actions: concept.scenarios.get(scenario)?.actions ?? [] });
}

/** The hashes of a run that is played from 0 without a jump. */
export function hashesOf(concept: Concept<object, unknown>, { acts, times, ...from }: Omit<GoldenRun, 'hashes'>): string[] {
  const run = runOf(concept, from);
  const left = [...acts];
  return times.map((timeMs) => {
    while (left[0] && left[0].timeMs <= timeMs) {
      const { timeMs: at, ...action } = left.shift()!;
      run.advance(at, () => false);
      const result = run.act(action, 'script');
      if (!result.ok) throw new Error(`${from.scenario} at ${at} ms: ${action.action}: ${result.reason}`);
    }
    run.advance(timeMs, () => false);
    return run.timeline.hash();
  });
}

/** The runs on record of an element. */
export async function goldenRuns(slug: string): Promise<readonly GoldenRun[]> {
  return (await vectors<{ readonly runs: readonly GoldenRun[] }>(`golden/${slug}.json`)).runs;
}
