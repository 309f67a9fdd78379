/**
 * The run as markup: what an author pastes into a page to get the same diagram at the same moment. Fetched when somebody
 * asks for it.
 */
import type { ActionArguments, Plain } from '../../models/kernel/model.ts';
import { version } from './define.ts';
import type { Scenario, SettingValues, TimedAction } from './concept.ts';
import type { Caption } from './host.ts';
import type { Recipe } from './run.ts';
import { attributeOf, fallbackOf } from './settings.ts';
import type { Settings, SettingSpec, SettingSpecs, SettingValue } from './settings.ts';

/** What a diagram is at one moment, as far as markup can say it. */
export interface Figured {
  readonly tag: string;
  readonly specs: SettingSpecs;
  /** Effective settings: looks as they are now, the system as the run began. */
  readonly settings: SettingValues;
  readonly scenario: Scenario | undefined;
  /** All actions of the branch, those of the scenario included. */
  readonly actions: readonly TimedAction[];
  /** The scenario's own, with targets as they stand in `actions`. */
  readonly ownActions: readonly TimedAction[];
  readonly notes: readonly Caption[];
  readonly timeMs: number;
  readonly playing: boolean;
  /** Text inside, for readers without script. */
  readonly text: string;
}

/** The page's own way to the library. */
export interface ScriptTag {
  readonly src: string;
  readonly module: boolean;
  readonly integrity: string;
  readonly crossOrigin: string | null;
}

/** Settings that a copy has otherwise, or not at all: it is a run of its own, from actions and not from a file. */
const otherwise: ReadonlySet<string> = new Set(['time', 'paused', 'src', 'sync', 'loading']);
/** Arguments that cannot stand as attributes of `<ds-at>`: they mean something else there. */
const taken: ReadonlySet<string> = new Set(['time', 'do', 'target', 'id', 'class', 'style', 'slot', 'hidden', 'lang', 'dir', 'title', 'part', 'role', 'inert', 'translate', 'tabindex', 'nonce']);

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const escapeText = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const quoted = (text: string): string => `"${escapeText(text).replace(/"/g, '&quot;')}"`;

/** A decimal without exponent, which is what attributes take. */
function decimal(value: number): string {
  const text = String(value);
  return /e/.test(text) ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

const duration = (ms: number): string => (ms === Infinity ? 'never' : ms >= 1000 && ms % 100 === 0 ? `${decimal(ms / 1000)}s` : `${decimal(ms)}ms`);

function settingText(value: SettingValue, spec: SettingSpec): string {
  if (typeof value !== 'number') return String(value);
  return spec.kind === 'duration' ? duration(value) : decimal(value);
}

/** Attributes whose values neither the scenario nor the default gives. */
function attributes({ specs, settings, scenario, timeMs, playing }: Figured): string[] {
  const written: string[] = [];
  for (const [name, spec] of specs) {
    const value = settings[name];
    const given = name === 'seed' ? scenario?.seed : scenario?.settings?.[name];
    const usual = given === undefined ? fallbackOf(spec) : given;
    if (otherwise.has(name) || value === undefined || Object.is(value, usual) || String(value) === String(usual)) continue;
    if (spec.kind !== 'boolean') written.push(`${attributeOf(name, spec)}=${quoted(settingText(value, spec))}`);
    else if (value === true) written.push(attributeOf(name, spec));
  }
  if (timeMs > 0) written.push(`time=${quoted(duration(timeMs))}`);
  if (!playing) written.push('paused');
  return written;
}

const same = (a: TimedAction, b: TimedAction): boolean => a.timeMs === b.timeMs && a.action === b.action && (a.target ?? '') === (b.target ?? '') && JSON.stringify(a.args ?? {}) === JSON.stringify(b.args ?? {});

/** What was done besides the scenario: its own actions come back with it. */
function added({ actions, ownActions }: Figured): TimedAction[] {
  const own = [...ownActions];
  return actions.filter((action) => {
    const at = own.findIndex((each) => same(each, action));
    if (at >= 0) own.splice(at, 1);
    return at < 0;
  });
}

function plainText(value: Plain | undefined): string {
  if (typeof value === 'number') return value === Infinity ? 'never' : decimal(value);
  return Array.isArray(value) ? value.map((item) => plainText(item as Plain)).join(',') : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

/** A word of the command grammar: quoted where it must be. */
function word(text: string): string {
  if (/^[^\s;"'=]+$/.test(text)) return text;
  return text.split(/("+)/).filter((part) => part !== '').map((part) => (part.startsWith('"') ? `'${part}'` : `"${part}"`)).join('') || '""';
}

/** One action as a child. Arguments whose names an attribute cannot have stand in `do`. */
function timed({ timeMs, action, target, args }: TimedAction): string {
  const given = Object.entries((args ?? {}) as ActionArguments).filter(([, value]) => value !== undefined && value !== null);
  const inDo = given.filter(([name]) => taken.has(name)).map(([name, value]) => ` ${kebab(name)}=${word(plainText(value))}`).join('');
  const beside = given.filter(([name]) => !taken.has(name)).map(([name, value]) => ` ${kebab(name)}=${quoted(plainText(value))}`).join('');
  return `<ds-at time=${quoted(duration(timeMs))} do=${quoted(`${action}${inDo}`)}${target === undefined ? '' : ` target=${quoted(target)}`}${beside}></ds-at>`;
}

const noted = ({ fromMs, untilMs, text }: Caption): string => `<ds-note time=${quoted(duration(fromMs))}${Number.isFinite(untilMs) ? ` until=${quoted(duration(untilMs))}` : ''}>${escapeText(text)}</ds-note>`;

/** The element's tags and children: the opening tag alone on its line, as editors and filters want it. */
export function elementMarkup(figured: Figured): string {
  const { tag, text, notes } = figured;
  const children = [...added(figured).map(timed), ...notes.map(noted)];
  return [`<${[tag, ...attributes(figured)].join(' ')}>`, ...(text ? [escapeText(text)] : []), ...children.map((child) => `  ${child}`), `</${tag}>`].join('\n');
}

/** The script tag that brought the library to this page, with its absolute address; the one of the documentation where there is none. */
export function scriptOf(document: Document, tag: string): ScriptTag {
  const ends = [/\/ds-elements(\.classic|\.all)?\.js$/, new RegExp(`/elements/${tag.slice(3)}\\.js$`)];
  for (const end of ends) {
    const found = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].find(({ src }) => end.test(src.split(/[?#]/, 1)[0] ?? ''));
    if (found) return { src: found.src, module: found.type === 'module', integrity: found.integrity, crossOrigin: found.crossOrigin };
  }
  return { src: '/cdn/ds-elements.js', module: true, integrity: '', crossOrigin: null };
}

/** Gives the module at an address. */
type Load = (address: string) => Promise<unknown>;

/** With the checksum of the library's file, from the list that lies beside it; as it is where there is none. */
export async function pinned(tag: ScriptTag, load: Load = (address) => import(address)): Promise<ScriptTag> {
  const [, folder, file] = /^(https?:.*?\/)((?:elements\/)?[\w.-]+\.js)$/.exec(tag.src) ?? [];
  if (tag.integrity || folder === undefined || file === undefined) return tag;
  try {
    const { sums } = (await load(`${folder}integrity.js`)) as { readonly sums?: { readonly [file: string]: unknown } };
    const sum = sums && Object.hasOwn(sums, file) ? String(sums[file]) : '';
    return /^sha384-[\w+/]{64}$/.test(sum) ? { ...tag, integrity: sum, crossOrigin: tag.crossOrigin ?? 'anonymous' } : tag;
  } catch {
    return tag;
  }
}

/** The script tag, which says the version that this was copied from. */
export function scriptMarkup({ src, module, integrity, crossOrigin }: ScriptTag): string {
  const parts = [...(module ? ['type="module"'] : []), `src=${quoted(src)}`, ...(integrity ? [`integrity=${quoted(integrity)}`] : []), ...(crossOrigin === null ? [] : [`crossorigin=${quoted(crossOrigin)}`]), `data-version=${quoted(version)}`];
  return `<script ${parts.join(' ')}></script>`;
}

/** Text of an element's own children, without timed ones and slots. */
export function fallbackText(element: Element): string {
  const texts: string[] = [];
  const read = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) texts.push(node.nodeValue ?? '');
    else if (node.nodeType === Node.ELEMENT_NODE && !(node as Element).matches('ds-at, ds-note, [data-ds], [slot]')) node.childNodes.forEach(read);
  };
  element.childNodes.forEach(read);
  return texts.join('').replace(/\s+/g, ' ').trim().slice(0, 4096);
}

/** What a session tells of its run. */
export interface MarkedUp {
  readonly run: { readonly recipe: Recipe; readonly actions: readonly TimedAction[]; readonly scenario: Scenario | undefined };
  readonly notes: readonly Caption[];
  readonly nowMs: number;
  readonly playing: boolean;
  readonly narrator: {
    /** The id that a written target means. */
    idOf(target: string): string;
  };
}

/** Script tag and element that give this run at this moment again. */
export async function markupOf(element: Element, from: MarkedUp, { specs, values }: Pick<Settings, 'specs' | 'values'>): Promise<string> {
  const { run, notes, nowMs, playing } = from;
  const { recipe, scenario } = run;
  const settings = Object.fromEntries([...specs].map(([name, spec]) => [name, (spec.change === 'view' ? values : recipe.settings)[name] ?? '']));
  const tag = element.localName;
  const markup = elementMarkup({
    tag, specs, scenario, notes, playing, timeMs: nowMs, actions: run.actions, text: fallbackText(element),
    settings: { ...settings, seed: recipe.seed, scenario: recipe.scenario },
    ownActions: (scenario?.actions ?? []).map((action) => (action.target === undefined ? action : { ...action, target: from.narrator.idOf(action.target) })),
  });
  return `${scriptMarkup(await pinned(scriptOf(element.ownerDocument, tag)))}\n\n${markup}\n`;
}
