/**
 * Traces of a real system in place of simulated ones: each span is told by its service at the moment at which it ended, and
 * goes the way of all telemetry from there. What a file does not hold, log lines and labels, is not made up.
 */
import type { ActionArguments, ActionResult } from '../kernel/model.ts';
import { refused } from './reasons.ts';
import type { Scene } from './scene.ts';
import type { ObservabilityState, Span } from './state.ts';
import { callersOf } from './topology.ts';
import { measureRecorded } from './telemetry.ts';

/** Spans in a recording at most. */
export const recordedLimit = 1000;

const isId = (value: unknown, digits: number): value is string => typeof value === 'string' && value.length === digits && /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(value);
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** One span of the action: trace id, span id, parent's id or null, number of the service, name, start and end in µs, 1 for an error. */
function spanOf(given: unknown, { services }: ObservabilityState, nowUs: number): Span | null {
  if (!Array.isArray(given)) return null;
  const [traceId, spanId, parent, number, name, startUs, endUs, error] = given as readonly unknown[];
  if (!isId(traceId, 32) || !isId(spanId, 16) || !(parent === null || isId(parent, 16)) || !services.has(`s${String(number)}`)) return null;
  if (typeof name !== 'string' || !isTime(startUs) || !isTime(endUs) || endUs < startUs) return null;
  return { traceId, spanId, parentSpanId: parent, service: `s${String(number)}`, name, startUs: nowUs + startUs, endUs: nowUs + endUs, error: error === 1, request: 0 };
}

/** A tree: whoever is called has a higher number than its caller. */
const isTree = (callers: readonly unknown[], services: number): callers is readonly number[] =>
  callers.length === services && callers[0] === 0 && callers.every((caller, at) => at === 0 || (typeof caller === 'number' && Number.isInteger(caller) && caller >= 1 && caller <= at));

/** `callers`, the tree of services by numbers, and `spans`, from now on. */
export function replay({ state, world }: Scene, { callers, spans }: ActionArguments): ActionResult {
  if (state.recording.length > 0) return refused('a recording is being replayed already');
  if (!Array.isArray(spans) || spans.length === 0 || spans.length > recordedLimit) return refused('spans is a list of 1 to {most}', { most: recordedLimit });
  const read = spans.map((each) => spanOf(each, state, world.nowUs));
  if (read.includes(null)) return refused('a span is not as it should be');
  if (callers !== undefined && (!Array.isArray(callers) || !isTree(callers, state.services.size))) return refused('callers is a number for each service, lower than its own');
  state.callers = Array.isArray(callers) ? callers as readonly number[] : callersOf(state.services.size);
  const traces = [...new Set(read.map((span) => span!.traceId))];
  state.recording = read.map((span) => ({ ...span!, request: state.nextRequest + traces.indexOf(span!.traceId) }));
  state.nextRequest += traces.length;
  state.stats.traces += traces.length;
  state.recording.forEach(({ endUs }, at) => world.schedule(endUs - world.nowUs, 'recorded', at));
  return { ok: true };
}

/** A recorded span ends now. */
export function onRecorded(scene: Scene, at: number): void {
  const { state, world } = scene;
  const span = state.recording[at];
  const service = state.services.get(span?.service ?? '');
  if (span === undefined || !service?.up) return;
  measureRecorded(scene, service, span);
  world.emit('obs.span', { node: service.id, traceId: span.traceId, spanId: span.spanId, ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }), name: span.name, start: span.startUs / 1000, end: span.endUs / 1000, status: span.error ? 'error' : 'ok' });
}

/** The collector hears of a recorded span: that of a root is the end of a request. */
export function hearRecorded({ state, world }: Pick<Scene, 'state' | 'world'>, { request, traceId, parentSpanId, startUs, endUs, error }: Span): void {
  const { recording, finished } = state;
  if (recording.some((other) => other.traceId === traceId && other.spanId === parentSpanId) || finished.some((each) => each.request === request)) return;
  finished.push({ request, traceId, sampled: true, durationUs: endUs - startUs, error, atUs: world.nowUs });
}
