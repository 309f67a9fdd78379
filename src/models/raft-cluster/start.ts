/** A cluster as it starts: every server waits for a leader, the client is about to write. */
import type { World } from '../kernel/model.ts';
import { cutGroups } from '../kernel/network.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { makeCluster } from './cluster.ts';
import { scheduleWrite, waitForLeader } from './timers.ts';

export function startCluster(config: ClusterConfig, world: World): ClusterState {
  const state = makeCluster(config);
  for (const member of state.members.values()) waitForLeader(config, member, world);
  scheduleWrite(state, world);
  if (config.partition.length > 1) cutAsSet(state, world);
  return state;
}

/** Cuts the network into the sides of the setting `partition`. */
export function cutAsSet({ config: { partition }, network }: ClusterState, world: World): void {
  cutGroups(network, partition, world);
  world.emit('fault.cut', { groups: partition.map((side) => side.join(',')).join('|') });
}
