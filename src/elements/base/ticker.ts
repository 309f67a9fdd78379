/** The one frame loop of a page. It runs only while somebody asked for the next frame. */

export type FrameCallback = (now: number) => void;

/** Order within a frame: clocks move, others follow them, then what changed is drawn in the same frame. */
export type Phase = 'move' | 'follow' | 'draw';

const phases: readonly Phase[] = ['move', 'follow', 'draw'];

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
  readonly #waiting: { readonly [phase in Phase]: Set<FrameCallback> } = { move: new Set(), follow: new Set(), draw: new Set() };
  #handle: number | null = null;

  constructor(source: FrameSource = browserFrames) {
    this.#source = source;
  }

  /** Wall time in ms, for the budget of a frame; never part of a run. */
  now(): number {
    return this.#source.now();
  }

  /** Calls `callback` once, in the next frame, or in this one if its phase is still to come. Asking twice is asking once. */
  request(callback: FrameCallback, phase: Phase = 'move'): void {
    this.#waiting[phase].add(callback);
    this.#handle ??= this.#source.request((now) => this.#frame(now));
  }

  cancel(callback: FrameCallback): void {
    for (const phase of phases) this.#waiting[phase].delete(callback);
    if (this.#handle === null || phases.some((phase) => this.#waiting[phase].size)) return;
    this.#source.cancel(this.#handle);
    this.#handle = null;
  }

  /** True while a frame is asked for. */
  get active(): boolean {
    return this.#handle !== null;
  }

  #frame(now: number): void {
    // The handle stands until all is done, so that what is asked for meanwhile asks for no second frame.
    let failure: { readonly error: unknown } | null = null;
    for (const phase of phases) {
      const due = [...this.#waiting[phase]];
      this.#waiting[phase].clear();
      for (const callback of due) {
        try {
          callback(now);
        } catch (error) {
          failure ??= { error };
        }
      }
    }
    this.#handle = phases.some((phase) => this.#waiting[phase].size) ? this.#source.request((later) => this.#frame(later)) : null;
    // A defect of one figure must not stop the others, nor be hidden.
    if (failure) throw failure.error;
  }
}
