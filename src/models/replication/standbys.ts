/**
 * For whom a commit waits: PostgreSQL's `synchronous_standby_names`, priority based (FIRST n) and quorum based (ANY n).
 *
 * @see PostgreSQL documentation, 20.6.2 synchronous_standby_names, and 27.2.8 Synchronous Replication.
 */
import type { ReplicationConfig } from './config.ts';

export interface SyncRule {
  readonly method: 'first' | 'any';
  /** Standbys that must have a record; 0 = nobody waits. */
  readonly count: number;
}

export interface StandbyNames extends SyncRule {
  /** In order of priority; `*` matches every standby. */
  readonly names: readonly string[];
}

export type SyncState = 'async' | 'sync' | 'potential' | 'quorum';

/** Reads `FIRST 2 (s1, s2)`, `ANY 1 (*)`, `2 (s1, s2)`, `s1, s2` (= FIRST 1), and the empty text (nobody waits). */
export function parseStandbyNames(text: string): StandbyNames {
  const [, method = '', count = '1', inside = text] = /^\s*(first|any|)\s*(\d+)\s*\(([^)]*)\)\s*$/i.exec(text) ?? [];
  const names = inside.split(',').map((name) => name.trim()).filter((name) => name !== '');
  return { method: method.toLowerCase() === 'any' ? 'any' : 'first', count: names.length === 0 ? 0 : Number(count), names };
}

/** Place of a standby in the list, from 1; 0 when it is not there. Under ANY all that are listed count the same. */
export function priorityOf(rule: StandbyNames, standby: string): number {
  const at = rule.names.findIndex((name) => name === standby || name === '*');
  return at < 0 || rule.method === 'first' ? at + 1 : 1;
}

/** What each connected standby is to the rule, as `pg_stat_replication.sync_state` says it. */
export function syncStates(rule: StandbyNames, connected: readonly string[]): ReadonlyMap<string, { readonly state: SyncState; readonly priority: number }> {
  const ranked = connected.map((standby) => ({ standby, priority: rule.count === 0 ? 0 : priorityOf(rule, standby) }));
  const chosen = new Set(ranked.filter(({ priority }) => priority > 0).sort((a, b) => a.priority - b.priority).slice(0, rule.count).map(({ standby }) => standby));
  return new Map(ranked.map(({ standby, priority }) => {
    const listed: SyncState = rule.method === 'any' ? 'quorum' : chosen.has(standby) ? 'sync' : 'potential';
    return [standby, { state: priority === 0 ? 'async' : listed, priority }] as const;
  }));
}

/**
 * The position up to which the rule holds, given what each standby has, in order of priority (null: not connected). Null:
 * there are too few of them, so that nothing new can be confirmed.
 */
export function syncPosition({ method, count }: SyncRule, positions: readonly (number | null)[]): number | null {
  const connected = positions.filter((position) => position !== null);
  if (count === 0) return Infinity;
  if (connected.length < count) return null;
  if (method === 'first') return Math.min(...connected.slice(0, count));
  return connected.sort((a, b) => b - a)[count - 1]!;
}

/**
 * The rule that a configuration asks for, with this many standbys there. `acks` alone is any so many; waiting for all of
 * none waits for a first one. More acknowledgements than standbys are not made fewer: nothing is confirmed then.
 */
export function ruleOf({ mode, acks, standbys }: ReplicationConfig, members: number): SyncRule {
  const method = standbys?.method === 'first' ? 'first' : 'any';
  if (acks !== null) return { method, count: acks };
  if (mode === 'async') return { method, count: 0 };
  if (standbys !== null && standbys.method !== 'all') return { method, count: standbys.count };
  if (standbys === null && mode === 'semi-sync') return { method, count: 1 };
  return { method, count: Math.max(1, members) };
}
