/** Random systems under random faults, and the commands that repair them. */
import type { Action, RandomStream } from '../kernel/model.ts';
import type { Swarm } from '../kernel/testing.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { QueueConfig, QueueState } from './cluster.ts';
import { parseGroups, queueConfig } from './config.ts';
import { messageQueue } from './model.ts';

function draw(random: RandomStream): QueueConfig {
  const brokers = pick(random, [1, 2, 3, 3, 3, 5]);
  const latencyUs = pick(random, [0, 1_000, 20_000, 100_000]);
  return {
    ...queueConfig({
      mode: pick(random, ['stream', 'stream', 'stream', 'stream', 'queue']), brokers, replicationFactor: pick(random, [1, 2, 3, 3]), minInsyncReplicas: pick(random, [1, 2, 2]),
      partitions: pick(random, [1, 2, 3, 5]), acks: pick(random, ['all', 'all', '1', '0']), delivery: pick(random, ['at-most-once', 'at-least-once', 'exactly-once', 'exactly-once']),
      producers: pick(random, [1, 2, 3]), assignor: pick(random, ['range', 'round-robin', 'cooperative-sticky', 'uniform']), partitioner: pick(random, ['round-robin', 'key', 'sticky']),
      produceRate: pick(random, [2, 6, 20]), processTime: pick(random, [0, 50, 300]), retention: pick(random, [4_000, 20_000, 60_000]), compaction: random.chance(0.15),
      sessionTimeout: pick(random, [2_000, 6_000]), visibilityTimeout: pick(random, [2_000, 10_000]), prefetch: pick(random, [1, 3, 10]), receive: pick(random, ['push', 'poll']),
      brokerSession: pick(random, [1_500, 3_000]), replicaLag: pick(random, [1_500, 5_000]), loss: pick(random, [0, 0, 0.02, 0.1]),
    }),
    groups: parseGroups(pick(random, ['A:1', 'A:3@earliest', 'A:2@earliest,B:1', 'A:3,B:1,C:1@earliest'])),
    latencyUs, jitterUs: pick(random, [0, 0, 5_000, 60_000]),
  };
}

function disturb(state: QueueState, random: RandomStream): Action {
  const brokers = [...state.brokers.keys()];
  const members = [...state.members.keys()];
  const messages = [...state.network.inFlight.keys()].slice(-20);
  const group = pick(random, [...state.groups.keys()]);
  const client = pick(random, [...members, ...state.producers.keys(), 'b1']);
  const fault = drawFault(random, { nodes: brokers, messages });
  return pick(random, [
    fault, fault, fault,
    { action: 'crash', target: client }, { action: 'freeze', target: client }, { action: 'thaw', target: client }, { action: 'recover' }, { action: 'recover' },
    { action: 'crash', target: 'leader' }, { action: 'freeze', target: 'leader' },
    { action: 'produce', args: { key: pick(random, ['a', 'b', 'c']), value: pick(random, ['x', 'y', 'poison']) } },
    members.length < 8 ? { action: 'add-member', args: { group } } : { action: 'remove-member', args: { group } },
    state.members.size > 1 && random.chance(0.5) ? { action: 'remove-member', args: { group } } : { action: 'add-member', args: { group } },
    random.chance(0.06) ? { action: 'elect-unclean', args: { partition: random.integer(0, state.config.partitions - 1) } } : fault,
    random.chance(0.06) ? { action: 'wipe', target: pick(random, brokers) } : fault,
    random.chance(0.06) ? { action: 'seek-offset', args: { group, partition: 0, offset: random.integer(0, 20) } } : fault,
  ]);
}

function repair(state: QueueState): readonly Action[] {
  const nodes = [...state.brokers.keys(), ...state.members.keys(), ...state.producers.keys()];
  return [
    { action: 'heal' }, { action: 'recover' },
    ...nodes.flatMap((target) => [{ action: 'thaw', target }, { action: 'slow', target, args: { factor: 1 } }]),
    ...[...state.groups.keys()].map((group) => ({ action: 'add-member', args: { group } })),
  ];
}

/**
 * Whether a transaction has lost its marker to an unclean election, or to the disk of the last in-sync replica: it stays open
 * for ever, and whoever reads what is committed waits behind it. So it is in Kafka, where an operator has to abort it (KIP-664).
 */
const hangs = ({ brokers, transactions, ledger, controller }: QueueState): boolean =>
  controller.parts.some(({ partition, leader }) => ledger.unclean[partition]! > 0 &&
    [...(brokers.get(leader ?? '')?.replicas.get(partition)?.producers ?? [])].some(([producerId, { openFrom }]) => openFrom >= 0 &&
      [...transactions.values()].every((transaction) => transaction.producerId !== producerId || transaction.status === 'empty')));

/** Grows only when records are appended and processed: the slower of the two counts. */
const progress = (state: QueueState): number => {
  const { produced, processed, deadLetters } = state.ledger;
  return hangs(state) ? produced : Math.min(produced, processed + deadLetters);
};

export const messageQueueSwarm: Swarm<QueueConfig, QueueState> = { model: messageQueue(), draw, disturb, repair, progress, progressWithinUs: 300_000_000 };

export const runSwarm = swarmOf(messageQueueSwarm);
