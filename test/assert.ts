/** The few assertions that the tests need, the same in a browser and in Node. */

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
  readonly actual: unknown;
  readonly expected: unknown;
  constructor(message: string, actual?: unknown, expected?: unknown) {
    super(message);
    this.actual = actual;
    this.expected = expected;
  }
}

/** Path to and account of the first difference between two values, or null when they are alike. */
function difference(actual: unknown, expected: unknown, path: string, seen: Map<object, object>): string | null {
  if (Object.is(actual, expected)) return null;
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return `${path} is ${show(actual)}, expected ${show(expected)}`;
  }
  if (seen.get(actual) === expected) return null;
  seen.set(actual, expected);
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) {
    return `${path} is a ${kind(actual)}, expected a ${kind(expected)}`;
  }
  if (actual instanceof Map && expected instanceof Map) return differenceOfMaps(actual, expected, path, seen);
  if (actual instanceof Set && expected instanceof Set) return difference([...actual], [...expected], `${path} as list`, seen);
  const left = actual as Record<string, unknown>;
  const right = expected as Record<string, unknown>;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length) {
    return `${path} has ${actual.length} items, expected ${expected.length}: ${show(actual)} against ${show(expected)}`;
  }
  for (const key of keys) {
    const at = Array.isArray(actual) ? `${path}[${key}]` : `${path}.${key}`;
    if (!(key in left)) return `${at} is absent, expected ${show(right[key])}`;
    if (!(key in right)) return `${at} is ${show(left[key])}, expected to be absent`;
    const found = difference(left[key], right[key], at, seen);
    if (found) return found;
  }
  return null;
}

function differenceOfMaps(actual: Map<unknown, unknown>, expected: Map<unknown, unknown>, path: string, seen: Map<object, object>): string | null {
  if (actual.size !== expected.size) return `${path} has ${actual.size} entries, expected ${expected.size}`;
  for (const [key, value] of expected) {
    if (!actual.has(key)) return `${path} has no entry ${show(key)}`;
    const found = difference(actual.get(key), value, `${path}.get(${show(key)})`, seen);
    if (found) return found;
  }
  return null;
}

function kind(value: object): string {
  return (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name ?? 'bare object';
}

/** A value as text, cut so that a message stays readable. */
function show(value: unknown): string {
  let text: string | undefined;
  try {
    text = typeof value === 'bigint' ? `${value}n` : typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : JSON.stringify(value);
  } catch {
    text = undefined;
  }
  text ??= String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function fail(message: string): never {
  throw new AssertionError(message);
}

function ok(value: unknown, message = 'expected a truthy value'): asserts value {
  if (!value) throw new AssertionError(`${message} (got ${show(value)})`, value, true);
}

/** Same value, by `Object.is`. */
function equal<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  if (!Object.is(actual, expected)) {
    throw new AssertionError(`${message ? `${message}: ` : ''}got ${show(actual)}, expected ${show(expected)}`, actual, expected);
  }
}

function notEqual(actual: unknown, unwanted: unknown, message?: string): void {
  if (Object.is(actual, unwanted)) throw new AssertionError(`${message ? `${message}: ` : ''}got ${show(actual)}, which was not wanted`, actual, unwanted);
}

/** Same structure: own enumerable keys, Maps, Sets and arrays in order, by `Object.is` at the leaves; prototypes must agree. */
function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  const found = difference(actual, expected, 'value', new Map());
  if (found) throw new AssertionError(`${message ? `${message}: ` : ''}${found}`, actual, expected);
}

function notDeepEqual(actual: unknown, unwanted: unknown, message?: string): void {
  if (!difference(actual, unwanted, 'value', new Map())) fail(`${message ? `${message}: ` : ''}both are ${show(actual)}`);
}

/** Numbers no further apart than `tolerance`. */
function closeTo(actual: number, expected: number, tolerance: number, message?: string): void {
  if (!(Math.abs(actual - expected) <= tolerance)) {
    throw new AssertionError(`${message ? `${message}: ` : ''}got ${actual}, expected ${expected} ± ${tolerance}`, actual, expected);
  }
}

function match(actual: string, pattern: RegExp, message?: string): void {
  if (!pattern.test(actual)) throw new AssertionError(`${message ? `${message}: ` : ''}${show(actual)} does not match ${pattern}`, actual, pattern);
}

type ErrorClass = abstract new (...args: never[]) => Error;

function checkError(error: unknown, expected: ErrorClass | RegExp | undefined): void {
  if (expected === undefined) return;
  if (expected instanceof RegExp) match(error instanceof Error ? error.message : String(error), expected, 'message of the error');
  else if (!(error instanceof expected)) throw new AssertionError(`threw ${String(error)}, expected a ${expected.name}`, error, expected);
}

/** `act` throws, and an error of that class or with that message. Returns the error. */
function throws(act: () => unknown, expected?: ErrorClass | RegExp, message = 'expected it to throw'): unknown {
  let error: unknown;
  try {
    act();
  } catch (thrown) {
    error = thrown;
    checkError(error, expected);
    return error;
  }
  return fail(message);
}

/** Like `throws`, for a promise that rejects. */
async function rejects(promise: Promise<unknown>, expected?: ErrorClass | RegExp, message = 'expected it to reject'): Promise<unknown> {
  let error: unknown;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
    checkError(error, expected);
    return error;
  }
  return fail(message);
}

interface Assert {
  fail(message: string): never;
  ok(value: unknown, message?: string): asserts value;
  equal<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
  notEqual(actual: unknown, unwanted: unknown, message?: string): void;
  deepEqual(actual: unknown, expected: unknown, message?: string): void;
  notDeepEqual(actual: unknown, unwanted: unknown, message?: string): void;
  closeTo(actual: number, expected: number, tolerance: number, message?: string): void;
  match(actual: string, pattern: RegExp, message?: string): void;
  throws(act: () => unknown, expected?: ErrorClass | RegExp, message?: string): unknown;
  rejects(promise: Promise<unknown>, expected?: ErrorClass | RegExp, message?: string): Promise<unknown>;
}

// The annotation is what lets the compiler follow the assertion signatures.
export const assert: Assert = { fail, ok, equal, notEqual, deepEqual, notDeepEqual, closeTo, match, throws, rejects };
