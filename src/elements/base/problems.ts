/** What is wrong with an element's input or surroundings: said on the page, to scripts, and once on the console. */
import { fire } from './events.ts';
import type { ErrorCode, ErrorDetail } from './events.ts';
import type { Phrase, Translate } from './strings.ts';
import { inEnglish } from './told.ts';

const warned = new Set<string>();

/** Lets tests hear a warning again that was already given on this page. */
export function forgetWarnings(): void {
  warned.clear();
}

/** A problem to be reported; its English message is made of the phrase. */
export interface Problem extends Omit<ErrorDetail, 'message'> {
  readonly phrase: Phrase;
  /** Warned once per tag and topic, e.g. `servers range`. */
  readonly topic: string;
}

/** `console.error` is for what neither author nor reader can help; the rest is a warning. */
const grave: readonly ErrorCode[] = ['invariant', 'load'];

/** The problems of one element, by key; a key has at most one. */
export class Problems {
  readonly #host: HTMLElement;
  readonly #changed: () => void;
  readonly #shown = new Map<string, Problem>();

  constructor(host: HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Messages to show, oldest first. */
  messages(text: Translate): readonly string[] {
    return [...this.#shown.values()].map(({ phrase: { template, values } }) => text(template, values));
  }

  has(key: string): boolean {
    return this.#shown.has(key);
  }

  /** True while something that cannot go on by itself is shown. */
  get fatal(): boolean {
    return [...this.#shown.values()].some((problem) => !problem.recoverable);
  }

  /** Shows a problem under `key`, in place of the one before, and tells page and console. The same again does nothing. */
  report(key: string, problem: Problem): void {
    const message = inEnglish(problem.phrase);
    const before = this.#shown.get(key);
    if (before && inEnglish(before.phrase) === message) return;
    this.#shown.set(key, problem);
    this.#changed();
    const { topic, phrase: _phrase, ...detail } = problem;
    const once = `${this.#host.localName} ${topic}`;
    if (!warned.has(once)) {
      warned.add(once);
      const line = `${this.#host.localName}: ${message}`;
      if (grave.includes(problem.code)) console.error(line);
      else console.warn(line);
    }
    fire(this.#host, 'ds-error', { ...detail, message });
  }

  /** Takes a message back. */
  clear(key: string): void {
    if (this.#shown.delete(key)) this.#changed();
  }

  /** Takes back every message whose key starts with `prefix` and is not in `keep`. */
  clearExcept(prefix: string, keep: ReadonlySet<string>): void {
    for (const key of [...this.#shown.keys()]) if (key.startsWith(prefix) && !keep.has(key)) this.clear(key);
  }
}
