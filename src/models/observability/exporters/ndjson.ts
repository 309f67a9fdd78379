/** Log lines, one a line: as JSON objects, or as plain text where the services write that. */
import { nameOf } from '../state.ts';
import type { LogRecord, ObservabilityState } from '../state.ts';
import { isoDate } from './moments.ts';

/** A line as a service with `log-format="json"` writes it. */
export const jsonLine = (state: Pick<ObservabilityState, 'config'>, { atUs, severity, service, body, traceId, spanId }: LogRecord): string =>
  JSON.stringify({ time: isoDate(atUs), level: severity.toLowerCase(), service: nameOf(state, service), msg: body, ...(traceId === null || spanId === null ? {} : { trace_id: traceId, span_id: spanId }) });

export const ndjsonLogs = (state: ObservabilityState): string => state.stores.logs.map((line) => `${jsonLine(state, line)}\n`).join('');
