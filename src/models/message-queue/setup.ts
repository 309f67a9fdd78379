/** The system as it starts: everybody up, every replica in sync, every log empty. And copies of it. */
import { copyNetwork, createNetwork } from '../kernel/network.ts';
import { makeReplica } from './broker.ts';
import type { Broker, Group, Member, Producer, QueueConfig, QueueState, Replica } from './cluster.ts';
import { partitionCount } from './cluster.ts';
import { makeMember } from './consumer.ts';
import { copyLedger, makeLedger } from './ledger.ts';
import type { Message, PartitionState } from './messages.ts';
import { copyLog, startEpoch } from './partition-log.ts';
import { makeProducer } from './producer.ts';
import { makeQueue } from './queue.ts';

const ids = (letter: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${letter}${at + 1}`);

/** Replicas are dealt to brokers in turn, so that leaders are too. */
function partitionStates(config: QueueConfig): PartitionState[] {
  return Array.from({ length: partitionCount(config) }, (_, partition) => {
    const replicas = Array.from({ length: config.replicationFactor }, (_each, at) => `b${((partition + at) % config.brokers) + 1}`);
    return { partition, leader: replicas[0]!, epoch: 0, isr: replicas, version: 1, replicas };
  });
}

function makeBroker(id: string, parts: readonly PartitionState[]): Broker {
  const replicas = new Map<number, Replica>();
  for (const part of parts) {
    if (!part.replicas.includes(id)) continue;
    const replica = makeReplica(part.partition);
    replica.state = part;
    if (part.leader === id) {
      startEpoch(replica.log, 0);
      replica.followers = new Map(part.replicas.slice(1).map((each) => [each, { end: 0, caughtUpUs: 0, fetchUs: 0, leaderEnd: 0 }]));
    }
    replicas.set(part.partition, replica);
  }
  return { id, up: true, frozen: false, newDisk: false, incarnation: 1, seen: 1, heartbeatUs: -1, replicas, asked: new Map(), nextFetch: 1, parked: new Map(), parkedConsumers: [] };
}

function makeGroup(config: QueueConfig, index: number): Group {
  const { name, members, reset } = config.groups[index]!;
  return {
    name, index, reset, state: 'Empty', generation: 0, assignedIn: 0, members: new Map(), leader: '', rebalanceFromUs: 0, rebalanceUntilUs: 0, committed: new Map(), pending: new Map(),
    coordinator: `b${(index % config.brokers) + 1}`, nextMember: members + 1,
  };
}

export function makeState(config: QueueConfig): QueueState {
  const parts = partitionStates(config);
  const brokers = ids('b', config.brokers);
  const producers = ids('p', config.producers);
  const members = config.groups.flatMap(({ name, members: count }, index) => Array.from({ length: count }, (_, at) => makeMember(`g${index + 1}-${at + 1}`, name)));
  return {
    config,
    network: createNetwork<Message>([...producers, ...members.map(({ id }) => id)]),
    brokers: new Map(brokers.map((id) => [id, makeBroker(id, parts)])),
    controller: { version: 1, parts, heardUs: new Map(brokers.map((id) => [id, 0])), incarnations: new Map(brokers.map((id) => [id, 1])), fenced: new Set() },
    producers: new Map(producers.map((id, at) => [id, makeProducer(id, at + 1)])),
    members: new Map(members.map((member) => [member.id, member])),
    groups: new Map(config.groups.map(({ name }, index) => [name, makeGroup(config, index)])),
    transactions: new Map(), nextProducerId: producers.length + 1, nextRecord: 0, nextBatch: 1,
    queue: makeQueue(),
    ledger: makeLedger(config.partitions, config.groups.length, config.groups.length),
  };
}

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
