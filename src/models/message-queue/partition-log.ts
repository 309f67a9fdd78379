/**
 * The log of one partition on one broker: records in segments, offsets that only grow, and the offsets at which leader
 * epochs began. Sealed segments never change, so copies of a log share them.
 *
 * @see KIP-101 and KIP-279 for the answers about epochs.
 */

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
  /** What it came in; one object for all records of a batch. */
  readonly batch: BatchHeader;
}

/** Stands for a batch whatever compaction takes out of it: compaction keeps base offset and sequences, as a batch's header does. */
export interface BatchHeader {
  /** Offset of its first record. */
  readonly offset: number;
  /** Sequences of its first and last record; −1: the producer is not idempotent. */
  readonly first: number;
  readonly last: number;
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

export const makeLog = (startOffset = 0): PartitionLog =>
  ({ startOffset, endOffset: startOffset, sealed: [], activeBase: startOffset, active: [], epochs: [], cleanedTo: startOffset });

export const copyLog = (log: PartitionLog): PartitionLog =>
  ({ ...log, sealed: log.sealed.slice(), active: log.active.slice(), epochs: log.epochs.slice() });

/** Begins a leader epoch here. Later epochs that hold nothing give way. */
export function startEpoch(log: PartitionLog, epoch: number, offset = log.endOffset): void {
  if ((log.epochs.at(-1)?.[0] ?? -1) < epoch) log.epochs.push([epoch, offset]);
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
