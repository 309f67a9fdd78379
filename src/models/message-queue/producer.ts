/**
 * A producer: picks partitions, keeps at most five requests under way, sends again what got no answer, and numbers its
 * batches when it is idempotent.
 *
 * @see Apache Kafka, KafkaProducer, RecordAccumulator, TransactionManager; KIP-98, KIP-360.
 */
import type { Batch, Producer, QueueState } from './cluster.ts';
import { effectiveAcks, requestTimeoutUs } from './cluster.ts';
import { lost } from './ledger.ts';
import type { Payload, ProduceReply } from './messages.ts';
import { choosePartition } from './partitioner.ts';
import { sequenceAfter } from './sequences.ts';
import { queueHost } from './queue.ts';
import { scheduleProduce } from './start.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** `max.in.flight.requests.per.connection`; more would break the order of an idempotent producer. */
const IN_FLIGHT = 5;
const BATCH = 16;
/** `delivery.timeout.ms`. */
const GIVE_UP_US = 120_000_000;
const BUFFER = 4096;
/** Keys of the records that producers make by themselves. */
const KEYS = 6;

const isIdempotent = (state: QueueState): boolean => state.config.delivery === 'exactly-once' && state.config.mode === 'stream';

/** The application hands over a record. */
export function produce(context: Context, producer: Producer, key: string | null, value: string | null): Payload {
  const { state, world } = context;
  const number = state.nextRecord;
  state.nextRecord += 1;
  const payload = { id: `r${number}`, key, value: value ?? String(number), createdUs: world.nowUs };
  const partition = state.config.mode === 'queue' ? 0 : choosePartition(producer.placing, state.config.partitioner, key, state.config.partitions, world.random(`partitioner ${producer.id}`));
  const waiting = producer.buffered.get(partition) ?? [];
  if (waiting.length < BUFFER) waiting.push(payload);
  else lost(state.ledger, payload.id, 'buffer-full', world);
  producer.buffered.set(partition, waiting);
  flush(context, producer, partition);
  return payload;
}

/** The next record of its own is due. */
export function onProduceTimer(context: Context, producer: Producer): void {
  const { state, world } = context;
  producer.tickUs = -1;
  if (producer.up && !producer.frozen) {
    const keyed = state.config.partitioner === 'key' || state.config.compaction;
    const key = keyed ? `k${1 + world.random(`key ${producer.id}`).integer(0, KEYS - 1)}` : null;
    produce(context, producer, key, null);
  }
  scheduleProduce(context, producer);
}

/**
 * Sends what is buffered for a partition, as far as requests may be under way. A broker that knows nothing of an idempotent
 * producer takes any sequence, so the first batch of an epoch goes alone.
 */
function flush(context: Context, producer: Producer, partition: number): void {
  const { state, world } = context;
  const waiting = producer.buffered.get(partition);
  if (!waiting) return;
  while (waiting.length > 0) {
    const under = [...producer.inFlight.values()].filter((batch) => batch.partition === partition).length;
    if (under >= (isIdempotent(state) && !producer.acknowledged.has(partition) ? 1 : IN_FLIGHT)) return;
    const records = waiting.splice(0, BATCH);
    const sequence = producer.sequences.get(partition) ?? 0;
    if (isIdempotent(state)) producer.sequences.set(partition, sequenceAfter(sequence, records.length));
    const batch: Batch = { batch: state.nextBatch, partition, sequence, producerEpoch: producer.epochs.get(partition) ?? 0, records, firstSentUs: world.nowUs, sentUs: world.nowUs, attempt: 0, waiting: false, wasOldest: false, acknowledged: false };
    state.nextBatch += 1;
    // Nobody waits for an answer to what asks for none.
    if (effectiveAcks(state.config) !== '0') producer.inFlight.set(batch.batch, batch);
    transmit(context, producer, batch);
  }
}

function transmit(context: Context, producer: Producer, batch: Batch): void {
  const { state, world } = context;
  batch.attempt += 1;
  batch.sentUs = world.nowUs;
  batch.waiting = false;
  batch.wasOldest = isOldest(producer, batch);
  const acks = effectiveAcks(state.config);
  if (state.config.mode === 'queue') {
    post(context, producer.id, { kind: 'enqueue', to: queueHost(state), batch: batch.batch, attempt: batch.attempt, acks, records: batch.records });
    return;
  }
  // Nobody answers what asks for no answer: a broken connection is what makes such a producer look for the leader.
  if (acks === '0') learn(state, producer, batch.partition);
  const to = producer.leaders[batch.partition] ?? null;
  if (to === null) {
    learn(state, producer, batch.partition);
    const leader = producer.leaders[batch.partition] ?? null;
    if (leader === null) {
      batch.waiting = true;
      if (acks === '0') for (const { id } of batch.records) lost(state.ledger, id, 'no-leader', world);
      return;
    }
  }
  const idempotent = isIdempotent(state);
  post(context, producer.id, {
    kind: 'produce', to: producer.leaders[batch.partition]!, partition: batch.partition, batch: batch.batch, attempt: batch.attempt, acks,
    producerId: idempotent ? producer.producerId : -1, producerEpoch: batch.producerEpoch, sequence: batch.sequence, transactional: false, records: batch.records,
  });
}

/** Asks who leads. Stands for a metadata request, whose round trip is not modelled. */
function learn(state: QueueState, producer: Producer, partition: number): void {
  producer.leaders[partition] = state.controller.parts[partition]?.leader ?? null;
}

export function onProduceReply(context: Context, producer: Producer, { batch: number, partition, attempt, error }: ProduceReply): void {
  const batch = producer.inFlight.get(number);
  if (!batch || batch.acknowledged) return;
  if (error === null) {
    batch.acknowledged = true;
    slide(producer, partition);
    if (batch.producerEpoch === (producer.epochs.get(partition) ?? 0)) producer.acknowledged.add(partition);
    flush(context, producer, partition);
    return;
  }
  // An answer to an earlier attempt says nothing about this one.
  if (attempt !== batch.attempt) return;
  batch.waiting = true;
  if (error === 'not-leader') learn(context.state, producer, partition);
  if (batch.wasOldest && (error === 'invalid-producer-epoch' || error === 'out-of-order-sequence')) renumber(producer, partition);
}

const isOldest = (producer: Producer, { partition, batch }: Batch): boolean =>
  [...producer.inFlight.values()].every((other) => other.partition !== partition || other.acknowledged || other.batch >= batch);

/** A connection's answers come in order: the window of five moves when its oldest batch is through. */
function slide(producer: Producer, partition: number): void {
  for (const batch of producer.inFlight.values()) {
    if (batch.partition !== partition) continue;
    if (!batch.acknowledged) return;
    producer.inFlight.delete(batch.batch);
  }
}

/** A sequence that cannot be continued, since acknowledged batches are gone: a new epoch, counted from 0 (KIP-360). */
function renumber(producer: Producer, partition: number): void {
  const producerEpoch = (producer.epochs.get(partition) ?? 0) + 1;
  producer.epochs.set(partition, producerEpoch);
  producer.acknowledged.delete(partition);
  let sequence = 0;
  for (const batch of producer.inFlight.values()) {
    if (batch.partition !== partition || batch.acknowledged) continue;
    Object.assign(batch, { producerEpoch, sequence });
    sequence = sequenceAfter(sequence, batch.records.length);
  }
  producer.sequences.set(partition, sequence);
}

/** Gives up a partition's batches: which of them arrived cannot be known, so that none may be sent again under a new number. */
function giveUp({ state, world }: Context, producer: Producer, partition: number): void {
  for (const batch of producer.inFlight.values()) {
    if (batch.partition !== partition) continue;
    producer.inFlight.delete(batch.batch);
    if (!batch.acknowledged) for (const { id } of batch.records) lost(state.ledger, id, 'gave-up', world);
  }
  if (isIdempotent(state)) renumber(producer, partition);
}

/** Sends again what was refused or got no answer; gives up in the end. */
export function tickProducer(context: Context, producer: Producer): void {
  const { state, world } = context;
  const timeoutUs = requestTimeoutUs(state.config);
  for (const batch of producer.inFlight.values()) {
    if (batch.acknowledged) continue;
    if (world.nowUs - batch.firstSentUs > GIVE_UP_US) {
      giveUp(context, producer, batch.partition);
    } else if (batch.waiting || world.nowUs - batch.sentUs > timeoutUs) {
      // What is sent again goes alone, the oldest first (RecordAccumulator.shouldStopDrainBatchesForPartition).
      batch.waiting = isIdempotent(state) && !isOldest(producer, batch);
      if (batch.waiting) continue;
      learn(state, producer, batch.partition);
      transmit(context, producer, batch);
    }
  }
  for (const partition of producer.buffered.keys()) flush(context, producer, partition);
}

/** The process is gone, with everything it held. It comes back as a producer nobody knows. */
export function crashProducer({ state, world }: Context, producer: Producer): void {
  const held = [...[...producer.inFlight.values()].flatMap(({ records, acknowledged }) => (acknowledged ? [] : records)), ...[...producer.buffered.values()].flat()];
  producer.up = false;
  producer.frozen = false;
  producer.inFlight.clear();
  producer.buffered.clear();
  producer.sequences.clear();
  producer.acknowledged.clear();
  producer.epochs.clear();
  producer.producerId = state.nextProducerId;
  state.nextProducerId += 1;
  // Never acknowledged, so never promised: no loss, though some may have arrived.
  if (held.length > 0) world.emit('mq.abandoned', { node: producer.id, count: held.length });
}
