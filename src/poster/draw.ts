/** Draws a diagram of a page's text: its attributes and children are read, and its model run, as the element would do it. */
import { allowedOf } from '../elements/base/allowed.ts';
import { scriptOf } from '../elements/base/children.ts';
import { common } from '../elements/base/common-settings.ts';
import '../elements/base/common.strings.ts';
import type { Concept, Moment } from '../elements/base/concept.ts';
import { excerpt } from '../elements/base/grammar.ts';
import { fetchWords } from '../elements/base/languages.ts';
import { Names } from '../elements/base/names.ts';
import { readSnapshot } from '../elements/base/recipe.ts';
import { Run } from '../elements/base/run.ts';
import { attributeOf, Settings } from '../elements/base/settings.ts';
import type { SettingSpec } from '../elements/base/settings.ts';
import { settle } from '../elements/base/settle.ts';
import { stillSize } from '../elements/base/still-size.ts';
import { stillText } from '../elements/base/still.ts';
import { addDefaults, translator } from '../elements/base/strings.ts';
import { inEnglish } from '../elements/base/told.ts';
import { defaults } from '../scene/palette.ts';
import { PictureBuilder } from '../scene/picture.ts';
import type { FoundFigure } from './figures.ts';
import { squeeze } from './squeeze.ts';

export type AnyConcept = Concept<object, unknown>;

/** A diagram with the settings that hold for it. */
export interface Prepared {
  readonly figure: FoundFigure;
  readonly concept: AnyConcept;
  readonly settings: Settings;
  /** What the author wrote that cannot be used. */
  readonly faults: readonly string[];
}

export interface DrawOptions {
  /** Width of the picture in px. */
  readonly width: number;
  /** Where the author named no theme. */
  readonly theme: 'light' | 'dark';
  /** Moment of all pictures in simulated ms; null: the one that the author named, else the telling one of the scenario. */
  readonly timeMs: number | null;
}

export interface Drawn {
  /** SVG text. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Name and sentence, for those who do not see it. */
  readonly summary: string;
}

/** Something of a diagram that cannot be drawn, told in a sentence. */
export class DrawFault extends Error {}

/** Reads attributes and children. */
export function prepare(figure: FoundFigure, concept: AnyConcept): Prepared {
  const specs = new Map<string, SettingSpec>([...Object.entries(common), ...Object.entries(concept.settings)]);
  specs.set('scenario', { kind: 'enum', fallback: 'default', words: [...concept.scenarios.keys()], change: 'restart' });
  const settings = new Settings(specs);
  for (const [name, spec] of specs) settings.writeText(name, figure.attributes.get(attributeOf(name, spec)) ?? null);
  const together = settle(settings, concept).flatMap(({ name, reason }) => {
    const value = settings.textOf(name);
    return value === null ? [] : [`${attributeOf(name, specs.get(name)!)}="${value}" does not go with the rest: ${reason}`];
  });
  const bad = settings.bad.map(({ name, attribute, value }) => `${attribute}="${value}" is not ${inEnglish(allowedOf(specs.get(name)!))}`);
  return { figure, concept, settings, faults: [...bad, ...together, ...scriptOf(figure.children).faults.map(inEnglish)] };
}

/** Settings of the leader that a diagram follows by `sync`: it has the seed of that one. */
function leaderOf(prepared: Prepared, all: readonly Prepared[]): Prepared | null {
  let at = prepared;
  for (let chain = 0; chain < 16; chain++) {
    const id = String(at.settings.get('sync'));
    if (id === '') return at === prepared ? null : at;
    const next = all.find(({ figure }) => figure.id === id);
    if (!next) throw new DrawFault(`sync="${excerpt(id)}": no diagram of this page has this id`);
    at = next;
  }
  throw new DrawFault(`sync="${excerpt(String(prepared.settings.get('sync')))}": the diagrams would follow each other`);
}

/** Moment that a picture shows: the author's, else the one where the scenario tells most, never past its end. */
function timeOf({ concept, settings }: Prepared): number {
  const scenario = concept.scenarios.get(String(settings.get('scenario')));
  const until = Number(settings.get('until'));
  const end = Number.isFinite(until) ? until : scenario?.untilMs ?? Infinity;
  return Math.min(settings.textOf('time') === null ? scenario?.stillMs ?? 0 : Number(settings.get('time')), end);
}

/** The run of a diagram, at the moment that is shown; from the file named by `src` where there is one. */
function runOf({ figure, concept, settings }: Prepared, names: Names, recorded: unknown, timeMs: number | null, otherwise: number): Run<object, unknown> {
  if (recorded !== undefined) {
    const read = readSnapshot(recorded, `ds-${concept.slug}`, settings.specs, settings.values);
    const run = new Run(concept, settings.specs, read.recipe);
    run.seek(timeMs ?? read.timeMs);
    return run;
  }
  const scenario = String(settings.get('scenario'));
  const run = new Run(concept, settings.specs, {
    settings: settings.values, seed: String(settings.get('seed')), scenario,
    actions: [...(concept.scenarios.get(scenario)?.actions ?? []), ...scriptOf(figure.children).actions],
  });
  run.nameTargets(names);
  run.seek(timeMs ?? otherwise);
  return run;
}

/**
 * Draws a diagram. Throws `DrawFault` with a sentence where that cannot be.
 *
 * @param all - All diagrams of the page, for `sync`.
 * @param source - Text of the file that `src` names; null without.
 */
export async function drawFigure(prepared: Prepared, all: readonly Prepared[], source: string | null, options: DrawOptions): Promise<Drawn> {
  const { figure, concept, settings } = prepared;
  const leader = leaderOf(prepared, all);
  if (leader) settle(settings, concept, String(leader.settings.get('seed')));
  addDefaults('en', concept.strings);
  await fetchWords(figure.language, concept.slug);
  const text = translator(figure.language);
  const names = new Names((id) => concept.defaultName(id, text));
  names.use(String(settings.get('names')));
  try {
    const recorded = source === null ? undefined : concept.imports && !source.slice(0, 64).includes('"ds-snapshot"') ? await concept.imports(source) : JSON.parse(source) as unknown;
    const run = runOf(prepared, names, recorded, options.timeMs, timeOf(leader ?? prepared));
    const { state, nowUs } = run.timeline;
    const ids = concept.nodes(state);
    const size = stillSize(options.width);
    const moment: Moment<unknown> = {
      state, nowUs, tall: size.tall, usPerViewingMs: run.paceAt(run.nowMs) * Number(settings.get('speed')), text, selected: null, settings: run.settings,
      name: (id) => concept.givenName?.(state, id) ?? names.of(id, () => ids),
    };
    const builder = new PictureBuilder();
    concept.draw(moment, builder);
    const title = String(settings.get('label')) || text(`${concept.slug}.title`);
    const { strong, rest } = concept.sentence(moment);
    const description = `${strong} ${rest}`.trim();
    const theme = String(settings.get('theme'));
    const scheme = theme === 'light' || theme === 'dark' ? theme : options.theme;
    const svg = stillText(builder.picture(), concept.marks, {
      size, scheme, colours: defaults(scheme), title, clause: concept.subtitle(moment), description, language: figure.language, rightToLeft: figure.rightToLeft,
    });
    return { svg: squeeze(svg), width: size.width, height: size.height, summary: `${title}: ${description}` };
  } catch (error) {
    throw new DrawFault(error instanceof Error ? error.message : String(error));
  }
}
