/**
 * The replicated log of one node: entries from index 1, with a compacted prefix that only its last index and term remain of.
 *
 * Entries never change, so full chunks are shared by every copy of a run; keyframes of a long run then cost a few
 * references each instead of a log each.
 */

import type { Membership } from './membership-state.ts';

/** One entry. Never changed after it is made. */
export interface LogEntry {
  /** Position, from 1. */
  readonly index: number;
  /** Term of the leader that made it. */
  readonly term: number;
  /** What the state machine is to do; empty for the entry with which a new leader opens its term. */
  readonly command: string;
  /** Term of the entry before it when it was made; only the checker of log matching looks at it. */
  readonly previousTerm: number;
  /** The client's request that it answers; absent where no client asked. */
  readonly request?: number;
  /** Who counts from here on (§6). In force as soon as it is in a log. */
  readonly membership?: Membership;
}

const CHUNK_SHIFT = 6;
const CHUNK_SIZE = 1 << CHUNK_SHIFT;
const CHUNK_MASK = CHUNK_SIZE - 1;

export interface Log {
  /** Last index that compaction took away; 0 = none. Everything up to it is committed. */
  snapshotIndex: number;
  snapshotTerm: number;
  lastIndex: number;
  lastTerm: number;
  /** Index of the first entry in `chunks`; at most `snapshotIndex + 1`. */
  base: number;
  /** Only the last chunk may be short, and only a short one is ever written to. */
  chunks: LogEntry[][];
}

export function emptyLog(snapshotIndex = 0, snapshotTerm = 0): Log {
  return { snapshotIndex, snapshotTerm, lastIndex: snapshotIndex, lastTerm: snapshotTerm, base: snapshotIndex + 1, chunks: [] };
}

/** The entry at an index, or undefined where it was compacted away or never written. */
export function entryAt(log: Log, index: number): LogEntry | undefined {
  if (index <= log.snapshotIndex || index > log.lastIndex) return undefined;
  const offset = index - log.base;
  return log.chunks[offset >> CHUNK_SHIFT]?.[offset & CHUNK_MASK];
}

/** Term of the entry at an index; 0 before the first entry, -1 where nothing is known. */
export function termAt(log: Log, index: number): number {
  if (index === log.snapshotIndex) return log.snapshotTerm;
  return entryAt(log, index)?.term ?? -1;
}

export function append(log: Log, entry: LogEntry): void {
  const last = log.chunks.at(-1);
  if (last === undefined || last.length === CHUNK_SIZE) log.chunks.push([entry]);
  else last.push(entry);
  log.lastIndex = entry.index;
  log.lastTerm = entry.term;
}

/** Removes every entry from `from` on. Compacted entries are committed and cannot be removed. */
export function truncate(log: Log, from: number): void {
  const offset = from - log.base;
  const chunk = offset >> CHUNK_SHIFT;
  const kept = log.chunks[chunk]?.slice(0, offset & CHUNK_MASK) ?? [];
  log.chunks.length = Math.min(log.chunks.length, chunk);
  if (kept.length > 0) log.chunks.push(kept);
  log.lastIndex = from - 1;
  log.lastTerm = termAt(log, from - 1);
}

/** Forgets the entries up to `index`, of which all but the last index and term are now in the state machine's snapshot. */
export function compact(log: Log, index: number): void {
  log.snapshotTerm = termAt(log, index);
  log.snapshotIndex = index;
  if (index === log.lastIndex) {
    log.chunks = [];
    log.base = index + 1;
    return;
  }
  const whole = (index + 1 - log.base) >> CHUNK_SHIFT;
  if (whole === 0) return;
  log.chunks = log.chunks.slice(whole);
  log.base += whole << CHUNK_SHIFT;
}

/** Entries from `from` on, at most `limit` of them. */
export function entriesFrom(log: Log, from: number, limit: number): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  const last = Math.min(log.lastIndex, from + limit - 1);
  for (let index = from; index <= last; index += 1) {
    const entry = entryAt(log, index);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** First index of the run of entries with the term of `index`, as far as it is kept. */
export function firstIndexOfTerm(log: Log, index: number): number {
  const term = termAt(log, index);
  let first = index;
  while (first - 1 > log.snapshotIndex && termAt(log, first - 1) === term) first -= 1;
  return first;
}

/** Last index at or before `index` whose entry has a term ≤ `term`; 0 when none is kept. Terms never fall along a log. */
export function lastIndexUpToTerm(log: Log, index: number, term: number): number {
  let last = Math.min(index, log.lastIndex);
  while (last > log.snapshotIndex && termAt(log, last) > term) last -= 1;
  return termAt(log, last) <= term ? last : 0;
}

/** Copy that shares all chunks but a short last one. */
export function copyLog(log: Log): Log {
  const chunks = log.chunks.slice();
  const last = chunks.at(-1);
  if (last !== undefined && last.length < CHUNK_SIZE) chunks[chunks.length - 1] = last.slice();
  return {
    snapshotIndex: log.snapshotIndex, snapshotTerm: log.snapshotTerm, lastIndex: log.lastIndex, lastTerm: log.lastTerm,
    base: log.base, chunks,
  };
}
