/**
 * The value grammar of attributes: text in, a value or a problem out. Nothing throws, nothing takes more than linear
 * time, and no text is looked at before its length was.
 */

/** What was wrong with a value: it could not be read, was out of bounds, names nothing known, or had to be reordered. */
export type Fault = 'syntax' | 'range' | 'keyword' | 'length' | 'order';

/** A value with what was wrong with the text it came from. With `value: undefined` the default is to be used. */
export interface Parsed<Value> {
  readonly value: Value | undefined;
  readonly fault?: Fault;
}

/** Longest text of a single number or duration; a double has at most 17 telling digits. */
const numberLength = 64;
/** Longest list, pair or groups: 64 names of 64 characters with separators. */
const listLength = 8192;
const listItems = 1024;

const unparsable = { value: undefined, fault: 'syntax' } as const;
const tooLong = { value: undefined, fault: 'length' } as const;

const decimal = /^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$/;
const whole = /^[+-]?[0-9]+$/;
const units: ReadonlyMap<string, number> = new Map([['', 1], ['ms', 1], ['s', 1000], ['min', 60_000], ['h', 3_600_000]]);

/** Bounds of a number; both included, except where `above` asks for more than `min`. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** Brings a number into its bounds. */
export function clamp(value: number, bounds: Bounds): Parsed<number> {
  const { min = -Infinity, max = Infinity } = bounds;
  if (value < min) return { value: min, fault: 'range' };
  if (value > max) return { value: max, fault: 'range' };
  return { value: value === 0 ? 0 : value };
}

function trim(text: string): string {
  return text.replace(/^[ \t\n\f\r]+/, '').replace(/[ \t\n\f\r]+$/, '');
}

/** ASCII digits with an optional sign. */
export function parseInteger(text: string, bounds: Bounds = {}): Parsed<number> {
  if (text.length > numberLength) return tooLong;
  const trimmed = trim(text);
  return whole.test(trimmed) ? clamp(Number(trimmed), bounds) : unparsable;
}

/** A finite decimal, no exponent. */
export function parseNumber(text: string, bounds: Bounds = {}): Parsed<number> {
  if (text.length > numberLength) return tooLong;
  const trimmed = trim(text);
  return decimal.test(trimmed) ? clamp(Number(trimmed), bounds) : unparsable;
}

/** A number from 0 to 1, or a percentage. */
export function parseShare(text: string, bounds: Bounds = {}): Parsed<number> {
  if (text.length > numberLength) return tooLong;
  const trimmed = trim(text);
  const percent = trimmed.endsWith('%');
  const digits = percent ? trim(trimmed.slice(0, -1)) : trimmed;
  if (!decimal.test(digits)) return unparsable;
  return clamp(percent ? Number(digits) / 100 : Number(digits), { min: Math.max(0, bounds.min ?? 0), max: Math.min(1, bounds.max ?? 1) });
}

/**
 * A number with `ms`, `s`, `min` or `h`, always simulated time; without a unit it is milliseconds. Exact to 0.001 ms,
 * the kernel's microsecond. `never`, where it is admitted, is Infinity.
 */
export function parseDuration(text: string, bounds: Bounds & { readonly never?: boolean } = {}): Parsed<number> {
  if (text.length > numberLength) return tooLong;
  const trimmed = trim(text).toLowerCase();
  if (bounds.never && trimmed === 'never') return { value: Infinity };
  const digits = trimmed.replace(/[a-z]+$/, '');
  const unit = units.get(trimmed.slice(digits.length));
  const amount = trim(digits);
  if (unit === undefined || !decimal.test(amount)) return unparsable;
  return clamp(exactMs(Number(amount) * unit), { min: bounds.min ?? 0, max: bounds.max });
}

/** Milliseconds to the microsecond. */
export function exactMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Items split by commas if there is one (names may hold spaces then), else by white space. */
export function parseList(text: string, limit: { readonly items?: number; readonly length?: number } = {}): Parsed<readonly string[]> {
  if (text.length > (limit.length ?? listLength)) return tooLong;
  const raw = text.includes(',') ? text.split(',').map(trim) : text.split(/[ \t\n\f\r]+/);
  const items = raw.filter((item) => item !== '');
  const most = limit.items ?? listItems;
  return items.length > most ? { value: items.slice(0, most), fault: 'range' } : { value: items };
}

/** Canonical text of a list; reading it again gives the same items. */
export function listText(items: readonly string[]): string {
  const only = items.length === 1 ? items[0] : undefined;
  return only !== undefined && /[ \t\n\f\r]/.test(only) ? `${only},` : items.join(',');
}

/** Two durations, low then high; one stands for both; the wrong way round they are swapped. */
export function parsePair(text: string, bounds: Bounds = {}): Parsed<readonly [number, number]> {
  if (text.length > numberLength * 2) return tooLong;
  const items = parseList(text).value ?? [];
  const [first, second = first] = items;
  if (first === undefined || second === undefined || items.length > 2) return unparsable;
  const low = parseDuration(first, bounds);
  const high = parseDuration(second, bounds);
  if (low.value === undefined || high.value === undefined) return unparsable;
  const fault = low.fault ?? high.fault;
  if (low.value > high.value) return { value: [high.value, low.value], fault: 'order' };
  return { value: [low.value, high.value], ...(fault && { fault }) };
}

/** Canonical text of a pair range. */
export function pairText(pair: readonly [number, number]): string {
  return `${pair[0]}ms ${pair[1]}ms`;
}

/** Sides of a cut: `|` between sides, a list inside each. */
export function parseGroups(text: string): Parsed<readonly (readonly string[])[]> {
  if (text.length > listLength) return tooLong;
  const sides: (readonly string[])[] = [];
  for (const part of text.split('|', 65)) {
    const items = parseList(part).value ?? [];
    if (items.length) sides.push(items);
  }
  return sides.length ? { value: sides } : unparsable;
}

/** Canonical text of groups. */
export function groupsText(groups: readonly (readonly string[])[]): string {
  return groups.map(listText).join('|');
}

/** An ASCII case-insensitive keyword. */
export function parseKeyword(text: string, keywords: readonly string[]): Parsed<string> {
  if (text.length > numberLength) return tooLong;
  const trimmed = trim(text).toLowerCase();
  if (trimmed === '') return unparsable;
  return keywords.includes(trimmed) ? { value: trimmed } : { value: undefined, fault: 'keyword' };
}

/** Any text; what is longer than `codePoints` is cut. */
export function parseText(text: string, codePoints: number): Parsed<string> {
  // A code point has at most two code units: no need to walk through what cannot be kept.
  if (text.length <= codePoints) return { value: text };
  const kept = [...text.slice(0, codePoints * 2)].slice(0, codePoints).join('');
  return kept.length === text.length ? { value: text } : { value: kept, fault: 'length' };
}

/** Text as messages show it: cut at 40 characters, control characters as spaces. */
export function excerpt(text: string): string {
  const start = [...text.slice(0, 82)];
  const cut = start.length > 40 || text.length > 82;
  return (cut ? `${start.slice(0, 40).join('')}…` : text).replace(/[\u0000-\u001f\u007f]/g, ' ');
}
