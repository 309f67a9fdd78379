/** What an all-knowing observer remembers of a run; `witness.ts` holds the run against it. */
import type { Positions } from './messages.ts';

export interface Confirmed {
  readonly lsn: number;
  readonly timeline: number;
  readonly atUs: number;
  /** Standbys that had acknowledged it. */
  readonly holders: readonly string[];
}

export interface Witness {
  /** First breach seen; the model's `check` throws it. */
  broken: { rule: string; detail: string } | null;
  /** Who makes the records of a timeline, and the last one made; newest 32. */
  makers: Map<number, { readonly primary: string; readonly last: number }>;
  /** Positions of each server when it was last looked at. */
  seen: Map<string, Positions>;
  /** When each server last lost something: a crash, a rewind, a disk. */
  failedUs: Map<string, number>;
  /** Writes that clients were told are done, newest 256. */
  confirmed: Confirmed[];
  /** There were more of them. */
  hasForgotten: boolean;
}

export const makeWitness = (): Witness => ({ broken: null, makers: new Map([[1, { primary: 'p1', last: 0 }]]), seen: new Map(), failedUs: new Map(), confirmed: [], hasForgotten: false });

export function copyWitness(witness: Witness): Witness {
  return { ...witness, makers: new Map(witness.makers), seen: new Map(witness.seen), failedUs: new Map(witness.failedUs), confirmed: witness.confirmed.slice() };
}
