/** What an author expects of the modelled system, and is told when it does not hold. */
import type { Plain } from '../../models/kernel/model.ts';
import { fire } from './events.ts';
import { parseList } from './grammar.ts';
import type { Ticker } from './ticker.ts';

interface Breach {
  readonly verdict: string;
  readonly message: string;
  readonly witness?: Plain;
}

export interface Expecting {
  readonly element: HTMLElement;
  readonly ticker: Ticker;
  /** Names of verdicts, as the attribute `expect` has them. */
  readonly expected: string;
  /** Simulated ms. */
  readonly nowMs: number;
  /** What the system has breached so far. */
  breaches(): readonly Breach[];
}

const everyMs = 250;

/** Looks for breaches at most four times a second; each is told once a run. */
export class Expectations {
  readonly #expecting: Expecting;
  readonly #told = new Set<string>();
  #judgedAt = -Infinity;

  constructor(expecting: Expecting) {
    this.#expecting = expecting;
  }

  judge(): void {
    const { element, ticker, expected, nowMs } = this.#expecting;
    const names = parseList(expected).value ?? [];
    if (!names.length || ticker.now() - this.#judgedAt < everyMs) return;
    this.#judgedAt = ticker.now();
    for (const breach of this.#expecting.breaches()) {
      const key = `${breach.verdict} ${breach.message}`;
      if (!names.includes(breach.verdict) || this.#told.has(key)) continue;
      this.#told.add(key);
      fire(element, 'ds-violation', { time: nowMs, ...breach });
    }
  }

  /** The run starts anew. */
  forget(): void {
    this.#told.clear();
    this.#judgedAt = -Infinity;
  }
}
