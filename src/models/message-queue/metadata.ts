/** A broker learns what the controller decided: it leads, follows, or waits. */
import type { Broker, Replica } from './cluster.ts';
import { fetchAll } from './fetch.ts';
import { advanceHighWatermark } from './isr.ts';
import { sawLeader } from './ledger.ts';
import type { Metadata, PartitionState } from './messages.ts';
import { startEpoch } from './partition-log.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';
import { answerConsumers } from './consume.ts';

export function onMetadata(context: Context, broker: Broker, message: Metadata): void {
  if (message.incarnation !== broker.incarnation) return;
  for (const part of message.parts) {
    const replica = broker.replicas.get(part.partition);
    if (replica && part.version > replica.state.version) become(context, broker, replica, part);
  }
  broker.newDisk = false;
  if (message.since <= broker.seen) broker.seen = Math.max(broker.seen, message.version);
  fetchAll(context, broker);
}

function become(context: Context, broker: Broker, replica: Replica, part: PartitionState): void {
  const { state: before } = replica;
  const { ledger } = context.state;
  replica.state = part;
  replica.pendingIsr = null;
  if (part.leader !== broker.id) {
    if (before.leader === broker.id) stepDown(context, broker, replica);
    return;
  }
  if (before.leader !== broker.id || before.epoch !== part.epoch) {
    refuseWaiting(context, broker, replica);
    replica.followers = new Map(part.replicas.filter((id) => id !== broker.id).map((id) => [id, { end: -1, caughtUpUs: context.world.nowUs, fetchUs: context.world.nowUs, leaderEnd: replica.log.endOffset }]));
    startEpoch(replica.log, part.epoch);
    sawLeader(ledger, part.partition, replica.log, part.epoch, context.world);
  }
  advanceHighWatermark(context, broker, replica);
}

/** Who waits for an acknowledgement is told to ask the new leader. */
function refuseWaiting(context: Context, broker: Broker, replica: Replica): void {
  for (const { from, batch, attempt, offset, marker } of replica.waiting) {
    // Markers are sent again until somebody has written them.
    if (marker) continue;
    post(context, broker.id, { kind: 'produce-reply', to: from, partition: replica.partition, batch, attempt, offset, error: 'not-leader' });
  }
  replica.waiting = [];
}

function stepDown(context: Context, broker: Broker, replica: Replica): void {
  refuseWaiting(context, broker, replica);
  replica.followers = new Map();
  answerConsumers(context, broker, replica.partition);
}
