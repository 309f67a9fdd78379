/**
 * What a screen reader is told: milestones and answers to the reader's own actions, politely, at most one message in
 * five seconds except for those answers.
 */

const quietMs = 5000;

export class Announcer {
  readonly #now: () => number;
  readonly #say: (message: string, isAnswer: boolean) => void;
  #last = -Infinity;
  #message = '';

  constructor(now: () => number, say: (message: string, isAnswer: boolean) => void) {
    this.#now = now;
    this.#say = say;
  }

  /** The text that stands in the status element. */
  get message(): string {
    return this.#message;
  }

  /** Says what happened, unless something was said just now: what is passed over can be read in the list of events. */
  milestone(message: string): void {
    if (message && this.#now() - this.#last >= quietMs) this.#put(message, false);
  }

  /** Says at once what the reader's own action did. */
  answer(message: string): void {
    if (message) this.#put(message, true);
  }

  #put(message: string, isAnswer: boolean): void {
    this.#last = this.#now();
    // The same words twice are no change to a live region, so that the second would not be read.
    this.#message = message === this.#message ? `${message}\u00a0` : message;
    this.#say(this.#message, isAnswer);
  }
}
