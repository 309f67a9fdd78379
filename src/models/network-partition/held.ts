/** What a node holds under a key, and what a reader is given of it. */
import type { VectorClock } from './clock.ts';
import { noClock } from './clock.ts';
import type { Crdt } from './crdt.ts';
import { valuesOf } from './crdt.ts';

export type Resolve = 'lww' | 'siblings' | 'crdt' | 'app';

export type Strategy = Resolve | 'epoch';

/** Immutable. */
export interface Version {
  /** Its dot, `n1:3`. */
  readonly id: string;
  readonly value: string;
  /** All that it descends from, itself included. */
  readonly clock: VectorClock;
  /** By the clock of the node that took the write, µs. */
  readonly timestampUs: number;
  readonly actor: string;
  readonly counter: number;
  /** Of the primary that took the write. */
  readonly epoch: number;
}

export interface Versions { readonly type: 'versions'; readonly versions: readonly Version[] }

/** What is stored under a key; `clock`: every write of the key that is known here, also those no longer kept. */
export interface Held { readonly clock: VectorClock; readonly item: Versions | Crdt }

export interface Store {
  /** Every write of any key that is known here. */
  readonly context: VectorClock;
  readonly keys: ReadonlyMap<string, Held>;
}

export const emptyStore: Store = { context: noClock, keys: new Map() };

/** How versions that meet are settled under this policy. */
export function strategyOf({ policy, resolve }: { readonly policy: string; readonly resolve: Resolve }): Strategy {
  return policy === 'quorum' && resolve !== 'crdt' ? 'epoch' : resolve;
}

/** What a reader of the key is given: one value, or several. */
export function valuesHeld({ item }: Held): readonly string[] {
  return item.type === 'versions' ? item.versions.map(({ value }) => value) : valuesOf(item);
}

export function versionsOf(held: Held | undefined): readonly Version[] {
  return held?.item.type === 'versions' ? held.item.versions : [];
}
