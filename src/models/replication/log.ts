/** A write-ahead log: records at rising positions. A position (LSN) counts records from 1. */

/** Never changed after it is made. */
export interface LogRecord {
  readonly lsn: number;
  /** Of the primary that made it. */
  readonly timeline: number;
  /** Timeline of the record before; 0 for the first. */
  readonly previous: number;
  /** Number of the write, never used twice in a run. */
  readonly write: number;
  /** When it was made, by the clock of the primary that made it, µs. */
  readonly clockUs: number;
}

/** The records above `base`; what is older was copied away with the data. */
export interface Log {
  base: number;
  baseTimeline: number;
  /** Of the record at the base, µs. */
  baseClockUs: number;
  records: LogRecord[];
}

export const emptyLog = (): Log => ({ base: 0, baseTimeline: 0, baseClockUs: 0, records: [] });
export const copyLog = (log: Log): Log => ({ ...log, records: log.records.slice() });
export const endOf = (log: Log): number => log.base + log.records.length;
export const recordAt = (log: Log, lsn: number): LogRecord | undefined => log.records[lsn - log.base - 1];
export const lastTimeline = (log: Log): number => log.records.at(-1)?.timeline ?? log.baseTimeline;

/** At most `count` records behind a position. */
export function recordsAfter(log: Log, lsn: number, count: number): readonly LogRecord[] {
  return log.records.slice(lsn - log.base, lsn - log.base + count);
}

/** Cuts off everything behind `lsn`, which is at or above the base. */
export function truncate(log: Log, lsn: number): void {
  if (lsn < endOf(log)) log.records.length = Math.max(0, lsn - log.base);
}

/** Gives up the records up to `lsn`. */
export function forgetUpTo(log: Log, lsn: number): void {
  if (lsn <= log.base) return;
  const last = recordAt(log, lsn);
  if (last !== undefined) [log.baseTimeline, log.baseClockUs] = [last.timeline, last.clockUs];
  log.records = log.records.slice(lsn - log.base);
  log.base = lsn;
}
