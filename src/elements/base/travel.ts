/** Seeks that take longer than a glance: they go on from frame to frame, so that the page stays alive. */
import type { Ticker } from './ticker.ts';

export interface Traveller {
  /** Goes there while `deadline` allows; true when it got there. */
  seek(ms: number, branch: string | undefined, deadline: () => boolean): boolean;
  /** Runs on from where it is, while `deadline` allows; true when it got there. */
  advance(ms: number, deadline: () => boolean): boolean;
  readonly connected: boolean;
  moved(): void;
}

/** A seek that asks for more than this of the model, in ms of wall time, goes on frame by frame. */
const seekBudgetMs = 400;
const catchUpBudgetMs = 8;

export class Travel {
  readonly #ticker: Ticker;
  readonly #traveller: Traveller;
  /** Where a long seek is still on its way to, in simulated ms. */
  #to: number | null = null;
  readonly #onWay = () => this.#goOn();

  constructor(ticker: Ticker, traveller: Traveller) {
    this.#ticker = ticker;
    this.#traveller = traveller;
  }

  get underway(): boolean {
    return this.#to !== null;
  }

  /** Seeks, at once if that is quick, else as far as a glance allows and on from frame to frame. */
  go(ms: number, branch?: string): void {
    this.arrive();
    const start = this.#ticker.now();
    if (this.#traveller.seek(ms, branch, () => this.#ticker.now() - start > seekBudgetMs)) return;
    this.#to = ms;
    this.#ticker.request(this.#onWay);
  }

  /** Gives a long seek up: something else was asked for. */
  arrive(): void {
    this.#to = null;
    this.#ticker.cancel(this.#onWay);
  }

  #goOn(): void {
    if (this.#to === null) return;
    const start = this.#ticker.now();
    const arrived = this.#traveller.advance(this.#to, () => this.#ticker.now() - start > catchUpBudgetMs);
    if (!arrived && this.#traveller.connected) this.#ticker.request(this.#onWay);
    else this.#to = null;
    this.#traveller.moved();
  }
}
