/** When words are rendered: at once where something was done, a few times a second while a run moves. */

/** Words change at most this often while a run moves, in ms: more is neither read nor cheap. */
const wordsEveryMs = 125;

export class Renders {
  readonly #now: () => number;
  readonly #request: () => void;
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #finishing = false;

  /**
   * @param now - Time of viewing in ms.
   * @param request - Asks the element to render; does nothing where it has left the page.
   */
  constructor(now: () => number, request: () => void) {
    this.#now = now;
    this.#request = request;
  }

  /** Asks for a render; what is found out at the end of one waits until it is over. */
  ask(): void {
    if (this.#finishing) void Promise.resolve().then(this.#request);
    else this.#request();
  }

  /** Asks for a render as soon as the last one has been read. */
  soon(): void {
    const wait = wordsEveryMs - (this.#now() - this.#last);
    if (wait <= 0) this.ask();
    else this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#request();
    }, wait);
  }

  /** Does what is to be done at the end of a render. */
  finish(rest: () => void): void {
    this.#last = this.#now();
    this.#finishing = true;
    try {
      rest();
    } finally {
      this.#finishing = false;
    }
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
