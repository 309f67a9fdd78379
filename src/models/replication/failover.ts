/**
 * Who is the primary: promotion, the failure detector, and the way back of a server whose log went another way.
 *
 * The detector acts when every standby that is directly behind the primary, and runs, has heard nothing of it for
 * `failover-after`: one that still hears it is a reason to wait. It does not stop the old primary, which may go on
 * alone. Simplified: promoting takes no time, and the detector sees all standbys.
 *
 * @see PostgreSQL documentation, 26.3 Failover, and pg_rewind.
 */
import type { ActionResult } from '../kernel/model.ts';
import { disconnect, hello } from './connect.ts';
import { begin, commonPoint, cutAt } from './history.ts';
import { emptyLog, endOf, lastTimeline, truncate } from './log.ts';
import { settle } from './primary.ts';
import { refused } from './reasons.ts';
import { pump } from './server.ts';
import type { Candidate } from './rules.ts';
import type { ReplicationState, Run, Server } from './state.ts';
import { currentPrimary, isPromotable, isSevered } from './state.ts';
import { sawPromotion, sawRewind } from './witness.ts';

const KEPT_SKIPPED = 256;

/** Who could be promoted now, in order of priority. */
export function candidatesOf(state: ReplicationState): readonly Candidate[] {
  return [...state.servers.values()].filter((server) => isPromotable(state, server))
    .map(({ id, log }) => ({ id, timeline: lastTimeline(log), received: endOf(log) }));
}

/** The standby that the rule picks; null when none can be promoted. */
export function successor({ state, rules }: Run): Server | null {
  const chosen = rules.successor(candidatesOf(state));
  return chosen === null ? null : (state.servers.get(chosen.id) ?? null);
}

/** Makes a standby the primary, on a new timeline. `byRule`: it was picked as the most advanced one. */
export function promote(run: Run, server: Server, byRule: boolean): void {
  const { state, world, rules } = run;
  const from = state.primary;
  const received = endOf(server.log);
  const lost = rules.lost(state.ledger, server.history, received);
  const timeline = state.nextTimeline;
  sawPromotion(state, server, lost, byRule, timeline);
  const common = Math.min(received, commonPoint(server.history, state.ledger.history));
  Object.assign(server, { flushed: received, applied: received, flush: null, apply: null, role: 'primary', upstream: null, diverged: false, degraded: false, degradeUs: -1, waiting: [], lagging: 0, deposedAcks: 0 });
  disconnect(server);
  server.history = begin(server.history, timeline, received);
  state.nextTimeline += 1;
  state.primary = server.id;
  keepBooks(run, server, common, received);
  state.stats.failovers += 1;
  state.stats.lastLost = lost;
  state.stats.lost += lost;
  world.emit('replication.failover', { node: server.id, from, to: server.id, lost, timeline });
  for (const other of state.servers.values()) if (other.role === 'standby' && (other.upstream === from || other.upstream === null)) follow(run, other, server.id);
  for (const to of server.links.keys()) pump(run, server, to);
  settle(run, server);
}

/** What was confirmed and is in the new primary's log; what else is in there was never answered for. */
function keepBooks({ state }: Run, { history }: Server, common: number, received: number): void {
  const { ledger, client } = state;
  ledger.confirmed = Math.min(ledger.confirmed, common);
  ledger.skipped = ledger.skipped.filter((lsn) => lsn <= ledger.confirmed);
  for (let lsn = ledger.confirmed + 1; lsn <= received; lsn += 1) ledger.skipped.push(lsn);
  ledger.skipped = ledger.skipped.slice(-KEPT_SKIPPED);
  ledger.history = history;
  client.lastConfirmed = Math.min(client.lastConfirmed, ledger.confirmed);
}

/** Points a standby at another upstream. */
export function follow(run: Run, server: Server, upstream: string): void {
  server.upstream = upstream;
  server.diverged = false;
  disconnect(server);
  server.heardUs = run.world.nowUs;
  server.helloTries = 1;
  if (server.up && !server.frozen) hello(run, server);
}

/** Promotes the most advanced standby when all agree that the primary is gone; brings deposed servers back. Only when automatic. */
export function considerFailover(run: Run): void {
  const { state, world } = run;
  if (state.config.failover !== 'auto') return;
  const promotable = [...state.servers.values()].filter((server) => isPromotable(state, server));
  const direct = promotable.filter(({ upstream }) => upstream === state.primary);
  const voters = direct.length > 0 ? direct : promotable;
  const silent = (server: Server): boolean => world.nowUs - server.heardUs >= state.config.failoverAfterUs;
  if (voters.length > 0 && voters.every(silent)) {
    const chosen = successor(run);
    if (chosen !== null) promote(run, chosen, true);
  }
  for (const server of state.servers.values()) if (needsRejoin(run, server)) rejoin(run, server);
}

/** Believes that it is the primary and is not, or cannot follow as it is. */
export function needsRejoin({ state }: Run, server: Server): boolean {
  return server.up && !server.frozen && server.id !== state.primary && (server.role === 'primary' || server.diverged);
}

/** Cuts off what the primary in charge does not have, and follows it. */
export function rejoin(run: Run, server: Server): ActionResult {
  const { state, world, rules } = run;
  const source = currentPrimary(state);
  if (source === null || source.frozen) return refused('there is no primary to follow');
  if (isSevered(state, server.id, source.id)) return refused('{id} does not reach {other}', { id: server.id, other: source.id });
  const end = endOf(server.log);
  const from = rules.rewindPoint(server.history, source.history, end);
  const lost = server.deposedAcks;
  if (from < server.log.base) server.log = emptyLog();
  else truncate(server.log, from);
  const kept = endOf(server.log);
  Object.assign(server, {
    role: 'standby', diverged: false, degraded: false, degradeUs: -1, history: cutAt(server.history, kept), flush: null, apply: null, deposedAcks: 0, lagging: 0,
    flushed: kept, applied: Math.min(server.applied, kept),
  });
  state.stats.writesUnknown += server.waiting.length;
  server.waiting = [];
  server.links.clear();
  state.stats.rewound += end - from;
  state.stats.lost += lost;
  sawRewind(state, server, source, world.nowUs);
  world.emit('replication.rewind', { node: server.id, peer: source.id, from, count: end - from, lost });
  follow(run, server, source.id);
  settle(run, source);
  return { ok: true };
}
