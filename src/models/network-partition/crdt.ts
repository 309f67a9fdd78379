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
import { counterOf, descends, joinClocks, noClock, withCounter } from './clock.ts';

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

/** Below 0: `a` loses against `b`. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.timestampUs !== b.timestampUs) return a.timestampUs < b.timestampUs ? -1 : 1;
  if (a.actor !== b.actor) return a.actor < b.actor ? -1 : 1;
  return a.counter - b.counter;
}

const addTo = (counts: VectorClock, actor: string, amount: number): VectorClock => withCounter(counts, actor, counterOf(counts, actor) + amount);

/** The replica after an operation of its own. An element that is not there cannot be removed: that changes nothing. */
export function applyOperation(crdt: Crdt, operation: Operation): Crdt {
  const { actor, counter, value, amount, timestampUs, clock } = operation;
  switch (crdt.type) {
    case 'g-counter': return { ...crdt, counts: addTo(crdt.counts, actor, Math.max(0, amount)) };
    case 'pn-counter': return amount >= 0 ? { ...crdt, plus: addTo(crdt.plus, actor, amount) } : { ...crdt, minus: addTo(crdt.minus, actor, -amount) };
    case 'lww-register': {
      const stamp = { timestampUs, actor, counter };
      return compareStamps(stamp, crdt.stamp) > 0 ? { ...crdt, value, stamp } : crdt;
    }
    case 'mv-register': return { ...crdt, values: [{ value, dot: `${actor}:${counter}`, clock }] };
    case 'or-set': {
      const others = crdt.elements.filter(({ element }) => element !== value);
      const seen = withCounter(crdt.seen, actor, Math.max(counter, counterOf(crdt.seen, actor)));
      return { ...crdt, seen, elements: operation.remove ? others : sorted([...others, { element: value, dots: [{ actor, counter }] }]) };
    }
  }
}

const sorted = (elements: OrSet['elements']): OrSet['elements'] => [...elements].sort((a, b) => (a.element < b.element ? -1 : 1));

/** The join of two replicas of one value. Throws `TypeError` for different types. */
export function mergeCrdt(a: Crdt, b: Crdt): Crdt {
  if (a.type === 'g-counter' && b.type === a.type) return { ...a, counts: joinClocks(a.counts, b.counts) };
  if (a.type === 'pn-counter' && b.type === a.type) return { ...a, plus: joinClocks(a.plus, b.plus), minus: joinClocks(a.minus, b.minus) };
  if (a.type === 'lww-register' && b.type === a.type) return compareStamps(a.stamp, b.stamp) >= 0 ? a : b;
  if (a.type === 'mv-register' && b.type === a.type) return mergeRegisters(a, b);
  if (a.type === 'or-set' && b.type === a.type) return mergeSets(a, b);
  throw new TypeError(`a ${a.type} cannot be merged with a ${b.type}`);
}

/** Keeps every value that the other side has not overwritten. */
function mergeRegisters(a: MvRegister, b: MvRegister): MvRegister {
  const values = [...a.values];
  for (const theirs of b.values) if (values.every(({ dot }) => dot !== theirs.dot)) values.push(theirs);
  const kept = values.filter((each) => values.every((other) => other === each || !descends(other.clock, each.clock)));
  return { ...a, values: kept.sort((left, right) => (left.dot < right.dot ? -1 : 1)) };
}

/** A dot stays when both have it, or when the side without it has never seen it; seen and gone means removed. */
function mergeSets(a: OrSet, b: OrSet): OrSet {
  const names = new Set([...a.elements, ...b.elements].map(({ element }) => element));
  const elements: { element: string; dots: readonly Dot[] }[] = [];
  for (const element of names) {
    const mine = a.elements.find((each) => each.element === element)?.dots ?? [];
    const theirs = b.elements.find((each) => each.element === element)?.dots ?? [];
    const dots = [...mine.filter((dot) => holds(theirs, dot) || !saw(b, dot)), ...theirs.filter((dot) => !holds(mine, dot) && !saw(a, dot))];
    if (dots.length > 0) elements.push({ element, dots: dots.sort((left, right) => (left.actor === right.actor ? left.counter - right.counter : left.actor < right.actor ? -1 : 1)) });
  }
  return { ...a, seen: joinClocks(a.seen, b.seen), elements: sorted(elements) };
}

const holds = (dots: readonly Dot[], { actor, counter }: Dot): boolean => dots.some((dot) => dot.actor === actor && dot.counter === counter);
const saw = ({ seen }: OrSet, { actor, counter }: Dot): boolean => counterOf(seen, actor) >= counter;

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
