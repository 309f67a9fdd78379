/**
 * Traces as Jaeger's query service answers them and its user interface opens them from a file. Times in µs.
 *
 * @see Jaeger, `model/json` of its source.
 */
import type { Plain } from '../../kernel/model.ts';
import { nameOf } from '../state.ts';
import type { ObservabilityState, Span, StoredTrace } from '../state.ts';
import { microseconds } from './moments.ts';

type Json = { readonly [key: string]: Plain };

const spanJson = ({ traceId, spanId, parentSpanId, name, startUs, endUs, error, service }: Span): Json => ({
  traceID: traceId, spanID: spanId, operationName: name,
  references: parentSpanId === null ? [] : [{ refType: 'CHILD_OF', traceID: traceId, spanID: parentSpanId }],
  startTime: microseconds(startUs), duration: endUs - startUs,
  tags: [{ key: 'span.kind', type: 'string', value: 'server' }, ...(error ? [{ key: 'error', type: 'bool', value: true }] : [])],
  logs: [], processID: service, warnings: null,
});

function traceJson(state: ObservabilityState, { traceId, spans }: StoredTrace): Json {
  const services = [...new Set(spans.map(({ service }) => service))];
  return { traceID: traceId, spans: spans.map(spanJson), processes: Object.fromEntries(services.map((id) => [id, { serviceName: nameOf(state, id), tags: [] }])), warnings: null };
}

export function jaegerJson(state: ObservabilityState): string {
  return `${JSON.stringify({ data: [...state.stores.traces.values()].map((trace) => traceJson(state, trace)), total: 0, limit: 0, offset: 0, errors: null })}\n`;
}
