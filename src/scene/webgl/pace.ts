/**
 * Steps of quality, and whether figures keep up. Judges only frames that follow each other: what was drawn once after a
 * pause, or while a reader drags a slider at ten steps a second, says nothing about the machine.
 */

/** One step of quality. */
export interface Rung {
  readonly antialias: boolean;
  /** Pixels drawn per CSS px. */
  readonly ratio: number;
}

/** Steps to go down before 3D is given up: smooth edges go first, then pixels. */
export function ladder(): readonly Rung[] {
  const coarse = globalThis.matchMedia?.('(pointer: coarse)').matches ?? false;
  const most = Math.min(globalThis.devicePixelRatio || 1, coarse ? 1.5 : 2);
  return [{ antialias: true, ratio: most }, ...[most, 1.5, 1].filter((ratio, i) => i === 0 || ratio < most).map((ratio) => ({ antialias: false, ratio }))];
}

/** A frame that comes later than this after the one before counts against the machine, more so the later it is. */
export const SLOW_MS = 42;
/** Frames of a run that are not judged: shaders and code are still being made ready. */
export const WARM_UP = 12;
/** Debt at which quality must go down: so many frames that are just too late, or a quarter as many that are four times as late. */
const LIMIT = 24;
/** A frame on time pays off so much. */
const CREDIT = 2;
/** One very late frame weighs this at most: a hiccup is no verdict. */
const HEAVIEST = 4;
/** Longer pauses are a sleeping tab or machine. */
const ASLEEP_MS = 3000;

export class Pace {
  #last = 0;
  #run = 0;
  #debt = 0;

  /**
   * Notes a frame. Frames of several figures in one moment count once.
   *
   * @param now - Time of the frame, in ms.
   * @param follows - Whether the frame before this one was drawn too.
   * @returns Whether quality must go down; the count then starts again.
   */
  note(now: number, follows: boolean): boolean {
    const gap = now - this.#last;
    if (gap <= 0) return false;
    this.#last = now;
    if (!follows || gap > ASLEEP_MS) {
      this.#run = 0;
      return false;
    }
    this.#run += 1;
    if (this.#run <= WARM_UP) return false;
    this.#debt = gap > SLOW_MS ? this.#debt + Math.min(HEAVIEST, gap / SLOW_MS) : Math.max(0, this.#debt - CREDIT);
    if (this.#debt < LIMIT) return false;
    this.#debt = 0;
    this.#run = 0;
    return true;
  }
}
