/** Frames that come only when a test says so, with a clock of their own. */
import type { FrameCallback, FrameSource } from '../ticker.ts';

export class HandFrames implements FrameSource {
  #now = 1000;
  #next = 1;
  readonly #waiting = new Map<number, FrameCallback>();
  /** Ms that pass with every look at the clock: work that takes time. */
  tick = 0;

  now(): number {
    this.#now += this.tick;
    return this.#now;
  }

  request(callback: FrameCallback): number {
    this.#waiting.set(this.#next, callback);
    return this.#next++;
  }

  cancel(handle: number): void {
    this.#waiting.delete(handle);
  }

  /** Frames that are asked for. */
  get asked(): number {
    return this.#waiting.size;
  }

  /** Lets `count` frames of `ms` pass. */
  pass(count: number, ms = 16): void {
    for (let i = 0; i < count; i++) {
      this.#now += ms;
      const due = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const callback of due) callback(this.#now);
    }
  }
}
