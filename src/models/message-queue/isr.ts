/**
 * The leader's side of replication: who is in sync, how far everybody is, and what that commits.
 *
 * @see Apache Kafka, Partition.scala; KIP-497 for the proposal to the controller and the set while it is pending.
 */
import type { Broker, Replica } from './cluster.ts';
import { controllerId, isInput } from './cluster.ts';
import { breach, sawAcknowledged, sawCommitted } from './ledger.ts';
import { read } from './partition-log.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';
import { answerConsumers } from './consume.ts';
import { showOutput } from './output.ts';

/** While a proposal is pending, whoever is in the old set or the new one must have a record before it is committed. */
export function inSyncSet(replica: Replica): readonly string[] {
  const { isr } = replica.state;
  return replica.pendingIsr === null ? isr : [...new Set([...isr, ...replica.pendingIsr])];
}

/** Moves the high watermark as far as the in-sync set allows, and answers whom that serves. */
export function advanceHighWatermark(context: Context, broker: Broker, replica: Replica): void {
  const { state, world, rules } = context;
  const before = replica.highWatermark;
  const ends = inSyncSet(replica).map((id) => (id === broker.id ? replica.log.endOffset : replica.followers.get(id)?.end ?? -1));
  const after = rules.highWatermark(before, ends);
  if (after <= before) return;
  replica.highWatermark = after;
  const { partition } = replica;
  sawCommitted(state.ledger, partition, replica.log, read(replica.log, before, after), after);
  // Only the truth about followers: what they have on disk, not what the leader believes.
  for (const id of replica.state.isr) {
    const end = state.brokers.get(id)?.replicas.get(partition)?.log.endOffset ?? 0;
    const isCurrent = state.brokers.get(id)?.newDisk === false && replica.state.epoch >= state.ledger.epochs[partition]! && state.controller.parts[partition]?.epoch === replica.state.epoch;
    if (isCurrent && end < after && state.ledger.unclean[partition] === 0 && state.controller.parts[partition]!.isr.includes(id)) {
      breach(state.ledger, 'the high watermark is on every in-sync replica', `partition ${partition}: ${after}, ${id} ends at ${end}`);
    }
  }
  if (isInput(state.config, partition)) world.emit('mq.high-watermark', { node: broker.id, partition, offset: after });
  answerWaiting(context, broker, replica);
  showOutput(context, broker, replica);
  answerConsumers(context, broker, partition);
}

/** Acknowledges writes that the in-sync set has. */
function answerWaiting(context: Context, broker: Broker, replica: Replica): void {
  const { state, world, rules } = context;
  while (replica.waiting.length > 0 && replica.waiting[0]!.end <= replica.highWatermark) {
    const write = replica.waiting.shift()!;
    if (write.marker) {
      const { from, partition, producerEpoch, transaction } = write.marker;
      post(context, broker.id, { kind: 'marker-reply', to: from, partition, producerEpoch, transaction });
      continue;
    }
    const enough = rules.enoughInSync(replica.state.isr.length, state.config.minInsyncReplicas);
    if (enough) sawAcknowledged(state.ledger, replica.partition, write.offset, write.end, replica.state.epoch, world);
    post(context, broker.id, { kind: 'produce-reply', to: write.from, partition: replica.partition, batch: write.batch, attempt: write.attempt, offset: write.offset, error: enough ? null : 'not-enough-replicas-after-append' });
  }
}

/** Asks the controller for another in-sync set; one proposal at a time, repeated until answered. */
function propose({ state, world, rules }: Context, broker: Broker, replica: Replica, isr: readonly string[]): void {
  replica.pendingIsr = isr;
  replica.proposedUs = world.nowUs;
  const { partition, state: { epoch, version } } = replica;
  post({ state, world, rules }, broker.id, { kind: 'alter-isr', to: controllerId, partition, epoch, version, isr });
}

/** A follower that reached the high watermark may join; the controller does not take one it has fenced. */
export function maybeExpand(context: Context, broker: Broker, replica: Replica, follower: string): void {
  const { isr } = replica.state;
  if (replica.pendingIsr !== null || isr.includes(follower)) return;
  const progress = replica.followers.get(follower);
  if (progress && progress.end >= replica.highWatermark && progress.end >= (replica.log.epochs.at(-1)?.[1] ?? 0)) propose(context, broker, replica, [...isr, follower]);
}

/** Followers that have not caught up for too long leave. Also repeats a proposal that got no answer. */
export function maybeShrink(context: Context, broker: Broker, replica: Replica): void {
  const { state, world } = context;
  if (replica.pendingIsr !== null) {
    if (world.nowUs - replica.proposedUs > state.config.brokerSessionUs) propose(context, broker, replica, replica.pendingIsr);
    return;
  }
  const { isr } = replica.state;
  const lags = (id: string): boolean => {
    if (id === broker.id) return false;
    const progress = replica.followers.get(id);
    return progress !== undefined && progress.end < replica.log.endOffset && world.nowUs - progress.caughtUpUs > state.config.replicaLagUs;
  };
  const silent = (id: string): boolean => id !== broker.id && world.nowUs - (replica.followers.get(id)?.caughtUpUs ?? world.nowUs) > state.config.replicaLagUs;
  const kept = isr.filter((id) => !lags(id) && !silent(id));
  if (kept.length < isr.length) propose(context, broker, replica, kept);
}
