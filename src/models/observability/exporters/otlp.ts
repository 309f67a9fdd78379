/**
 * OTLP in JSON: three lines (traces, metrics, logs), each a request body as OTLP/HTTP takes it and the collector's
 * `otlpjsonfile` receiver reads it. The latest of what the stores hold.
 *
 * @see OpenTelemetry protocol 1.x, JSON encoding: ids in hex, 64-bit integers as text, enumerations as numbers.
 */
import type { Plain } from '../../kernel/model.ts';
import { boundsUs } from '../histogram.ts';
import type { Exemplar } from '../histogram.ts';
import { entriesOf, valuesOf, valueText } from '../series.ts';
import type { Label } from '../series.ts';
import { nameOf } from '../state.ts';
import type { LogRecord, ObservabilityState, Point, Span } from '../state.ts';
import { nanoseconds } from './moments.ts';

type Json = { readonly [key: string]: Plain };

const attribute = (key: string, text: string): Json => ({ key, value: { stringValue: text } });
const scope = { name: 'ds-elements' } as const;
const resource = (name: string): Json => ({ attributes: [attribute('service.name', name)] });

/** Items by service, in the order of the services. */
function byService<Item extends { readonly service: string }>(items: readonly Item[]): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.service, [...(groups.get(item.service) ?? []), item]);
  return [...groups].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** SpanKind SERVER; status codes OK and ERROR. */
export const spanJson = ({ traceId, spanId, parentSpanId, name, startUs, endUs, error }: Span): Json => ({
  traceId, spanId, ...(parentSpanId === null ? {} : { parentSpanId }), flags: 1, name, kind: 2,
  startTimeUnixNano: nanoseconds(startUs), endTimeUnixNano: nanoseconds(endUs),
  attributes: [{ key: 'http.response.status_code', value: { intValue: error ? '500' : '200' } }], status: { code: error ? 2 : 1 },
});

const severities = { INFO: 9, WARN: 13, ERROR: 17 } as const;

export const logJson = ({ atUs, severity, body, traceId, spanId }: LogRecord): Json => ({
  timeUnixNano: nanoseconds(atUs), observedTimeUnixNano: nanoseconds(atUs), severityNumber: severities[severity], severityText: severity, body: { stringValue: body },
  ...(traceId === null || spanId === null ? {} : { traceId, spanId }),
});

const exemplarJson = ({ traceId, spanId, valueUs, atUs }: Exemplar): Json => ({ timeUnixNano: nanoseconds(atUs), asDouble: valueUs / 1_000_000, traceId, spanId });

const cumulativeSum = (name: string, dataPoints: readonly Json[]): Json => ({ name, unit: '{request}', sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } });

/** Metrics of one process. */
export function metricsJson({ startUs, atUs, counters, errors, histogram, active }: Point, labels: readonly Label[]): readonly Json[] {
  const when = { startTimeUnixNano: nanoseconds(startUs), timeUnixNano: nanoseconds(atUs) };
  const counts = entriesOf(counters).map(([index, count]): Json => {
    const values = valuesOf(labels, index);
    return { attributes: labels.map((label, at) => attribute(label.name, valueText(label, values[at] ?? 0))), ...when, asInt: String(count) };
  });
  const overflow: readonly Json[] = counters.overflow > 0 ? [{ attributes: [{ key: 'otel.metric.overflow', value: { boolValue: true } }], ...when, asInt: String(counters.overflow) }] : [];
  const exemplars = histogram.exemplars.flatMap((exemplar) => (exemplar === null ? [] : [exemplarJson(exemplar)]));
  const duration: Json = {
    ...when, count: String(histogram.count), sum: histogram.sumUs / 1_000_000, bucketCounts: histogram.counts.map(String), explicitBounds: boundsUs.map((us) => us / 1_000_000),
    ...(exemplars.length === 0 ? {} : { exemplars }),
  };
  return [
    cumulativeSum('http.requests', [...counts, ...overflow]),
    cumulativeSum('http.requests.failed', [{ ...when, asInt: String(errors) }]),
    { name: 'http.server.request.duration', unit: 's', histogram: { dataPoints: [duration], aggregationTemporality: 2 } },
    { name: 'http.server.active_requests', unit: '{request}', gauge: { dataPoints: [{ timeUnixNano: when.timeUnixNano, asInt: String(active) }] } },
  ];
}

export function otlpJson(state: ObservabilityState): string {
  const { traces, logs, points } = state.stores;
  const spans = [...traces.values()].flatMap((trace) => trace.spans);
  const resourceSpans = byService(spans).map(([id, own]): Json => ({ resource: resource(nameOf(state, id)), scopeSpans: [{ scope, spans: own.map(spanJson) }] }));
  const resourceMetrics = [...points.values()].map((point): Json => ({ resource: resource(nameOf(state, point.service)), scopeMetrics: [{ scope, metrics: metricsJson(point, state.config.labels) }] }));
  const resourceLogs = byService(logs).map(([id, own]): Json => ({ resource: resource(nameOf(state, id)), scopeLogs: [{ scope, logRecords: own.map(logJson) }] }));
  return [{ resourceSpans }, { resourceMetrics }, { resourceLogs }].map((line) => `${JSON.stringify(line)}\n`).join('');
}
