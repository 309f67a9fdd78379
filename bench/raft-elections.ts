/**
 * How long a cluster is without a leader, as in figure 16 of the Raft paper: five servers, the leader crashes right after a
 * round of heartbeats, and two of the four others have logs that cannot win. The paper's broadcast takes about 15 ms and
 * includes storing on disk, which takes no time here; a message is on its way for 2–3 ms.
 *
 * @see Ongaro and Ousterhout, extended version (2014), §9.3
 */
import { Simulation } from '../src/models/kernel/simulation.ts';
import type { ClusterConfig, ClusterState } from '../src/models/raft-cluster/cluster.ts';
import { leaderOf } from '../src/models/raft-cluster/cluster.ts';
import { clusterConfig } from '../src/models/raft-cluster/config.ts';
import { raftCluster } from '../src/models/raft-cluster/model.ts';
import type { Figure } from './figure.ts';

const model = raftCluster();
/** A run without a leader for this long is given up, µs. */
const LIMIT_US = 60_000_000;

/** Time from the leader's crash to the next leader, ms. */
function withoutLeader(lowMs: number, highMs: number, seed: number): number {
  const config = clusterConfig({ electionTimeout: `${lowMs}ms ${highMs}ms`, heartbeat: lowMs / 2, latency: 2, jitter: 1, clientRate: 0 });
  const run = new Simulation<ClusterConfig, ClusterState>({ model, config, seed });
  run.act({ action: 'timeout', target: 'n1' });
  run.runTo(200_000);
  while (leaderOf(run.state) === null) run.step();
  run.runTo(run.nowUs + 200_000 + Math.round(seed * 997) % (lowMs * 500));
  while (leaderOf(run.state) === null) run.step();
  const leader = leaderOf(run.state)!;
  // An entry that reaches two followers only: the other two cannot be elected.
  run.act({ action: 'write', args: { node: leader.node.id } });
  const followers = [...run.state.members.keys()].filter((id) => id !== leader.node.id);
  const carriers = (): readonly string[] => [...run.state.network.inFlight].filter(([, { message }]) => message.kind === 'append-entries' && message.entries.length > 0 && followers.indexOf(message.to) > 1).map(([id]) => id);
  while (carriers().length < 2) run.step();
  for (const message of carriers()) run.act({ action: 'drop', target: message });
  const { heartbeatUs } = leader;
  while (run.nowUs < heartbeatUs) run.step();
  // Timeouts as short as the network is slow depose a leader now and then: another trial.
  if (leaderOf(run.state) !== leader) return withoutLeader(lowMs, highMs, seed + 100_000);
  run.act({ action: 'crash', target: leader.node.id });
  const crashedUs = run.nowUs;
  while (leaderOf(run.state) === null && run.nowUs - crashedUs < LIMIT_US) run.step();
  run.takeEvents();
  return (run.nowUs - crashedUs) / 1000;
}

function trials(lowMs: number, highMs: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => withoutLeader(lowMs, highMs, at + 1)).sort((a, b) => a - b);
}

const mean = (times: readonly number[]): number => times.reduce((sum, each) => sum + each, 0) / times.length;
const at = (times: readonly number[], share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;

export function figures(): Figure[] {
  const [equal, narrow, wide, usual, fast] = [trials(150, 150, 20), trials(150, 155, 1000), trials(150, 200, 1000), trials(150, 300, 1000), trials(12, 24, 1000)];
  return [
    { name: 'no leader, timeouts of 150–150 ms: median (paper: over 10 s)', value: at(equal, 0.5), unit: 'ms' },
    { name: 'no leader, timeouts of 150–155 ms: median (paper: 287 ms)', value: at(narrow, 0.5), unit: 'ms' },
    { name: 'no leader, timeouts of 150–200 ms: longest of 1,000 (paper: 513 ms)', value: at(wide, 1), unit: 'ms' },
    { name: 'no leader, timeouts of 150–300 ms: median', value: at(usual, 0.5), unit: 'ms' },
    { name: 'no leader, timeouts of 12–24 ms: mean (paper: 35 ms)', value: mean(fast), unit: 'ms' },
    { name: 'no leader, timeouts of 12–24 ms: longest of 1,000 (paper: 152 ms)', value: at(fast, 1), unit: 'ms' },
  ];
}
