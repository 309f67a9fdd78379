/** What was announced last. An answer is shown as long as it takes to read; it stays in the live region, where nobody sees it. */

/** How long the answer to a reader's action is shown, in ms. */
const answerShownMs = 6000;

export class Status {
  readonly #hidden: () => void;
  #message = '';
  #isAnswer = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param hidden - An answer has been shown long enough. */
  constructor(hidden: () => void) {
    this.#hidden = hidden;
  }

  get message(): string {
    return this.#message;
  }

  /** Whether it answers what the reader did, and is to be seen. */
  get isAnswer(): boolean {
    return this.#isAnswer;
  }

  say(message: string, isAnswer: boolean): void {
    this.stop();
    this.#message = message;
    this.#isAnswer = isAnswer;
    if (!isAnswer) return;
    this.#timer = setTimeout(() => {
      this.stop();
      this.#hidden();
    }, answerShownMs);
  }

  /** Forgets what was said, e.g. because it was in another language. */
  clear(): void {
    this.#message = '';
  }

  /** Shows nothing any more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isAnswer = false;
  }
}
