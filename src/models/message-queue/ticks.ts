/** What brokers and clients do from time to time: one timer each. */
import { controllerId } from './cluster.ts';
import { answerConsumers } from './consume.ts';
import { tickMember } from './consumer.ts';
import { answerFollowers, fetchAll } from './fetch.ts';
import { tickGroups } from './group-coordinator.ts';
import { maybeShrink } from './isr.ts';
import { isLeader } from './reading.ts';
import { tickProducer } from './producer.ts';
import { tickQueue } from './queue.ts';
import { tickQueueConsumer } from './queue-consumer.ts';
import { retain, RETENTION_EVERY_US } from './retention.ts';
import { tickTransactions } from './transactions.ts';
import { TICK_US } from './start.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** `broker.heartbeat.interval.ms` is 2 s in Kafka. */
const HEARTBEAT_US = 1_000_000;

export function tickBroker(context: Context, id: string): void {
  const { state, world } = context;
  world.schedule(TICK_US, 'broker', id);
  const broker = state.brokers.get(id);
  if (!broker?.up || broker.frozen) return;
  if (broker.heartbeatUs < 0 || world.nowUs - broker.heartbeatUs >= HEARTBEAT_US) {
    broker.heartbeatUs = world.nowUs;
    post(context, id, { kind: 'broker-heartbeat', to: controllerId, seen: broker.seen, newDisk: broker.newDisk, incarnation: broker.incarnation });
  }
  if (state.config.mode === 'queue') { tickQueue(context, broker); return; }
  for (const replica of broker.replicas.values()) if (isLeader(broker, replica)) maybeShrink(context, broker, replica);
  answerFollowers(context, broker);
  answerConsumers(context, broker, -1);
  fetchAll(context, broker);
  tickGroups(context, broker);
  tickTransactions(context, broker);
  if (Math.floor(world.nowUs / RETENTION_EVERY_US) !== Math.floor((world.nowUs - TICK_US) / RETENTION_EVERY_US)) retain(context, broker);
}

/** A producer's or a member's timer. It goes on while they are down, and ends when they are removed. */
export function tickClient(context: Context, id: string): void {
  const { state, world } = context;
  const producer = state.producers.get(id);
  const member = state.members.get(id);
  if (!producer && !member) return;
  world.schedule(TICK_US, 'client', id);
  if (producer?.up && !producer.frozen) tickProducer(context, producer);
  if (!member?.up || member.frozen) return;
  if (state.config.mode === 'queue') tickQueueConsumer(context, member);
  else tickMember(context, member);
}
