/** What the checks remember of a run. */

interface Window {
  readonly signature: string;
  readonly picks: ReadonlyMap<string, number>;
}

interface Row {
  readonly ok: number;
  readonly failed: number;
  readonly up: boolean;
}

export interface Witness {
  breach: { readonly rule: string; readonly detail: string } | null;
  /** Cycle under way by balancer and route. Replaced, never changed. */
  windows: Map<string, Window>;
  /** Backend by pool and network, lately. */
  homes: Map<string, string>;
  /** Probes in a row by balancer and backend. */
  rows: Map<string, Row>;
}

export const makeWitness = (): Witness => ({ breach: null, windows: new Map(), homes: new Map(), rows: new Map() });

/** Copy that shares the immutable records. */
export const copyWitness = (witness: Witness): Witness => ({ ...witness, windows: new Map(witness.windows), homes: new Map(witness.homes), rows: new Map(witness.rows) });
