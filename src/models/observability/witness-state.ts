/** What the checks remember of a run. */

export interface Witness {
  breach: { readonly rule: string; readonly detail: string } | null;
  /** Latest ids of traces and spans. */
  ids: string[];
}

export const makeWitness = (): Witness => ({ breach: null, ids: [] });

export const copyWitness = (witness: Witness): Witness => ({ ...witness, ids: witness.ids.slice() });
