/** What can be read off an observed system: numbers in ms, shares 0–1, null where it is not known yet. */
import type { Plain } from '../kernel/model.ts';
import { ofLate } from './alerts.ts';
import { productOf } from './series.ts';
import type { ObservabilityState } from './state.ts';
import { rateOf } from './stats.ts';
import { activeSeries } from './watching.ts';

export * from './watching.ts';

export interface ObservabilityReadouts {
  readonly services: number;
  /** Received by the collector, over the last second. */
  readonly linesPerSecond: number | null;
  readonly spansPerSecond: number | null;
  readonly bytesPerSecond: { readonly logs: number | null; readonly metrics: number | null; readonly traces: number | null };
  readonly activeSeries: number;
  /** Product of the numbers of values of all labels: as many series each service's counter can have. */
  readonly labelProduct: number;
  /** Estimated from the buckets of the way in, over the last second. */
  readonly latencyP50: number | null;
  readonly latencyP95: number | null;
  readonly latencyP99: number | null;
  /** Of the requests of the last second, as the metrics have it. */
  readonly errorShare: number | null;
  readonly requests: number;
  readonly errors: number;
  /** Refused because the way in was down: no telemetry tells of them. */
  readonly refused: number;
  readonly tracesStarted: number;
  readonly tracesKept: number;
  readonly sampledOutByHead: number;
  readonly sampledOutByTail: number;
  /** Kept of all whose end is known; null before the first. */
  readonly tracesKeptShare: number | null;
  readonly contextsLost: number;
  /** Names of the alerts that fire. */
  readonly alerts: readonly string[];
  /** Batches that wait at the collector. */
  readonly queue: number;
  readonly batchesRefused: number;
  /** Spans and log lines that were lost. */
  readonly dropped: number;
}

export function observabilityReadouts(state: ObservabilityState, nowUs: number): ObservabilityReadouts {
  const { stats, config, collector } = state;
  const { p50, p95, p99, errorShare } = ofLate(state);
  const settled = stats.kept + stats.headOut + stats.tailOut;
  return {
    services: state.services.size,
    linesPerSecond: rateOf(stats, nowUs, 'logs'),
    spansPerSecond: rateOf(stats, nowUs, 'spans'),
    bytesPerSecond: { logs: rateOf(stats, nowUs, 'logBytes'), metrics: rateOf(stats, nowUs, 'metricBytes'), traces: rateOf(stats, nowUs, 'traceBytes') },
    activeSeries: activeSeries(state),
    labelProduct: productOf(config.labels),
    latencyP50: p50, latencyP95: p95, latencyP99: p99,
    errorShare,
    requests: stats.requests, errors: stats.errors, refused: stats.refused,
    tracesStarted: stats.traces, tracesKept: stats.kept, sampledOutByHead: stats.headOut, sampledOutByTail: stats.tailOut,
    tracesKeptShare: settled === 0 ? null : stats.kept / settled,
    contextsLost: stats.contextsLost,
    alerts: state.alerts.filter(({ firing }) => firing).map(({ name }) => name),
    queue: collector.queue.length + (collector.working === null ? 0 : 1), batchesRefused: stats.refusedBatches, dropped: stats.dropped,
  };
}

/** The same as plain JSON. */
export const plainReadouts = (state: ObservabilityState, nowUs: number): { readonly [key: string]: Plain } => ({ ...observabilityReadouts(state, nowUs) });
