/** Random stores under random faults; see `kernel/testing.ts`. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import type { Swarm } from '../kernel/testing.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import { replicaIds } from './config.ts';
import { capTheorem } from './model.ts';
import type { CapConfig, CapState } from './state.ts';

function draw(random: RandomStream): CapConfig {
  const replicas = pick(random, [1, 2, 3, 3, 3, 4, 5, 5, 7]);
  const corner = pick(random, ['cp', 'cp', 'cp', 'ap', 'ap', 'ca'] as const);
  const ids = replicaIds(replicas);
  const isOdd = random.chance(0.5);
  return {
    choose: corner, replicas,
    readQuorum: isOdd ? random.integer(1, replicas) : 0, writeQuorum: isOdd ? random.integer(1, replicas) : 0,
    partition: replicas > 1 ? [ids.slice(0, 1), ids.slice(1)] : [],
    partitionAtUs: pick(random, [null, 600_000]), healAtUs: pick(random, [null, 1_600_000]),
    readRate: pick(random, [8, 30, 50]), writeRate: pick(random, [4, 20, 50]), timeoutUs: pick(random, [200_000, 500_000]),
    resolve: pick(random, ['lww', 'siblings', 'merge'] as const),
    latencyUs: pick(random, [0, 5_000, 40_000]), jitterUs: pick(random, [0, 20_000, 80_000]), loss: pick(random, [0, 0, 0.02, 0.2]),
  };
}

function disturb(state: CapState, random: RandomStream): Action {
  const nodes = [...state.replicas.keys()];
  const node = pick(random, nodes);
  const own: readonly Action[] = [
    { action: 'read', args: { node } }, { action: 'write', args: { node } }, { action: 'write', args: { node, value: pick(random, ['7', '8']) } },
    { action: 'skew', target: node, args: { by: pick(random, [-2000, -50, 50, 2000]) } },
    { action: 'set', args: { name: 'loss', value: pick(random, [0, 0.05, 0.3]) } },
    ...(random.chance(0.03) ? [{ action: 'choose', target: pick(random, ['cp', 'ap', 'ca']) }, { action: 'quorum', args: { read: random.integer(1, nodes.length), write: random.integer(1, nodes.length) } }, { action: 'wipe', target: node }] : []),
  ];
  const fault = drawFault(random, { nodes, messages: [...state.network.inFlight.keys()].slice(0, 8) });
  return random.chance(0.3) ? pick(random, own) : fault;
}

function repair(state: CapState): readonly Action[] {
  return [
    { action: 'heal' }, { action: 'recover' }, { action: 'set', args: { name: 'loss', value: 0 } },
    { action: 'set', args: { name: 'readRate', value: 20 } }, { action: 'set', args: { name: 'latencyUs', value: 5_000 } }, { action: 'set', args: { name: 'jitterUs', value: 1_000 } },
    ...[...state.replicas.keys()].flatMap((id) => [{ action: 'thaw', target: id }, { action: 'slow', target: id, args: { factor: 1 } }]),
  ];
}

/** The live settings that a schedule changes. */
export function reconfigure(config: CapConfig, name: string, value: Plain | undefined): CapConfig {
  return name in config && Reflect.get(config, name) !== value ? { ...config, [name]: value } : config;
}

export const capSwarm: Swarm<CapConfig, CapState> = {
  model: capTheorem(), draw, disturb, repair, reconfigure,
  progress: ({ stats }) => stats.answered,
  progressWithinUs: 10_000_000,
};

export const runSwarm = swarmOf(capSwarm);
