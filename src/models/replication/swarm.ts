/** Random primaries and replicas under random faults, promotions and changes of mode; every invariant after every event. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { Swarm } from '../kernel/testing.ts';
import type { ReplicationConfig } from './config.ts';
import { replicationConfig } from './config.ts';
import { replication } from './model.ts';
import type { ReplicationState } from './state.ts';

function draw(random: RandomStream): ReplicationConfig {
  return {
    ...replicationConfig({}),
    mode: pick(random, ['async', 'sync', 'semi-sync'] as const), replicas: pick(random, [0, 1, 2, 3, 3, 5, 8]), acks: pick(random, [null, null, null, 1, 2, 4]),
    ackAt: pick(random, ['received', 'flushed', 'flushed', 'applied'] as const), degradeAfterUs: pick(random, [null, 300_000, 2_000_000]), writeRate: pick(random, [8, 30, 100]),
    latencyUs: pick(random, [[0], [40_000, 60_000, 400_000], [1000, 20_000], [200_000]]), jitterUs: pick(random, [0, 0, 10_000, 100_000]), loss: pick(random, [0, 0, 0.05, 0.3]),
    standbys: pick(random, [null, { method: 'all', count: 0 }, { method: 'first', count: 1 }, { method: 'first', count: 2 }, { method: 'any', count: 1 }, { method: 'any', count: 2 }] as const),
    flushTimeUs: pick(random, [[10_000], [0], [5000, 100_000]]), applyTimeUs: pick(random, [[20_000], [0], [1000, 300_000]]),
    failover: pick(random, ['manual', 'auto'] as const), failoverAfterUs: pick(random, [100_000, 1_000_000, 3_000_000]), readFrom: pick(random, ['any', 'primary', 'replica'] as const),
  };
}

function disturb(state: ReplicationState, random: RandomStream): Action {
  const nodes = [...state.servers.keys()];
  const node = pick(random, nodes);
  const set = (name: string, value: Plain): Action => ({ action: 'set', args: { name, value } });
  if (random.chance(0.5)) return drawFault(random, { nodes, messages: [...state.network.inFlight.keys()] });
  return pick<Action>(random, [
    { action: 'write' }, { action: 'write', target: node }, { action: 'read', target: node }, { action: 'read' },
    { action: 'promote' }, { action: 'promote', target: node }, { action: 'rejoin' }, { action: 'rejoin', target: node }, { action: 'rejoin' },
    { action: 'crash', target: 'primary' }, { action: 'follow', target: node, args: { upstream: pick(random, nodes) } }, { action: 'follow', target: node },
    { action: 'skew', target: node, args: { by: random.integer(-900, 900) } }, ...(random.chance(0.3) ? [{ action: 'wipe', target: node }] : []),
    { action: 'slow', target: `${node}-${pick(random, nodes)}`, args: { factor: pick(random, [1, 1, 4]) } }, { action: 'recover' }, { action: 'recover' },
    set('mode', pick(random, ['async', 'sync', 'semi-sync'])), set('acks', pick(random, [null, 0, 1, 2])), set('ackAt', pick(random, ['received', 'flushed', 'applied'])),
    set('standbys', pick<Plain>(random, [null, { method: 'first', count: 1 }, { method: 'any', count: 1 }, { method: 'first', count: 2 }])),
    set('failover', pick(random, ['manual', 'auto'])), set('writeRate', pick(random, [8, 50])),
  ]);
}

/** Settings of the model by their own names; a name without its unit is what the element tells the model. */
export function reconfigure(config: ReplicationConfig, name: string, value: Plain | undefined): ReplicationConfig {
  return name in config && value !== undefined ? { ...config, [name]: value } : config;
}

function repair(state: ReplicationState): readonly Action[] {
  const ids = [...state.servers.keys()];
  const set = (name: string, value: Plain): Action => ({ action: 'set', args: { name, value } });
  return [
    { action: 'heal' }, { action: 'recover' }, ...ids.map((target) => ({ action: 'thaw', target })),
    ...ids.map((target) => ({ action: 'slow', target, args: { factor: 1 } })),
    ...[...state.slowLinks.keys()].map((target) => ({ action: 'slow', target, args: { factor: 1 } })),
    ...[set('loss', 0), set('jitterUs', 1000), set('latencyUs', [5000]), set('flushTimeUs', [1000]), set('failover', 'auto'), set('acks', null), set('standbys', null), set('degradeAfterUs', null)],
    set('mode', ids.length > 1 ? 'sync' : 'async'), set('writeRate', 8),
    ...(state.servers.get(state.primary)?.role === 'primary' ? [] : [{ action: 'promote' }, { action: 'promote', target: state.primary }]),
  ];
}

export const replicationSwarm: Swarm<ReplicationConfig, ReplicationState> = {
  model: replication(), draw, disturb, repair, progress: ({ stats }) => stats.writesConfirmed, progressWithinUs: 120_000_000, reconfigure, calm: 40,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(replicationSwarm);
