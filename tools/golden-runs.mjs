/**
 * Writes `test/vectors/golden-runs.json`: the hash of the whole state of each element's scenarios at several times, worked
 * out under Node from models alone. A browser must come to the same ones through the elements.
 *
 *     node --import ./tools/ts-node-hook.mjs tools/golden-runs.mjs
 *
 * Run it after a change of a model or a scenario that is meant; a change that is not shows as a failing test.
 */
import { writeFileSync } from 'node:fs';
import { hashRingScenarios } from '../src/elements/hash-ring/hash-ring.scenarios.ts';
import { clusterConfig } from '../src/models/raft-cluster/config.ts';
import { raftScenarios } from '../src/models/raft-cluster/scenarios.ts';
import { hashesOf } from '../test/golden.ts';

const ringDefaults = { servers: 4, vnodes: 8, keys: 48, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 1, weights: [1], loadFactor: 1.25, keySkew: 0 };
const ringConfig = ({ weights, ...settings } = {}) => ({ ...ringDefaults, ...settings, ...(weights && { weights: weights.split(',').map(Number) }) });

/** What a reader does on top of a scenario. */
const ringActs = [
  { timeMs: 1500, action: 'crash', target: 's1' }, { timeMs: 2500, action: 'add' }, { timeMs: 4000, action: 'recover', target: 's1' },
  { timeMs: 5500, action: 'add-key', target: 'user:7' },
];
const raftActs = [
  { timeMs: 300, action: 'write', args: { command: 'x=7' } }, { timeMs: 450, action: 'crash', target: 'leader' },
  { timeMs: 800, action: 'cut', args: { groups: 'n2,n3|n4,n5' } }, { timeMs: 1200, action: 'heal' }, { timeMs: 1400, action: 'recover', target: 'crashed' },
];

const plans = [
  ...[...hashRingScenarios].map(([scenario, { settings, seed, actions }]) => ({ slug: 'hash-ring', scenario, seed: seed ?? 1, config: ringConfig(settings), actions, acts: [], times: [0, 1000, 6000, 12000] })),
  ...[...raftScenarios].map(([scenario, { settings, seed, actions }]) => ({ slug: 'raft-cluster', scenario, seed: seed ?? 1, config: clusterConfig({ ...settings }), actions, acts: [], times: [0, 150, 500, 1000, 3000] })),
  { slug: 'hash-ring', scenario: 'server-joins', seed: 42, config: ringConfig(), actions: hashRingScenarios.get('server-joins').actions, acts: ringActs, times: [2000, 5000, 12000] },
  { slug: 'raft-cluster', scenario: 'election', seed: 42, config: clusterConfig({ clientRate: 0 }), actions: [], acts: raftActs, times: [500, 1300, 4000] },
];
const runs = plans.map((plan) => ({ ...plan, hashes: hashesOf(plan) }));
writeFileSync(new URL('../test/vectors/golden-runs.json', import.meta.url), `{ "runs": [\n${runs.map((run) => `  ${JSON.stringify(run)}`).join(',\n')}\n] }\n`);
console.log(`${runs.length} runs`);
