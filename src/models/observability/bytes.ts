/**
 * How much telemetry weighs on the wire, uncompressed, as OTLP in JSON: sizes of the exports of `exporters/`, measured and
 * averaged, so that nobody has to write texts only to weigh them.
 */
import type { Batch, LogRecord, Point } from './state.ts';

/** One span. */
const spanBytes = 330;
/** One log line without its text, with and without its ids. */
const logBytes = 165;
const idBytes = 73;
/** One combination of labels of the counter. */
const numberBytes = 200;
/** One histogram with its buckets, the counter of errors and the gauge; and each exemplar. */
const restBytes = 840;
const exemplarBytes = 130;

const ofLog = ({ body, traceId }: LogRecord): number => logBytes + body.length + (traceId === null ? 0 : idBytes);

function ofPoint({ counters, histogram }: Point): number {
  const exemplars = histogram.exemplars.reduce((sum, exemplar) => sum + (exemplar === null ? 0 : 1), 0);
  return (counters.seen + (counters.overflow > 0 ? 1 : 0)) * numberBytes + restBytes + exemplars * exemplarBytes;
}

export function batchBytes({ spans, logs, point }: Omit<Batch, 'id'>): { readonly logBytes: number; readonly metricBytes: number; readonly traceBytes: number } {
  return { logBytes: logs.reduce((sum, line) => sum + ofLog(line), 0), metricBytes: point === null ? 0 : ofPoint(point), traceBytes: spans.length * spanBytes };
}
