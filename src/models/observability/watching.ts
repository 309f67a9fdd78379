/** What a watcher sees of an observed system: what is on its way, what was told, which trace to follow. For pictures. */
import { durationOf, slowTraceUs } from './durations.ts';
import type { Finished, LogRecord, Message, ObservabilityState, Point, Span, StoredTrace } from './state.ts';

/** Series of one process: counters by labels, buckets with their +Inf, sum and count, errors, and the gauge of active requests. */
export const seriesOf = ({ counters, histogram }: Point): number => counters.seen + (counters.overflow > 0 ? 1 : 0) + histogram.counts.length + 4;

/** Series that the metrics store has of the processes' latest exports. */
export function activeSeries({ stores }: Pick<ObservabilityState, 'stores'>): number {
  let sum = 0;
  for (const point of stores.points.values()) sum += seriesOf(point);
  return sum;
}

/** A request as a column of the three lanes: its log lines, its measurement, its trace if that was kept. */
export interface Column extends Finished {
  readonly logs: readonly LogRecord[];
  readonly trace: StoredTrace | null;
  /** Traces that are of the same request and do not know it: the context got lost between them. */
  readonly torn: readonly StoredTrace[];
}

const rank = ({ severity }: LogRecord): number => (severity === 'ERROR' ? 0 : severity === 'WARN' ? 1 : 2);

/** The latest requests that the collector has heard of, newest first; the log lines of each, most severe first. */
export function columnsOf({ finished, stores }: ObservabilityState): readonly Column[] {
  const traces = [...stores.traces.values()];
  return [...finished].reverse().map((each) => ({
    ...each,
    logs: stores.logs.filter(({ request }) => request === each.request).sort((a, b) => rank(a) - rank(b) || a.atUs - b.atUs),
    trace: stores.traces.get(each.traceId) ?? null,
    torn: traces.filter(({ traceId, spans }) => spans[0]?.request === each.request && traceId !== each.traceId),
  }));
}

/** The trace that is worth following: of those kept, one with an error, else the slowest; the older of equals. */
export function worthFollowing(columns: readonly Column[]): Column | null {
  const score = ({ error, durationUs }: Column): number => durationUs + (error ? 10_000_000 : 0);
  return columns.reduce<Column | null>((best, each) => (each.trace !== null && (best === null || score(each) >= score(best)) ? each : best), null);
}

/** Time of a span that it did not spend waiting for those below it, µs. */
export function ownTimeOf(span: Span, spans: readonly Span[]): number {
  const below = spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
  const waited = below.length === 0 ? 0 : Math.max(...below.map(({ endUs }) => endUs)) - Math.min(...below.map(({ startUs }) => startUs));
  return span.endUs - span.startUs - waited;
}

/** The span that a trace leads to: where an error began, else where the most time went; null for an ordinary trace. */
export function culpritOf({ spans }: Pick<StoredTrace, 'spans'>): Span | null {
  const failed = spans.filter(({ error, spanId }) => error && !spans.some((other) => other.error && other.parentSpanId === spanId));
  if (failed[0] !== undefined) return failed[0];
  if (durationOf({ spans }) <= slowTraceUs) return null;
  return spans.reduce<Span | null>((most, span) => (most === null || ownTimeOf(span, spans) > ownTimeOf(most, spans) ? span : most), null);
}

/** Something on its way, for the picture. */
export interface Travelling {
  /** Of the message; `drop` and `delay` take it. */
  readonly id: string;
  readonly message: Message;
  /** Of the way done, 0–1. */
  readonly share: number;
  /** Where it will vanish, 0–1; null: it arrives. */
  readonly lostAt: number | null;
}

export function travelling(state: ObservabilityState, nowUs: number): readonly Travelling[] {
  return [...state.network.inFlight.values()].map(({ id, message, sentUs, dueUs, lostUs }) => {
    const way = Math.max(1, dueUs - sentUs);
    return { id, message, share: Math.max(0, Math.min(1, (nowUs - sentUs) / way)), lostAt: lostUs === null ? null : (lostUs - sentUs) / way };
  });
}
