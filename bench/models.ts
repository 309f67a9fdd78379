/** Speed of the models with every invariant on, and of moving about in a run. */
import type { Model } from '../src/models/kernel/model.ts';
import { Stream } from '../src/models/kernel/random.ts';
import { Simulation } from '../src/models/kernel/simulation.ts';
import { Timeline } from '../src/models/kernel/timeline.ts';
import { hashRing } from '../src/models/hash-ring/model.ts';
import type { HashRingConfig } from '../src/models/hash-ring/state.ts';
import type { ClusterConfig } from '../src/models/raft-cluster/cluster.ts';
import { raftCluster } from '../src/models/raft-cluster/model.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';

interface Clocks { readonly ticks: number[]; sum: number }

/** As little as a model can do: what is measured is the kernel. */
const clocks: Model<number, Clocks> = {
  slug: 'clocks',
  create(count, world) {
    for (let at = 0; at < count; at += 1) world.schedule(at, 'tick', at);
    return { ticks: new Array<number>(count).fill(0), sum: 0 };
  },
  handle(state, event, world) {
    const at = event.data as number;
    state.ticks[at]! += 1;
    state.sum += 1;
    world.schedule(1 + world.random('tick').integer(0, 1000), 'tick', at);
  },
  act: () => ({ ok: false, reason: 'clocks only tick' }),
  configure() {},
  copy: (state) => ({ ticks: state.ticks.slice(), sum: state.sum }),
  check() {},
};

const cluster: ClusterConfig = {
  nodes: 5, electionTimeoutUs: [150_000, 300_000], heartbeatUs: 50_000, latencyUs: 15_000, jitterUs: 5_000,
  loss: 0.02, clientRate: 20, batch: 8, partition: [], maxInflight: 512, preVote: false, checkQuorum: false, reads: 'read-index', learners: 0, snapshotAfter: 1000,
};
const ring: HashRingConfig = {
  servers: 8, vnodes: 128, keys: 10_000, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 3, weights: [], loadFactor: 1.25, keySkew: 0,
};

/** Events a second through `Simulation`, checks included. */
function eventsPerSecond<Config, State>(model: Model<Config, State>, config: Config, events: number): number {
  const ms = median(3, () => {
    const simulation = new Simulation({ model, config, seed: 1 });
    for (let done = 0; done < events && simulation.step(); done += 1) if (done % 64 === 0) simulation.takeEvents();
  });
  return (events / ms) * 1000;
}

/** Wall times in ms of seeks to even random places in a run of 100,000 kernel events, sorted. */
function seekTimes<Config, State>(model: Model<Config, State>, config: Config): number[] {
  const timeline = new Timeline({ model, config, seed: 1 });
  while (timeline.handled < 100_000) timeline.advance(timeline.nowUs + 10_000_000, 10_000);
  const { endUs } = timeline;
  const random = Stream.named(1, 'seeks');
  const times = Array.from({ length: 200 }, () => {
    const from = performance.now();
    timeline.seek(random.integer(0, endUs));
    return performance.now() - from;
  });
  return times.sort((a, b) => a - b);
}

/** Wall time in ms of a server that joins, with all keys placed anew, and of leaving again. */
function rebuildTime(config: HashRingConfig): number {
  const simulation = new Simulation({ model: hashRing, config, seed: 1 });
  return median(20, () => {
    simulation.act({ action: 'add' });
    simulation.act({ action: 'remove', target: 'last' });
    simulation.takeEvents();
  }) / 2;
}

/** Heap that a run of so many events holds, in MB. Without `node --expose-gc` garbage would be counted: NaN. */
function heldMegabytes<Config, State>(model: Model<Config, State>, config: Config, events: number): number {
  const { gc: collect, process: node } = globalThis as unknown as { gc?: () => void; process: { memoryUsage: () => { heapUsed: number } } };
  if (!collect) return NaN;
  collect();
  const before = node.memoryUsage().heapUsed;
  const timeline = new Timeline({ model, config, seed: 1 });
  while (timeline.handled < events) timeline.advance(timeline.nowUs + 10_000_000, 10_000);
  collect();
  const held = node.memoryUsage().heapUsed - before;
  timeline.seek(0);
  return held / 1e6;
}

function seeks(name: string, times: readonly number[]): Figure[] {
  return [
    { name: `${name}: seek in 100,000 events, median`, value: times[times.length >> 1]!, unit: 'ms', goal: 16 },
    { name: `${name}: seek in 100,000 events, 99th percentile`, value: times[Math.floor(times.length * 0.99)]!, unit: 'ms', goal: 16 },
  ];
}

export function figures(): Figure[] {
  const raft = raftCluster();
  const all: Figure[] = [
    { name: 'kernel alone: events', value: eventsPerSecond(clocks, 50, 300_000), unit: '/s', goal: 1_000_000, better: 'more' },
    ...seeks('kernel alone', seekTimes(clocks, 50)),
    { name: 'raft-cluster: events', value: eventsPerSecond(raft, cluster, 100_000), unit: '/s', goal: 200_000, better: 'more' },
    ...seeks('raft-cluster', seekTimes(raft, cluster)),
    { name: 'raft-cluster: heap after 100,000 events', value: heldMegabytes(raft, cluster, 100_000), unit: 'MB', goal: 4 },
    { name: 'hash-ring: events', value: eventsPerSecond(hashRing, ring, 100_000), unit: '/s', goal: 200_000, better: 'more' },
    ...seeks('hash-ring', seekTimes(hashRing, ring)),
    { name: 'hash-ring: a join with 10,000 keys, 1,024 tokens', value: rebuildTime(ring), unit: 'ms' },
    { name: 'hash-ring: a join with 10,000 keys, 16,384 tokens', value: rebuildTime({ ...ring, servers: 63, vnodes: 256 }), unit: 'ms' },
  ];
  return all.filter(({ value }) => !Number.isNaN(value));
}
