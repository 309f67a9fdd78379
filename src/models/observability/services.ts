/**
 * Services: each takes a request, does its own work, calls those below at once, and answers when all of them have. On
 * the way it reads and writes the trace context, and tells logs, metrics and its span (`telemetry.ts`).
 */
import { pow } from '../kernel/exact-math.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { hold, loseOnArrival, send } from '../kernel/network.ts';
import type { Context } from './context.ts';
import { formatTraceparent } from './context.ts';
import type { Scene } from './scene.ts';
import { nextArrivalUs } from './start.ts';
import { nameOf, outside } from './state.ts';
import type { Handling, Message, Service } from './state.ts';
import { tell } from './telemetry.ts';
import { calleesOf, depthOf, workUs } from './topology.ts';
import type { Callers } from './topology.ts';
import { sawChild, sawRoot } from './witness.ts';

type Call = Message & { readonly kind: 'call' };

/** Messages that a node's buffers take while it stands still; what comes after is lost. */
const buffer = 256;

/** Keeps a message for a node that stands still. */
export function wait({ state, world }: Scene, envelope: Envelope<Message>): void {
  const { message } = envelope;
  if ((state.network.waiting.get(message.to)?.length ?? 0) < buffer) hold(state.network, envelope);
  else {
    if (message.from === outside) state.stats.refused += 1;
    loseOnArrival(state.network, envelope, world);
  }
}

export function onArrival(scene: Scene, timer: number): void {
  const { state, world } = scene;
  if (timer !== state.arrivals) return;
  world.schedule(nextArrivalUs(scene), 'arrival', timer);
  request(scene);
}

/** A request comes in at the first service, with the values of its labels but for its status. */
export function request(scene: Scene): void {
  const { state, world } = scene;
  const number = state.nextRequest;
  state.nextRequest += 1;
  state.stats.requests += 1;
  const labels = state.config.labels.map(({ name, values }) => world.random(`label ${name}`).integer(0, values - 1));
  const message: Call = { kind: 'call', from: outside, to: 's1', id: nextCall(scene), request: number, traceparent: null, labels };
  onServiceMessage(scene, { id: `r${number}`, message, sentUs: world.nowUs, dueUs: world.nowUs, lostUs: null, reason: null });
}

function nextCall({ state }: Scene): string {
  state.nextCall += 1;
  return `q${state.nextCall - 1}`;
}

/** Something arrives at a service. */
export function onServiceMessage(scene: Scene, envelope: Envelope<Message>): void {
  const { message } = envelope;
  const service = scene.state.services.get(message.to);
  if (service === undefined) return;
  if (message.kind === 'call') {
    // The process is gone, its machine is not: the connection is refused at once.
    if (!service.up) refuse(scene, service, message);
    else if (service.frozen) wait(scene, envelope);
    else begin(scene, service, message);
  } else if (message.kind === 'answer' && service.up) {
    if (service.frozen) wait(scene, envelope);
    else onAnswer(scene, service, message);
  }
}

function refuse(scene: Scene, service: Service, { from, id, request }: Call): void {
  if (from === outside) scene.state.stats.refused += 1;
  else answer(scene, service.id, from, id, 0, request);
}

function answer({ state, world }: Scene, from: string, to: string, id: string, status: number, request: number): void {
  send<Message>(state.network, state.config, { kind: 'answer', from, to, id, parent: parentOf(state.services.get(to), id), status, request }, world);
}

/** Handling that waits for a call. */
function parentOf(caller: Service | undefined, call: string): string {
  for (const { id, waiting } of caller?.handling.values() ?? []) if (waiting.has(call)) return id;
  return '';
}

/** Continues the caller's trace where its context arrives, or begins one. */
function contextFor({ state, world, rules }: Scene, service: Service, { traceparent }: Call): { readonly context: Context; readonly parentSpanId: string | null } {
  const strips = service.strips && traceparent !== null;
  const given = rules.continued(traceparent === null || strips ? [] : [traceparent]);
  const spanId = rules.newId(world.random(`span ${service.id}`), 16);
  if (strips) {
    state.stats.contextsLost += 1;
    if (!service.stripTold) world.emit('obs.propagation-lost', { node: service.id, service: service.id });
    service.stripTold = true;
  }
  if (given !== null) return { context: rules.child(given, spanId), parentSpanId: given.spanId };
  const traceId = rules.newId(world.random(`trace ${service.id}`), 32);
  const sampled = rules.sampled(traceId, state.config.sampling);
  state.stats.traces += 1;
  if (!sampled) {
    state.stats.headOut += 1;
    world.emit('obs.sampled-out', { node: service.id, traceId, by: 'head' });
  }
  return { context: { traceId, spanId, sampled }, parentSpanId: null };
}

function begin(scene: Scene, service: Service, message: Call): void {
  const { state, world } = scene;
  const { context, parentSpanId } = contextFor(scene, service, message);
  const random = world.random(`work ${service.id}`);
  const mean = workUs(service.number, state.callers);
  const usual = mean / 2 + random.exponential(mean / 2);
  const workFor = Math.max(1, Math.round(random.chance(service.slow.share) ? usual * service.slow.factor : usual));
  const caller = message.from === outside ? null : message.from;
  const handling: Handling = { id: message.id, request: message.request, caller, context, parentSpanId, startUs: world.nowUs, workUs: workFor, labels: message.labels, waiting: new Map(), trouble: null };
  if (parentSpanId === null) sawRoot(state, context);
  else {
    const parent = caller === null ? undefined : [...state.services.get(caller)!.handling.values()].find(({ waiting }) => waiting.has(message.id));
    sawChild(state, parent, context, parentSpanId);
  }
  service.handling.set(message.id, handling);
  world.schedule(workFor, 'worked', [service.id, message.id]);
}

/** Share of the calls of one service that must fail for so many requests to fail in all. */
const ownShare = (share: number, services: number): number => (share >= 1 ? 1 : 1 - pow(1 - share, 1 / services));

/** Its own work is done. */
export function onWorked(scene: Scene, [serviceId, id]: readonly [string, string]): void {
  const { state, world } = scene;
  const service = state.services.get(serviceId);
  const handling = service?.handling.get(id);
  if (service === undefined || handling === undefined || handling.waiting.size > 0) return;
  if (service.frozen) {
    service.overdue.push(id);
    return;
  }
  const fails = world.random(`fail ${service.id}`).chance(service.failShare ?? ownShare(state.config.errorRate, state.services.size));
  if (fails) {
    finish(scene, service, handling, 500, 'internal error');
    return;
  }
  const callees = calleesOf(service.number, state.callers);
  if (callees.length === 0) finish(scene, service, handling, 200, null);
  for (const callee of callees) {
    const call = nextCall(scene);
    handling.waiting.set(call, `s${callee}`);
    send<Message>(state.network, state.config, { kind: 'call', from: service.id, to: `s${callee}`, id: call, request: handling.request, traceparent: formatTraceparent(handling.context), labels: handling.labels }, world);
  }
  if (callees.length > 0) world.schedule(timeoutUs(service.number, state.callers), 'timeout', [service.id, id]);
}

/** How long those below are waited for: who is further in waits less. */
export const timeoutUs = (number: number, callers: Callers): number => Math.max(250_000, 1_000_000 - 200_000 * depthOf(number, callers));

function onAnswer(scene: Scene, service: Service, message: Message & { readonly kind: 'answer' }): void {
  const handling = service.handling.get(message.parent);
  const callee = handling?.waiting.get(message.id);
  if (handling === undefined || callee === undefined) return;
  handling.waiting.delete(message.id);
  if (message.status !== 200) handling.trouble = `${nameOf(scene.state, callee)} ${message.status === 0 ? 'refused the connection' : `answered ${message.status}`}`;
  if (handling.waiting.size === 0) finish(scene, service, handling, handling.trouble === null ? 200 : 500, handling.trouble);
}

/** Those below were silent for too long. */
export function onTimeout(scene: Scene, [serviceId, id]: readonly [string, string]): void {
  const service = scene.state.services.get(serviceId);
  const handling = service?.handling.get(id);
  if (service === undefined || handling === undefined || handling.waiting.size === 0) return;
  if (service.frozen) {
    service.overdue.push(id);
    return;
  }
  const silent = [...handling.waiting.values()][0]!;
  finish(scene, service, handling, 500, `${nameOf(scene.state, silent)} timed out`);
}

function finish(scene: Scene, service: Service, handling: Handling, status: number, trouble: string | null): void {
  const { state } = scene;
  service.handling.delete(handling.id);
  tell(scene, service, handling, status, trouble);
  if (handling.caller !== null) {
    answer(scene, service.id, handling.caller, handling.id, status, handling.request);
    return;
  }
  state.stats.answered += 1;
  if (status >= 500) state.stats.errors += 1;
}

/** Its process ends: who waits for it sees the connection reset, and nobody ever hears of what it was doing. */
export function stopService(scene: Scene, service: Service): void {
  const { state } = scene;
  const { sdk } = service;
  state.stats.dropped += sdk.spans.length + sdk.logs.length + (sdk.sending === null ? 0 : sdk.sending.spans.length + sdk.sending.logs.length);
  for (const { id, caller, request } of service.handling.values()) {
    if (caller === null) state.stats.refused += 1;
    else answer(scene, service.id, caller, id, 0, request);
  }
  const waiting = state.network.waiting.get(service.id) ?? [];
  for (const { message } of waiting) if (message.kind === 'call') refuse(scene, service, message);
  service.up = false;
  service.frozen = false;
  service.handling = new Map();
  service.overdue = [];
}

/** It goes on after it stood still: timers that became due meanwhile, in their order. */
export function goOn(scene: Scene, service: Service): void {
  service.frozen = false;
  const { overdue } = service;
  service.overdue = [];
  for (const id of overdue) {
    const handling = service.handling.get(id);
    if (handling === undefined) continue;
    if (handling.waiting.size > 0) onTimeout(scene, [service.id, id]);
    else onWorked(scene, [service.id, id]);
  }
}
