/** What is counted in a run. Bounded: windows and totals only. */

/** Within one simulated second. Immutable. */
export interface Second {
  readonly second: number;
  readonly ok: number;
  readonly failed: number;
  readonly calls: number;
  readonly attempts: number;
}

export interface Stats {
  issued: number;
  ok: number;
  /** Answered with a status of 500 or above. */
  failed: number;
  attempts: number;
  retries: number;
  retriesDenied: number;
  overflows: number;
  aborted: number;
  handshakes: number;
  handshakesFailed: number;
  /** Latencies of the latest good answers, µs; a ring of 512. */
  latencies: number[];
  nextLatency: number;
  /** Oldest first; the last 60 s. */
  seconds: Second[];
  /** Routed by weight since the weights last changed, by version. */
  routed: Map<string, number>;
}

const windowSize = 512;
const keptSeconds = 60;

export function makeStats(): Stats {
  return { issued: 0, ok: 0, failed: 0, attempts: 0, retries: 0, retriesDenied: 0, overflows: 0, aborted: 0, handshakes: 0, handshakesFailed: 0, latencies: [], nextLatency: 0, seconds: [], routed: new Map() };
}

/** Copy that shares the immutable records. */
export const copyStats = (stats: Stats): Stats => ({ ...stats, latencies: stats.latencies.slice(), seconds: stats.seconds.slice(), routed: new Map(stats.routed) });

export function count(stats: Stats, field: 'ok' | 'failed' | 'calls' | 'attempts', nowUs: number): void {
  const second = Math.floor(nowUs / 1_000_000);
  const last = stats.seconds.at(-1);
  if (last?.second === second) stats.seconds[stats.seconds.length - 1] = { ...last, [field]: last[field] + 1 };
  else stats.seconds.push({ second, ok: 0, failed: 0, calls: 0, attempts: 0, [field]: 1 });
  while (stats.seconds[0]!.second <= second - keptSeconds) stats.seconds.shift();
}

export function countLatency(stats: Stats, latencyUs: number): void {
  stats.latencies[stats.nextLatency] = latencyUs;
  stats.nextLatency = (stats.nextLatency + 1) % windowSize;
}

/** Sums over the last 60 s. */
export function lately({ seconds }: Stats, nowUs: number): Omit<Second, 'second'> {
  const from = Math.floor(nowUs / 1_000_000) - keptSeconds;
  const sum = { ok: 0, failed: 0, calls: 0, attempts: 0 };
  for (const each of seconds) {
    if (each.second <= from) continue;
    sum.ok += each.ok;
    sum.failed += each.failed;
    sum.calls += each.calls;
    sum.attempts += each.attempts;
  }
  return sum;
}

/** Nearest-rank quantile of the latest good answers, in µs; null before the first. */
export function latencyQuantile({ latencies }: Stats, quantile: number): number | null {
  const sorted = latencies.slice().sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return sorted[Math.max(1, Math.min(sorted.length, Math.floor(quantile * sorted.length + 0.9999999))) - 1] ?? null;
}
