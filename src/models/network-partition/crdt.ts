/**
 * Conflict-free replicated data types, state-based: an operation changes one replica, and `mergeCrdt` is a join
 * (commutative, associative, idempotent), so replicas that saw the same operations are equal. Immutable.
 *
 * What each loses: a G-Counter nothing, but it cannot go down; a PN-Counter nothing, but no bound such as "not below 0" can
 * be kept; a LWW register every concurrent value but one; a MV register nothing, it hands several values to the reader; an
 * OR-Set a remove that was concurrent with an add of the same element (add wins).
 *
 * @see Shapiro, Preguiça, Baquero, Zawirski, A comprehensive study of CRDTs (INRIA RR-7506, 2011); the set without
 * tombstones: Bieniusa et al., An optimized conflict-free replicated set (2012).
 */
import type { VectorClock } from './clock.ts';
import { noClock } from './clock.ts';

export const crdtTypes = ['g-counter', 'pn-counter', 'lww-register', 'mv-register', 'or-set'] as const;
export type CrdtType = (typeof crdtTypes)[number];

/** One write, as the replica that takes it applies it. */
export interface Operation {
  /** Who made it, and its place among that actor's operations from 1: together the operation's dot. */
  readonly actor: string;
  readonly counter: number;
  /** Element of a set, or value of a register. */
  readonly value: string;
  /** A set loses the element instead of gaining it. */
  readonly remove: boolean;
  /** What a counter moves by; a G-Counter takes no negative one. */
  readonly amount: number;
  /** By the actor's own clock, µs. */
  readonly timestampUs: number;
  /** History of the key including this operation. */
  readonly clock: VectorClock;
}

/** The writes of one actor added up, by actor. */
export interface GCounter { readonly type: 'g-counter'; readonly counts: VectorClock }
export interface PnCounter { readonly type: 'pn-counter'; readonly plus: VectorClock; readonly minus: VectorClock }

/** What orders last-write-wins: timestamp, then actor, then the actor's own order. */
export interface Stamp { readonly timestampUs: number; readonly actor: string; readonly counter: number }

export interface LwwRegister { readonly type: 'lww-register'; readonly value: string | null; readonly stamp: Stamp }
export interface MvRegister { readonly type: 'mv-register'; readonly values: readonly { readonly value: string; readonly dot: string; readonly clock: VectorClock }[] }

/** Elements in order, each with the dots of the adds that nobody here has seen removed; `seen`: every dot of the set. */
export interface OrSet {
  readonly type: 'or-set';
  readonly seen: VectorClock;
  readonly elements: readonly { readonly element: string; readonly dots: readonly Dot[] }[];
}
export interface Dot { readonly actor: string; readonly counter: number }

export type Crdt = GCounter | PnCounter | LwwRegister | MvRegister | OrSet;

export function emptyCrdt(type: CrdtType): Crdt {
  switch (type) {
    case 'g-counter': return { type, counts: noClock };
    case 'pn-counter': return { type, plus: noClock, minus: noClock };
    case 'lww-register': return { type, value: null, stamp: { timestampUs: Number.MIN_SAFE_INTEGER, actor: '', counter: 0 } };
    case 'mv-register': return { type, values: [] };
    case 'or-set': return { type, seen: noClock, elements: [] };
  }
}

const total = (counts: VectorClock): number => counts.reduce((sum, [, count]) => sum + count, 0);

/** What a reader sees: a number as text, or the values, in order. */
export function valuesOf(crdt: Crdt): readonly string[] {
  switch (crdt.type) {
    case 'g-counter': return [String(total(crdt.counts))];
    case 'pn-counter': return [String(total(crdt.plus) - total(crdt.minus))];
    case 'lww-register': return crdt.value === null ? [] : [crdt.value];
    case 'mv-register': return crdt.values.map(({ value }) => value);
    case 'or-set': return crdt.elements.map(({ element }) => element);
  }
}
