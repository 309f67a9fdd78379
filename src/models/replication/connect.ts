/** A standby's connection to its upstream. */
import { lastTimeline } from './log.ts';
import { post } from './server.ts';
import type { Run, Server } from './state.ts';
import { positionsOf } from './state.ts';

/** Asks the upstream for what comes next, on a connection of its own. */
export function hello(run: Run, server: Server): void {
  const { state, world } = run;
  if (server.upstream === null || !server.up) return;
  server.connection = state.nextConnection;
  state.nextConnection += 1;
  server.helloUs = world.nowUs;
  post(run, { kind: 'hello', from: server.id, to: server.upstream, connection: server.connection, positions: positionsOf(server), timeline: lastTimeline(server.log) });
}

/** Ends a standby's connection; the next one has a number of its own. */
export function disconnect(server: Server): void {
  server.connected = false;
  server.connection = 0;
  server.early.clear();
}
