/**
 * Timelines: which primary wrote which part of a log. Every promotion begins a new one, so that two records of one position
 * can be told apart (PostgreSQL's timelines; an epoch elsewhere).
 *
 * @see PostgreSQL documentation, 26.3.5 Timelines, and pg_rewind.
 */

/** A timeline wrote every position above `after`, up to where the next one begins. */
export interface Fork {
  readonly timeline: number;
  readonly after: number;
}

/** Rising; never changed after it is made. Empty: that of an empty log. */
export type History = readonly Fork[];

export const firstHistory: History = [{ timeline: 1, after: 0 }];
const KEPT_FORKS = 32;

/** The timeline that wrote a position, or will; 0 before the first record, null where nobody remembers. */
export function timelineAt(history: History, lsn: number): number | null {
  if (lsn <= 0) return 0;
  for (let at = history.length - 1; at >= 0; at -= 1) if (history[at]!.after < lsn) return history[at]!.timeline;
  return null;
}

/** The last position up to which two histories are one; Infinity when one is the other, or goes on from its end. */
export function commonPoint(one: History, other: History): number {
  if (one === other) return Infinity;
  for (let at = one.length - 1; at >= 0; at -= 1) {
    const match = other.findIndex(({ timeline }) => timeline === one[at]!.timeline);
    if (match >= 0) return Math.min(one[at + 1]?.after ?? Infinity, other[match + 1]?.after ?? Infinity);
  }
  return 0;
}

/** The history of a server that is promoted where its log ends. */
export function begin(history: History, timeline: number, after: number): History {
  return [...cutAt(history, after), { timeline, after }].slice(-KEPT_FORKS);
}

/** What is left of a history when the log is cut behind `lsn`. */
export function cutAt(history: History, lsn: number): History {
  return history.filter(({ after }) => after < lsn);
}
