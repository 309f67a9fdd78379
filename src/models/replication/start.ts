/** A primary and its replicas as they start: everybody ticks, the client is about to write. */
import type { World } from '../kernel/model.ts';
import type { ReplicationConfig } from './config.ts';
import type { ReplicationState, Server } from './state.ts';
import { makeState, tickUs } from './state.ts';

interface Beginning { readonly state: ReplicationState; readonly world: World }

export function startReplication(config: ReplicationConfig, world: World): ReplicationState {
  const state = makeState(config);
  for (const server of state.servers.values()) armTick({ state, world }, server);
  scheduleWrite({ state, world });
  return state;
}

export function armTick({ state, world }: Beginning, server: Server): void {
  server.tickUs = world.nowUs + tickUs(state);
  world.schedule(tickUs(state), 'tick', server.id);
}

/** Queues the next write: every 1/rate seconds, each up to half an interval earlier or later. */
export function scheduleWrite({ state, world }: Beginning): void {
  const { writeRate } = state.config;
  state.client.tickUs = -1;
  if (!(writeRate > 0)) return;
  const delayUs = Math.max(1, Math.round((1_000_000 / writeRate) * (0.5 + world.random('client').next())));
  state.client.tickUs = world.nowUs + delayUs;
  world.schedule(delayUs, 'client', null);
}
