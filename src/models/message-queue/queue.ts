/**
 * Queue mode: each message goes to one consumer, and away when that says so. Ready, in flight until it is settled or its
 * visibility ends, and after too many deliveries a dead letter.
 *
 * @see RabbitMQ: consumer prefetch, acknowledgements, delivery limit of quorum queues; Amazon SQS: visibility timeout, redrive
 * policy. The queue stands for a replicated one: it lives on the first live broker and loses nothing.
 */
import type { World } from '../kernel/model.ts';
import type { Broker, Member, Queued, QueueState, WorkQueue } from './cluster.ts';
import { effectiveAcks } from './cluster.ts';
import { breach, duplicated, lost, sawLatency } from './ledger.ts';
import type { Enqueue, Payload, Receive, Settle } from './messages.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

const DEAD = 64;
const MOST_READY = 4096;

/** The broker that holds the queue now. */
export const queueHost = (state: QueueState): string => {
  for (const id of state.brokers.keys()) if (!state.controller.fenced.has(id)) return id;
  return 'b1';
};

export function onEnqueue(context: Context, broker: Broker, { from, batch, attempt, acks, records }: Enqueue): void {
  const { state, world } = context;
  if (broker.id !== queueHost(state)) return;
  const { queue } = state;
  for (const payload of records) {
    if (queue.ready.length >= MOST_READY) { lost(state.ledger, payload.id, 'queue-full', world); continue; }
    if (attempt > 1 && [...queue.messages.values()].some((message) => message.payload.id === payload.id)) duplicated(state.ledger, payload.id, world);
    const id = `q${queue.nextId}`;
    queue.nextId += 1;
    queue.enqueued += 1;
    queue.messages.set(id, { id, payload, attempts: 0, member: null, untilUs: 0, isProcessed: false });
    queue.ready.push(id);
    state.ledger.produced += 1;
    world.emit('mq.produced', { node: broker.id, peer: from, partition: 0, offset: queue.enqueued - 1, key: payload.key, id: payload.id });
  }
  if (acks !== '0') post(context, broker.id, { kind: 'produce-reply', to: from, partition: 0, batch, attempt, offset: queue.enqueued, error: null });
  dispatch(context, broker);
}

/** A member has room: RabbitMQ's credit, or a poll of SQS. */
export function onReceive(context: Context, broker: Broker, { from, credit }: Receive): void {
  const { state, world } = context;
  if (broker.id !== queueHost(state)) return;
  state.queue.credit.set(from, credit);
  state.queue.heardUs.set(from, world.nowUs);
  dispatch(context, broker);
}

const inHands = (queue: WorkQueue, member: string): number => {
  let count = 0;
  for (const message of queue.messages.values()) if (message.member === member) count += 1;
  return count;
};

/** Hands out ready messages to members with room, in turn. */
export function dispatch(context: Context, broker: Broker): void {
  const { state } = context;
  const { queue } = state;
  while (queue.ready.length > 0) {
    const members = [...queue.credit].filter(([id, credit]) => credit > 0 && inHands(queue, id) < state.config.prefetch && state.members.has(id)).map(([id]) => id);
    if (members.length === 0) return;
    const member = members[queue.turn % members.length]!;
    queue.turn += 1;
    const message = queue.messages.get(queue.ready.shift()!);
    if (!message) continue;
    if (message.attempts >= state.config.maxDeliveries) { bury(context, broker, message); continue; }
    deliver(context, broker, message, member);
  }
}

function deliver(context: Context, broker: Broker, message: Queued, member: string): void {
  const { state, world } = context;
  const { queue } = state;
  if (message.member !== null) breach(state.ledger, 'a message is in the hands of one consumer', `${message.id}: ${message.member} and ${member}`);
  const attempt = message.attempts + 1;
  queue.credit.set(member, (queue.credit.get(member) ?? 1) - 1);
  // Without acknowledgements a message is gone as soon as it is on its way.
  if (effectiveAcks(state.config) === '0') queue.messages.delete(message.id);
  else queue.messages.set(message.id, { ...message, attempts: attempt, member, untilUs: world.nowUs + state.config.visibilityTimeoutUs });
  post(context, broker.id, { kind: 'deliver', to: member, message: message.id, attempt, payload: message.payload });
}

function bury({ state, world }: Context, broker: Broker, message: Queued): void {
  const { queue } = state;
  queue.messages.delete(message.id);
  queue.dead.push(message.payload);
  if (queue.dead.length > DEAD) queue.dead.shift();
  state.ledger.deadLetters += 1;
  world.emit('mq.dead-letter', { node: broker.id, id: message.payload.id, attempts: message.attempts });
}

/** Back to the front of the queue, or to the dead letters. */
function requeue(context: Context, broker: Broker, message: Queued): void {
  const { queue } = context.state;
  if (message.attempts >= context.state.config.maxDeliveries) { bury(context, broker, message); return; }
  queue.messages.set(message.id, { ...message, member: null, untilUs: 0 });
  queue.ready.unshift(...context.rules.requeued(message.id));
}

export function onSettle(context: Context, broker: Broker, { from, message: id, attempt, ok, credit }: Settle): void {
  const { state, world } = context;
  if (broker.id !== queueHost(state)) return;
  const { queue } = state;
  queue.credit.set(from, credit);
  queue.heardUs.set(from, world.nowUs);
  const message = queue.messages.get(id);
  // What became visible again is no longer this consumer's to settle.
  if (message?.member === from && message.attempts === attempt) {
    if (ok) { queue.messages.delete(id); queue.settled += 1; } else requeue(context, broker, message);
  }
  dispatch(context, broker);
}

/** Visibility that ended, and consumers whose connection is gone. */
export function tickQueue(context: Context, broker: Broker): void {
  const { state, world } = context;
  const { queue } = state;
  if (state.config.mode !== 'queue' || broker.id !== queueHost(state)) return;
  for (const [id, heardUs] of queue.heardUs) {
    if (world.nowUs - heardUs <= state.config.sessionTimeoutUs) continue;
    queue.credit.delete(id);
    queue.heardUs.delete(id);
  }
  for (const message of [...queue.messages.values()]) {
    if (message.member === null) continue;
    const isGone = state.config.receive === 'push' && !queue.heardUs.has(message.member);
    if (message.untilUs > world.nowUs && !isGone) continue;
    queue.expired += 1;
    requeue(context, broker, message);
  }
  dispatch(context, broker);
}

/** A consumer did the work of a message. */
export function sawProcessed(state: QueueState, member: Member, id: string, payload: Payload, world: World): void {
  const { queue, ledger } = state;
  const message = queue.messages.get(id);
  ledger.processed += 1;
  sawLatency(ledger, world.nowUs - payload.createdUs);
  const settlesByItself = effectiveAcks(state.config) === '0';
  if (message?.isProcessed || (!message && !settlesByItself)) duplicated(ledger, payload.id, world);
  else if (message) queue.messages.set(id, { ...message, isProcessed: true });
  world.emit('mq.processed', { node: member.id, effect: payload.id, group: member.group });
}

/** Ready and in flight are two things, and a message is ready once. */
export function checkQueue(state: QueueState): void {
  const seen = new Set<string>();
  for (const id of state.queue.ready) {
    if (seen.has(id)) breach(state.ledger, 'a message is ready once', id);
    seen.add(id);
  }
}
