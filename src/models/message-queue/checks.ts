/** Everything at once: what is too dear to compare after every event. */
import { InvariantViolation } from '../kernel/model.ts';
import type { QueueState, Replica } from './cluster.ts';
import { throwBreach } from './ledger.ts';
import { read } from './partition-log.ts';
import { checkQueue } from './queue.ts';

/** Offsets of a log grow, and below the high watermark it holds what was committed. */
function checkReplica(state: QueueState, broker: string, { log, partition, highWatermark }: Replica): void {
  let last = log.startOffset - 1;
  for (const { offset, id } of read(log, log.startOffset, Infinity)) {
    if (offset <= last || offset >= log.endOffset) throw new InvariantViolation('offsets of a log grow', `${broker}, partition ${partition}: ${id} at ${offset} after ${last}`);
    last = offset;
  }
  if (highWatermark > log.endOffset) throw new InvariantViolation('the high watermark is within the log', `${broker}, partition ${partition}: ${highWatermark} > ${log.endOffset}`);
  if (state.ledger.unclean[partition]! > 0) return;
  const history = state.ledger.history[partition]!;
  const committed = new Map(read(history, history.startOffset, highWatermark).map((record) => [record.offset, record]));
  for (const record of read(log, history.startOffset, highWatermark)) {
    if (committed.get(record.offset) !== record) throw new InvariantViolation('committed records are never rewritten', `${broker}, partition ${partition}, offset ${record.offset}: ${record.id}`);
  }
}

export function checkEverything(state: QueueState): void {
  for (const broker of state.brokers.values()) for (const replica of broker.replicas.values()) checkReplica(state, broker.id, replica);
  checkQueue(state);
  throwBreach(state.ledger);
}
