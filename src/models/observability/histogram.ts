/**
 * Histograms with explicit buckets, and what can be told from them.
 *
 * @see OpenTelemetry, metrics data model (histogram; an exemplar for each bucket), semantic conventions for HTTP (bounds of
 * request durations); Prometheus, `histogram_quantile` and `increase`.
 */

/** A measurement that stands for its bucket, and the trace that it was made in. */
export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly valueUs: number;
  readonly atUs: number;
}

/** Since the process started. Immutable. */
export interface Histogram {
  /** By bucket, not yet summed up; the last has no upper bound. */
  readonly counts: readonly number[];
  readonly sumUs: number;
  readonly count: number;
  /** Latest of each bucket; null: none. */
  readonly exemplars: readonly (Exemplar | null)[];
}

/** Upper bounds that OpenTelemetry advises for durations of HTTP requests: 5 ms to 10 s. */
export const boundsUs: readonly number[] = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000].map((ms) => ms * 1000);

export const emptyHistogram: Histogram = { counts: Array.from({ length: boundsUs.length + 1 }, () => 0), sumUs: 0, count: 0, exemplars: Array.from({ length: boundsUs.length + 1 }, () => null) };

/** Bucket of a value: the first whose bound is not below it (`le`). */
export function bucketOf(valueUs: number): number {
  const at = boundsUs.findIndex((bound) => valueUs <= bound);
  return at === -1 ? boundsUs.length : at;
}

/** The histogram with one measurement more. */
export function observed({ counts, sumUs, count, exemplars }: Histogram, bucket: number, valueUs: number, exemplar: Exemplar | null): Histogram {
  return {
    counts: counts.map((each, at) => (at === bucket ? each + 1 : each)), sumUs: sumUs + valueUs, count: count + 1,
    exemplars: exemplar === null ? exemplars : exemplars.map((each, at) => (at === bucket ? exemplar : each)),
  };
}

/** Upper bound and how many are not above it; the last bound is Infinity. */
export type Bucket = readonly [upper: number, count: number];

/** As Prometheus stores it: every bucket counts those below it as well. Bounds in seconds. */
export function cumulative(counts: readonly number[]): readonly Bucket[] {
  let sum = 0;
  return counts.map((count, at) => [at < boundsUs.length ? boundsUs[at]! / 1_000_000 : Infinity, (sum += count)] as const);
}

/**
 * Estimate of the q-quantile: even within a bucket; the lowest begins at 0 when its bound is positive; beyond the largest
 * finite bound nothing is known, so that bound is the answer. NaN with nothing counted.
 */
export function histogramQuantile(q: number, buckets: readonly Bucket[]): number {
  if (Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const last = buckets.length - 1;
  if (last < 1 || buckets[last]![0] !== Infinity || buckets[last]![1] === 0) return NaN;
  const rank = q * buckets[last]![1];
  const found = buckets.findIndex(([, count]) => count >= rank);
  if (found === -1 || found === last) return buckets[last - 1]![0];
  const [end, count] = buckets[found]!;
  if (found === 0 && end <= 0) return end;
  const [start, below] = found === 0 ? [0, 0] : buckets[found - 1]!;
  return start + (end - start) * ((rank - below) / (count - below));
}

/** Counts of the buckets between two moments; from 0 after a restart of the process, as `increase` does. */
export function increaseOf(from: Histogram | null, to: Histogram): readonly number[] {
  if (from === null || from.count > to.count) return to.counts;
  return to.counts.map((count, at) => count - from.counts[at]!);
}
