/**
 * Keeps watch over the console, uncaught errors and unhandled rejections. Whatever a test did not announce fails it:
 *
 *     expectConsole('warn', /servers="999"/);
 *     element.setAttribute('servers', '999');
 */
import { AssertionError } from './assert.ts';

export type Level = 'warn' | 'error';

interface Expectation {
  readonly level: Level;
  readonly pattern: RegExp | string;
  left: number;
}

/** Notices of the development build of lit, which say nothing about this library. */
const filtered = [/Lit is in dev mode/];

const expectations: Expectation[] = [];
const unexpected: string[] = [];

/** Where an error comes from, one line. */
function firstPlace(stack = ''): string {
  const line = stack.split('\n').find((text) => text.trim().startsWith('at '));
  return line ? `, ${line.trim()}` : '';
}

function textOf(values: readonly unknown[]): string {
  return values.map((value) => (value instanceof Error ? `${String(value)}${firstPlace(value.stack)}` : String(value))).join(' ');
}

function matches(expectation: Expectation, level: Level, text: string): boolean {
  if (expectation.left === 0 || expectation.level !== level) return false;
  return typeof expectation.pattern === 'string' ? text.includes(expectation.pattern) : expectation.pattern.test(text);
}

/** Announces `times` lines on the console in this test; too few fail the test as well as too many. */
export function expectConsole(level: Level, pattern: RegExp | string, times = 1): void {
  expectations.push({ level, pattern, left: times });
}

/** Called after each test: throws if anything came that was not announced, or was announced and did not come. */
export function settleConsole(): void {
  const problems = unexpected.splice(0);
  for (const { level, pattern, left } of expectations.splice(0)) {
    if (left > 0) problems.push(`console.${level} with ${String(pattern)} was announced and did not come${left > 1 ? ` (${left} times)` : ''}`);
  }
  if (problems.length > 0) throw new AssertionError(problems.join('\n'));
}

function watch(level: Level): void {
  const original = console[level].bind(console);
  console[level] = (...values: unknown[]): void => {
    const text = textOf(values);
    if (filtered.some((pattern) => pattern.test(text))) return;
    const expectation = expectations.find((candidate) => matches(candidate, level, text));
    if (expectation) {
      expectation.left -= 1;
      return;
    }
    unexpected.push(`unexpected console.${level}: ${text}`);
    original(...values);
  };
}

watch('warn');
watch('error');
globalThis.addEventListener?.('error', (event) => unexpected.push(`uncaught error: ${textOf([event.error ?? event.message])}`));
globalThis.addEventListener?.('unhandledrejection', (event) => unexpected.push(`unhandled rejection: ${textOf([event.reason])}`));
