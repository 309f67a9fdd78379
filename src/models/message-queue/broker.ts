/** A broker as leader of partitions: takes writes, and markers of transactions. */
import type { World } from '../kernel/model.ts';
import type { Broker, Replica } from './cluster.ts';
import { isInput } from './cluster.ts';
import { answerFollowers } from './fetch.ts';
import { advanceHighWatermark } from './isr.ts';
import { isLeader } from './reading.ts';
import { breach, duplicated, lost, sawAcknowledged, sawAppend } from './ledger.ts';
import type { Produce, Refusal, WriteMarker } from './messages.ts';
import type { LogRecord } from './partition-log.ts';
import { read } from './partition-log.ts';
import { append } from './log-writes.ts';
import { noteRecord, sequenceAfter } from './sequences.ts';
import { joinTransaction } from './transactions.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** A leader's own append. */
export function appendRecord({ state }: Context, replica: Replica, record: LogRecord, settled: boolean): void {
  append(replica.log, record);
  noteRecord(replica.producers, replica.aborted, record);
  sawAppend(state.ledger, replica.partition, record, settled);
}

/** A batch from a producer. */
export function onProduce(context: Context, broker: Broker, message: Produce): void {
  const replica = broker.replicas.get(message.partition);
  const refusal = replica === undefined || !isLeader(broker, replica) ? 'not-leader' : refuse(context, replica, message);
  if (replica === undefined || refusal !== null) { sayNo(context, broker, message, refusal ?? 'not-leader'); return; }
  const { first, last } = { first: message.sequence, last: sequenceAfter(message.sequence, message.records.length - 1) };
  if (message.producerId >= 0) {
    const known = replica.producers.get(message.producerId);
    const verdict = context.rules.sequence(known, message.producerEpoch, first, last);
    if (verdict === 'duplicate') { repeatAnswer(context, broker, replica, message); return; }
    if (verdict !== 'append') { sayNo(context, broker, message, verdict === 'stale-epoch' ? 'invalid-producer-epoch' : 'out-of-order-sequence'); return; }
    if (context.state.ledger.unclean[message.partition] === 0) checkGap(context, replica, message);
  }
  const offset = replica.log.endOffset;
  takeBatch(context, broker, replica, message);
  const end = replica.log.endOffset;
  if (message.acks === 'all') {
    replica.waiting.push({ from: message.from, batch: message.batch, attempt: message.attempt, offset, end });
  } else if (message.acks === '1') {
    sawAcknowledged(context.state.ledger, message.partition, offset, end, replica.state.epoch, context.world);
    post(context, broker.id, { kind: 'produce-reply', to: message.from, partition: message.partition, batch: message.batch, attempt: message.attempt, offset, error: null });
  }
  advanceHighWatermark(context, broker, replica);
  answerFollowers(context, broker);
}

function refuse(context: Context, replica: Replica, message: Produce): Refusal | null {
  const { state, rules } = context;
  if (message.acks === 'all' && !rules.enoughInSync(replica.state.isr.length, state.config.minInsyncReplicas)) return 'not-enough-replicas';
  return message.transactional ? joinTransaction(context, message.from, message.producerEpoch, message.partition) : null;
}

/** Nobody hears the refusal of a write that asks for no acknowledgement. */
function sayNo(context: Context, broker: Broker, { from, partition, batch, attempt, acks, records }: Produce, error: Refusal): void {
  if (acks !== '0') post(context, broker.id, { kind: 'produce-reply', to: from, partition, batch, attempt, offset: -1, error });
  else for (const { id } of records) lost(context.state.ledger, id, error, context.world);
}

function repeatAnswer(context: Context, broker: Broker, replica: Replica, message: Produce): void {
  const { state, world } = context;
  state.ledger.refusedDuplicates += 1;
  world.emit('mq.duplicate-refused', { node: broker.id, peer: message.from, sequence: message.sequence, partition: message.partition });
  const known = replica.producers.get(message.producerId)?.batches.find(({ first }) => first === message.sequence);
  const offset = known?.offset ?? -1;
  const end = offset + message.records.length;
  if (end <= replica.highWatermark) post(context, broker.id, { kind: 'produce-reply', to: message.from, partition: message.partition, batch: message.batch, attempt: message.attempt, offset, error: null });
  else {
    replica.waiting.push({ from: message.from, batch: message.batch, attempt: message.attempt, offset, end });
    replica.waiting.sort((a, b) => a.end - b.end);
  }
}

/** Whatever the rule said: an idempotent producer's sequences have no gap, and no record stands twice. */
function checkGap({ state }: Context, replica: Replica, { producerId, producerEpoch, sequence, records, from }: Produce): void {
  const known = replica.producers.get(producerId);
  if (known === undefined) return;
  const last = known.batches.at(-1);
  const expected = known.epoch !== producerEpoch ? 0 : last === undefined ? sequence : sequenceAfter(last.last);
  if (producerEpoch < known.epoch) breach(state.ledger, 'a fenced producer writes nothing', `${from}, partition ${replica.partition}, epoch ${producerEpoch} < ${known.epoch}`);
  else if (sequence !== expected) breach(state.ledger, 'sequences of a producer have no gap', `${from}, partition ${replica.partition}: ${sequence} instead of ${expected} for ${records[0]?.id}`);
}

function takeBatch(context: Context, broker: Broker, replica: Replica, message: Produce): void {
  const { state, world } = context;
  const { log, partition } = replica;
  const repeated = message.attempt > 1 ? new Set(read(log, log.endOffset - 256, log.endOffset).map(({ id }) => id)) : null;
  const idempotent = message.producerId >= 0;
  const batch = { offset: log.endOffset, first: idempotent ? message.sequence : -1, last: idempotent ? sequenceAfter(message.sequence, message.records.length - 1) : -1 };
  message.records.forEach((payload, at) => {
    if (repeated?.has(payload.id)) {
      if (message.producerId >= 0 && state.ledger.unclean[partition] === 0) breach(state.ledger, 'no record of an idempotent producer stands twice', `${payload.id} in partition ${partition}`);
      duplicated(state.ledger, payload.id, world);
    }
    const offset = log.endOffset;
    appendRecord(context, replica, {
      offset, epoch: replica.state.epoch, timeUs: world.nowUs, createdUs: payload.createdUs, key: payload.key, value: payload.value, id: payload.id, control: null,
      producerId: message.producerId, producerEpoch: message.producerEpoch, sequence: idempotent ? sequenceAfter(message.sequence, at) : -1,
      transactional: message.transactional, batch,
    }, message.acks === '0');
    if (isInput(state.config, partition)) {
      state.ledger.produced += 1;
      world.emit('mq.produced', { node: broker.id, peer: message.from, partition, offset, key: payload.key, id: payload.id });
    }
  });
}

/** The transaction coordinator orders a commit or abort marker. */
export function onWriteMarker(context: Context, broker: Broker, message: WriteMarker): void {
  const { partition, producerId, producerEpoch, transaction } = message;
  const replica = broker.replicas.get(partition);
  if (replica === undefined || !isLeader(broker, replica)) return;
  const known = replica.producers.get(producerId);
  // A marker that was written already is written no second time.
  if (known === undefined || known.openFrom >= 0 || known.epoch < producerEpoch) {
    if (context.rules.marks(message.commit ? 'commit' : 'abort')) writeMarker(context, replica, message);
  }
  // A marker that a new leader might not have would leave the transaction open for ever: it counts once it is committed.
  const end = replica.log.endOffset;
  if (end <= replica.highWatermark) post(context, broker.id, { kind: 'marker-reply', to: message.from, partition, producerEpoch, transaction });
  else replica.waiting.push({ from: message.from, batch: -1, attempt: 0, offset: end - 1, end, marker: message });
  advanceHighWatermark(context, broker, replica);
  answerFollowers(context, broker);
}

function writeMarker(context: Context, replica: Replica, { producerId, producerEpoch, transaction, commit }: WriteMarker): void {
  const { nowUs }: World = context.world;
  appendRecord(context, replica, {
    offset: replica.log.endOffset, epoch: replica.state.epoch, timeUs: nowUs, createdUs: nowUs, key: null, value: '', id: `${transaction}#${producerEpoch}`,
    control: commit ? 'commit' : 'abort', producerId, producerEpoch, sequence: -1, transactional: true, batch: { offset: replica.log.endOffset, first: -1, last: -1 },
  }, true);
}
