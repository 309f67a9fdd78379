/** Random systems under random faults, policies and kinds of cut; every invariant after every event. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import type { Swarm } from '../kernel/testing.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { PartitionConfig } from './config.ts';
import { kinds, policies, resolves, sidesFrom } from './config.ts';
import { crdtTypes } from './crdt.ts';
import { networkPartition } from './model.ts';
import type { PartitionState } from './state.ts';

function draw(random: RandomStream): PartitionConfig {
  const nodes = pick(random, [2, 3, 3, 4, 4, 5, 5, 7, 9]);
  const half = random.integer(1, nodes - 1);
  return {
    nodes, partition: pick(random, [sidesFrom('', nodes) ?? [], sidesFrom(`${half}|${nodes - half}`, nodes) ?? []]),
    partitionAtUs: pick(random, [null, 0, 2_000_000]), healAtUs: pick(random, [null, 6_000_000]),
    latencyUs: pick(random, [0, 1_000, 200_000]), jitterUs: pick(random, [0, 0, 100_000]), loss: pick(random, [0, 0, 0.02, 0.2]),
    kind: pick(random, kinds), policy: pick(random, policies), resolve: pick(random, [...resolves, 'crdt', 'crdt'] as const), crdt: pick(random, crdtTypes),
    clockSkewUs: pick(random, [[0], [0, -300_000, 2_000_000], [5_000, 0]]),
    detectTimeoutUs: pick(random, [500_000, 1_000_000]), leaseUs: pick(random, [500_000, 3_000_000]), writeRate: pick(random, [0.5, 2, 10]),
  };
}

function disturb(state: PartitionState, random: RandomStream): Action {
  const nodes = [...state.nodes.keys()];
  const target = pick(random, [...nodes, 'primary', 'random', 'replica']);
  const { resolve, crdt } = state.config;
  const set = resolve === 'crdt' && crdt === 'or-set';
  const own: readonly Action[] = [
    { action: 'write', target, args: { key: pick(random, ['x', 'y', 'z']), value: set ? pick(random, ['a', 'b', '-a', '-b']) : pick(random, ['2', '3', '-1']) } },
    { action: 'write', target, args: { key: 'x' } },
    { action: 'promote', target }, { action: 'fence', target }, { action: 'acquire', target },
    { action: 'wipe', target: pick(random, nodes) },
    { action: 'skew', target, args: { by: pick(random, [-500, 30, 2000]), drift: pick(random, [0, 200, -5000]) } },
    { action: 'cut', args: { kind: pick(random, kinds) } },
    { action: 'crash', target: pick(random, ['f1', 'l1', 's1']) }, { action: 'recover' }, { action: 'recover' },
    { action: 'set', args: { name: 'kind', value: pick(random, kinds) } },
    { action: 'set', args: { name: 'writeRate', value: pick(random, [0.5, 2, 10]) } },
    { action: 'set', args: { name: 'clockSkewUs', value: pick(random, [[0], [0, 40_000]]) } },
  ];
  return random.chance(0.45) ? pick(random, own) : drawFault(random, { nodes, messages: [...state.network.inFlight.keys()].slice(-20) });
}

/** Everything whole again, and a network in which all agree before long. */
function repair({ nodes, network }: PartitionState): readonly Action[] {
  return [
    { action: 'heal' }, { action: 'recover' },
    ...[...nodes.keys()].map((target) => ({ action: 'thaw', target })),
    ...[...network.slow.keys()].map((target) => ({ action: 'slow', target, args: { factor: 1 } })),
    ...[['loss', 0], ['jitterUs', 0], ['latencyUs', 1_000], ['writeRate', 2], ['partitionAtUs', null]].map(([name, value]) => ({ action: 'set', args: { name: name!, value: value! } })),
  ];
}

/** Accepted writes, once there is one primary whom everybody who is up follows. */
function progress({ nodes, stats }: PartitionState): number {
  const primaries = new Set([...nodes.values()].filter(({ up }) => up).map(({ volatile }) => volatile.primary));
  return primaries.size !== 1 || primaries.has(null) ? 0 : [...stats.sides.values()].reduce((sum, { accepted }) => sum + accepted, 0);
}

export function reconfigure(config: PartitionConfig, name: string, value: Plain | undefined): PartitionConfig {
  return name in config ? { ...config, [name]: value } : config;
}

export const partitionSwarm: Swarm<PartitionConfig, PartitionState> = {
  model: networkPartition(), draw, disturb, repair, progress, progressWithinUs: 60_000_000, reconfigure,
  // A cut must last longer than silence takes to count.
  calm: 150,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(partitionSwarm);
