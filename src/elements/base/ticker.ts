/** The one frame loop of a page. It runs only while somebody asked for the next frame. */

export type FrameCallback = (now: number) => void;

/** Where frames and the present moment come from; tests give their own. */
export interface FrameSource {
  now(): number;
  request(callback: FrameCallback): number;
  cancel(handle: number): void;
}

const browserFrames: FrameSource = {
  now: () => performance.now(),
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
};

export class Ticker {
  readonly #source: FrameSource;
  #waiting = new Set<FrameCallback>();
  #handle: number | null = null;

  constructor(source: FrameSource = browserFrames) {
    this.#source = source;
  }

  /** Wall time in ms, for the budget of a frame; never part of a run. */
  now(): number {
    return this.#source.now();
  }

  /** Calls `callback` once, in the next frame. Asking twice is asking once. */
  request(callback: FrameCallback): void {
    this.#waiting.add(callback);
    this.#handle ??= this.#source.request((now) => this.#frame(now));
  }

  cancel(callback: FrameCallback): void {
    this.#waiting.delete(callback);
    if (this.#waiting.size || this.#handle === null) return;
    this.#source.cancel(this.#handle);
    this.#handle = null;
  }

  /** True while a frame is asked for. */
  get active(): boolean {
    return this.#handle !== null;
  }

  #frame(now: number): void {
    this.#handle = null;
    const due = this.#waiting;
    this.#waiting = new Set();
    for (const callback of due) callback(now);
  }
}
