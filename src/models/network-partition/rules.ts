/**
 * The rules on which safety and convergence rest, one pure function each, so that a test can plant a bug by replacing one
 * and show that a checker catches it.
 */
import type { Crdt, Operation } from './crdt.ts';
import { applyOperation, mergeCrdt } from './crdt-merge.ts';
import type { Strategy, Version } from './held.ts';
import { reconcile } from './store.ts';
import type { Wall } from './wall.ts';
import { directionsOf } from './wall.ts';

export interface Rules {
  /** Directions `n1>n3` in which messages vanish. */
  readonly directions: (wall: Wall) => readonly string[];
  /** Do so many of all nodes make a majority? */
  readonly isMajority: (count: number, nodes: number) => boolean;
  /** May a node promise itself to a candidate of this epoch? */
  readonly mayVote: (epoch: number, promised: number) => boolean;
  /** Does storage take a write that carries this token, when `highest` is the highest it has seen? */
  readonly takesToken: (token: number, highest: number) => boolean;
  /** May the lock be given to somebody else? */
  readonly isExpired: (leaseEndsUs: number, nowUs: number) => boolean;
  /** May a side that hears so many nodes, itself included, shoot the rest? Half will do: that is where races come from. */
  readonly mayFence: (heard: number, nodes: number) => boolean;
  /** Does the fencing device obey a node? Not one that it has switched off. */
  readonly obeys: (requesterIsOff: boolean) => boolean;
  /** Which versions of a key stay. */
  readonly reconcile: (versions: readonly Version[], strategy: Strategy) => readonly Version[];
  readonly apply: (crdt: Crdt, operation: Operation) => Crdt;
  readonly merge: (a: Crdt, b: Crdt) => Crdt;
}

export const partitionRules: Rules = {
  directions: directionsOf,
  isMajority: (count, nodes) => 2 * count > nodes,
  mayVote: (epoch, promised) => epoch > promised,
  takesToken: (token, highest) => token >= highest,
  isExpired: (leaseEndsUs, nowUs) => nowUs >= leaseEndsUs,
  mayFence: (heard, nodes) => 2 * heard >= nodes,
  obeys: (requesterIsOff) => !requesterIsOff,
  reconcile,
  apply: applyOperation,
  merge: mergeCrdt,
};
