/** Who handles which message. */
import { onProduce, onWriteMarker } from './broker.ts';
import type { Broker, Member } from './cluster.ts';
import { controllerId } from './cluster.ts';
import { onConsume } from './consume.ts';
import { onHeartbeatReply, onJoinReply, onSyncReply } from './consumer.ts';
import { onAlterIsr, onBrokerHeartbeat } from './controller.ts';
import { onCommitReply, onEndReply, onInitReply, onOutputReply } from './replies.ts';
import { onFetch, onFetchReply } from './fetch.ts';
import { onCommit, onGroupHeartbeat, onJoin, onLeave, onSync } from './group-coordinator.ts';
import type { Message } from './messages.ts';
import { onMetadata } from './metadata.ts';
import { onProduceReply } from './producer.ts';
import { onEnqueue, onReceive, onSettle } from './queue.ts';
import { onDeliver } from './queue-consumer.ts';
import { onEndTransaction, onInitProducer, onMarkerReply } from './transactions.ts';
import type { Context } from './transport.ts';
import { onConsumeReply } from './work.ts';

export function dispatchMessage(context: Context, message: Message): void {
  const { state } = context;
  if (message.to === controllerId) {
    if (message.kind === 'broker-heartbeat') onBrokerHeartbeat(context, message);
    else if (message.kind === 'alter-isr') onAlterIsr(context, message);
    return;
  }
  const broker = state.brokers.get(message.to);
  if (broker) { toBroker(context, broker, message); return; }
  const member = state.members.get(message.to);
  if (member) { toMember(context, member, message); return; }
  const producer = state.producers.get(message.to);
  if (producer && message.kind === 'produce-reply') onProduceReply(context, producer, message);
}

function toBroker(context: Context, broker: Broker, message: Message): void {
  switch (message.kind) {
    case 'produce': onProduce(context, broker, message); break;
    case 'fetch': onFetch(context, broker, message); break;
    case 'fetch-reply': onFetchReply(context, broker, message); break;
    case 'metadata': onMetadata(context, broker, message); break;
    case 'consume': onConsume(context, broker, message); break;
    case 'join-group': onJoin(context, broker, message); break;
    case 'sync-group': onSync(context, broker, message); break;
    case 'group-heartbeat': onGroupHeartbeat(context, broker, message); break;
    case 'leave-group': onLeave(context, broker, message); break;
    case 'commit': onCommit(context, broker, message); break;
    case 'init-producer': onInitProducer(context, broker, message); break;
    case 'end-transaction': onEndTransaction(context, broker, message); break;
    case 'write-marker': onWriteMarker(context, broker, message); break;
    case 'marker-reply': onMarkerReply(context, broker, message); break;
    case 'enqueue': onEnqueue(context, broker, message); break;
    case 'receive': onReceive(context, broker, message); break;
    case 'settle': onSettle(context, broker, message); break;
    default: break;
  }
}

function toMember(context: Context, member: Member, message: Message): void {
  switch (message.kind) {
    case 'consume-reply': onConsumeReply(context, member, message); break;
    case 'join-reply': onJoinReply(context, member, message); break;
    case 'sync-reply': onSyncReply(context, member, message); break;
    case 'heartbeat-reply': onHeartbeatReply(context, member, message); break;
    case 'commit-reply': onCommitReply(context, member, message); break;
    case 'produce-reply': onOutputReply(context, member, message); break;
    case 'init-reply': onInitReply(context, member, message); break;
    case 'end-reply': onEndReply(context, member, message); break;
    case 'deliver': onDeliver(context, member, message); break;
    default: break;
  }
}
