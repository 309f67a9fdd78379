import { Simulation } from '../src/models/kernel/simulation.ts';
import { Timeline } from '../src/models/kernel/timeline.ts';
import type { ClusterConfig } from '../src/models/raft-cluster/cluster.ts';
import { raftCluster } from '../src/models/raft-cluster/model.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';

const config: ClusterConfig = {
  nodes: 5, electionTimeoutUs: [150_000, 300_000], heartbeatUs: 50_000, latencyUs: 15_000, jitterUs: 5_000, loss: 0.02,
  clientRate: 20, batch: 64, partition: [],
};
const parameters = { model: raftCluster(), config, seed: 7 };
const secondUs = 1_000_000;

/** Raft with all invariants on, as the elements run it. */
export function figures(): Figure[] {
  const simulation = new Simulation(parameters);
  const from = performance.now();
  simulation.runTo(600 * secondUs);
  const seconds = (performance.now() - from) / 1000;

  const timeline = new Timeline(parameters);
  timeline.advance(600 * secondUs);
  let at = 1;
  const seek = median(41, () => {
    // A fixed scatter over the run, backwards and forwards.
    at = (at * 7919) % 600;
    timeline.seek(at * secondUs);
  });
  const copy = median(41, () => parameters.model.copy(timeline.state));
  return [
    { name: 'raft, kernel events a second, invariants on', value: simulation.handled / seconds, unit: '/s', goal: 200_000, better: 'more' },
    { name: 'raft, 8 virtual hours', value: (seconds / 600) * 8 * 3600, unit: 's', goal: 60 },
    { name: 'raft, seek within 10 virtual minutes, median', value: seek, unit: 'ms', goal: 16 },
    { name: 'raft, copy of the state', value: copy, unit: 'ms' },
  ];
}
