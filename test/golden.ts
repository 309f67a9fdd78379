/** Runs whose hashes are on record, worked out from models alone. */
import { hashRing } from '../src/models/hash-ring/model.ts';
import type { HashRingConfig } from '../src/models/hash-ring/state.ts';
import type { Action, Command } from '../src/models/kernel/model.ts';
import { Timeline } from '../src/models/kernel/timeline.ts';
import type { ClusterConfig } from '../src/models/raft-cluster/cluster.ts';
import { raftCluster } from '../src/models/raft-cluster/model.ts';

type Timed = Action & { readonly timeMs: number };

export interface GoldenRun {
  readonly slug: 'hash-ring' | 'raft-cluster';
  readonly scenario: string;
  readonly seed: number;
  /** The configuration of the model. */
  readonly config: HashRingConfig | ClusterConfig;
  /** What the scenario does. */
  readonly actions: readonly Timed[];
  /** What is done besides. */
  readonly acts: readonly Timed[];
  /** Simulated ms. */
  readonly times: readonly number[];
  /** At these times. */
  readonly hashes: readonly string[];
}

/** The hashes of a run that is played from 0 without a seek. */
export function hashesOf({ slug, seed, config, actions, acts, times }: Omit<GoldenRun, 'hashes'>): string[] {
  const commands: Command[] = [...actions, ...acts]
    .map(({ timeMs, ...action }): Command => ({ ...action, timeUs: timeMs * 1000, by: 'scenario' }))
    .sort((a, b) => a.timeUs - b.timeUs);
  const timeline = slug === 'hash-ring'
    ? new Timeline({ model: hashRing, config: config as HashRingConfig, seed, commands, reconfigure: (before, name, value) => (Object.is(before[name as keyof HashRingConfig], value) ? before : { ...before, [name]: value }) })
    : new Timeline({ model: raftCluster(), config: config as ClusterConfig, seed, commands });
  return times.map((timeMs) => {
    while (timeline.nowUs < timeMs * 1000) timeline.advance(timeMs * 1000);
    return timeline.hash();
  });
}
