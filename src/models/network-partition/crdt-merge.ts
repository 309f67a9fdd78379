/** What a data type does with an operation, and how two replicas of it join. */
import type { VectorClock } from './clock.ts';
import { counterOf, descends, joinClocks, withCounter } from './clock.ts';
import type { Crdt, Dot, MvRegister, Operation, OrSet, Stamp } from './crdt.ts';

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
