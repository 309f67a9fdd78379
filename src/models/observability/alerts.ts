/**
 * Alerts: conditions on metrics, looked at again and again; one that has held for a while fires.
 *
 * @see Prometheus, alerting rules (`for`), `increase`, `histogram_quantile`.
 */
import { cumulative, histogramQuantile, increaseOf } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import type { Scene } from './scene.ts';
import { evaluateUs } from './start.ts';
import type { Alert, AlertName, ObservabilityState } from './state.ts';
import { activeSeries } from './watching.ts';

/** How far back the conditions look. */
export const windowUs = 1_000_000;
/** How long a condition must hold. */
const holdUs = 50_000;
/** Fewer requests than this say nothing. */
const fewest = 3;

/** Limits of the conditions. */
export const limits = { errorShare: 0.1, latencyMs: 300, series: 500 } as const;

export function onEvaluate(scene: Scene): void {
  const { state, world } = scene;
  world.schedule(evaluateUs, 'evaluate', null);
  remember(state, world.nowUs);
  const { errorShare, p95, count } = ofLate(state);
  const holds: Readonly<Record<AlertName, boolean>> = {
    HighErrorRate: count >= fewest && errorShare !== null && errorShare > limits.errorShare,
    HighLatency: count >= fewest && p95 !== null && p95 > limits.latencyMs,
    TooManySeries: activeSeries(state) > limits.series,
  };
  state.alerts = (Object.keys(holds) as AlertName[]).map((name) => alertAfter(scene, name, holds[name]));
}

function alertAfter({ state, world }: Scene, name: AlertName, holds: boolean): Alert {
  const before = state.alerts.find((alert) => alert.name === name) ?? { name, sinceUs: null, firing: false };
  const sinceUs = holds ? before.sinceUs ?? world.nowUs : null;
  const firing = sinceUs !== null && world.nowUs - sinceUs >= holdUs;
  if (firing !== before.firing) world.emit('obs.alert', { node: 's1', name, firing });
  return { name, sinceUs, firing };
}

function remember({ stores }: ObservabilityState, nowUs: number): void {
  const point = stores.points.get('s1');
  if (point === undefined) return;
  stores.history.push({ atUs: nowUs, histogram: point.histogram, errors: point.errors });
  while (stores.history.length > 1 && stores.history[1]!.atUs <= nowUs - windowUs) stores.history.shift();
}

/** What the way in told within the window, as its metrics have it. Quantiles in ms; null: nothing was counted. */
export interface Late {
  /** By bucket. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly errorShare: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export function ofLate({ stores }: Pick<ObservabilityState, 'stores'>): Late {
  const last = stores.history.at(-1);
  const first = stores.history.length > 1 ? stores.history[0]! : null;
  if (last === undefined) return { counts: [], count: 0, errorShare: null, p50: null, p95: null, p99: null };
  const start: Histogram | null = first?.histogram ?? null;
  const counts = increaseOf(start, last.histogram);
  const count = counts.reduce((sum, each) => sum + each, 0);
  const buckets = cumulative(counts);
  const quantile = (q: number): number | null => {
    const value = histogramQuantile(q, buckets);
    return Number.isNaN(value) ? null : value * 1000;
  };
  const reset = first !== null && first.histogram.count > last.histogram.count;
  const errors = last.errors - (reset ? 0 : first?.errors ?? 0);
  return { counts, count, errorShare: count === 0 ? null : errors / count, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}
