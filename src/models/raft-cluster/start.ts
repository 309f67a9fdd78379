/** A cluster as it starts: every server waits for a leader, the client is about to write. */
import type { World } from '../kernel/model.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { makeCluster } from './cluster.ts';
import { scheduleWrite, waitForLeader } from './timers.ts';

export function startCluster(config: ClusterConfig, world: World): ClusterState {
  const state = makeCluster(config);
  for (const member of state.members.values()) waitForLeader(config, member, world);
  scheduleWrite(state, world);
  if (config.partition.length > 1) {
    // Nothing is on its way yet that a cut could meet.
    state.network.groups = config.partition;
    tellCut(state, world);
  }
  return state;
}

export function tellCut({ config: { partition } }: ClusterState, world: World): void {
  world.emit('fault.cut', { groups: partition.map((side) => side.join(',')).join('|') });
}
