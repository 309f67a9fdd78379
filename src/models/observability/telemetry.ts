/**
 * What a process tells of itself: a span, a log line and measurements when a request ends, exported in batches. A batch
 * that is refused or not acknowledged is sent again, later each time; what finds no room meanwhile is dropped.
 *
 * @see OpenTelemetry, batch span processor (maxQueueSize, scheduledDelay); OTLP, retryable errors and back-off.
 */
import { send } from '../kernel/network.ts';
import type { Exemplar } from './histogram.ts';
import { observed } from './histogram.ts';
import type { Scene } from './scene.ts';
import { countAt, counted, indexOf } from './series.ts';
import type { Label } from './series.ts';
import { exportUs } from './start.ts';
import { collectorId, nameOf } from './state.ts';
import type { Batch, Handling, LogRecord, Message, Service, Severity, Span } from './state.ts';
import { workUs } from './topology.ts';
import { sawLog, sawMeasured, sawSpan } from './witness.ts';

/** Spans, and log lines, that wait in a process at most. OpenTelemetry: 2,048. */
export const processLimit = 256;
/** Of each in one batch at most. OpenTelemetry: 512. */
const batchLimit = 64;
/** Between two exports of metrics. OpenTelemetry: 60 s. */
export const metricsUs = 100_000;
/** Without an acknowledgement for so long, a batch is sent again. */
const patienceUs = 300_000;
const firstPauseUs = 50_000;
const triesLimit = 6;

/** Work so many times longer than usual is worth a warning. */
const slowFactor = 4;

/** The request that a service worked on has ended. */
export function tell(scene: Scene, service: Service, handling: Handling, status: number, trouble: string | null): void {
  const durationUs = scene.world.nowUs - handling.startUs;
  measure(scene, service, handling, status, durationUs);
  log(scene, service, handling, status, trouble, durationUs);
  if (scene.rules.records(handling.context)) record(scene, service, handling, status >= 500);
  if (handling.caller === null) remember(scene, handling, status, durationUs);
}

/** Number of the value that a label has at the end: for a status it is known only now. One success in ten is a 404. */
function endValue({ world }: Scene, service: Service, { name, values }: Label, drawn: number, status: number): number {
  if (name !== 'status' && name !== 'code') return drawn;
  const absent = world.random(`status ${service.id}`).chance(0.1);
  return Math.min(values - 1, status >= 500 ? 1 : absent && values > 2 ? 2 : 0);
}

function measure(scene: Scene, { sdk, ...service }: Service, handling: Handling, status: number, valueUs: number): void {
  const { state, world, rules } = scene;
  const { labels } = state.config;
  const index = indexOf(labels, labels.map((label, at) => endValue(scene, { sdk, ...service }, label, Math.min(handling.labels[at] ?? 0, label.values - 1), status)));
  const bucket = rules.bucketOf(valueUs);
  const { traceId, spanId } = handling.context;
  const exemplar: Exemplar | null = rules.isExemplar(handling.context, state.config) ? { traceId, spanId, valueUs, atUs: world.nowUs } : null;
  sawMeasured(state, handling, bucket, valueUs, exemplar);
  sdk.counters = counted(sdk.counters, index, rules.next(countAt(sdk.counters, index)));
  if (status >= 500) sdk.errors += 1;
  sdk.histogram = observed(sdk.histogram, bucket, valueUs, exemplar);
}

/** A recorded span is measured by its duration; what labels it had is not known, and it goes out as it is. */
export function measureRecorded({ state, rules }: Scene, { sdk }: Service, span: Span): void {
  const valueUs = span.endUs - span.startUs;
  const { traceId, spanId, endUs, error } = span;
  sdk.counters = counted(sdk.counters, 0, rules.next(countAt(sdk.counters, 0)));
  if (error) sdk.errors += 1;
  sdk.histogram = observed(sdk.histogram, rules.bucketOf(valueUs), valueUs, state.config.exemplars ? { traceId, spanId, valueUs, atUs: endUs } : null);
  if (sdk.spans.length < processLimit) sdk.spans.push(span);
  else state.stats.dropped += 1;
}

const ms = (us: number): number => Math.round(us / 1000);

function bodyOf(handling: Handling, status: number, trouble: string | null, slow: boolean, durationUs: number): string {
  if (trouble !== null) return `failed: ${trouble}`;
  if (slow) return `slow: own work took ${ms(handling.workUs)} ms`;
  return handling.caller === null ? `answered ${status} in ${ms(durationUs)} ms` : `done in ${ms(durationUs)} ms`;
}

function log({ state, world }: Scene, service: Service, handling: Handling, status: number, trouble: string | null, durationUs: number): void {
  const slow = handling.workUs > slowFactor * workUs(service.number, state.callers);
  const severity: Severity = trouble !== null ? 'ERROR' : slow ? 'WARN' : 'INFO';
  const { traceId, spanId } = state.config.logFormat === 'json' ? handling.context : { traceId: null, spanId: null };
  const line: LogRecord = { atUs: world.nowUs, service: service.id, severity, body: bodyOf(handling, status, trouble, slow, durationUs), traceId, spanId, request: handling.request };
  sawLog(state, handling, line);
  world.emit('obs.log', { node: service.id, severity, body: line.body, ...(traceId === null || spanId === null ? {} : { traceId, spanId }) });
  if (service.sdk.logs.length < processLimit) service.sdk.logs.push(line);
  else state.stats.dropped += 1;
}

function record({ state, world, rules }: Scene, service: Service, handling: Handling, error: boolean): void {
  const { context: { traceId, spanId }, parentSpanId, startUs, request } = handling;
  const span: Span = { traceId, spanId, parentSpanId, service: service.id, name: nameOf(state, service.id), startUs, endUs: rules.endOf(startUs, world.nowUs), error, request };
  sawSpan(state, handling, span);
  world.emit('obs.span', { node: service.id, traceId, spanId, ...(parentSpanId === null ? {} : { parentSpanId }), name: span.name, start: startUs / 1000, end: span.endUs / 1000, status: error ? 'error' : 'ok' });
  if (service.sdk.spans.length < processLimit) service.sdk.spans.push(span);
  else state.stats.dropped += 1;
}

/** Requests whose end has not been heard of that are remembered at most. */
const endingLimit = 96;

function remember({ state, world }: Scene, { request, context }: Handling, status: number, durationUs: number): void {
  state.ending.set(request, { request, traceId: context.traceId, sampled: context.sampled, durationUs, error: status >= 500, atUs: world.nowUs });
  if (state.ending.size > endingLimit) state.ending.delete(state.ending.keys().next().value!);
}

/** Time to export: what is on its way goes first. */
export function onExport(scene: Scene, [id, timer]: readonly [string, number]): void {
  const { state, world } = scene;
  const service = state.services.get(id);
  if (service === undefined || service.timer !== timer || !service.up) return;
  world.schedule(exportUs, 'export', [id, timer]);
  if (service.frozen) return;
  const { sdk } = service;
  if (sdk.sending === null) sdk.sending = nextBatch(scene, service);
  else if (world.nowUs < sdk.retryUs) return;
  else if (sdk.attempts >= triesLimit) giveUp(scene, service);
  if (sdk.sending === null) return;
  sdk.attempts += 1;
  sdk.retryUs = world.nowUs + patienceUs;
  send<Message>(state.network, state.config, { kind: 'export', from: id, to: collectorId, batch: sdk.sending }, world);
}

function nextBatch({ state, world }: Scene, { id, sdk, handling }: Service): Batch | null {
  const due = world.nowUs - sdk.metricsUs >= metricsUs;
  if (!due && sdk.spans.length === 0 && sdk.logs.length === 0) return null;
  const { startUs, counters, errors, histogram } = sdk;
  const batch: Batch = {
    id: `x${state.nextBatch}`, spans: sdk.spans.splice(0, batchLimit), logs: sdk.logs.splice(0, batchLimit),
    point: due ? { service: id, startUs, atUs: world.nowUs, counters, errors, histogram, active: handling.size } : null,
  };
  state.nextBatch += 1;
  if (due) sdk.metricsUs = world.nowUs;
  sdk.attempts = 0;
  return batch;
}

function giveUp({ state }: Scene, { sdk }: Service): void {
  state.stats.dropped += (sdk.sending?.spans.length ?? 0) + (sdk.sending?.logs.length ?? 0);
  sdk.sending = null;
}

/** The collector took the batch, or refused it for now. */
export function onExportAnswer({ state, world }: Scene, { to, batch, ok }: Message & { readonly kind: 'export-answer' }): void {
  const sdk = state.services.get(to)?.sdk;
  if (sdk?.sending?.id !== batch) return;
  if (ok) sdk.sending = null;
  else sdk.retryUs = world.nowUs + firstPauseUs * (1 << Math.min(5, sdk.attempts - 1));
}
