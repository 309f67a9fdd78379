/** Copies of the whole system, for looking back and for branches. */
import { copyNetwork } from '../kernel/network-state.ts';
import type { Broker, Group, Member, Producer, QueueState, Replica } from './cluster.ts';
import { copyLedger } from './ledger.ts';
import { copyLog } from './partition-log.ts';

const copyReplica = (replica: Replica): Replica => ({
  ...replica, log: copyLog(replica.log), producers: new Map(replica.producers), aborted: replica.aborted.slice(), followers: new Map(replica.followers), waiting: replica.waiting.slice(),
});

const copyBroker = (broker: Broker): Broker => ({
  ...broker, replicas: new Map([...broker.replicas].map(([partition, replica]) => [partition, copyReplica(replica)])),
  asked: new Map(broker.asked), parked: new Map(broker.parked), parkedConsumers: broker.parkedConsumers.slice(),
});

const copyProducer = (producer: Producer): Producer => ({
  ...producer, placing: { ...producer.placing }, buffered: new Map([...producer.buffered].map(([partition, list]) => [partition, list.slice()])),
  inFlight: new Map([...producer.inFlight].map(([number, batch]) => [number, { ...batch }])), sequences: new Map(producer.sequences), acknowledged: new Set(producer.acknowledged), epochs: new Map(producer.epochs), leaders: producer.leaders.slice(),
});

const copyMember = (member: Member): Member => ({
  ...member, claims: new Map([...member.claims].map(([partition, claim]) => [partition, { ...claim, buffer: claim.buffer.slice() }])),
  processed: member.processed.slice(), leaders: member.leaders.slice(), hand: member.hand.slice(),
});

const copyGroup = (group: Group): Group => ({
  ...group, members: new Map([...group.members].map(([id, member]) => [id, { ...member }])), committed: new Map(group.committed), pending: new Map(group.pending),
});

const each = <T>(map: ReadonlyMap<string, T>, copy: (item: T) => T): Map<string, T> => new Map([...map].map(([id, item]) => [id, copy(item)]));

/** Deep copy that shares records, messages and the controller's decisions. */
export function copyState(state: QueueState): QueueState {
  const { controller, queue } = state;
  return {
    ...state,
    network: copyNetwork(state.network),
    brokers: each(state.brokers, copyBroker),
    controller: { version: controller.version, parts: controller.parts.slice(), heardUs: new Map(controller.heardUs), incarnations: new Map(controller.incarnations), fenced: new Set(controller.fenced) },
    producers: each(state.producers, copyProducer),
    members: each(state.members, copyMember),
    groups: each(state.groups, copyGroup),
    transactions: each(state.transactions, (transaction) => ({ ...transaction, partitions: new Set(transaction.partitions), unmarked: new Set(transaction.unmarked) })),
    queue: { ...queue, ready: queue.ready.slice(), messages: new Map(queue.messages), dead: queue.dead.slice(), credit: new Map(queue.credit), heardUs: new Map(queue.heardUs) },
    ledger: copyLedger(state.ledger),
  };
}
