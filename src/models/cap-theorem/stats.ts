/** What is counted in a run. Bounded: windows and totals only. */

/** Requests that ended at nodes that were alive all the while. */
export interface Tally {
  readonly asked: number;
  readonly answered: number;
}

export interface Stats {
  answered: number;
  refused: number;
  timedOut: number;
  /** Since the beginning, or since the corner or the quorums were changed. */
  live: Tally;
  /** By node, since the last cut; empty before the first. */
  sinceCut: Map<string, Tally>;
  /** Times of the latest answers, µs, from the client's request to its answer; a ring of 256. */
  latenciesUs: number[];
  nextLatency: number;
  /** Pairs of versions that were found to know nothing of each other. */
  conflicts: number;
  /** Acknowledged writes that were given up for one that had not seen them. */
  lostWrites: number;
  /** Latest pairs counted, and latest writes given up and acknowledged; bounded. */
  pairs: readonly string[];
  dropped: readonly number[];
  acknowledged: readonly number[];
  /** Requests without an answer at live nodes, latest last; at most 8. */
  unanswered: readonly Unanswered[];
  /** What the last `cap.verdict` said. */
  verdict: { readonly consistent: boolean; readonly available: boolean };
}

export interface Unanswered {
  readonly request: number;
  readonly client: string;
  readonly node: string;
  readonly op: 'read' | 'write';
  readonly key: string;
  readonly value: string | null;
  readonly reason: string;
}

const WINDOW = 256;
const KEPT = 128;

export const noTally: Tally = { asked: 0, answered: 0 };

export function makeStats(): Stats {
  return {
    answered: 0, refused: 0, timedOut: 0, live: noTally, sinceCut: new Map(), latenciesUs: [], nextLatency: 0,
    conflicts: 0, lostWrites: 0, pairs: [], dropped: [], acknowledged: [], unanswered: [], verdict: { consistent: true, available: true },
  };
}

export function copyStats(stats: Stats): Stats {
  return { ...stats, sinceCut: new Map(stats.sinceCut), latenciesUs: stats.latenciesUs.slice() };
}

export function countEnd(stats: Stats, node: string, answered: boolean): void {
  const counted = (tally: Tally): Tally => ({ asked: tally.asked + 1, answered: tally.answered + (answered ? 1 : 0) });
  stats.live = counted(stats.live);
  const since = stats.sinceCut.get(node);
  if (since !== undefined) stats.sinceCut.set(node, counted(since));
}

export function countUnanswered(stats: Stats, unanswered: Unanswered): void {
  stats.unanswered = [...stats.unanswered.slice(-7), unanswered];
}

export function countLatency(stats: Stats, latencyUs: number): void {
  stats.latenciesUs[stats.nextLatency] = latencyUs;
  stats.nextLatency = (stats.nextLatency + 1) % WINDOW;
}

/** True the first time that a pair is met. */
export function countConflict(stats: Stats, pair: string): boolean {
  if (stats.pairs.includes(pair)) return false;
  stats.pairs = [...stats.pairs.slice(1 - KEPT), pair];
  stats.conflicts += 1;
  return true;
}

/** A write was given up. */
export function countDropped(stats: Stats, write: number): void {
  if (stats.dropped.includes(write)) return;
  stats.dropped = [...stats.dropped.slice(1 - KEPT), write];
  if (stats.acknowledged.includes(write)) stats.lostWrites += 1;
}

export function countAcknowledged(stats: Stats, write: number): void {
  stats.acknowledged = [...stats.acknowledged.slice(1 - KEPT), write];
  if (stats.dropped.includes(write)) stats.lostWrites += 1;
}

/** Nearest-rank quantile of the latest answers, µs; null before the first. */
export function latencyQuantile(stats: Stats, quantile: number): number | null {
  const sorted = stats.latenciesUs.slice().sort((a, b) => a - b);
  const rank = Math.max(1, Math.min(sorted.length, Math.floor(quantile * sorted.length + 0.9999999)));
  return sorted[rank - 1] ?? null;
}
