/** Whether a batch continues what its producer wrote before, and what a log says of its producers. */
import type { LogRecord, PartitionLog } from './partition-log.ts';
import { read } from './partition-log.ts';
import type { AbortedTransaction, ProducerState } from './producer-state.ts';

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
  const { producerId, producerEpoch: epoch, offset, control, batch } = record;
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
  const grown = last !== undefined && last.offset === batch.offset ? batches : [...batches.slice(-(KEPT - 1)), batch];
  producers.set(producerId, { epoch, batches: grown, openFrom });
}

/** Makes the knowledge again from a log that was cut. */
export function rebuild(log: PartitionLog): { producers: Map<number, ProducerState>; aborted: AbortedTransaction[] } {
  const producers = new Map<number, ProducerState>();
  const aborted: AbortedTransaction[] = [];
  for (const record of read(log, log.startOffset, log.endOffset)) noteRecord(producers, aborted, record);
  return { producers, aborted };
}
