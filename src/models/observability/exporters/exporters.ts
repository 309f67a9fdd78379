/** What an observed system can be written out as, by name of the format. */
import type { ObservabilityState } from '../state.ts';
import { jaegerJson } from './jaeger.ts';
import { ndjsonLogs } from './ndjson.ts';
import { otlpJson } from './otlp.ts';
import { prometheusText } from './prometheus.ts';

export const observabilityExports: ReadonlyMap<string, (state: ObservabilityState) => string> = new Map([
  ['otlp-json', otlpJson], ['prometheus', prometheusText], ['jaeger-json', jaegerJson], ['ndjson', ndjsonLogs],
]);
