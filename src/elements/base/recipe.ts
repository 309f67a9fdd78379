/** Saving a run: the recipe, not the state. It is JSON, small, and read back by known keys only. */
import type { Action, ActedBy, Plain } from '../../models/kernel/model.ts';
import type { SettingValues } from './concept.ts';
import { version } from './define.ts';
import type { Recipe } from './run.ts';
import { coerceSetting, fallbackOf, wordsOf } from './settings.ts';
import type { SettingSpecs, SettingValue } from './settings.ts';
import { ToldError } from './told.ts';

/** What `snapshot()` returns. */
export interface Snapshot {
  readonly format: 'ds-snapshot';
  readonly version: string;
  readonly tag: string;
  readonly config: { readonly [name: string]: SettingValue };
  readonly seed: string;
  readonly scenario: string;
  readonly actions: readonly (Action & { readonly time: number; readonly by: ActedBy })[];
  /** Simulated ms. */
  readonly time: number;
  readonly branch: string;
  /** Identifies the state at `time`; 16 hex digits. */
  readonly hash: string;
}

const longest = 65_536;
const mostActions = 2000;
/** A week of simulated time, in ms: no run goes further, and none could be replayed that far. */
const latest = 604_800_000;

interface Saved {
  readonly tag: string;
  readonly specs: SettingSpecs;
  readonly recipe: Recipe;
  readonly actions: readonly (Action & { readonly timeMs: number; readonly by: ActedBy })[];
  readonly timeMs: number;
  readonly branch: string;
  readonly hash: string;
}

/** The recipe of a run at a time, as data that JSON keeps. */
export function takeSnapshot({ tag, specs, recipe, actions, timeMs, branch, hash }: Saved): Snapshot {
  const config = Object.fromEntries([...specs].filter(([name, spec]) => spec.change !== 'view' && name !== 'seed' && name !== 'scenario' && name !== 'src').map(([name]) => {
    const value = recipe.settings[name] ?? '';
    return [name, value === Infinity ? 'never' : value];
  }));
  return {
    format: 'ds-snapshot', version, tag, config, seed: recipe.seed, scenario: recipe.scenario,
    actions: actions.map(({ timeMs: time, ...action }) => ({ time, ...action })), time: timeMs, branch, hash,
  };
}

/** Reads a snapshot; throws `TypeError` for one of another tag or format. */
export function readSnapshot(given: unknown, tag: string, specs: SettingSpecs, base: SettingValues): { readonly recipe: Recipe; readonly timeMs: number; readonly hash: string; readonly version: string } {
  const value = typeof given === 'string' ? parseJson(given) : given;
  if (!isRecord(value) || own(value, 'format') !== 'ds-snapshot') throw new ToldError('not a ds-snapshot');
  if (own(value, 'tag') !== tag) throw new ToldError('a snapshot of {other}, not of {tag}', { other: `<${String(own(value, 'tag')).slice(0, 40)}>`, tag: `<${tag}>` });
  const config = own(value, 'config');
  const actions = own(value, 'actions');
  const time = own(value, 'time');
  const hash = own(value, 'hash');
  if (!isRecord(config) || !Array.isArray(actions) || actions.length > mostActions) throw new ToldError('a snapshot without config or actions');
  if (typeof time !== 'number' || !(time >= 0) || typeof hash !== 'string') throw new ToldError('a snapshot without time or hash');
  if (time > latest) throw new ToldError('a snapshot of a time that no run reaches');
  const scenario = textOf(own(value, 'scenario'));
  const scenarios = specs.get('scenario');
  if (scenario !== '' && scenarios?.kind === 'enum' && !wordsOf(scenarios).includes(scenario)) throw new ToldError('a snapshot of the unknown scenario {value}', { value: scenario.slice(0, 40) });
  const settings = new Map<string, SettingValue>(Object.entries(base));
  for (const [name, spec] of specs) {
    if (!Object.hasOwn(config, name)) continue;
    // A default need not be writable.
    const fallback = fallbackOf(spec);
    const read = Object.is(config[name], fallback) ? fallback : coerceSetting(config[name], spec)?.value;
    if (read !== undefined) settings.set(name, read);
  }
  const recipe: Recipe = {
    settings: Object.freeze(Object.fromEntries(settings)),
    seed: textOf(own(value, 'seed')),
    scenario,
    actions: (actions as readonly unknown[]).map(readAction),
  };
  return { recipe, timeMs: time, hash, version: textOf(own(value, 'version')) };
}

function readAction(given: unknown): Recipe['actions'][number] {
  if (!isRecord(given)) throw new ToldError('an action of the snapshot is not an object');
  const action = own(given, 'action');
  const time = own(given, 'time');
  const target = own(given, 'target');
  const by = own(given, 'by');
  const args = own(given, 'args');
  if (typeof action !== 'string' || typeof time !== 'number' || !(time >= 0) || !Number.isFinite(time)) throw new ToldError('an action of the snapshot has no name or time');
  return {
    action, timeMs: time, by: by === 'user' || by === 'script' ? by : 'scenario',
    ...(typeof target === 'string' && { target }), ...(isRecord(args) && { args: Object.fromEntries(copyPlain(args, 8) as [string, Plain][]) }),
  };
}

/** Copies JSON entry by entry, so that nothing but plain data comes in. */
function copyPlain(value: { readonly [key: string]: unknown }, depth: number): [string, Plain][] {
  return Object.entries(value).slice(0, 64).map(([key, item]) => [key, plainOf(item, depth - 1)]);
}

function plainOf(value: unknown, depth: number): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (depth <= 0) return null;
  if (Array.isArray(value)) return (value as readonly unknown[]).slice(0, 1024).map((item) => plainOf(item, depth - 1));
  return isRecord(value) ? Object.fromEntries(copyPlain(value, depth)) : null;
}

/** Arguments of an action given by a script, as plain data; throws `TypeError` for what is none. */
export function plainArguments(given: unknown): { readonly [name: string]: Plain } | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isRecord(given)) throw new TypeError('args must be an object of plain values');
  return Object.fromEntries(copyPlain(given, 8));
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 1024) : '';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function parseJson(text: string): unknown {
  if (text.length > longest) throw new ToldError('a snapshot has at most 64 KB');
  try {
    return JSON.parse(text);
  } catch {
    throw new ToldError('a snapshot that is not JSON');
  }
}

/** UTF-8 text as base64url, for the fragment of a permalink. */
export function toBase64Url(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The text of base64url; null where it is none. */
export function fromBase64Url(code: string): string | null {
  if (code.length > longest * 2 || !/^[A-Za-z0-9_-]*$/.test(code)) return null;
  try {
    const binary = atob(code.replace(/-/g, '+').replace(/_/g, '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** The saved run that the address of the page holds for the element with this id, or null. Throws `TypeError` for one that is damaged. */
export function recipeInAddress(hash: string, id: string): string | null {
  const prefixes = [`ds-${id}=`, `ds-${encodeURIComponent(id)}=`];
  for (const part of hash.replace(/^#/, '').split('&', 32)) {
    const prefix = prefixes.find((each) => part.startsWith(each));
    if (prefix === undefined) continue;
    const text = fromBase64Url(part.slice(prefix.length));
    if (text === null) throw new ToldError('it is cut off or damaged');
    return text;
  }
  return null;
}
