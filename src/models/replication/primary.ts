/**
 * The primary: takes writes, and confirms each when its own disk and the standbys required have it.
 *
 * Degrading follows MySQL's semi-synchronous plug-in: when the oldest write has waited for the timeout nobody waits any more,
 * until the standbys required have caught up with the last write.
 *
 * @see MySQL 8.4 Reference Manual, 19.4.10 Semisynchronous Replication.
 */
import type { ActionResult } from '../kernel/model.ts';
import { lastTimeline, endOf } from './log.ts';
import { timelineAt } from './history.ts';
import { refused } from './reasons.ts';
import { startFlush } from './server.ts';
import { ruleFor } from './mode.ts';
import type { ReplicationState, Run, Server, Waiting } from './state.ts';
import { standbysOf } from './state.ts';
import { countLatency } from './stats.ts';
import { sawConfirm, sawMake } from './witness.ts';

/** Writes that may wait at once: the client's connections are in use then. */
export const CONNECTIONS = 64;
/** A write that waits longer is called blocked also where enough standbys seem to be there, µs. */
const PATIENCE_US = 1_000_000;

/** Longest time between a confirmation and its client's read of it, µs. */
const THINK_US = 400_000;

export function takeWrite(run: Run, server: Server, byClient: boolean): ActionResult {
  const { state, world } = run;
  const { id } = server;
  const refusal = !server.up ? refused('{id} is down', { id }) : server.frozen ? refused('{id} is frozen', { id }) : server.role !== 'primary' ? refused('{id} is a standby and takes no writes', { id })
    : server.waiting.length >= CONNECTIONS ? refused('{most} writes wait already', { most: CONNECTIONS }) : null;
  if (refusal !== null) {
    state.stats.writesRefused += 1;
    return refusal;
  }
  const lsn = endOf(server.log) + 1;
  const record = { lsn, timeline: timelineAt(server.history, lsn) ?? 0, previous: lastTimeline(server.log), write: state.client.nextWrite, clockUs: world.nowUs + server.skewUs };
  state.client.nextWrite += 1;
  server.log.records.push(record);
  sawMake(state.witness, server, record);
  server.waiting.push({ lsn, atUs: world.nowUs, byClient, blocked: false });
  world.emit('replication.write', { node: server.id, lsn });
  startFlush(run, server);
  settle(run, server);
  return { ok: true };
}

/** What each standby has acknowledged, in order of priority; null: it is not streaming from this primary. */
function acknowledgements({ state, rules }: Run, primary: Server): (number | null)[] {
  return standbysOf(state, primary).map(({ id }) => {
    const link = primary.links.get(id);
    return link?.streaming === true ? rules.acknowledged(link.acked, state.config.ackAt) : null;
  });
}

/** Up to where the standbys required have everything; null where too few are there. */
function required(run: Run, primary: Server): number | null {
  return run.rules.position(ruleFor(run.state, primary), acknowledgements(run, primary));
}

/** Confirms what may be, marks what cannot be, and keeps the degrade timer. To be called when anything changed. */
export function settle(run: Run, primary: Server): void {
  if (!primary.up || primary.role !== 'primary') return;
  const position = required(run, primary);
  if (primary.degraded && run.rules.hasCaughtUp(position, endOf(primary.log))) setDegraded(run, primary, false);
  const upTo = Math.min(primary.flushed, primary.degraded ? Infinity : (position ?? -1));
  while (primary.waiting.length > 0 && primary.waiting[0]!.lsn <= upTo) confirm(run, primary, primary.waiting.shift()!);
  markBlocked(run, primary, !primary.degraded && position === null);
  armDegrade(run, primary);
}

function confirm(run: Run, primary: Server, { lsn, atUs, byClient }: Waiting): void {
  const { state, world, rules } = run;
  const latencyUs = world.nowUs - atUs;
  const acks = [...primary.links.values()].filter(({ acked }) => rules.acknowledged(acked, state.config.ackAt) >= lsn).length;
  sawConfirm(state, primary, lsn, ruleFor(state, primary), world.nowUs);
  state.stats.writesConfirmed += 1;
  countLatency(state.stats, latencyUs);
  if (primary.id === state.primary) {
    state.ledger.confirmed = lsn;
    if (byClient) state.client.lastConfirmed = lsn;
  } else primary.deposedAcks += 1;
  world.emit('replication.confirm', { node: primary.id, lsn, latency: latencyUs / 1000, acks });
  if (byClient) world.schedule(world.random('reader').integer(1, THINK_US), 'read', lsn);
}

/** Too few standbys are there, or they do not answer for long. */
function markBlocked({ world }: Run, primary: Server, tooFew: boolean): void {
  for (const write of primary.waiting) {
    if (write.blocked || write.lsn > primary.flushed || (!tooFew && world.nowUs - write.atUs < PATIENCE_US)) continue;
    write.blocked = true;
    world.emit('replication.blocked', { node: primary.id, lsn: write.lsn });
  }
}

function dueUs(state: ReplicationState, primary: Server): number {
  const { degradeAfterUs } = state.config;
  const first = primary.waiting[0];
  if (degradeAfterUs === null || first === undefined || primary.degraded || ruleFor(state, primary).count === 0) return Infinity;
  return first.atUs + degradeAfterUs;
}

function armDegrade({ state, world }: Run, primary: Server): void {
  const due = dueUs(state, primary);
  if (due === Infinity || (primary.degradeUs >= 0 && primary.degradeUs <= due)) return;
  primary.degradeUs = Math.max(due, world.nowUs);
  world.schedule(primary.degradeUs - world.nowUs, 'degrade', primary.id);
}

export function onDegradeTimer(run: Run, primary: Server): void {
  if (primary.degradeUs !== run.world.nowUs) return;
  primary.degradeUs = -1;
  if (!primary.up || primary.frozen || primary.role !== 'primary') return;
  if (dueUs(run.state, primary) <= run.world.nowUs) setDegraded(run, primary, true);
  settle(run, primary);
}

function setDegraded({ state, world }: Run, primary: Server, degraded: boolean): void {
  primary.degraded = degraded;
  if (degraded) state.stats.degradations += 1;
  const { mode } = state.config;
  const usual = mode === 'async' ? 'sync' : mode;
  world.emit('replication.degraded', { node: primary.id, from: degraded ? usual : 'async', to: degraded ? 'async' : usual });
}

/** After a change of the rule: a primary that need not wait any more is not degraded. */
export function onRuleChanged(run: Run, primary: Server): void {
  if (primary.role !== 'primary') return;
  if (primary.degraded && (ruleFor(run.state, primary).count === 0 || run.state.config.degradeAfterUs === null)) setDegraded(run, primary, false);
  settle(run, primary);
}
