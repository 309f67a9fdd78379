/** The rules of the model, one pure function each, so that a test can replace a single one and show that a checker catches it. */

export interface Rules {
  /** Is a neighbour suspected after this silence? Times in ms. */
  readonly isSilent: (silenceMs: number, suspectAfterMs: number) => boolean;
  /** Is it still suspected once a heartbeat has come? */
  readonly staysSuspected: (suspected: boolean) => boolean;
  /** Does a node take a request? */
  readonly serves: (up: boolean, frozen: boolean) => boolean;
  /** Owners in the order in which they are tried: those that nobody suspects first. */
  readonly order: (owners: readonly number[], isSuspected: (node: number) => boolean) => readonly number[];
  /** What the number of nodes that are up becomes. */
  readonly countUp: (upCount: number, change: 1 | -1) => number;
  /** Time that went by with so many nodes up, µs, summed over them. */
  readonly upTime: (upCount: number, elapsedUs: number) => number;
  /** Is a request given up after so many tries? */
  readonly givesUp: (attempts: number, owners: number) => boolean;
}

export const overviewRules: Rules = {
  isSilent: (silenceMs, suspectAfterMs) => silenceMs > suspectAfterMs,
  staysSuspected: () => false,
  serves: (up, frozen) => up && !frozen,
  order: (owners, isSuspected) => [...owners.filter((node) => !isSuspected(node)), ...owners.filter(isSuspected)],
  countUp: (upCount, change) => upCount + change,
  upTime: (upCount, elapsedUs) => upCount * elapsedUs,
  givesUp: (attempts, owners) => attempts >= owners,
};
