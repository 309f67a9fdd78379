/** What is counted in a run. Bounded: windows and totals only. */

/** An answered request. */
export interface Answered {
  readonly latencyUs: number;
  readonly backend: string;
  readonly atUs: number;
}

/** Picks within one simulated second. */
export interface Second {
  readonly second: number;
  readonly picks: ReadonlyMap<string, number>;
}

export interface Stats {
  issued: number;
  /** Answered with a status, whatever it was. */
  responses: number;
  /** Of them, with a status of 500 or above. */
  errors: number;
  /** Refused by a full queue, reset, or given up by the client. */
  dropped: number;
  /** Refused by a balancer that had no backend. */
  noBackend: number;
  /** Latest good answers; a ring of 512. */
  answered: Answered[];
  nextAnswered: number;
  /** Picks by second, oldest first; the last 60 s. */
  seconds: Second[];
}

const windowSize = 512;
/** Seconds over which shares are counted. */
export const shareWindow = 60;

export function makeStats(): Stats {
  return { issued: 0, responses: 0, errors: 0, dropped: 0, noBackend: 0, answered: [], nextAnswered: 0, seconds: [] };
}

/** Copy that shares the immutable records. */
export const copyStats = (stats: Stats): Stats => ({ ...stats, answered: stats.answered.slice(), seconds: stats.seconds.slice() });

export function countAnswer(stats: Stats, answered: Answered): void {
  stats.answered[stats.nextAnswered] = answered;
  stats.nextAnswered = (stats.nextAnswered + 1) % windowSize;
}

export function countPick(stats: Stats, backend: string, nowUs: number): void {
  const second = Math.floor(nowUs / 1_000_000);
  const last = stats.seconds.at(-1);
  if (last?.second === second) {
    stats.seconds[stats.seconds.length - 1] = { second, picks: new Map(last.picks).set(backend, (last.picks.get(backend) ?? 0) + 1) };
    return;
  }
  stats.seconds.push({ second, picks: new Map([[backend, 1]]) });
  while (stats.seconds[0]!.second <= second - shareWindow) stats.seconds.shift();
}

/** Picks by backend over the last 60 s. */
export function lateShares(stats: Stats, nowUs: number): ReadonlyMap<string, number> {
  const from = Math.floor(nowUs / 1_000_000) - shareWindow;
  const sum = new Map<string, number>();
  for (const { second, picks } of stats.seconds) {
    if (second > from) for (const [backend, count] of picks) sum.set(backend, (sum.get(backend) ?? 0) + count);
  }
  return sum;
}

/** Nearest-rank quantile of the latest good answers, in µs; null before the first. */
export function latencyQuantile({ answered }: Stats, quantile: number): number | null {
  const sorted = answered.map(({ latencyUs }) => latencyUs).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return sorted[Math.max(1, Math.min(sorted.length, Math.floor(quantile * sorted.length + 0.9999999))) - 1] ?? null;
}
