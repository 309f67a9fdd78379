/**
 * What clients did to a register and what they were told, and whether one register could have answered so: linearizability,
 * by two methods. Values that are written once each are judged by their zones (Gibbons and Korach, Testing Shared Memories,
 * SIAM J. Computing 26, 1997, §4), in O(n log n). Repeated values and compare-and-set need a search (Wing and Gong, 1993,
 * with Lowe's memo of what was tried, Concurrency and Computation 29, 2017): see `history-search.ts`.
 *
 * An operation comes before another only when its answer came strictly before the other began. Operations on different keys
 * never matter to each other (Herlihy and Wing, 1990: linearizability is local).
 */
import { searchOrder } from './history-search.ts';

/** What a register holds; null: nothing was written yet. */
export type Value = string | number | null;

/** One operation, as its client saw it. Immutable plain data. */
export interface Operation {
  /** Unique in its history, above 0. */
  readonly id: number;
  readonly client: string;
  readonly key: string;
  readonly kind: 'read' | 'write' | 'cas';
  /** Written, or answered to a read; the new value of a compare-and-set. */
  readonly value: Value;
  /** What a compare-and-set wants to find. */
  readonly expected?: Value;
  /** A compare-and-set that was told that the register holds something else. */
  readonly mismatch?: boolean;
  readonly invokedUs: number;
  /** Null: no answer. A write may then have happened, may still happen, or never; a read tells nothing. */
  readonly answeredUs: number | null;
}

export type Verdict = 'linearizable' | 'violated' | 'undecided';

export interface Judgement {
  /** `undecided`: the search was given up at its bound. Never after judging by zones. */
  readonly verdict: Verdict;
  /** Operations that no order explains, by the time they began; leaving out any one of them lets the rest be explained. Empty unless violated. */
  readonly witness: readonly Operation[];
}

/** Where all operations on one written value lie: some ended by `end`, some began as late as `begin`. */
export interface Zone {
  readonly write: Operation | null;
  /** Earliest answer of the write or a read of it, and whose it was; Infinity when none came. */
  readonly endUs: number;
  readonly ended: Operation | null;
  /** Latest beginning. */
  readonly beginUs: number;
  readonly begun: Operation | null;
}

/** The zone of a write alone; null: of the value that was there from the start. */
export function zoneOf(write: Operation | null): Zone {
  if (write === null) return { write, endUs: -Infinity, ended: null, beginUs: -Infinity, begun: null };
  return { write, endUs: write.answeredUs ?? Infinity, ended: write.answeredUs === null ? null : write, beginUs: write.invokedUs, begun: write };
}

/** The zone with one more operation in it. */
export function widen(zone: Zone, operation: Operation): Zone {
  const endUs = operation.answeredUs ?? Infinity;
  const ends = endUs < zone.endUs;
  const begins = operation.invokedUs > zone.beginUs;
  if (!ends && !begins) return zone;
  return {
    write: zone.write,
    endUs: ends ? endUs : zone.endUs, ended: ends ? operation : zone.ended,
    beginUs: begins ? operation.invokedUs : zone.beginUs, begun: begins ? operation : zone.begun,
  };
}

/** Whether each of two zones has to come before the other. */
export function contradict(a: Zone, b: Zone): boolean {
  return a.endUs < b.beginUs && b.endUs < a.beginUs;
}

const byBeginning = (a: Operation, b: Operation): number => a.invokedUs - b.invokedUs || a.id - b.id;

/**
 * Judges the operations on one register. `initial` is what it held before. Reads without an answer are ignored.
 *
 * @param steps Bound of the search for histories that zones cannot judge.
 */
export function judgeRegister(operations: readonly Operation[], initial: Value = null, steps = 200_000): Judgement {
  const known = operations.filter(({ kind, answeredUs }) => kind !== 'read' || answeredUs !== null).sort(byBeginning);
  if (isUnique(known, initial)) {
    const culprits = unexplained(known, initial);
    if (culprits === null) return { verdict: 'linearizable', witness: [] };
    return { verdict: 'violated', witness: thinOut(culprits, (rest) => unexplained(rest, initial) !== null) };
  }
  const found = searchOrder(known, initial, steps);
  if (found === null) return { verdict: 'undecided', witness: [] };
  if (found) return { verdict: 'linearizable', witness: [] };
  // Leaving out is tried one by one, which only short histories are worth.
  const witness = known.length > LONG ? known : thinOut(known, (rest) => searchOrder(rest, initial, steps) === false);
  return { verdict: 'violated', witness };
}

const LONG = 64;

/** Judges every key by itself; keys in order of their first operation. */
export function judgeKeys(operations: readonly Operation[], initial: Value = null): ReadonlyMap<string, Judgement> {
  const byKey = new Map<string, Operation[]>();
  for (const operation of operations) {
    const known = byKey.get(operation.key);
    if (known === undefined) byKey.set(operation.key, [operation]);
    else known.push(operation);
  }
  return new Map([...byKey].map(([key, known]) => [key, judgeRegister(known, initial)]));
}

/** Whether every value was written once at most, and by plain writes. */
function isUnique(operations: readonly Operation[], initial: Value): boolean {
  const seen = new Set<Value>([initial]);
  for (const { kind, value } of operations) {
    if (kind === 'read') continue;
    if (kind === 'cas' || seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}

/** Operations among which the contradiction lies, or null when there is none. Every value is written once at most. */
function unexplained(operations: readonly Operation[], initial: Value): readonly Operation[] | null {
  const zones = new Map<Value, Zone>([[initial, zoneOf(null)]]);
  for (const operation of operations) if (operation.kind === 'write') zones.set(operation.value, zoneOf(operation));
  for (const operation of operations) {
    if (operation.kind !== 'read') continue;
    const zone = zones.get(operation.value);
    if (zone === undefined) return [operation];
    if (zone.write !== null && (operation.answeredUs ?? Infinity) < zone.write.invokedUs) return [zone.write, operation];
    zones.set(operation.value, widen(zone, operation));
  }
  const pair = contradiction([...zones.values()]);
  return pair === null ? null : members(...pair);
}

/** Two zones that contradict each other, in O(n log n): zones that end before they begin are apart, and hold no other zone inside. */
function contradiction(zones: readonly Zone[]): readonly [Zone, Zone] | null {
  const forward = zones.filter(({ endUs, beginUs }) => endUs < beginUs).sort((a, b) => a.endUs - b.endUs);
  for (const [at, zone] of forward.entries()) {
    const before = forward[at - 1];
    if (before !== undefined && contradict(before, zone)) return [before, zone];
  }
  for (const zone of zones) {
    if (zone.endUs < zone.beginUs) continue;
    let low = 0;
    for (let high = forward.length; low < high;) {
      const middle = (low + high) >> 1;
      if (forward[middle]!.endUs < zone.beginUs) low = middle + 1;
      else high = middle;
    }
    const around = forward[low - 1];
    if (around !== undefined && contradict(around, zone)) return [around, zone];
  }
  return null;
}

/** The operations that two zones rest on, in order. */
function members(a: Zone, b: Zone): readonly Operation[] {
  const all = [a.write, a.ended, a.begun, b.write, b.ended, b.begun].filter((operation) => operation !== null);
  return [...new Set(all)].sort(byBeginning);
}

/** The fewest operations that show that two zones contradict each other; each value is told by the write it came from. */
export function witnessOf(a: Zone, b: Zone): readonly Operation[] {
  const needed = [...precedence(a, b), ...precedence(b, a)];
  for (const { write } of [a, b]) {
    if (write !== null && needed.some((operation) => operation.kind === 'read' && operation.value === write.value)) needed.push(write);
  }
  return [...new Set(needed)].sort(byBeginning);
}

/** One operation of each zone, the first of which ended before the other began; the writes themselves where they will do. */
function precedence(earlier: Zone, later: Zone): readonly Operation[] {
  const begun = later.write !== null && earlier.endUs < later.write.invokedUs ? later.write : later.begun;
  const beginUs = begun === null ? later.beginUs : begun.invokedUs;
  const ended = earlier.write !== null && (earlier.write.answeredUs ?? Infinity) < beginUs ? earlier.write : earlier.ended;
  return [ended, begun].filter((operation) => operation !== null);
}

/** Leaves out what is not needed: reads, and writes whose value nobody met. What is left was explained by nothing left out. */
function thinOut(operations: readonly Operation[], isViolated: (operations: readonly Operation[]) => boolean): readonly Operation[] {
  let left = operations.slice().sort(byBeginning);
  for (const reads of [true, false, true]) {
    for (const operation of left) {
      if ((operation.kind === 'read') !== reads) continue;
      const rest = left.filter((other) => other !== operation);
      if (!reads && rest.some((other) => meets(other, operation.value))) continue;
      if (isViolated(rest)) left = rest;
    }
  }
  return left;
}

function meets(operation: Operation, value: Value): boolean {
  if (operation.kind === 'read') return operation.value === value;
  // A compare-and-set that found something else may owe that to any write.
  return operation.kind === 'cas' && (operation.mismatch === true || operation.expected === value);
}
