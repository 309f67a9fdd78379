/** How a log grows, is cut and forgets. */
import type { EpochStart, LogRecord, PartitionLog } from './partition-log.ts';
import { makeLog, startEpoch } from './partition-log.ts';

/** Records in a segment. Kafka rolls by bytes (1 GiB); eight can be drawn. */
export const SEGMENT = 8;

/** Seals the active segment, when it holds anything. */
export function roll(log: PartitionLog): void {
  if (log.active.length === 0) return;
  log.sealed.push({ base: log.activeBase, end: log.endOffset, records: log.active });
  log.active = [];
  log.activeBase = log.endOffset;
}

/** Appends a record as it is. Offsets may skip what the leader compacted away, and never go back. */
export function append(log: PartitionLog, record: LogRecord): void {
  if (log.active.length >= SEGMENT) roll(log);
  // Behind a gap that compaction left, the epoch begins at the record, not at the end of the log.
  startEpoch(log, record.epoch, record.offset);
  log.active.push(record);
  log.endOffset = record.offset + 1;
}

export const lastEpoch = (log: PartitionLog): number => log.epochs.at(-1)?.[0] ?? -1;

/**
 * The last epoch not above the one asked for, and the offset where it ended. An epoch below all that are known ended where
 * the first known one began; one above all is unknown: −1, −1.
 */
export function endOffsetFor(log: PartitionLog, requested: number): EpochStart {
  const { epochs } = log;
  const latest = lastEpoch(log);
  if (requested === latest && latest >= 0) return [latest, log.endOffset];
  if (requested > latest) return [-1, -1];
  const next = epochs.findIndex(([epoch]) => epoch > requested);
  return [epochs[next - 1]?.[0] ?? requested, epochs[next]![1]];
}

/**
 * Cuts off everything from `offset` on, also epochs that began there: a leader that was replaced before it wrote anything
 * has one at its very end, and would never agree with its successor.
 */
export function truncateTo(log: PartitionLog, offset: number): void {
  const to = Math.max(offset, log.startOffset);
  if (to >= log.endOffset) {
    log.epochs = log.epochs.filter(([, start]) => start < log.endOffset);
    return;
  }
  while (log.activeBase > to || (log.active.length === 0 && log.sealed.length > 0)) {
    const last = log.sealed.pop();
    if (!last) break;
    log.activeBase = last.base;
    log.active = last.records.slice();
  }
  log.active = log.active.filter((record) => record.offset < to);
  log.endOffset = to;
  log.activeBase = Math.min(log.activeBase, to);
  log.epochs = log.epochs.filter(([, start]) => start < to);
  log.cleanedTo = Math.min(log.cleanedTo, to);
}

/** Empties the log and lets it begin at `offset`. */
export function restartAt(log: PartitionLog, offset: number): void {
  Object.assign(log, makeLog(offset));
}

/** Drops whole segments below `offset`, and forgets what lies below it. */
export function advanceStart(log: PartitionLog, offset: number): void {
  if (offset <= log.startOffset) return;
  if (offset > log.endOffset) { restartAt(log, offset); return; }
  log.startOffset = offset;
  let drop = 0;
  while (drop < log.sealed.length && log.sealed[drop]!.end <= offset) drop += 1;
  if (drop > 0) log.sealed.splice(0, drop);
  const current = log.epochs.filter(([, start]) => start <= offset).length - 1;
  if (current > 0) log.epochs.splice(0, current);
  if (log.epochs[0] && log.epochs[0][1] < offset) log.epochs[0] = [log.epochs[0][0], offset];
  log.cleanedTo = Math.max(log.cleanedTo, offset);
}
