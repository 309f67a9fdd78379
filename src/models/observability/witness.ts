/**
 * Watches services and collector from outside and remembers the first rule that was broken. It works out for itself what
 * should be: nothing here asks the code that it watches.
 *
 * Safety: ids are not zero and not used twice; a span below another is in its trace and shares its sampling; the share of
 * recorded traces is kept, trace by trace; nothing unrecorded is exported; spans do not end before they begin; counters do
 * not fall while a process lives; a measurement is in its bucket, buckets sum up to the count; exemplars and log lines
 * name the trace they were made in; tail sampling waits, and keeps what its policies say; no more than the limit wait; a
 * request ends once.
 * Liveness, checked by tests: once everything is repaired, traces are stored.
 */
import { InvariantViolation } from '../kernel/model.ts';
import type { Context } from './context.ts';
import type { Exemplar, Histogram } from './histogram.ts';
import { boundsUs } from './histogram.ts';
import { totalOf } from './series.ts';
import type { Handling, LogRecord, ObservabilityState, PendingTrace, Point, Span } from './state.ts';

const keptIds = 64;
const zeros = /^0+$/;

export function report({ witness }: ObservabilityState, rule: string, detail: string): void {
  witness.breach ??= { rule, detail };
}

function sawId(state: ObservabilityState, id: string, digits: number): void {
  const { ids } = state.witness;
  if (id.length !== digits || zeros.test(id)) report(state, 'ids are not zero', `"${id}" is no id`);
  if (ids.includes(id)) report(state, 'ids are unique', `${id} is used again`);
  ids.push(id);
  if (ids.length > keptIds) ids.shift();
}

/** A trace begins. */
export function sawRoot(state: ObservabilityState, { traceId, spanId, sampled }: Context): void {
  sawId(state, traceId, 32);
  sawId(state, spanId, 16);
  const { sampling } = state.config;
  // Position of the trace among all, told from other digits of its randomness than the rule reads: the last 14 are one number.
  const position = (parseInt(traceId.slice(18, 25), 16) * 268_435_456 + parseInt(traceId.slice(25), 16)) / 72_057_594_037_927_936;
  const near = Math.abs(position - (1 - sampling)) < 1e-9;
  if (!near && sampled !== position > 1 - sampling) report(state, 'the share of recorded traces is kept', `${traceId} is ${sampled ? '' : 'not '}recorded at ${sampling}`);
}

/** A span begins below that of its caller, whose handling is given. */
export function sawChild(state: ObservabilityState, parent: Handling | undefined, context: Context, parentSpanId: string | null): void {
  sawId(state, context.spanId, 16);
  if (parent === undefined) return;
  if (context.traceId !== parent.context.traceId || parentSpanId !== parent.context.spanId) report(state, 'a child lies in its parent’s trace', `${context.spanId} is in ${context.traceId} under ${parentSpanId}, its caller in ${parent.context.traceId}`);
  if (context.sampled !== parent.context.sampled) report(state, 'a child is sampled as its parent is', `${context.spanId} ${context.sampled ? 'is' : 'is not'}`);
}

export function sawSpan(state: ObservabilityState, { context }: Handling, span: Span): void {
  if (span.endUs < span.startUs) report(state, 'a span ends after it began', `${span.spanId} ends ${span.startUs - span.endUs} µs before`);
  if (!context.sampled) report(state, 'nothing unrecorded is exported', `${span.spanId} is`);
}

export function sawLog(state: ObservabilityState, { context }: Handling, { traceId, spanId }: LogRecord): void {
  if (traceId !== null && (traceId !== context.traceId || spanId !== context.spanId)) report(state, 'a log line names its trace', `${traceId} instead of ${context.traceId}`);
}

export function sawMeasured(state: ObservabilityState, { context }: Handling, bucket: number, valueUs: number, exemplar: Exemplar | null): void {
  if (valueUs > (boundsUs[bucket] ?? Infinity) || valueUs <= (boundsUs[bucket - 1] ?? -1)) report(state, 'a measurement is in its bucket', `${valueUs} µs is in bucket ${bucket}`);
  if (exemplar !== null && (!context.sampled || exemplar.traceId !== context.traceId)) report(state, 'an exemplar names a recorded trace', `${exemplar.traceId} is not`);
}

function fell(before: ArrayLike<number>, after: ArrayLike<number>): boolean {
  for (let at = 0; at < before.length; at += 1) if ((after[at] ?? 0) < before[at]!) return true;
  return false;
}

/** Metrics of a process arrive after others of the same. */
export function sawPoint(state: ObservabilityState, before: Point | undefined, after: Point): void {
  if (before === undefined || before.startUs !== after.startUs || before.atUs > after.atUs) return;
  const chunks = before.counters.chunks;
  const falls = before.errors > after.errors || fell(before.histogram.counts, after.histogram.counts)
    || chunks.some((chunk, at) => chunk !== null && chunk !== after.counters.chunks[at] && fell(chunk, after.counters.chunks[at] ?? []));
  if (falls) report(state, 'counters never fall', `one of ${after.service} does`);
}

/** Policies told anew; the limits are those of `rules.ts`, written out. */
export function sawVerdict(state: ObservabilityState, { traceId, spans, firstUs }: PendingTrace, kept: boolean, nowUs: number, waitUs: number): void {
  const { tailSampling } = state.config;
  if (tailSampling === 'none') return;
  if (nowUs - firstUs < waitUs) report(state, 'a decision waits for the spans', `${traceId} was decided after ${nowUs - firstUs} µs`);
  const hasError = spans.some(({ error }) => error);
  const slow = Math.max(...spans.map(({ endUs }) => endUs)) - Math.min(...spans.map(({ startUs }) => startUs)) > 300_000;
  const must = (hasError && tailSampling !== 'slow') || (slow && tailSampling !== 'errors');
  const ordinary = parseInt(traceId.slice(18, 26), 16) / 4_294_967_296;
  if (must && !kept) report(state, 'tail sampling keeps what its policies say', `${traceId} was thrown away`);
  else if (!must && Math.abs(ordinary - 0.95) > 1e-6 && kept !== ordinary > 0.95) report(state, 'tail sampling keeps what its policies say', `${traceId} was ${kept ? 'kept' : 'thrown away'}`);
}

/** Batches that may wait at the collector. */
export const queueLimit = 48;

/** Throws what was seen, and what can be seen now. */
export function check(state: ObservabilityState, scope: 'event' | 'full'): void {
  const { breach } = state.witness;
  if (breach !== null) throw new InvariantViolation(breach.rule, breach.detail);
  const { queue } = state.collector;
  if (queue.length > queueLimit) throw new InvariantViolation('no more than the limit wait', `${queue.length} batches wait at the collector`);
  if (scope === 'full') recount(state);
}

function sums(where: string, histogram: Histogram): void {
  const sum = histogram.counts.reduce((all, count) => all + count, 0);
  if (sum !== histogram.count) throw new InvariantViolation('buckets sum up to the count', `${sum} of ${histogram.count} at ${where}`);
}

function recount(state: ObservabilityState): void {
  const { requests, answered, refused } = state.stats;
  let open = 0;
  for (const { id, handling, sdk } of state.services.values()) {
    sums(id, sdk.histogram);
    const total = totalOf(sdk.counters);
    if (total !== sdk.histogram.count) throw new InvariantViolation('counter and histogram count the same requests', `${total} and ${sdk.histogram.count} at ${id}`);
    for (const { caller } of handling.values()) if (caller === null) open += 1;
  }
  for (const envelope of [...state.network.inFlight.values(), ...[...state.network.waiting.values()].flat()]) if (envelope.message.from === 'c1') open += 1;
  if (requests !== answered + refused + open) throw new InvariantViolation('a request ends once', `${requests} requests, ${answered} answered, ${refused} refused, ${open} open`);
}
