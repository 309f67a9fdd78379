/** What the witness of a mesh remembers: apart from it, because a picture needs no watcher to begin. */
import type { CircuitState, Weight } from './state.ts';

/** What a proxy's dealings with a host come to. Immutable. */
export interface Row {
  /** Errors in a row. */
  readonly errors: number;
  /** How often it was ejected, one less for each sweep in service. */
  readonly times: number;
  readonly untilUs: number | null;
}

/** What a classic circuit went through. Immutable. */
export interface Trips {
  readonly state: CircuitState;
  readonly failures: number;
  /** When a trial may follow, while open. */
  readonly untilUs: number;
  /** Calls let through while half-open. */
  readonly trials: number;
}

/** Filled by `witness.ts`. */
export interface Witness {
  breach: { readonly rule: string; readonly detail: string } | null;
  /** By proxy and host. Rows are replaced, never changed. */
  rows: Map<string, Row>;
  /** By proxy and cluster. */
  trips: Map<string, Trips>;
  /** Attempts by call under way. */
  attempts: Map<string, number>;
  /** Routed by weight since these weights hold, by version. */
  split: { readonly weights: readonly Weight[]; readonly counts: ReadonlyMap<string, number> } | null;
  /** Newest configuration of each proxy that is up. */
  versions: Map<string, number>;
  ended: number;
}

export const makeWitness = (): Witness => ({ breach: null, rows: new Map(), trips: new Map(), attempts: new Map(), split: null, versions: new Map(), ended: 0 });

/** Copy that shares the immutable records. */
export const copyWitness = (witness: Witness): Witness =>
  ({ ...witness, rows: new Map(witness.rows), trips: new Map(witness.trips), attempts: new Map(witness.attempts), versions: new Map(witness.versions) });
