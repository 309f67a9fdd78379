/**
 * The client `c1`: writes at a steady rate to the primary in charge, and reads its own writes back after a while. Simplified:
 * it stands beside the servers, so that asking takes no time, and always knows who was promoted last.
 */
import type { ActionResult } from '../kernel/model.ts';
import { takeWrite } from './primary.ts';
import { refused } from './reasons.ts';
import { scheduleWrite } from './start.ts';
import type { Run, Server } from './state.ts';
import { sharedUpTo } from './state.ts';

const SHOWN_READS = 8;

export function onClientTick(run: Run): void {
  const { state, world } = run;
  if (state.client.tickUs !== world.nowUs) return;
  takeWrite(run, state.servers.get(state.primary)!, true);
  scheduleWrite(run);
}

/** Where a read may go: by `read-from`, among those that run. */
function readable({ state }: Run): readonly Server[] {
  const { readFrom } = state.config;
  const running = [...state.servers.values()].filter(({ up, frozen }) => up && !frozen);
  return running.filter(({ id, role }) => (role === 'primary' ? id === state.primary && readFrom !== 'replica' : readFrom !== 'primary'));
}

export function onRead(run: Run, lsn: number): void {
  const servers = readable(run);
  const at = run.world.random('read from').next();
  const server = servers[Math.floor(at * servers.length)];
  if (server !== undefined) read(run, server, Math.min(lsn, run.state.client.lastConfirmed));
}

/** What a read on a server sees. A primary shows a write once it is confirmed, a standby once it is applied. */
function seenOn({ state }: Run, server: Server): number {
  if (server.role === 'standby') return sharedUpTo(state, server, server.applied);
  const first = server.waiting[0];
  return sharedUpTo(state, server, Math.min(server.flushed, first === undefined ? Infinity : first.lsn - 1));
}

/** Reads, expecting to see at least position `expected`. */
export function read(run: Run, server: Server, expected: number): ActionResult {
  const { state, world } = run;
  if (!server.up || server.frozen) return server.up ? refused('{id} is frozen', { id: server.id }) : refused('{id} is down', { id: server.id });
  const seen = seenOn(run, server);
  state.stats.reads += 1;
  state.client.reads = [...state.client.reads, { node: server.id, atUs: world.nowUs, expected, seen }].slice(-SHOWN_READS);
  if (seen < expected) state.stats.staleReads += 1;
  world.emit(seen < expected ? 'replication.stale-read' : 'replication.read', { node: server.id, lsn: expected, seen });
  return { ok: true };
}
