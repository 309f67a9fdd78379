/** Traces of real systems as runs: OTLP in JSON and Jaeger's JSON, given by `src`. Fetched when one is read. */
import type { Plain } from '../../models/kernel/model.ts';
import type { ReadSpan, Recording } from '../../models/observability/reader.ts';
import { readLimits, readTraces, UnreadableTrace } from '../../models/observability/reader.ts';
import { deepest } from '../base/source.ts';

/** Caller of each service: whose span stands above its first one; the way in where that is not known. */
function callersIn({ services, spans }: Recording): readonly number[] {
  const byId = new Map(spans.map((span) => [`${span.traceId} ${span.spanId}`, span]));
  return services.map((service, at) => {
    if (at === 0) return 0;
    for (const span of spans) {
      const parent = span.service === service && span.parentSpanId !== null ? byId.get(`${span.traceId} ${span.parentSpanId}`) : undefined;
      const caller = parent === undefined ? -1 : services.indexOf(parent.service);
      if (caller >= 0 && caller < at) return caller + 1;
    }
    return 1;
  });
}

const rowOf = ({ services }: Recording, { traceId, spanId, parentSpanId, service, name, startUs, endUs, error }: ReadSpan): Plain =>
  [traceId, spanId, parentSpanId, services.indexOf(service) + 1, name, startUs, endUs, error ? 1 : 0];

/** A snapshot that replays the traces of a file, without requests of its own. @throws {UnreadableTrace} */
export function snapshotOf(text: string): unknown {
  if (deepest(text) > readLimits.depth) throw new UnreadableTrace(`nested deeper than ${readLimits.depth}`);
  const recording = readTraces(text);
  // There are two services at least.
  const alone = recording.services.length === 1;
  const names = [...recording.services.map((name) => name.replace(/,/g, ' ')), ...(alone ? ['–'] : [])];
  const callers = [...callersIn(recording), ...(alone ? [1] : [])];
  return {
    format: 'ds-snapshot', tag: 'ds-observability', config: { services: names.join(','), requestRate: 0, errorRate: 0 }, seed: '1', scenario: '', time: 0, hash: '',
    actions: [{ time: 0, action: 'replay', by: 'scenario', args: { callers, spans: recording.spans.map((span) => rowOf(recording, span)) } }],
  };
}
