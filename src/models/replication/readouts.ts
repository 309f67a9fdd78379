/** What can be read off a running system, in ms and counts. */
import type { Mode } from './config.ts';
import { candidatesOf } from './failover.ts';
import type { Lag } from './lag.ts';
import { atRisk, lagOf } from './lag.ts';
import { modeInForce, ruleFor } from './mode.ts';
import { replicationRules } from './rules.ts';
import type { SyncRule } from './standbys.ts';
import type { ReplicationState } from './state.ts';
import { latencyQuantile } from './stats.ts';

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
