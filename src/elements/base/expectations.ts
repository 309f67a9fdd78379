/** What an author expects of the modelled system, and is told when it does not hold. */
import type { Breach } from './concept.ts';
import { fire } from './events.ts';
import { parseList } from './grammar.ts';
import type { Ticker } from './ticker.ts';

export interface Expecting {
  readonly element: HTMLElement;
  readonly ticker: Ticker;
  /** Names of verdicts, as the attribute `expect` has them. */
  readonly expected: string;
  /** Simulated ms. */
  readonly nowMs: number;
  /** What the system has breached so far. */
  breaches(): readonly Breach[];
  /** Other breaches are to be shown. */
  changed(): void;
}

const everyMs = 250;

/** Looks for breaches at most four times a second; each is told once a run, and shown for as long as the run has it. */
export class Expectations {
  readonly #expecting: Expecting;
  readonly #told = new Set<string>();
  #judgedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What is expected and breached at the moment that was looked at last. */
  breaches: readonly Breach[] = [];

  constructor(expecting: Expecting) {
    this.#expecting = expecting;
  }

  /** Looks now, or as soon as it may. */
  judge(): void {
    const { element, ticker, expected } = this.#expecting;
    if (!expected) {
      this.#show([]);
      return;
    }
    const wait = everyMs - (ticker.now() - this.#judgedAt);
    if (wait <= 0) this.#look();
    else if (this.#timer === null) this.#timer = setTimeout(() => {
      this.#timer = null;
      if (element.isConnected) this.#look();
    }, wait);
  }

  #look(): void {
    const { element, ticker, expected, nowMs } = this.#expecting;
    const names = parseList(expected).value ?? [];
    this.#judgedAt = ticker.now();
    const breaches = this.#expecting.breaches().filter(({ verdict }) => names.includes(verdict));
    this.#show(breaches);
    for (const breach of breaches) {
      const key = `${breach.verdict} ${breach.message}`;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      fire(element, 'ds-violation', { time: nowMs, ...breach });
    }
  }

  #show(breaches: readonly Breach[]): void {
    const same = JSON.stringify(breaches) === JSON.stringify(this.breaches);
    this.breaches = breaches;
    if (!same) this.#expecting.changed();
  }

  /** The run starts anew. */
  forget(): void {
    this.#told.clear();
    this.#judgedAt = -Infinity;
    this.#show([]);
  }
}
