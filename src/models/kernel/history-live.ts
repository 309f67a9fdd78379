/**
 * A register history judged while it goes on, in memory that does not grow. Whoever simulates knows which write a value came
 * from, so each answer is judged at once by the zones of its key, in time proportional to the writes that are kept.
 *
 * Sound: what it calls a violation is one. Complete for the operations it keeps; a value older than those is told from the
 * newer ones as long as no more writes than it keeps have gone without an answer. Two writes of the same value in what
 * is kept: contradictions between their readers are not called violations, since either may explain the other.
 */
import type { Operation, Value, Zone } from './history.ts';
import { contradict, widen, witnessOf, zoneOf } from './history.ts';
import type { History, KeyHistory, Violation, ViolationKind } from './history-state.ts';

export type { History, Violation, ViolationKind } from './history-state.ts';
export { copyHistory, makeHistory } from './history-state.ts';

/** The value was there before anything that is known. */
export const INITIAL = 0;
/** No write gave this answer, such as several values at once. */
export const NO_WRITE = -1;

const KEPT_WRITES = 48;
const KEPT_OPERATIONS = 64;
const KEPT_VIOLATIONS = 8;

function keyHistory(history: History, key: string): KeyHistory {
  let known = history.keys.get(key);
  if (known === undefined) {
    known = { zones: new Map(history.sinceUs === null ? [[INITIAL, zoneOf(null)]] : []), floor: null, blurred: history.sinceUs !== null };
    history.keys.set(key, known);
  }
  return known;
}

/** A write begins: from now on it may take effect. */
export function beginWrite(history: History, write: Operation): void {
  const known = keyHistory(history, write.key);
  known.zones.set(write.id, zoneOf(write));
  if (known.zones.size > KEPT_WRITES) forgetOne(known);
}

/** Forgets the oldest write that is followed for certain; else the oldest. */
function forgetOne(known: KeyHistory): void {
  for (const [id, zone] of known.zones) {
    const successor = completedAfter(known, zone);
    if (successor === null) continue;
    known.zones.delete(id);
    if (known.floor === null || (known.floor.answeredUs ?? 0) < (successor.answeredUs ?? 0)) known.floor = successor;
    return;
  }
  const oldest = known.zones.keys().next();
  if (oldest.done === true) return;
  known.zones.delete(oldest.value);
  known.blurred = true;
}

/** The completed write that was first to follow a zone for certain. */
function completedAfter(known: KeyHistory, zone: Zone): Operation | null {
  let first: Operation | null = null;
  for (const { write } of known.zones.values()) {
    if (write === null || write.answeredUs === null || write.invokedUs <= zone.endUs) continue;
    if (first === null || write.answeredUs < (first.answeredUs ?? 0)) first = write;
  }
  return first;
}

/** A write is acknowledged: `write` is the operation as it began, with the answer's time. */
export function endWrite(history: History, write: Operation): Violation | null {
  remember(history, write);
  const known = keyHistory(history, write.key);
  const zone = known.zones.get(write.id);
  if (zone === undefined) return null;
  const alone = zoneOf(write);
  // What reads said of it stays.
  const before = zone.begun?.id === write.id ? alone : { ...zone, write };
  return settle(history, known, write, widen(zone.endUs < alone.endUs ? { ...before, endUs: zone.endUs, ended: zone.ended } : before, write));
}

/** A read is answered with the value of the write `of`, or `INITIAL`, or `NO_WRITE`. */
export function endRead(history: History, read: Operation, of: number): { readonly stale: boolean; readonly violation: Violation | null } {
  remember(history, read);
  const known = keyHistory(history, read.key);
  if (of === NO_WRITE) return { stale: false, violation: accuse(history, 'unwritten', read, [read]) };
  const zone = known.zones.get(of);
  if (zone === undefined) return readOfForgotten(history, known, read, of);
  const stale = isStale(known, zone, read);
  if (stale) history.staleReads += 1;
  return { stale, violation: settle(history, known, read, widen(zone, read), of, stale) };
}

/** Overwritten, for certain, by a write that was acknowledged before the read began. */
function isStale(known: KeyHistory, zone: Zone, read: Operation): boolean {
  for (const { write } of known.zones.values()) {
    if (write !== null && write.answeredUs !== null && write.answeredUs < read.invokedUs && zone.endUs < write.invokedUs && write.value !== read.value) return true;
  }
  return false;
}

/** Of a write that is not known: it may have begun at any time, and may never have ended. */
const unknownZone: Zone = { ...zoneOf(null), endUs: Infinity };

function readOfForgotten(history: History, known: KeyHistory, read: Operation, of: number): { readonly stale: boolean; readonly violation: Violation | null } {
  const { floor } = known;
  if (known.blurred) return { stale: false, violation: settle(history, known, read, widen(unknownZone, read), of) };
  if (floor === null || (floor.answeredUs ?? 0) >= read.invokedUs || isRepeated(known, read.value)) return { stale: false, violation: null };
  history.staleReads += 1;
  return { stale: true, violation: accuse(history, 'order', read, [floor, read]) };
}

/** An operation without an answer, or refused: kept for showing only. */
export function giveUp(history: History, operation: Operation): void {
  remember(history, operation);
}

/** A refused write that certainly never happened. */
export function neverHappened(history: History, write: Operation): void {
  keyHistory(history, write.key).zones.delete(write.id);
}

/** Puts the widened zone in its place; the operation is accused when it brings a contradiction, or is stale. */
function settle(history: History, known: KeyHistory, operation: Operation, zone: Zone, of = operation.id, stale = false): Violation | null {
  const before = known.zones.get(of);
  known.zones.set(of, zone);
  if (known.zones.size > KEPT_WRITES) forgetOne(known);
  // A stale read is told by itself; of others, only what a zone has newly come to contradict.
  const alone = stale && zone.write !== null ? widen(zoneOf(zone.write), operation) : zone;
  const culprit = find(known, of, (other) => stale && contradict(alone, other));
  const other = culprit ?? find(known, of, (each) => contradict(zone, each) && (before === undefined || !contradict(before, each)));
  if (other === null || isRepeated(known, valueOf(zone))) return null;
  return accuse(history, 'order', operation, witnessOf(culprit === null ? zone : alone, other));
}

function find(known: KeyHistory, except: number, matches: (zone: Zone) => boolean): Zone | null {
  for (const [id, zone] of known.zones) if (id !== except && matches(zone) && !isRepeated(known, valueOf(zone))) return zone;
  return null;
}

const valueOf = (zone: Zone): Value => (zone.write ?? zone.begun)?.value ?? null;

function isRepeated(known: KeyHistory, value: Value): boolean {
  let times = 0;
  for (const zone of known.zones.values()) if (valueOf(zone) === value) times += 1;
  return times > 1;
}

function accuse(history: History, kind: ViolationKind, operation: Operation, witness: readonly Operation[]): Violation {
  const violation = { kind, key: operation.key, timeUs: operation.answeredUs ?? operation.invokedUs, witness };
  history.first ??= violation;
  history.latest = [...history.latest.slice(1 - KEPT_VIOLATIONS), violation];
  history.violations += 1;
  return violation;
}

function remember(history: History, operation: Operation): void {
  history.recent = [...history.recent.slice(1 - KEPT_OPERATIONS), operation];
}
