/**
 * Turns viewing time into simulated time. Simulated ms = viewing seconds × pace × speed. Asks the page's ticker for
 * frames only while something plays and can be seen.
 */
import type { Ticker } from './ticker.ts';

/** What playback moves. Times in simulated ms. */
export interface Playable {
  readonly nowMs: number;
  /** End of the run, Infinity without. */
  readonly durationMs: number;
  /** Simulated ms per second of viewing at speed 1, just now. */
  readonly pace: number;
  /** Moves on to a time, or as far as the ticker's clock lets it before `deadline`. True when it got there. */
  advance(toMs: number, deadline: () => boolean): boolean;
  /** Moves to the next event, for readers who want no motion. */
  stepOn(): void;
  /** The end was reached. */
  ended(): void;
}

/** Longest model work in a frame, in ms of wall time; beyond it virtual time slows and the readout says so. */
const budgetMs = 4;
/** A frame that comes later than this (a throttled tab) does not make the run jump. */
const longestFrameMs = 250;
/** How long "slow" stays shown after the last slow frame. */
const laggingForMs = 600;
/** Without motion, one event a second. */
const quietStepMs = 1000;

export class Playback {
  readonly #ticker: Ticker;
  readonly #run: Playable;
  readonly #changed: () => void;
  readonly #frame = (now: number) => this.#onFrame(now);
  #playing = false;
  #visible = false;
  #reduced = false;
  #halted = false;
  #speed = 1;
  #lastFrame: number | null = null;
  /** Simulated ms not yet moved because the kernel counts whole microseconds. */
  #carryMs = 0;
  #laggingUntil = -Infinity;
  #wasLagging = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(ticker: Ticker, run: Playable, changed: () => void) {
    this.#ticker = ticker;
    this.#run = run;
    this.#changed = changed;
  }

  /** The reader's or author's intent; being off screen does not change it. */
  get playing(): boolean {
    return this.#playing;
  }

  get speed(): number {
    return this.#speed;
  }

  get lagging(): boolean {
    return this.#wasLagging;
  }

  /** True while the virtual clock really moves. */
  get running(): boolean {
    return this.#playing && this.#visible && !this.#halted;
  }

  set speed(value: number) {
    this.#speed = value;
  }

  /** The clock moves only while the element can be seen. */
  set visible(value: boolean) {
    this.#visible = value;
    this.#arrange();
  }

  set reduced(value: boolean) {
    this.#reduced = value;
    this.#arrange();
  }

  /** A model that broke its own rules does not go on. */
  set halted(value: boolean) {
    this.#halted = value;
    this.#arrange();
  }

  play(): void {
    this.#playing = true;
    this.#arrange();
  }

  pause(): void {
    this.#playing = false;
    this.#arrange();
  }

  #arrange(): void {
    if (this.#timer !== null && !(this.running && this.#reduced)) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    if (!this.running) {
      this.#ticker.cancel(this.#frame);
      this.#lastFrame = null;
      this.#carryMs = 0;
      this.#wasLagging = false;
      return;
    }
    if (this.#reduced) {
      this.#ticker.cancel(this.#frame);
      this.#lastFrame = null;
      this.#timer ??= setTimeout(() => this.#quietStep(), quietStepMs);
    } else this.#ticker.request(this.#frame);
  }

  #quietStep(): void {
    this.#timer = null;
    if (this.#run.nowMs >= this.#run.durationMs) this.#run.ended();
    else this.#run.stepOn();
    this.#arrange();
  }

  #onFrame(now: number): void {
    if (!this.running || this.#reduced) return;
    const elapsed = this.#lastFrame === null ? 0 : Math.min(Math.max(0, now - this.#lastFrame), longestFrameMs);
    this.#lastFrame = now;
    if (elapsed > 0) this.#move(elapsed, now);
    this.#arrange();
  }

  #move(elapsedMs: number, now: number): void {
    const run = this.#run;
    const from = run.nowMs;
    const wanted = from + this.#carryMs + (elapsedMs * run.pace * this.#speed) / 1000;
    const target = Math.min(Math.floor(wanted * 1000) / 1000, run.durationMs);
    const start = this.#ticker.now();
    const arrived = run.advance(Math.max(from, target), () => this.#ticker.now() - start >= budgetMs);
    this.#carryMs = arrived ? Math.max(0, wanted - target) : 0;
    if (!arrived) this.#laggingUntil = now + laggingForMs;
    const lagging = now < this.#laggingUntil;
    if (lagging !== this.#wasLagging) {
      this.#wasLagging = lagging;
      this.#changed();
    }
    if (run.nowMs >= run.durationMs) {
      this.#carryMs = 0;
      run.ended();
    }
  }
}
