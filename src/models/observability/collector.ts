/**
 * The collector: takes batches into a queue while there is room, works them off one by one, decides which traces are kept,
 * and hands all on to the stores. It stores nothing for good itself.
 *
 * @see OpenTelemetry Collector: exporter helper (sending queue), tail sampling processor (decision wait, decision cache,
 * policies status code, latency and probabilistic).
 */
import type { Envelope } from '../kernel/network-state.ts';
import { send } from '../kernel/network.ts';
import { batchBytes } from './bytes.ts';
import { hearRecorded } from './recorded.ts';
import type { Scene } from './scene.ts';
import { wait } from './services.ts';
import { collectorId } from './state.ts';
import type { Batch, Finished, LogRecord, Message, PendingTrace, Point, Span, Verdict } from './state.ts';
import { countReceived } from './stats.ts';
import { onExportAnswer } from './telemetry.ts';
import { queueLimit, sawPoint, sawVerdict } from './witness.ts';

/** Work on one span, log line or set of metrics. */
export const itemUs = 250;
/** How long the spans of a trace are waited for. The tail sampling processor takes 30 s. */
export const decisionWaitUs = 600_000;
/** Traces that may wait for a decision. The processor: 50,000. */
const pendingLimit = 256;
const decidedLimit = 192;
/** What is kept of each, for pictures and exports. */
const keptTraces = 20;
const keptLogs = 160;
const keptFinished = 14;

export function onCollectorMessage(scene: Scene, envelope: Envelope<Message>): void {
  const { state, world, rules } = scene;
  const { collector } = state;
  const { message } = envelope;
  if (message.kind !== 'export') return;
  if (collector.up && collector.frozen) {
    wait(scene, envelope);
    return;
  }
  // A process that is gone refuses the connection: to the sender that is the same as a full queue.
  const ok = collector.up && rules.hasRoom(collector.queue.length, queueLimit);
  send<Message>(state.network, state.config, { kind: 'export-answer', from: collectorId, to: message.from, batch: message.batch.id, ok }, world);
  if (ok) {
    collector.queue.push({ from: message.from, batch: message.batch });
    work(scene);
  } else if (collector.up) state.stats.refusedBatches += 1;
}

const itemsOf = ({ spans, logs, point }: Batch): number => spans.length + logs.length + (point === null ? 0 : 1);

/** Takes the next batch to work on, unless there is one. */
function work({ state: { collector }, world }: Scene): void {
  if (collector.working !== null) return;
  const item = collector.queue.shift();
  if (item === undefined) return;
  const tookUs = Math.max(1, Math.round(itemsOf(item.batch) * itemUs * collector.slow));
  collector.working = { item, untilUs: world.nowUs + tookUs };
  collector.work += 1;
  world.schedule(tookUs, 'processed', collector.work);
}

export function onProcessed(scene: Scene, number: number): void {
  const { state: { collector } } = scene;
  if (collector.work !== number || collector.working === null || collector.frozen) return;
  const { item } = collector.working;
  collector.working = null;
  take(scene, item.batch);
  work(scene);
}

function take(scene: Scene, { spans, logs, point }: Batch): void {
  const { state, world } = scene;
  const bytes = batchBytes({ spans, logs, point });
  countReceived(state.stats, world.nowUs, { spans: spans.length, logs: logs.length, ...bytes });
  for (const line of logs) takeLog(scene, line);
  if (point !== null) takePoint(scene, point);
  for (const span of spans) takeSpan(scene, span);
}

function takeLog({ state, world }: Scene, line: LogRecord): void {
  const { logs } = state.stores;
  logs.push(line);
  if (logs.length > keptLogs) logs.shift();
  const ended = line.service === 's1' ? state.ending.get(line.request) : undefined;
  // With tail sampling a request is heard of when its trace is decided.
  if (ended === undefined || (ended.sampled && state.config.tailSampling !== 'none' && !state.collector.decided.has(ended.traceId))) return;
  hear({ state, world }, ended);
}

/** The collector has heard of the end of a request. */
function hear({ state, world }: Pick<Scene, 'state' | 'world'>, ended: Finished): void {
  state.ending.delete(ended.request);
  state.finished.push({ ...ended, atUs: world.nowUs });
  if (state.finished.length > keptFinished) state.finished.shift();
}

function takePoint({ state, world }: Scene, point: Point): void {
  const { points } = state.stores;
  const before = points.get(point.service);
  sawPoint(state, before, point);
  // Older than what is there: out of order, and refused.
  if (before !== undefined && before.atUs >= point.atUs) return;
  points.set(point.service, point);
  if (before?.histogram.count !== point.histogram.count) world.emit('obs.metric', { node: point.service, name: 'http_requests_total', kind: 'counter', value: point.histogram.count, labels: { service: point.service } });
}

function takeSpan(scene: Scene, span: Span): void {
  const { state, world, rules } = scene;
  const { collector, config } = state;
  const { traceId } = span;
  if (state.recording.length > 0) hearRecorded(scene, span);
  if (state.finished.length > keptFinished) state.finished.shift();
  const verdict = collector.decided.get(traceId);
  if (verdict !== undefined) {
    if (verdict === 'kept') store(scene, traceId, [span]);
    return;
  }
  const before = collector.pending.get(traceId);
  const trace: PendingTrace = before === undefined ? { traceId, firstUs: world.nowUs, spans: [span] } : { ...before, spans: with1(before.spans, span) };
  if (config.tailSampling === 'none') {
    collector.pending.delete(traceId);
    settle(scene, trace);
    return;
  }
  collector.pending.set(traceId, trace);
  if (before === undefined) world.schedule(rules.waitUs(decisionWaitUs), 'decide', traceId);
  if (collector.pending.size > pendingLimit) drop(scene);
}

/** Spans with one more; one that was sent twice is kept once. */
const with1 = (spans: readonly Span[], span: Span): readonly Span[] => (spans.some(({ spanId }) => spanId === span.spanId) ? spans : [...spans, span]);

/** No room: the oldest trace is given up undecided. */
function drop({ state }: Scene): void {
  const [id, { spans }] = state.collector.pending.entries().next().value!;
  state.stats.dropped += spans.length;
  state.collector.pending.delete(id);
}

/** The time to wait for spans of a trace is over. */
export function onDecide(scene: Scene, traceId: string): void {
  const { collector } = scene.state;
  const trace = collector.pending.get(traceId);
  if (trace === undefined) return;
  if (scene.world.nowUs - trace.firstUs < scene.rules.waitUs(decisionWaitUs)) return;
  if (collector.frozen) scene.world.schedule(decisionWaitUs, 'decide', traceId);
  else settle(scene, trace);
}

function settle(scene: Scene, trace: PendingTrace): void {
  const { state, world, rules } = scene;
  const { collector } = state;
  const { traceId } = trace;
  const kept = rules.keeps(trace, state.config);
  sawVerdict(state, trace, kept, world.nowUs, decisionWaitUs);
  const verdict: Verdict = kept ? 'kept' : 'out';
  const ended = state.config.tailSampling === 'none' ? undefined : [...state.ending.values()].find((each) => each.traceId === traceId);
  collector.pending.delete(traceId);
  collector.decided.set(traceId, verdict);
  if (collector.decided.size > decidedLimit) collector.decided.delete(collector.decided.keys().next().value!);
  if (kept) {
    state.stats.kept += 1;
    store(scene, traceId, trace.spans);
  } else {
    state.stats.tailOut += 1;
    world.emit('obs.sampled-out', { node: collectorId, traceId, by: 'tail' });
  }
  if (ended !== undefined) hear(scene, ended);
}

function store({ state, world }: Scene, traceId: string, spans: readonly Span[]): void {
  const { traces } = state.stores;
  const before = traces.get(traceId)?.spans ?? [];
  traces.set(traceId, { traceId, spans: spans.reduce(with1, before), atUs: world.nowUs });
  if (traces.size > keptTraces) traces.delete(traces.keys().next().value!);
}

/** Its process ends: what waited there is lost, what is stored is not. */
export function stopCollector({ state }: Scene): void {
  const { collector } = state;
  const waiting = [...collector.queue, ...(collector.working === null ? [] : [collector.working.item])];
  for (const { batch } of waiting) state.stats.dropped += batch.spans.length + batch.logs.length;
  for (const { spans } of collector.pending.values()) state.stats.dropped += spans.length;
  Object.assign(collector, { up: false, frozen: false, queue: [], working: null, pending: new Map(), decided: new Map() });
}

/** It goes on after it stood still. */
export function resumeCollector({ state: { collector }, world }: Scene): void {
  collector.frozen = false;
  if (collector.working === null) return;
  collector.work += 1;
  world.schedule(Math.max(0, collector.working.untilUs - world.nowUs), 'processed', collector.work);
}

/** An answer of the collector arrives at a service. */
export function onAnswerOfCollector(scene: Scene, envelope: Envelope<Message>): void {
  const { message } = envelope;
  const service = scene.state.services.get(message.to);
  if (message.kind !== 'export-answer' || !service?.up) return;
  if (service.frozen) wait(scene, envelope);
  else onExportAnswer(scene, message);
}
