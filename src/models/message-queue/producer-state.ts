/**
 * What a replica knows of the producers that wrote to it: the last batches of each, for idempotence, and transactions that
 * are open or were aborted. All of it follows from the log, and is made again from it after a truncation.
 *
 * @see KIP-98; ProducerAppendInfo.checkSequence and TransactionIndex of Apache Kafka.
 */
import type { LogRecord, PartitionLog } from './partition-log.ts';
import { read } from './partition-log.ts';

/** A batch that was appended. */
export interface BatchSeen {
  readonly first: number;
  readonly last: number;
  /** Offset of its first record. */
  readonly offset: number;
}

/** Immutable; a new one replaces it. */
export interface ProducerState {
  readonly epoch: number;
  /** The last five batches, oldest first. */
  readonly batches: readonly BatchSeen[];
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

/** What a broker answers to a batch. */
export type SequenceVerdict = 'append' | 'duplicate' | 'out-of-order' | 'stale-epoch';

const LAST_SEQUENCE = 2147483647;
const KEPT = 5;

/** Sequences wrap from 2³¹ − 1 to 0. */
export const sequenceAfter = (sequence: number, by = 1): number =>
  sequence > LAST_SEQUENCE - by ? sequence - (LAST_SEQUENCE - by) - 1 : sequence + by;

/** Whether a batch of an idempotent producer is appended. A producer that is not known may begin anywhere. */
export function checkSequence(state: ProducerState | undefined, epoch: number, first: number, last: number): SequenceVerdict {
  if (state === undefined) return 'append';
  if (epoch < state.epoch) return 'stale-epoch';
  if (epoch > state.epoch) return first === 0 ? 'append' : 'out-of-order';
  if (state.batches.some((batch) => batch.first === first && batch.last === last)) return 'duplicate';
  const newest = state.batches.at(-1);
  return newest === undefined || sequenceAfter(newest.last) === first ? 'append' : 'out-of-order';
}

/** Takes one appended record into account. */
export function noteRecord(producers: Map<number, ProducerState>, aborted: AbortedTransaction[], record: LogRecord): void {
  const { producerId, producerEpoch: epoch, sequence, offset, control } = record;
  if (producerId < 0) return;
  const before = producers.get(producerId);
  if (control !== null) {
    if (control === 'abort' && before && before.openFrom >= 0) aborted.push({ producerId, first: before.openFrom, last: offset });
    const sameEpoch = before !== undefined && before.epoch === epoch;
    producers.set(producerId, { epoch, batches: sameEpoch ? before.batches : [], openFrom: -1 });
    return;
  }
  const batches = before !== undefined && before.epoch === epoch ? before.batches : [];
  const last = batches.at(-1);
  const openFrom = !record.transactional ? -1 : before !== undefined && before.openFrom >= 0 ? before.openFrom : offset;
  const grown = record.startsBatch || last === undefined
    ? [...batches.slice(-(KEPT - 1)), { first: sequence, last: sequence, offset }]
    : [...batches.slice(0, -1), { ...last, last: sequence }];
  producers.set(producerId, { epoch, batches: grown, openFrom });
}

/** Makes the knowledge again from a log that was cut. */
export function rebuild(log: PartitionLog): { producers: Map<number, ProducerState>; aborted: AbortedTransaction[] } {
  const producers = new Map<number, ProducerState>();
  const aborted: AbortedTransaction[] = [];
  for (const record of read(log, log.startOffset, log.endOffset)) noteRecord(producers, aborted, record);
  return { producers, aborted };
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
