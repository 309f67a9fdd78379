/**
 * The rules on which observing rests, one pure function each. Services and collector ask them, so that a test can plant a
 * bug by replacing one of them and show that a checker catches it.
 */
import type { RandomStream } from '../kernel/model.ts';
import type { Context } from './context.ts';
import { inShare, newId, parseTraceparent } from './context.ts';
import { durationOf, slowTraceUs } from './durations.ts';
import { bucketOf } from './histogram.ts';
import type { ObservabilityConfig, PendingTrace } from './state.ts';

export interface Rules {
  /** A random id of so many hex digits. */
  readonly newId: (random: RandomStream, digits: number) => string;
  /** The context that the headers of a request carry; null: a new trace begins. */
  readonly continued: (headers: readonly string[]) => Context | null;
  /** Whether a trace is recorded, decided at its root. */
  readonly sampled: (traceId: string, share: number) => boolean;
  /** Context of a span below another. */
  readonly child: (parent: Context, spanId: string) => Context;
  /** Whether a span goes to the collector. */
  readonly records: (context: Context) => boolean;
  /** When a span that began then ends now. */
  readonly endOf: (startUs: number, nowUs: number) => number;
  /** A counter after one more. */
  readonly next: (count: number) => number;
  /** Bucket of a duration. */
  readonly bucketOf: (valueUs: number) => number;
  /** Whether a measurement may stand for its bucket. */
  readonly isExemplar: (context: Context, config: ObservabilityConfig) => boolean;
  /** Where the counters of a process that starts now begin. */
  readonly countersFrom: (beforeUs: number, nowUs: number) => number;
  /** May one more batch wait? */
  readonly hasRoom: (waiting: number, limit: number) => boolean;
  /** How long spans of a trace are waited for. */
  readonly waitUs: (waitUs: number) => number;
  /** Whether the collector keeps a trace. */
  readonly keeps: (trace: PendingTrace, config: ObservabilityConfig) => boolean;
}

/** Share of the other traces that tail sampling keeps, so that the ordinary is known as well. */
export const ordinaryShare = 0.05;

/** Policies of tail sampling: any that says yes keeps the trace. */
function keeps(trace: PendingTrace, { tailSampling }: ObservabilityConfig): boolean {
  if (tailSampling === 'none') return true;
  if (tailSampling !== 'slow' && trace.spans.some(({ error }) => error)) return true;
  if (tailSampling !== 'errors' && durationOf(trace) > slowTraceUs) return true;
  return inShare(trace.traceId, ordinaryShare);
}

export const observingRules: Rules = {
  newId,
  continued: parseTraceparent,
  sampled: inShare,
  child: ({ traceId, sampled }, spanId) => ({ traceId, spanId, sampled }),
  records: ({ sampled }) => sampled,
  endOf: (_startUs, nowUs) => nowUs,
  next: (count) => count + 1,
  bucketOf,
  isExemplar: ({ sampled }, { exemplars }) => exemplars && sampled,
  countersFrom: (_beforeUs, nowUs) => nowUs,
  hasRoom: (waiting, limit) => waiting < limit,
  waitUs: (waitUs) => waitUs,
  keeps,
};
