/** Random rings under random joins, leaves, crashes and changes of settings; every invariant after every event. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { pick, swarmOf } from '../kernel/testing.ts';
import type { Swarm } from '../kernel/testing.ts';
import type { Algorithm } from './algorithms/index.ts';
import { hashRing } from './model.ts';
import { serverId } from './state.ts';
import type { HashRingConfig, HashRingState } from './state.ts';

const algorithms: readonly Algorithm[] = ['ring', 'ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'slots', 'bounded'];

function draw(random: RandomStream): HashRingConfig {
  return {
    servers: pick(random, [0, 1, 2, 4, 5, 9]), vnodes: pick(random, [1, 3, 8, 64]), keys: pick(random, [1, 48, 300]),
    algorithm: pick(random, algorithms), compare: pick(random, ['none', 'none', ...algorithms] as const), loadFactor: pick(random, [1.001, 1.25, 4]), hash: pick(random, ['murmur3', 'fnv1a', 'md5'] as const),
    replicas: pick(random, [1, 2, 3, 7]), weights: pick(random, [[], [1, 2, 4], [0.1, 40]]), keySkew: pick(random, [0, 1, 2]),
  };
}

function disturb(state: HashRingState, random: RandomStream): Action {
  const target = state.servers.length > 0 && random.chance(0.7) ? serverId(pick(random, state.servers).number) : pick(random, ['random', 'largest', 'first', 'last', 'crashed', 'nobody']);
  return pick<Action>(random, [
    { action: 'add' }, { action: 'add', args: { weight: pick(random, [0.2, 1, 3, 1024]) } }, { action: 'remove', target }, { action: 'remove', target },
    { action: 'crash', target }, { action: 'crash', target }, { action: 'recover', target }, { action: 'recover', target },
    { action: 'pin', target, args: { at: random.next() } },
    { action: 'lookup' }, { action: 'lookup', target: `key ${random.integer(0, 99)}` }, { action: 'add-key', target: `key ${random.integer(0, 9)}` },
    { action: 'set', args: { name: 'servers', value: random.integer(0, 9) } },
    { action: 'set', args: { name: 'vnodes', value: pick(random, [1, 4, 16, 64]) } },
    { action: 'set', args: { name: 'replicas', value: random.integer(1, 7) } },
    { action: 'set', args: { name: 'algorithm', value: pick(random, algorithms) } },
    { action: 'set', args: { name: 'compare', value: pick(random, ['none', ...algorithms]) } },
    { action: 'set', args: { name: 'loadFactor', value: pick(random, [1.001, 1.1, 2]) } },
    { action: 'set', args: { name: 'keys', value: pick(random, [1, 48, 300]) } },
  ]);
}

function reconfigure(config: HashRingConfig, name: string, value: Plain | undefined): HashRingConfig {
  return name in config ? { ...config, [name]: value } : config;
}

export const hashRingSwarm: Swarm<HashRingConfig, HashRingState> = {
  model: hashRing,
  draw,
  disturb,
  repair: ({ servers }) => [{ action: 'add' }, ...servers.filter(({ up }) => !up).map(({ number }) => ({ action: 'recover', target: serverId(number) }))],
  progress: ({ lookups }) => lookups,
  progressWithinUs: 30_000_000,
  reconfigure,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(hashRingSwarm);
