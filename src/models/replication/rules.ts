/**
 * The rules on which no confirmed write being lost rests, one pure function each, so that a test can replace a single one and
 * show that a checker catches it.
 */
import type { Level } from './config.ts';
import type { History } from './history.ts';
import { commonPoint, timelineAt } from './history.ts';
import type { Positions } from './messages.ts';
import type { SyncRule } from './standbys.ts';
import { syncPosition } from './standbys.ts';
import type { Ledger } from './state.ts';
import { confirmedAfter } from './state.ts';

export interface Candidate {
  readonly id: string;
  /** Of its last record. */
  readonly timeline: number;
  readonly received: number;
}

export interface Rules {
  /** Up to where a standby has acknowledged at the level asked for. */
  readonly acknowledged: (acked: Positions, level: Level) => number;
  /** Up to where a rule holds; null: too few standbys. In order of priority; null: not connected. */
  readonly position: (rule: SyncRule, positions: readonly (number | null)[]) => number | null;
  /** Does a degraded primary wait for standbys again? MySQL: once those required have all that there is. */
  readonly hasCaughtUp: (position: number | null, end: number) => boolean;
  /** Up to where a standby may apply. */
  readonly applicable: (positions: Positions) => number;
  /** Where the log ends after a crash. */
  readonly endAfterCrash: (positions: Positions) => number;
  /** Is the standby's last record one of the upstream's? */
  readonly isOnHistory: (lsn: number, timeline: number, history: History) => boolean;
  /** Where a log must be cut before it can go on as another's. */
  readonly rewindPoint: (own: History, source: History, end: number) => number;
  /** Who takes over. Candidates in order of priority. */
  readonly successor: (candidates: readonly Candidate[]) => Candidate | null;
  /** Confirmed writes that a log of this history and length does not have. */
  readonly lost: (ledger: Ledger, history: History, received: number) => number;
}

export const replicationRules: Rules = {
  acknowledged: (acked, level) => acked[level],
  position: syncPosition,
  hasCaughtUp: (position, end) => position !== null && position >= end,
  applicable: ({ flushed }) => flushed,
  endAfterCrash: ({ flushed }) => flushed,
  isOnHistory: (lsn, timeline, history) => timelineAt(history, lsn) === timeline,
  rewindPoint: (own, source, end) => Math.min(end, commonPoint(own, source)),
  // A later timeline holds what its primary took over; within one, the longer log has everything the shorter has.
  successor: (candidates) => {
    let best: Candidate | null = null;
    for (const each of candidates) {
      if (best === null || each.timeline > best.timeline || (each.timeline === best.timeline && each.received > best.received)) best = each;
    }
    return best;
  },
  lost: (ledger, history, received) => confirmedAfter(ledger, Math.min(received, commonPoint(history, ledger.history))),
};
