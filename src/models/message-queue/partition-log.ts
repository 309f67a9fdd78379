/**
 * The log of one partition on one broker: records in segments, offsets that only grow, and the offsets at which leader
 * epochs began. Sealed segments never change, so copies of a log share them.
 *
 * @see KIP-101 and KIP-279 for the answers about epochs.
 */

/** An entry of a partition. Immutable; leader and followers share it. */
export interface LogRecord {
  readonly offset: number;
  /** Leader epoch under which it was appended. */
  readonly epoch: number;
  /** When the leader appended it. */
  readonly timeUs: number;
  /** When the application handed it to its producer. */
  readonly createdUs: number;
  /** Null: unkeyed. */
  readonly key: string | null;
  readonly value: string;
  /** Names what was produced, the same in every retry. */
  readonly id: string;
  /** A control marker ends a transaction and is never shown to applications. */
  readonly control: 'commit' | 'abort' | null;
  /** −1: the producer is not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly sequence: number;
  readonly transactional: boolean;
  /** First of the batch it came in. */
  readonly startsBatch: boolean;
}

export interface Segment {
  /** First offset that the segment was made for. */
  readonly base: number;
  /** Offset after its last. */
  readonly end: number;
  readonly records: readonly LogRecord[];
}

/** A leader epoch and the first offset that belongs to it. */
export type EpochStart = readonly [epoch: number, offset: number];

export interface PartitionLog {
  startOffset: number;
  /** Offset of the next record. */
  endOffset: number;
  sealed: Segment[];
  activeBase: number;
  active: LogRecord[];
  epochs: EpochStart[];
  /** Below it every key stands once. */
  cleanedTo: number;
}

/** Records in a segment. Kafka rolls by bytes (1 GiB); eight can be drawn. */
export const SEGMENT = 8;

export const makeLog = (startOffset = 0): PartitionLog =>
  ({ startOffset, endOffset: startOffset, sealed: [], activeBase: startOffset, active: [], epochs: [], cleanedTo: startOffset });

export const copyLog = (log: PartitionLog): PartitionLog =>
  ({ ...log, sealed: log.sealed.slice(), active: log.active.slice(), epochs: log.epochs.slice() });

/** Begins a leader epoch here. Later epochs that hold nothing give way. */
export function startEpoch(log: PartitionLog, epoch: number): void {
  if ((log.epochs.at(-1)?.[0] ?? -1) < epoch) log.epochs.push([epoch, log.endOffset]);
}

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
  startEpoch(log, record.epoch);
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

/** Index of the first sealed segment that ends after `offset`. */
function segmentAt(log: PartitionLog, offset: number): number {
  let low = 0;
  let high = log.sealed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log.sealed[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Records with `from` ≤ offset < `to`, oldest first, at most `most`. */
export function read(log: PartitionLog, from: number, to: number, most = Infinity): LogRecord[] {
  const found: LogRecord[] = [];
  const first = Math.max(from, log.startOffset);
  for (let at = segmentAt(log, first); at <= log.sealed.length && found.length < most; at += 1) {
    const records = at < log.sealed.length ? log.sealed[at]!.records : log.active;
    for (const record of records) {
      if (record.offset < first) continue;
      if (record.offset >= to || found.length >= most) return found;
      found.push(record);
    }
  }
  return found;
}

export const recordAt = (log: PartitionLog, offset: number): LogRecord | null => read(log, offset, offset + 1, 1)[0] ?? null;
