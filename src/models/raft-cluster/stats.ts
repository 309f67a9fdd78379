/** What is counted in a run. Bounded: windows and totals only. */

interface Ballot {
  candidates: number;
  won: boolean;
  split: boolean;
}

export interface Stats {
  /** Terms in which somebody stood. */
  elections: number;
  /** Terms in which several stood and none won. */
  splitVotes: number;
  /** Terms of late, oldest first. */
  ballots: Map<number, Ballot>;
  /** Latest commit latencies in µs, from the client's write to its acknowledgement; a ring of 256. */
  latenciesUs: number[];
  nextLatency: number;
  writesAcknowledged: number;
  writesFailed: number;
  writesUnknown: number;
  /** Reads answered, and those of them with a value that was overwritten before they began. */
  reads: number;
  readsStale: number;
  /** Messages between servers. */
  messages: number;
  /** Entries committed. */
  committed: number;
}

const WINDOW = 256;
const KEPT_TERMS = 32;

export function makeStats(): Stats {
  return {
    elections: 0, splitVotes: 0, ballots: new Map(), latenciesUs: [], nextLatency: 0,
    writesAcknowledged: 0, writesFailed: 0, writesUnknown: 0, reads: 0, readsStale: 0, messages: 0, committed: 0,
  };
}

export function copyStats(stats: Stats): Stats {
  return { ...stats, ballots: new Map([...stats.ballots].map(([term, ballot]) => [term, { ...ballot }])), latenciesUs: stats.latenciesUs.slice() };
}

export function countCandidate(stats: Stats, term: number): void {
  const ballot = stats.ballots.get(term);
  if (ballot !== undefined) {
    ballot.candidates += 1;
    return;
  }
  stats.elections += 1;
  stats.ballots.set(term, { candidates: 1, won: false, split: false });
  if (stats.ballots.size <= KEPT_TERMS) return;
  const oldest = stats.ballots.keys().next();
  if (oldest.done !== true) stats.ballots.delete(oldest.value);
}

export function countLeader(stats: Stats, term: number): void {
  const ballot = stats.ballots.get(term);
  if (ballot !== undefined) ballot.won = true;
}

/** A candidate gave up on its term. */
export function countFailedBallot(stats: Stats, term: number): void {
  const ballot = stats.ballots.get(term);
  if (ballot === undefined || ballot.won || ballot.split || ballot.candidates < 2) return;
  ballot.split = true;
  stats.splitVotes += 1;
}

export function countLatency(stats: Stats, latencyUs: number): void {
  stats.latenciesUs[stats.nextLatency] = latencyUs;
  stats.nextLatency = (stats.nextLatency + 1) % WINDOW;
}

/** Nearest-rank quantile of the latest latencies, in µs; null before the first. */
export function latencyQuantile(stats: Stats, quantile: number): number | null {
  const sorted = stats.latenciesUs.slice().sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const rank = Math.max(1, Math.min(sorted.length, Math.floor(quantile * sorted.length + 0.9999999)));
  return sorted[rank - 1] ?? null;
}
