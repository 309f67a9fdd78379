/**
 * Settings of an element: what an author may write as attribute or property, how it is read, and which value holds.
 *
 * A value holds in this order: the author's (attribute or property, the last written), else the scenario's, else the
 * default. What the author wrote is never rewritten; the property gives the effective value.
 */
import type { Plain } from '../../models/kernel/model.ts';
import type { SettingValues } from './concept.ts';
import { clamp, excerpt, exactMs, groupsText, listText, pairText, parseDuration, parseGroups, parseInteger, parseKeyword, parseList, parseNumber, parsePair, parseShare, parseText } from './grammar.ts';
import type { Fault, Parsed } from './grammar.ts';

export type SettingValue = string | number | boolean;

interface Common {
  /** What a change does: `live` acts on the running system, `restart` starts at 0 again, `view` touches looks only. */
  readonly change: 'live' | 'restart' | 'view';
  /** Attribute name; kebab-case of the property when absent. */
  readonly attribute?: string;
}

/** How a setting is written, its bounds and its default. Durations in ms, shares 0–1. */
export type SettingSpec = Common & (
  | { readonly kind: 'integer' | 'number' | 'share'; readonly fallback: number; readonly min?: number; readonly max?: number }
  | { readonly kind: 'duration'; readonly fallback: number; readonly min?: number; readonly max?: number; /** Admits the word `never`: Infinity. */ readonly never?: boolean }
  | { readonly kind: 'pair'; readonly fallback: string; readonly min?: number; readonly max?: number }
  | { readonly kind: 'list'; readonly fallback: string; readonly items?: number; /** Items are numbers within these bounds; others become `fallback`. */ readonly number?: { readonly min: number; readonly max: number; readonly fallback: number }; /** Items are these words; others are dropped. */ readonly words?: readonly string[] }
  | { readonly kind: 'groups'; readonly fallback: string }
  | { readonly kind: 'enum'; readonly fallback: string; readonly words: readonly string[] | (() => readonly string[]) }
  | { readonly kind: 'string'; readonly fallback: string; /** In code points; 64 when absent. */ readonly length?: number }
  | { readonly kind: 'boolean' }
);

export type SettingSpecs = ReadonlyMap<string, SettingSpec>;

/** Settings by property name, as a concept lists its own. */
export interface SettingTable {
  readonly [name: string]: SettingSpec;
}

/** A value that was not what it should be, and what is used instead. */
export interface BadValue {
  /** Attribute name. */
  readonly attribute: string;
  /** As written, cut at 40 characters. */
  readonly value: string;
  readonly fault: Fault;
}

const registry = new WeakMap<object, Map<string, SettingSpec>>();

/** Attribute name of a setting. */
export function attributeOf(name: string, spec: SettingSpec): string {
  return spec.attribute ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What `@setting` properties read from and write to. */
export interface HasSettings {
  readSetting(name: string): SettingValue;
  writeSetting(name: string, value: unknown): void;
}

/**
 * Makes a property of an element a setting: an attribute is read by the grammar of `spec`, the setter reads text in
 * the same way and never throws. Declare it without a value: `@setting(own.servers) servers!: number;`.
 */
export function setting(spec: SettingSpec): (prototype: HasSettings, name: string) => void {
  return (prototype, name) => {
    const own = registry.get(prototype.constructor) ?? new Map<string, SettingSpec>();
    own.set(name, spec);
    registry.set(prototype.constructor, own);
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HasSettings) { return this.readSetting(name); },
      set(this: HasSettings, value: unknown) { this.writeSetting(name, value); },
    });
  };
}

/** All settings of a class, those of its bases first. */
export function settingsOf(constructor: object): SettingSpecs {
  const chain: object[] = [];
  for (let at: object | null = constructor; at && at !== Function.prototype; at = Object.getPrototypeOf(at) as object | null) chain.unshift(at);
  return new Map(chain.flatMap((at) => [...(registry.get(at) ?? [])]));
}

/** The value when neither author nor scenario gives one. */
export function fallbackOf(spec: SettingSpec): SettingValue {
  return spec.kind === 'boolean' ? false : spec.fallback;
}

function textOf<Value>(parsed: Parsed<Value>, write: (value: Value) => string): Parsed<string> {
  return { value: parsed.value === undefined ? undefined : write(parsed.value), ...(parsed.fault && { fault: parsed.fault }) };
}

/** The words of an enumeration. */
export function wordsOf(spec: Extract<SettingSpec, { kind: 'enum' }>): readonly string[] {
  return typeof spec.words === 'function' ? spec.words() : spec.words;
}

function parseItems(text: string, spec: Extract<SettingSpec, { kind: 'list' }>): Parsed<string> {
  const list = parseList(text, { items: spec.items });
  if (list.value === undefined) return { value: undefined, fault: list.fault ?? 'syntax' };
  let fault = list.fault;
  const { number, words } = spec;
  let items = list.value.map((item) => (spec.number || words ? item : [...item.slice(0, 128)].slice(0, 64).join('')));
  if (number) {
    items = items.map((item) => {
      const parsed = parseNumber(item, number);
      fault ??= parsed.fault;
      return String(parsed.value ?? number.fallback);
    });
  }
  if (words) {
    const known = items.map((item) => item.toLowerCase()).filter((item) => words.includes(item));
    if (known.length < items.length) fault ??= 'keyword';
    items = known;
  }
  if (!items.length) return { value: undefined, fault: fault ?? 'syntax' };
  return { value: listText(items), ...(fault && { fault }) };
}

/** Reads attribute text. `value: undefined` means: use the default. */
export function parseSetting(text: string, spec: SettingSpec): Parsed<SettingValue> {
  switch (spec.kind) {
    case 'integer': return parseInteger(text, spec);
    case 'number': return parseNumber(text, spec);
    case 'share': return parseShare(text, spec);
    case 'duration': return parseDuration(text, spec);
    case 'pair': return textOf(parsePair(text, spec), pairText);
    case 'list': return parseItems(text, spec);
    case 'groups': return textOf(parseGroups(text), groupsText);
    case 'enum': return parseKeyword(text, wordsOf(spec));
    case 'string': return parseText(text, spec.length ?? 64);
    case 'boolean': return { value: true };
  }
}

/**
 * Reads a value that a script or a framework assigned. Text is read like an attribute; numbers and truth values are
 * taken as they are; lists of primitives like their text. `null` and `undefined` are an absent attribute.
 */
export function coerceSetting(value: unknown, spec: SettingSpec): Parsed<SettingValue> | null {
  if (value === null || value === undefined) return null;
  if (spec.kind === 'boolean') return { value: typeof value === 'string' ? value !== 'false' : Boolean(value) };
  if (typeof value === 'string') return parseSetting(value, spec);
  if (typeof value === 'number') return coerceNumber(value, spec);
  const text = plainText(value);
  return text === null ? { value: undefined, fault: 'syntax' } : parseSetting(text, spec);
}

function coerceNumber(value: number, spec: SettingSpec): Parsed<SettingValue> {
  const syntax = { value: undefined, fault: 'syntax' } as const;
  switch (spec.kind) {
    case 'integer': return Number.isInteger(value) ? clamp(value, spec) : syntax;
    case 'number': return Number.isFinite(value) ? clamp(value, spec) : syntax;
    case 'share': return Number.isFinite(value) ? clamp(value, { min: Math.max(0, spec.min ?? 0), max: Math.min(1, spec.max ?? 1) }) : syntax;
    case 'duration':
      if (value === Infinity && (spec.never || spec.fallback === Infinity)) return { value };
      return Number.isFinite(value) ? clamp(exactMs(value), { min: spec.min ?? 0, max: spec.max }) : syntax;
    default: return parseSetting(String(value), spec);
  }
}

/** Text of a primitive or of a list of primitives; null for what has no plain text. Never calls foreign code. */
function plainText(value: unknown): string | null {
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value.length > 4096) return null;
  const items: string[] = [];
  for (const item of value as readonly unknown[]) {
    if (typeof item !== 'string' && typeof item !== 'number') return null;
    items.push(String(item));
  }
  return listText(items);
}

interface Written {
  /** Undefined: the author wrote something that could not be used. */
  readonly value: SettingValue | undefined;
  readonly bad: BadValue | null;
  /** As it was written, cut short. */
  readonly text: string;
}

/** The settings of one element: who wrote what, and what holds. */
export class Settings {
  readonly #specs: SettingSpecs;
  readonly #written = new Map<string, Written>();
  readonly #scenario = new Map<string, SettingValue>();
  /** Values that the concept changed because they do not go together with others. */
  readonly #adjusted = new Map<string, SettingValue>();
  #values: SettingValues | null = null;

  constructor(specs: SettingSpecs) {
    this.#specs = specs;
  }

  get specs(): SettingSpecs {
    return this.#specs;
  }

  /** Takes attribute text, or null for a removed attribute. Returns true when the effective value changed, or what is to be said about it. */
  writeText(name: string, text: string | null): boolean {
    const spec = this.#specs.get(name);
    if (!spec) return false;
    return this.#write(name, spec, text === null ? null : parseSetting(text, spec), text ?? '');
  }

  /** Takes what a script assigned. Returns true when the effective value changed, or what is to be said about it. */
  writeValue(name: string, value: unknown): boolean {
    const spec = this.#specs.get(name);
    if (!spec) return false;
    return this.#write(name, spec, coerceSetting(value, spec), typeof value === 'string' ? value : typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol' ? typeof value : String(value));
  }

  #write(name: string, spec: SettingSpec, parsed: Parsed<SettingValue> | null, text: string): boolean {
    const before = this.get(name);
    const wasBad = this.#written.get(name)?.bad ?? null;
    if (parsed === null || (spec.kind === 'boolean' && parsed.value === false)) this.#written.delete(name);
    else {
      const value = excerpt(text);
      const bad = parsed.fault ? { attribute: attributeOf(name, spec), value, fault: parsed.fault } : null;
      this.#written.set(name, { value: parsed.value, bad, text: value });
    }
    this.#adjusted.delete(name);
    this.#values = null;
    // A bad value changes what is to be said even where the same value holds as before.
    return before !== this.get(name) || wasBad !== null || parsed?.fault !== undefined;
  }

  /** Takes over the set-up of a scenario, replacing that of the one before. Values are read like properties. */
  useScenario(values: { readonly [name: string]: Plain }): void {
    this.#scenario.clear();
    for (const [name, spec] of this.#specs) {
      const parsed = Object.hasOwn(values, name) ? coerceSetting(values[name], spec) : null;
      if (parsed?.value !== undefined) this.#scenario.set(name, parsed.value);
    }
    this.#values = null;
  }

  /** Replaces effective values that do not go together. They hold until the setting is written again. */
  adjust(name: string, value: SettingValue): void {
    this.#adjusted.set(name, value);
    this.#values = null;
  }

  /** Forgets all adjustments, before they are worked out anew. */
  unadjust(): void {
    if (this.#adjusted.size) this.#values = null;
    this.#adjusted.clear();
  }

  /** The value that holds. */
  get(name: string): SettingValue {
    const spec = this.#specs.get(name);
    if (!spec) return '';
    return this.#adjusted.get(name) ?? this.#written.get(name)?.value ?? this.#scenario.get(name) ?? fallbackOf(spec);
  }

  /** What the author wrote where it is usable, cut short; null where nothing is. */
  textOf(name: string): string | null {
    const written = this.#written.get(name);
    return written?.value === undefined ? null : written.text;
  }

  /** All effective values by property name; the same object until one changes. */
  get values(): SettingValues {
    this.#values ??= Object.freeze(Object.fromEntries([...this.#specs.keys()].map((name) => [name, this.get(name)])));
    return this.#values;
  }

  /** What is wrong now, by setting, with the value used instead. */
  get bad(): readonly (BadValue & { readonly name: string; readonly used: SettingValue })[] {
    return [...this.#written].flatMap(([name, { bad }]) => (bad ? [{ ...bad, name, used: this.get(name) }] : []));
  }
}
