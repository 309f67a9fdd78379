/**
 * Random clusters under random faults. The seed picks sizes, timeouts, latencies and what goes wrong; every invariant is
 * checked after every event. Then everything is repaired, and the cluster has to make progress.
 */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { Stream } from '../kernel/random.ts';
import { Simulation } from '../kernel/simulation.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import { raftCluster } from './model.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';

export interface SwarmOptions {
  readonly schedules: number;
  /** Kernel events of each schedule before everything is repaired. */
  readonly events: number;
  readonly firstSeed?: number;
  readonly rules?: Rules;
  /** Faults per 1,000 events; 20 when absent. */
  readonly faults?: number;
}

export interface SwarmReport {
  readonly schedules: number;
  readonly events: number;
  readonly elections: number;
  readonly acknowledged: number;
}

function pick<T>(random: RandomStream, items: readonly T[]): T {
  const item = items[random.integer(0, items.length - 1)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function randomConfig(random: RandomStream): ClusterConfig {
  const low = pick(random, [60_000, 150_000, 300_000]);
  const latencyUs = pick(random, [0, 2_000, 15_000, 30_000]);
  return {
    nodes: pick(random, [1, 2, 3, 3, 4, 5, 5, 5, 7, 9]),
    electionTimeoutUs: [low, low * pick(random, [1, 2, 3])],
    heartbeatUs: Math.floor(low / pick(random, [2, 3, 6])),
    latencyUs,
    jitterUs: pick(random, [0, 5_000, 50_000]),
    loss: pick(random, [0, 0, 0.02, 0.2]),
    clientRate: pick(random, [5, 20, 100]),
    batch: pick(random, [1, 2, 8]),
    partition: [],
    maxInflight: pick(random, [2, 512]),
    preVote: random.chance(0.4),
    checkQuorum: random.chance(0.4),
    reads: pick(random, ['read-index', 'read-index', 'lease', 'log', 'stale'] as const),
    learners: pick(random, [0, 0, 0, 1, 3]),
    snapshotAfter: pick(random, [0, 5, 40, 1000]),
  };
}

/** A fault or a repair, as a reader might cause it. Some will be refused. */
function randomAction(random: RandomStream, state: ClusterState): Action {
  const ids = [...state.members.keys()];
  const target = random.chance(0.3) ? 'leader' : pick(random, ids);
  const sides = ids.map((id) => ({ id, side: random.integer(0, 1) }));
  const groups = [0, 1].map((side) => sides.filter((each) => each.side === side).map(({ id }) => id).join(',')).join('|');
  return pick<() => Action>(random, [
    () => ({ action: 'crash', target }),
    () => ({ action: 'crash', target: 'leader' }),
    () => ({ action: 'recover' }),
    () => ({ action: 'recover', target: 'crashed' }),
    () => ({ action: 'recover', target: 'crashed' }),
    () => ({ action: 'freeze', target }),
    () => ({ action: 'thaw', target: pick(random, ids) }),
    () => ({ action: 'slow', target, args: { factor: pick(random, [1, 1, 3, 10]) } }),
    () => ({ action: 'cut', args: { groups } }),
    () => ({ action: 'cut', target: `${pick(random, ids)}${pick(random, ['-', '>'])}${pick(random, ids)}` }),
    () => ({ action: 'heal' }),
    () => ({ action: 'heal' }),
    () => ({ action: 'drop', target: pick(random, [...state.network.inFlight.keys(), 'm0']) }),
    () => ({ action: 'delay', target: pick(random, [...state.network.inFlight.keys(), 'm0']), args: { by: pick(random, [1, 40, 400]) } }),
    () => ({ action: 'timeout', target: pick(random, ids) }),
    () => ({ action: 'timeout', target: pick(random, ids) }),
    () => ({ action: 'write', args: { command: `w${random.integer(0, 9)}` } }),
    () => ({ action: 'align-timers' }),
    () => ({ action: 'read', args: { node: target } }),
    () => ({ action: 'set', args: { name: 'nodes', value: random.integer(1, 7) } }),
    () => ({ action: 'transfer', target }),
    () => ({ action: 'skew', target, args: { by: pick(random, [-1000, -50, 50, 1000]) } }),
    () => ({ action: 'add', args: { joint: random.chance(0.7) } }),
    () => ({ action: 'remove', target, args: { joint: random.chance(0.7) } }),
    () => ({ action: 'set', args: { name: 'reads', value: pick(random, ['read-index', 'lease', 'log', 'stale']) } }),
    () => ({ action: 'set', args: { name: pick(random, ['preVote', 'checkQuorum']), value: random.chance(0.5) } }),
    () => ({ action: 'set', args: { name: 'loss', value: pick(random, [0, 0.05, 0.4]) } }),
    ...(random.chance(0.05) ? [(): Action => ({ action: 'wipe', target })] : []),
  ])();
}

/** The live settings that a schedule changes. */
export function reconfigure(config: ClusterConfig, name: string, value: Plain | undefined): ClusterConfig {
  return name in config && Reflect.get(config, name) !== value ? { ...config, [name]: value } : config;
}

/**
 * One schedule. Throws on a breach, with the seed and the faults so far; and when the repaired cluster does not elect a
 * leader, acknowledge a new write and agree.
 */
export function runSchedule(seed: number, events: number, rules: Rules = raftRules, faults = 20): SwarmReport {
  const random = Stream.named(seed, 'swarm');
  const config = randomConfig(random);
  const simulation = new Simulation({ model: raftCluster(rules), config, seed, reconfigure });
  const done: string[] = [];
  const act = (action: Action): void => {
    const target = action.target ?? '';
    if (simulation.act(action).ok) done.push(`${simulation.nowUs}: ${action.action} ${target} ${JSON.stringify(action.args ?? {})}`);
  };
  try {
    for (let event = 0; event < events; event += 1) {
      if (random.chance(faults / 1000)) act(randomAction(random, simulation.state));
      if (!simulation.step()) break;
      simulation.takeEvents();
    }
    repair(simulation, act);
    demandProgress(simulation);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}: ${what}\n${JSON.stringify(config)}\n${done.slice(-12).join('\n')}`, { cause: error });
  }
  const { stats } = simulation.state;
  return { schedules: 1, events: simulation.handled, elections: stats.elections, acknowledged: stats.writesAcknowledged };
}

function repair(simulation: Simulation<ClusterConfig, ClusterState>, act: (action: Action) => void): void {
  act({ action: 'heal' });
  act({ action: 'recover' });
  for (const id of simulation.state.members.keys()) {
    act({ action: 'thaw', target: id });
    act({ action: 'slow', target: id, args: { factor: 1 } });
  }
  for (const [name, value] of [['loss', 0], ['jitterUs', 1_000], ['latencyUs', 2_000], ['clientRate', 20], ['electionTimeoutUs', [150_000, 300_000]], ['heartbeatUs', 50_000]] as const) {
    act({ action: 'set', args: { name, value } });
  }
}

/** Within 20 s: a leader, new writes acknowledged, and every log the same up to what is committed. */
function demandProgress(simulation: Simulation<ClusterConfig, ClusterState>): void {
  const acknowledged = simulation.state.stats.writesAcknowledged;
  const limitUs = simulation.nowUs + 20_000_000;
  const hasProgressed = (): boolean => {
    const { state } = simulation;
    const leader = leaderOf(state);
    if (leader === null || state.stats.writesAcknowledged < acknowledged + 3) return false;
    const { commitIndex } = leader.node.volatile;
    return [...state.members.values()].every(({ node }) => node.volatile.commitIndex >= commitIndex - 2 && node.volatile.leader === leader.node.id);
  };
  while (!hasProgressed()) {
    if (simulation.nowUs > limitUs) throw new Error('no progress within 20 s of a repair');
    simulation.runTo(simulation.nowUs + 100_000);
    simulation.takeEvents();
  }
}

/** Many schedules, one seed after the other. */
export function runSwarm({ schedules, events, firstSeed = 1, rules = raftRules, faults = 20 }: SwarmOptions): SwarmReport {
  const total = { schedules: 0, events: 0, elections: 0, acknowledged: 0 };
  for (let at = 0; at < schedules; at += 1) {
    const report = runSchedule(firstSeed + at, events, rules, faults);
    total.schedules += 1;
    total.events += report.events;
    total.elections += report.elections;
    total.acknowledged += report.acknowledged;
  }
  return total;
}
