/** The system as it starts: everybody up, every replica in sync, every log empty, timers running. Nothing of what happens then. */
import type { World } from '../kernel/model.ts';
import { createNetwork } from '../kernel/network-state.ts';
import type { Broker, Group, Member, Producer, QueueConfig, QueueState, Replica, WorkQueue } from './cluster.ts';
import { controllerId, partitionCount } from './cluster.ts';
import { makeLedger } from './book.ts';
import type { Message, PartitionState } from './messages.ts';
import { makeLog, startEpoch } from './partition-log.ts';

/** Time between two looks at everything that waits. */
export const TICK_US = 500_000;

export function makeReplica(partition: number): Replica {
  return {
    partition, log: makeLog(), highWatermark: 0, producers: new Map(), aborted: [],
    state: { partition, leader: null, epoch: -1, isr: [], version: -1, replicas: [] },
    pendingIsr: null, proposedUs: 0, followers: new Map(), waiting: [],
  };
}

export function makeMember(id: string, group: string): Member {
  return {
    id, group, up: true, frozen: false, phase: 'stopped', generation: -1, ownedIn: -1, claims: new Map(), working: null, nextToken: 1, nextNumber: 1, turn: 0,
    askedUs: 0, heartbeatUs: 0, heartbeatPending: false, autoCommitUs: 0, producerId: -1, epoch: -1, sequence: 0, processed: [], transaction: null,
    failures: 0, wantsJoin: false, deferred: null, leaders: [], hand: [],
  };
}

export function makeProducer(id: string, producerId: number): Producer {
  return { id, up: true, frozen: false, producerId, epochs: new Map(), placing: { partition: -1, count: 0 }, buffered: new Map(), inFlight: new Map(), sequences: new Map(), acknowledged: new Set(), leaders: [], tickUs: -1 };
}

export const makeQueue = (): WorkQueue => ({ ready: [], messages: new Map(), dead: [], credit: new Map(), heardUs: new Map(), turn: 0, enqueued: 0, settled: 0, expired: 0, nextId: 1 });

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

export function startTicks(state: QueueState, world: World): void {
  for (const id of state.brokers.keys()) world.schedule(0, 'broker', id);
  for (const id of [...state.producers.keys(), ...state.members.keys()]) world.schedule(0, 'client', id);
  world.schedule(TICK_US, 'controller', controllerId);
}

/** Producers take turns, evenly over the time between two records of one. */
export function scheduleProduce({ state, world }: Starting, producer: Producer, delayUs: number | null = null): void {
  const { produceRate } = state.config;
  if (produceRate <= 0 || producer.tickUs >= 0) return;
  const wait = delayUs ?? Math.max(1, Math.round((1_000_000 * state.producers.size) / produceRate));
  producer.tickUs = world.nowUs + wait;
  world.schedule(wait, 'produce', producer.id);
}

interface Starting { readonly state: QueueState; readonly world: World }

export function startQueue(config: QueueConfig, world: World): QueueState {
  const state = makeState(config);
  startTicks(state, world);
  [...state.producers.values()].forEach((producer, at) => { if (config.produceRate > 0) scheduleProduce({ state, world }, producer, Math.round(((at + 1) * 1_000_000) / config.produceRate)); });
  return state;
}
