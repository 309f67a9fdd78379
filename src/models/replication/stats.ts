/** What is counted in a run. Bounded: a window and totals. */
const WINDOW = 256;

export interface Stats {
  /** Latest write latencies in µs, from the write to its confirmation; a ring of 256. */
  latenciesUs: number[];
  nextLatency: number;
  writesConfirmed: number;
  /** Nobody took them: no primary, or too many waited. */
  writesRefused: number;
  /** Taken, and the primary went down before it answered. */
  writesUnknown: number;
  reads: number;
  staleReads: number;
  failovers: number;
  /** Confirmed writes that the last failover lost; null before the first. */
  lastLost: number | null;
  /** Confirmed writes lost in all, those of deposed primaries included once they are rewound. */
  lost: number;
  rewound: number;
  degradations: number;
}

export function makeStats(): Stats {
  return { latenciesUs: [], nextLatency: 0, writesConfirmed: 0, writesRefused: 0, writesUnknown: 0, reads: 0, staleReads: 0, failovers: 0, lastLost: null, lost: 0, rewound: 0, degradations: 0 };
}

export const copyStats = (stats: Stats): Stats => ({ ...stats, latenciesUs: stats.latenciesUs.slice() });

export function countLatency(stats: Stats, latencyUs: number): void {
  stats.latenciesUs[stats.nextLatency] = latencyUs;
  stats.nextLatency = (stats.nextLatency + 1) % WINDOW;
}

/** Nearest-rank quantile of the latest write latencies, µs; null before the first. */
export function latencyQuantile({ latenciesUs }: Stats, quantile: number): number | null {
  const sorted = latenciesUs.slice().sort((a, b) => a - b);
  return sorted[Math.max(0, Math.min(sorted.length, Math.ceil(quantile * sorted.length - 1e-9)) - 1)] ?? null;
}
