/** What every server does: flush, apply, forget what is old, and pass on what is on its disk. */
import { endOf, forgetUpTo, recordAt, recordsAfter } from './log.ts';
import type { Message } from './messages.ts';
import { send } from '../kernel/network.ts';
import type { Link, Run, Server } from './state.ts';
import { latencyUs, positionsOf, workUs } from './state.ts';

/** Records sent and not acknowledged, at most, and in one message. */
const WINDOW = 256;
const BATCH = 64;
/** Records kept for standbys that are behind, at least and at most; beyond that they take a base backup. */
const KEPT = 96;
const KEPT_MOST = 512;
const LEAST_WAIT_US = 200_000;

export function post({ state, world }: Run, message: Message): void {
  const { from, to } = message;
  const factor = state.slowLinks.get(`${from}>${to}`) ?? 1;
  const { jitterUs, loss } = state.config;
  send(state.network, { latencyUs: latencyUs(state, from, to) * factor, jitterUs: jitterUs * factor, loss }, message, world);
}

/** Group commit: a flush takes everything that was there when it began. */
export function startFlush({ state, world }: Run, server: Server): void {
  const to = endOf(server.log);
  if (server.flush !== null || to <= server.flushed) return;
  const delayUs = workUs(state, state.config.flushTimeUs, server.id);
  server.flush = { to, dueUs: world.nowUs + delayUs };
  world.schedule(delayUs, 'flush', server.id);
}

export function onFlushed(run: Run, server: Server): void {
  const { flush } = server;
  if (flush === null || flush.dueUs !== run.world.nowUs || server.frozen) return;
  server.flush = null;
  server.flushed = flush.to;
  if (server.role === 'primary') server.applied = server.flushed;
  else {
    report(run, server, null);
    startApply(run, server);
  }
  startFlush(run, server);
  for (const to of server.links.keys()) pump(run, server, to);
  forgetOld(server);
}

export function startApply({ state, world, rules }: Run, server: Server): void {
  const to = rules.applicable(positionsOf(server));
  if (server.apply !== null || to <= server.applied) return;
  const delayUs = workUs(state, state.config.applyTimeUs, server.id);
  server.apply = { to, dueUs: world.nowUs + delayUs };
  world.schedule(delayUs, 'apply', server.id);
}

export function onApplied(run: Run, server: Server): void {
  const { apply } = server;
  if (apply === null || apply.dueUs !== run.world.nowUs || server.frozen) return;
  server.apply = null;
  server.applied = apply.to;
  if (run.state.config.ackAt === 'applied') report(run, server, null);
  startApply(run, server);
  forgetOld(server);
}

/** Tells the upstream how far this standby is. */
export function report(run: Run, { id, upstream, connected, connection, log, flushed, applied }: Server, echoUs: number | null): void {
  if (upstream === null || !connected) return;
  post(run, { kind: 'status', from: id, to: upstream, connection, positions: { received: endOf(log), flushed, applied }, echoUs });
}

/** Sends a connected standby what is on disk here and was not sent. */
export function pump(run: Run, server: Server, to: string): void {
  const link = server.links.get(to);
  if (link === undefined) return;
  const { log, id, history } = server;
  if (link.sent < log.base) {
    const lsn = Math.max(log.base, Math.min(server.applied, server.flushed));
    const last = recordAt(log, lsn);
    post(run, { kind: 'base-backup', from: id, to, connection: link.connection, lsn, timeline: last?.timeline ?? log.baseTimeline, clockUs: last?.clockUs ?? log.baseClockUs, history });
    progress(run, link);
    link.sent = lsn;
  }
  while (link.sent < server.flushed && link.sent - link.acked.received < WINDOW) {
    const records = recordsAfter(log, link.sent, Math.min(BATCH, server.flushed - link.sent));
    post(run, { kind: 'ship', from: id, to, connection: link.connection, after: link.sent, records, history });
    progress(run, link);
    link.sent += records.length;
    run.world.emit('replication.ship', { node: id, peer: to, lsn: link.sent });
  }
  if (link.sent >= server.flushed) link.streaming = true;
}

function progress({ world }: Run, link: Link): void {
  if (link.sent <= link.acked.received) link.progressUs = world.nowUs;
}

/** Sends again what is not acknowledged for two round trips, waiting twice as long each time (as TCP does). */
export function resend(run: Run, server: Server, to: string, link: Link): void {
  if (link.sent <= link.acked.received || run.world.nowUs - link.progressUs < Math.max(LEAST_WAIT_US, 2 * link.rttUs) * link.backOff) return;
  link.sent = Math.min(link.sent, link.acked.received);
  link.progressUs = run.world.nowUs;
  link.backOff = Math.min(16, 2 * link.backOff);
  pump(run, server, to);
}

/** Keeps what connected standbys still need, within bounds. */
function forgetOld({ log, links, applied }: Server): void {
  if (log.records.length < KEPT + 32) return;
  const end = endOf(log);
  let needed = end - KEPT;
  for (const { acked } of links.values()) needed = Math.min(needed, acked.received);
  const upTo = Math.min(applied, Math.max(needed, end - KEPT_MOST));
  if (upTo - log.base >= 32) forgetUpTo(log, upTo);
}
