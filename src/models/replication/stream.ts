/**
 * Streaming replication between an upstream and a standby: connect, receive in order, acknowledge, notice silence. A standby
 * with standbys of its own passes on what it has flushed (cascading replication).
 *
 * @see PostgreSQL documentation, 53.4 Streaming Replication Protocol, and 27.2 Log-Shipping Standby Servers.
 */
import type { Level } from './config.ts';
import { disconnect, hello } from './connect.ts';
import { considerFailover } from './failover.ts';
import type { History } from './history.ts';
import { timelineAt } from './history.ts';
import { endOf, lastTimeline } from './log.ts';
import type { BaseBackup, Hello, Keepalive, Message, Ship, Status } from './messages.ts';
import { reportLag } from './lag.ts';
import { post, pump, report, resend, startFlush } from './server.ts';
import type { Run, Server } from './state.ts';
import { makeLink, silenceUs } from './state.ts';
import { armTick } from './start.ts';
import { sawAcknowledgement, sawAppend, sawCopy } from './witness.ts';

/** Between two tries to connect, µs. */
const RETRY_US = 500_000;
/** Each try waits twice as long for an answer, up to so many times the first. */
const LONGEST_RETRY = 64;
const EARLY = 256;

/** Signs of life, silence and what follows from it. */
export function onTick(run: Run, server: Server): void {
  const { state, world } = run;
  if (server.tickUs !== world.nowUs) return;
  server.tickUs = -1;
  if (!server.up || server.frozen) return;
  for (const [to, link] of server.links) {
    if (world.nowUs - link.heardUs > silenceUs(state)) server.links.delete(to);
    else {
      post(run, { kind: 'keepalive', from: server.id, to, connection: link.connection, end: server.flushed, history: server.history, sentUs: world.nowUs });
      resend(run, server, to, link);
    }
  }
  if (server.role === 'standby') connectIfLost(run, server);
  reportLag(run, server);
  considerFailover(run);
  armTick(run, server);
}

function connectIfLost(run: Run, server: Server): void {
  const { state, world } = run;
  if (server.connected && world.nowUs - server.heardUs > silenceUs(state)) disconnect(server);
  if (server.connected || server.upstream === null || server.diverged) return;
  if (world.nowUs - server.helloUs < RETRY_US * server.helloTries) return;
  server.helloTries = Math.min(LONGEST_RETRY, Math.max(1, 2 * server.helloTries));
  hello(run, server);
}

/** A message for a server that runs. */
export function receive(run: Run, server: Server, message: Message): void {
  if (message.kind === 'hello') onHello(run, server, message);
  else if (message.kind === 'status') onStatus(run, server, message);
  else if (message.kind === 'reset') onReset(server, message.from, message.connection);
  else if (server.role !== 'standby' || message.from !== server.upstream || message.connection !== server.connection) reset(run, message);
  else {
    const { world } = run;
    server.heardUs = world.nowUs;
    if (message.kind === 'refuse') {
      server.diverged = true;
      disconnect(server);
      return;
    }
    adopt(server, message.history);
    server.connected = true;
    server.helloTries = 1;
    if (message.kind === 'ship') onShip(run, server, message);
    else if (message.kind === 'base-backup') onBackup(run, server, message);
    else onKeepalive(run, server, message);
  }
}

/**
 * A standby's history becomes that of its upstream, which only ever grows; an older message must not take that back. Another
 * upstream may be on an older timeline: whoever follows this standby then has to learn that too, and comes again.
 */
function adopt(server: Server, history: History): void {
  const isNewer = (history.at(-1)?.timeline ?? 0) >= (server.history.at(-1)?.timeline ?? 0);
  if (!isNewer && server.connected || timelineAt(history, endOf(server.log)) !== lastTimeline(server.log)) return;
  if (!isNewer) server.links.clear();
  server.history = history;
}

export function reset(run: Run, { from, to, connection }: Message): void {
  post(run, { kind: 'reset', from: to, to: from, connection });
}

function onReset(server: Server, from: string, connection: number): void {
  if (server.links.get(from)?.connection === connection) server.links.delete(from);
  if (server.upstream !== from || server.connection !== connection) return;
  disconnect(server);
  server.helloTries = 1;
}

function onHello(run: Run, server: Server, message: Hello): void {
  const { state, world, rules } = run;
  const { from, connection, positions } = message;
  if (server.links.get(from)?.connection === connection) return;
  server.links.delete(from);
  // A standby that is behind cannot judge one that is ahead of it, or has nobody to follow: it has to come again.
  if (server.role === 'standby' && (server.upstream === null || positions.received > server.flushed)) return;
  if (!rules.isOnHistory(positions.received, message.timeline, server.history)) {
    post(run, { kind: 'refuse', from: server.id, to: from, connection });
    return;
  }
  server.links.set(from, makeLink(state, server, from, connection, positions, world.nowUs));
  post(run, { kind: 'keepalive', from: server.id, to: from, connection, end: server.flushed, history: server.history, sentUs: world.nowUs });
  pump(run, server, from);
}

const levels: readonly Level[] = ['applied', 'flushed', 'received'];

function onStatus(run: Run, server: Server, message: Status): void {
  const { state, world } = run;
  const link = server.links.get(message.from);
  if (link === undefined || link.connection !== message.connection) {
    reset(run, message);
    return;
  }
  link.heardUs = world.nowUs;
  if (message.echoUs !== null) link.rttUs = world.nowUs - message.echoUs;
  const { acked } = link;
  const { received, flushed, applied } = message.positions;
  if (received > acked.received) {
    link.progressUs = world.nowUs;
    link.backOff = 1;
  }
  link.acked = { received: Math.max(acked.received, received), flushed: Math.max(acked.flushed, flushed), applied: Math.max(acked.applied, applied) };
  sawAcknowledgement(state, message.from, message.connection, link.acked);
  const level = levels.find((each) => link.acked[each] > acked[each]);
  if (level !== undefined) world.emit('replication.ack', { node: server.id, peer: message.from, lsn: link.acked[level], level });
  pump(run, server, message.from);
}

function onKeepalive(run: Run, server: Server, message: Keepalive): void {
  report(run, server, message.sentUs);
}

/** Stores what comes next in order; what comes too early waits, what is there already is passed over. */
function onShip(run: Run, server: Server, message: Ship): void {
  const before = endOf(server.log);
  for (const record of message.records) {
    if (record.lsn > endOf(server.log) + 1 && server.early.size < EARLY) server.early.set(record.lsn, record);
    else if (record.lsn === endOf(server.log) + 1) append(run, server, record);
  }
  for (let next = server.early.get(endOf(server.log) + 1); next !== undefined; next = server.early.get(endOf(server.log) + 1)) {
    server.early.delete(next.lsn);
    append(run, server, next);
  }
  if (server.early.size > 0) for (const lsn of [...server.early.keys()]) if (lsn <= endOf(server.log)) server.early.delete(lsn);
  // A copy of what was there already is acknowledged again: the first acknowledgement may be lost.
  if (endOf(server.log) === before || run.state.config.ackAt === 'received') report(run, server, null);
  startFlush(run, server);
}

function append({ state }: Run, server: Server, record: Ship['records'][number]): void {
  sawAppend(state.witness, server, record);
  server.log.records.push(record);
}

function onBackup(run: Run, server: Server, { lsn, timeline, clockUs, history }: BaseBackup): void {
  if (lsn <= endOf(server.log)) return;
  server.log = { base: lsn, baseTimeline: timeline, baseClockUs: clockUs, records: [] };
  Object.assign(server, { flushed: lsn, applied: lsn, history, flush: null, apply: null });
  server.early.clear();
  sawCopy(run.state.witness, server);
  report(run, server, null);
}
