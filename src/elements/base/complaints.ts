/** What a figure says of input that it could not use. */
import { allowedOf } from './allowed.ts';
import type { Adjustment } from './concept.ts';
import { toMs } from './events.ts';
import type { ReadyDetail } from './events.ts';
import { excerpt } from './grammar.ts';
import type { Problems } from './problems.ts';
import type { Settings } from './settings.ts';
import type { Phrase } from './strings.ts';
import { inARow, inEnglish, told, whyOf } from './told.ts';
import type { Told } from './told.ts';

/** The run that broke. */
interface Broken {
  readonly recipe: { readonly seed: string; readonly scenario: string };
  readonly timeline: { readonly nowUs: number };
}

/** Attributes that hold what they may not. */
export function complainOfSettings(problems: Problems, settings: Settings): void {
  const keep = new Set<string>();
  for (const { name, attribute, value, fault, used } of settings.bad) {
    const key = `attribute ${attribute}`;
    keep.add(key);
    const shown = used === '' || used === Infinity ? told('none') : excerpt(String(used));
    problems.report(key, {
      code: 'bad-attribute', topic: `${attribute} ${fault}`, recoverable: true, attribute, value, used,
      phrase: told('{attribute}="{value}" is not {allowed}; {used} is used', { attribute, value, allowed: allowedOf(settings.specs.get(name)!), used: shown }),
    });
  }
  problems.clearExcept('attribute ', keep);
}

/** Settings that do not go together. */
export function complainTogether(problems: Problems, settings: Settings, adjustments: readonly Adjustment[]): void {
  for (const { name, used, reason, values } of adjustments) {
    const value = settings.textOf(name);
    if (value === null) continue;
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    problems.report(`together ${name}`, {
      code: 'bad-attribute', topic: `${attribute} together`, recoverable: true, attribute, value, used,
      phrase: told('{attribute}="{value}": {why}; {used} is used', { attribute, value, why: { template: reason, ...(values && { values }) }, used: String(used) }),
    });
  }
  problems.clearExcept('together ', new Set(adjustments.map(({ name }) => `together ${name}`)));
}

/** Children that cannot be read. */
export function complainOfChildren(problems: Problems, faults: readonly Phrase[]): void {
  const [fault] = faults;
  if (!fault) return problems.clear('child');
  problems.report('child', { code: 'bad-child', topic: `child ${inEnglish(fault)}`, recoverable: true, phrase: inARow(faults) });
}

/** A model that broke its own rules, with what is needed to see it again; no run: it could not even begin. */
export function complainOfModel(problems: Problems, error: unknown, run: Broken | null): void {
  const where = run ? `seed ${run.recipe.seed}, ${toMs(run.timeline.nowUs)} ms` : 'at the start';
  problems.report('invariant', {
    code: 'invariant', topic: `invariant ${where}`, recoverable: false,
    phrase: told('The model stopped: {why} ({where}, scenario {scenario})', { why: { template: error instanceof Error ? error.message : String(error) }, where, scenario: run?.recipe.scenario ?? '?' }),
  });
}

/** A figure that cannot be followed; null where it can. */
export function complainOfSync(problems: Problems, settings: Settings, reason: Told | null): void {
  if (reason === null) return problems.clear('sync');
  const value = excerpt(String(settings.get('sync')));
  problems.report('sync', { code: 'bad-attribute', topic: 'sync', recoverable: true, attribute: 'sync', value, used: '', phrase: told('{attribute}="{value}": {why}; it runs alone', { attribute: 'sync', value, why: told(reason) }) });
}

/** Reading steps that name no figure. Of all figures of the page the first one speaks for them. */
export function complainOfSteps(problems: Problems, ids: readonly string[]): void {
  if (ids.length === 0) return problems.clear('steps');
  const phrase = inARow(ids.slice(0, 8).map((id) => told('data-ds-for="{value}": no figure of the page has this id; the step moves nothing', { value: excerpt(id) })));
  problems.report('steps', { code: 'bad-attribute', topic: `steps ${ids.join(' ')}`, recoverable: true, attribute: 'data-ds-for', value: excerpt(ids.join(' ')), used: '', phrase });
}

/** A view that was asked for in so many words and cannot be had. */
export function complainOfView(problems: Problems, { reason }: ReadyDetail, asked: string | null): void {
  if (reason === undefined || asked !== '3d') return;
  problems.report('view', { code: 'no-webgl', topic: 'view webgl', recoverable: true, phrase: told('view="3d" is not possible here: {why}; the flat picture is shown', { why: { template: reason } }) });
}

/** A button's command that cannot be read. */
export function complainOfCommand(problems: Problems, text: string, reason: Told): void {
  problems.report('command', { code: 'bad-action', topic: `command ${reason}`, recoverable: true, phrase: told('command="{value}": {why}', { value: excerpt(text), why: told(reason) }) });
}

/** Words that cannot be fetched; null where nothing is wrong. */
export function complainOfLanguage(problems: Problems, failed: { readonly language: string; readonly error: unknown } | null): void {
  if (failed === null) return problems.clear('language');
  const { language, error } = failed;
  problems.report('language', { code: 'load', topic: 'language', recoverable: true, phrase: told('The words for lang="{value}" could not be loaded: {why}', { value: excerpt(language), why: whyOf(error) }) });
}
