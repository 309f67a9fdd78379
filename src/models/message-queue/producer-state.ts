/**
 * What a replica knows of the producers that wrote to it: the last batches of each, for idempotence, and transactions that
 * are open or were aborted. All of it follows from the log, and is made again from it after a truncation.
 *
 * @see KIP-98; ProducerAppendInfo.checkSequence and TransactionIndex of Apache Kafka.
 */
import type { BatchHeader, LogRecord } from './partition-log.ts';

/** Immutable; a new one replaces it. */
export interface ProducerState {
  readonly epoch: number;
  /** The last five batches, oldest first. */
  readonly batches: readonly BatchHeader[];
  /** First offset of its open transaction; −1 = none. */
  readonly openFrom: number;
}

/** A transaction that ended with an abort marker. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly first: number;
  /** Offset of the marker. */
  readonly last: number;
}

/** The last stable offset: below it no transaction is open, and nothing is above the high watermark. */
export function lastStableOffset(producers: ReadonlyMap<number, ProducerState>, highWatermark: number): number {
  let stable = highWatermark;
  for (const { openFrom } of producers.values()) if (openFrom >= 0 && openFrom < stable) stable = openFrom;
  return stable;
}

/** Whether a record belongs to a transaction that was aborted. */
export const isAborted = (aborted: readonly AbortedTransaction[], record: LogRecord): boolean =>
  record.transactional && aborted.some(({ producerId, first, last }) => producerId === record.producerId && first <= record.offset && record.offset < last);
