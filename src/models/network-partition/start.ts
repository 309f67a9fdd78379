/** A system as it starts: everybody ticks, clients are about to write, the cut is planned. */
import type { World } from '../kernel/model.ts';
import type { PartitionConfig } from './config.ts';
import type { Client, PartitionNode, PartitionState } from './state.ts';
import { makeState } from './state.ts';

export function startPartition(config: PartitionConfig, world: World): PartitionState {
  const state = makeState(config);
  for (const node of state.nodes.values()) startTicking(state, node, world);
  for (const client of state.clients.values()) scheduleWrite(state, client, world);
  planCuts({ state, world });
  return state;
}

/** Four heartbeats in the time after which silence counts. */
export const heartbeatUs = ({ config }: PartitionState): number => Math.max(1000, Math.floor(config.detectTimeoutUs / 4));

/** Queues the next heartbeat; the first after a start at a moment of its own, so that nodes are not in step. */
export function armTick(node: PartitionNode, delayUs: number, world: World): void {
  node.tickUs = world.nowUs + delayUs;
  world.schedule(delayUs, 'tick', node.id);
}

export function startTicking(state: PartitionState, node: PartitionNode, world: World): void {
  armTick(node, 1 + Math.floor(world.random(`tick ${node.id}`).next() * heartbeatUs(state)), world);
}

/** Queues the next write of its own: every 1/rate seconds, each up to half an interval earlier or later. */
export function scheduleWrite(state: PartitionState, client: Client, world: World): void {
  const { writeRate } = state.config;
  client.tickUs = -1;
  if (writeRate <= 0) return;
  const delayUs = Math.max(1, Math.round((1_000_000 / writeRate) * (0.5 + world.random(`client ${client.id}`).next())));
  client.tickUs = world.nowUs + delayUs;
  world.schedule(delayUs, 'client', client.id);
}

/** Queues the configured cut and its end, where they are still to come. */
export function planCuts({ state, world }: { readonly state: PartitionState; readonly world: World }): void {
  const { partition, partitionAtUs, healAtUs } = state.config;
  const due = (atUs: number | null, kind: string): number => {
    if (atUs === null || atUs < world.nowUs || partition.length < 2) return -1;
    world.schedule(atUs - world.nowUs, kind, null);
    return atUs;
  };
  state.cutDueUs = due(partitionAtUs, 'cut');
  state.healDueUs = partitionAtUs === null || (healAtUs ?? 0) <= partitionAtUs ? -1 : due(healAtUs, 'heal');
}
