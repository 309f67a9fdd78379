/** The questions of the guide, read from its page: which diagram each runs, and with what commands. */
import type { ActionArguments } from '../../src/models/kernel/model.ts';
import { argumentOf, camelCase, parseCommands } from '../../src/elements/base/commands.ts';
import { common } from '../../src/elements/base/common-settings.ts';
import type { Moment, TimedAction } from '../../src/elements/base/concept.ts';
import { parseDuration } from '../../src/elements/base/grammar.ts';
import { Run } from '../../src/elements/base/run.ts';
import { Settings } from '../../src/elements/base/settings.ts';
import type { SettingSpec } from '../../src/elements/base/settings.ts';
import { settle } from '../../src/elements/base/settle.ts';
import { conceptOf } from '../golden.ts';

/** The source of the guide, in a browser and in Node. */
export async function guide(): Promise<string> {
  const url = new URL('../../demo/index.html', import.meta.url);
  if (url.protocol !== 'file:') return (await fetch(url)).text();
  const name = 'node:fs/promises';
  const { readFile } = (await import(name)) as { readFile(path: URL, encoding: 'utf8'): Promise<string> };
  return readFile(url, 'utf8');
}

function attributesOf(tag: string): Map<string, string> {
  return new Map([...tag.matchAll(/\s([a-z][a-z-]*)(?:="([^"]*)")?/g)].map(([, name, value]) => [name!, value ?? '']));
}

function actionsIn(markup: string): TimedAction[] {
  return [...markup.matchAll(/<ds-at\b[^>]*>/g)].flatMap(([tag]) => {
    const { time = '', do: what = '', ...others } = Object.fromEntries(attributesOf(tag));
    const parsed = parseCommands(what);
    if (!parsed.ok) throw new Error(`${tag}: ${parsed.reason}`);
    const shared: ActionArguments = Object.fromEntries(Object.entries(others).map(([name, value]) => [camelCase(name), argumentOf(name, value)]));
    return parsed.commands.map((action) => ({ timeMs: parseDuration(time).value ?? 0, ...action, args: { ...shared, ...action.args } }));
  });
}

export type GuideRun = Run<object, unknown>;

/** A diagram of the page, as it stands there, at 0. */
export async function runOfDiagram(page: string, id: string): Promise<{ readonly run: GuideRun; readouts(): Record<string, unknown> }> {
  const found = new RegExp(`<ds-([a-z-]+)((?: [^>]*)? id="${id}"[^>]*)>([\\s\\S]*?)</ds-\\1>`).exec(page);
  if (!found) throw new Error(`no diagram #${id}`);
  const [, slug, tag, markup] = found;
  const concept = await conceptOf(slug!);
  const specs = new Map<string, SettingSpec>([...Object.entries(common), ...Object.entries(concept.settings)]);
  specs.set('scenario', { kind: 'enum', fallback: 'default', words: [...concept.scenarios.keys()], change: 'restart' });
  const settings = new Settings(specs);
  const attributes = attributesOf(tag!);
  for (const [name, value] of attributes) if (specs.has(camelCase(name))) settings.writeText(camelCase(name), value);
  settle(settings, concept);
  const scenario = attributes.get('scenario') ?? 'default';
  const run = new Run(concept, specs, {
    settings: settings.values, scenario, seed: String(settings.values['seed'] ?? '1'),
    actions: [...(concept.scenarios.get(scenario)?.actions ?? []), ...actionsIn(markup!)],
  });
  const moment = (): Moment<unknown> => ({
    state: run.timeline.state, nowUs: run.timeline.nowUs, tall: false, usPerViewingMs: concept.pace, settings: run.settings,
    name: (node) => node, text: Object.assign((key: string) => key, { tag: 'en', words: 'en', comma: ', ' }), selected: null,
  });
  return { run, readouts: () => concept.readouts(moment()) };
}

export interface Question {
  /** The `name` of its options. */
  readonly name: string;
  readonly diagram: string;
  readonly command: string;
  readonly options: number;
  readonly answer: string;
}

export function questionsOf(page: string): readonly Question[] {
  return page.split('<div class="quiz">').slice(1).map((rest): Question => {
    const box = rest.slice(0, rest.indexOf('</details>'));
    const [, diagram = '', command = ''] = /commandfor="([^"]+)" command="([^"]+)"/.exec(box) ?? [];
    const names = [...box.matchAll(/<input type="radio" name="([^"]+)"/g)].map(([, name]) => name!);
    return { name: names[0] ?? '', diagram, command, options: names.length, answer: box.slice(box.indexOf('<details>')) };
  });
}

/** Does what a button of the page says, but for playing on. */
export function obey(run: GuideRun, command: string): void {
  const parsed = parseCommands(command.replace(/^--/, ''));
  if (!parsed.ok) throw new Error(`${command}: ${parsed.reason}`);
  for (const action of parsed.commands) {
    if (action.action === 'reset') run.restart();
    else if (action.action === 'seek') run.seek(parseDuration(action.target ?? '').value ?? 0);
    else if (action.action !== 'play') {
      const result = run.act(action, 'script');
      if (!result.ok) throw new Error(`${command}: ${action.action}: ${result.reason}`);
    }
  }
}
