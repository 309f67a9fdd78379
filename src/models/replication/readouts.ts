/** What can be read off a running system, in ms and counts; and the report of lag. */
import type { Mode } from './config.ts';
import { candidatesOf } from './failover.ts';
import { endOf, recordAt } from './log.ts';
import { modeInForce, ruleFor } from './primary.ts';
import { replicationRules } from './rules.ts';
import type { SyncRule } from './standbys.ts';
import type { ReplicationState, Run, Server } from './state.ts';
import { confirmedAfter, isPromotable, sharedUpTo } from './state.ts';
import { latencyQuantile } from './stats.ts';

/** A standby lags when the oldest record it does not show is older than this, µs; each doubling is reported again. */
export const LAG_US = 200_000;

export interface Lag {
  /** Records of the primary in charge that reads on this server do not see. */
  readonly entries: number;
  /** Age of the oldest of them by the clocks of both servers, ms, as monitoring tools work it out; a skewed clock skews it. */
  readonly ms: number;
}

/** How far a server is behind the primary in charge, which may be down. */
export function lagOf(state: ReplicationState, server: Server, nowUs: number): Lag {
  const primary = state.servers.get(state.primary)!;
  const shown = sharedUpTo(state, server, server.applied);
  const entries = Math.max(0, endOf(primary.log) - shown);
  if (server === primary || entries === 0) return { entries: 0, ms: 0 };
  // Where the primary keeps no such record any more, the last one that this server has is what is known.
  const last = recordAt(server.log, server.applied)?.clockUs ?? (server.applied === server.log.base ? server.log.baseClockUs : 0);
  const clockUs = recordAt(primary.log, shown + 1)?.clockUs ?? last;
  return { entries, ms: Math.max(0, nowUs + server.skewUs - clockUs) / 1000 };
}

/** Tells when a standby begins to lag, lags twice as much again, or has caught up. */
export function reportLag({ state, world }: Run, server: Server): void {
  if (server.role !== 'standby') return;
  const { entries, ms } = lagOf(state, server, world.nowUs);
  const us = ms * 1000;
  let level = 0;
  for (let limit = LAG_US; us >= limit && level < 20; limit *= 2) level += 1;
  const isOver = server.lagging > 0 && us < LAG_US / 2;
  if (level <= server.lagging && !isOver) return;
  server.lagging = isOver ? 0 : level;
  world.emit('replication.lag', { node: server.id, entries, ms });
}

/**
 * Confirmed writes that no promotable replica has: lost if the primary died now and the most advanced one was promoted,
 * however much later, if nothing else happens.
 */
export function atRisk(state: ReplicationState): number {
  return confirmedAfter(state.ledger, Math.max(0, ...promotable(state).map((server) => sharedUpTo(state, server, endOf(server.log)))));
}

const promotable = (state: ReplicationState): readonly Server[] => [...state.servers.values()].filter((server) => isPromotable(state, server));

/** Whom `promote` without a target, or the detector, would pick now; null when nobody can be. */
export function nextPrimary(state: ReplicationState): string | null {
  return replicationRules.successor(candidatesOf(state))?.id ?? null;
}

/** Writes of all primaries that cannot be confirmed as things are. */
export function blockedWrites(state: ReplicationState): number {
  let count = 0;
  for (const { waiting } of state.servers.values()) for (const { blocked } of waiting) count += blocked ? 1 : 0;
  return count;
}

/** When the primary in charge stops waiting for its standbys unless they answer, µs; null while nothing runs down. */
export function degradesAtUs(state: ReplicationState): number | null {
  const primary = state.servers.get(state.primary)!;
  const first = primary.waiting[0];
  const { degradeAfterUs } = state.config;
  if (first === undefined || degradeAfterUs === null || primary.degraded || ruleFor(state, primary).count === 0) return null;
  return first.atUs + degradeAfterUs;
}

/** When the detector promotes unless a standby hears the primary, µs; null while it is manual, or nobody could be promoted. */
export function failsOverAtUs(state: ReplicationState): number | null {
  if (state.config.failover !== 'auto') return null;
  const heard = promotable(state).filter(({ upstream }) => upstream === state.primary).map(({ heardUs }) => heardUs);
  return heard.length === 0 ? null : Math.max(...heard) + state.config.failoverAfterUs;
}

export interface Readouts {
  readonly primary: string;
  readonly timeline: number;
  /** The mode in force, which degrading makes `async`. */
  readonly mode: Mode;
  readonly required: SyncRule;
  /** By server id; standbys only. */
  readonly lag: { readonly [id: string]: Lag };
  readonly atRisk: number;
  readonly blockedWrites: number;
  readonly writeLatencyP50: number | null;
  readonly writeLatencyP99: number | null;
  readonly writesConfirmed: number;
  readonly writesRefused: number;
  readonly writesUnknown: number;
  readonly reads: number;
  readonly staleReads: number;
  readonly failovers: number;
  /** Confirmed writes that the last failover lost; null before the first. */
  readonly lostAfterFailover: number | null;
  readonly lostInAll: number;
}

/** Times in ms, `null` = not known yet. */
export function readoutsOf(state: ReplicationState, nowUs: number): Readouts {
  const { stats } = state;
  const primary = state.servers.get(state.primary)!;
  const ms = (us: number | null): number | null => (us === null ? null : us / 1000);
  return {
    primary: state.primary, timeline: state.ledger.history.at(-1)?.timeline ?? 0, mode: modeInForce(state), required: ruleFor(state, primary),
    lag: Object.fromEntries([...state.servers.values()].filter((server) => server !== primary).map((server) => [server.id, lagOf(state, server, nowUs)])),
    atRisk: atRisk(state), blockedWrites: blockedWrites(state),
    writeLatencyP50: ms(latencyQuantile(stats, 0.5)), writeLatencyP99: ms(latencyQuantile(stats, 0.99)),
    writesConfirmed: stats.writesConfirmed, writesRefused: stats.writesRefused, writesUnknown: stats.writesUnknown,
    reads: stats.reads, staleReads: stats.staleReads, failovers: stats.failovers, lostAfterFailover: stats.lastLost, lostInAll: stats.lost,
  };
}
