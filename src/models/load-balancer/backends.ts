/**
 * Backends: so many requests at a time, so many that wait, first come first served. Times of work are exponential around
 * the mean given. A probe is a small request: with every slot taken it waits its turn, and a full queue refuses it, so an
 * overloaded backend fails its probes. At layer 4 a probe only opens a connection, which the system answers by itself.
 */
import type { Envelope } from '../kernel/network-state.ts';
import { hold, loseOnArrival, send } from '../kernel/network.ts';
import { end, longFactor } from './clients.ts';
import type { Scene } from './health.ts';
import { capacityOf, itemFor } from './state.ts';
import type { Backend, Message, Ticket } from './state.ts';
import { report } from './witness.ts';

/** How much longer a process that just started takes. */
const coldFactor = 4;

/** Factor on the time of work: of a slow machine, and of a process that is still cold. */
export function slowness({ state, world }: Pick<Scene, 'state' | 'world'>, { slow, startedUs }: Backend): number {
  const { warmUpUs } = state;
  const warm = startedUs === null || warmUpUs === 0 ? 1 : Math.min(1, (world.nowUs - startedUs) / warmUpUs);
  return slow * (coldFactor - (coldFactor - 1) * warm);
}

/** Messages that a frozen node's buffers take; what comes after is lost. */
const buffer = 256;

/** Keeps a message for a node that stands still. */
export function wait({ state, world }: Scene, envelope: Envelope<Message>): void {
  if ((state.network.waiting.get(envelope.message.to)?.length ?? 0) < buffer) hold(state.network, envelope);
  else loseOnArrival(state.network, envelope, world);
}

function answer({ state, world }: Scene, from: string, { from: to, id }: Pick<Ticket, 'from' | 'id'>, status: number): void {
  send<Message>(state.network, state.config, { kind: 'answer', from, to, id, status }, world);
}

function answerProbe({ state, world }: Scene, backend: Backend, { from: to, id }: Pick<Ticket, 'from' | 'id'>, ok: boolean): void {
  send<Message>(state.network, state.config, { kind: 'probe-answer', from: backend.id, to, id, ok }, world);
}

/** Something arrives at a backend. */
export function onBackendMessage(scene: Scene, envelope: Envelope<Message>): void {
  const { state, world } = scene;
  const { message } = envelope;
  const backend = state.backends.get(message.to);
  if (backend === undefined) {
    loseOnArrival(state.network, envelope, world);
    return;
  }
  if (message.kind === 'forward') {
    // The process is gone, its machine is not: the connection is refused at once.
    if (!backend.up) answer(scene, backend.id, message, 0);
    else if (backend.frozenSinceUs !== null) wait(scene, envelope);
    else admit(scene, backend, { id: message.id, from: message.from, path: message.path, long: message.long, probe: false });
  } else if (message.kind === 'probe') {
    if (!backend.up) answerProbe(scene, backend, message, false);
    else if (state.config.layer === 4) answerProbe(scene, backend, message, true);
    else if (backend.frozenSinceUs !== null) wait(scene, envelope);
    else admit(scene, backend, { id: message.id, from: message.from, path: message.path, long: false, probe: true });
  }
}

function admit(scene: Scene, backend: Backend, ticket: Ticket): void {
  const { state, world, rules } = scene;
  if (rules.hasSlot(backend.serving.length, capacityOf(state, backend))) serve(scene, backend, ticket);
  else if (rules.hasRoom(backend.queue.length, state.config.queue)) {
    backend.queue.push(ticket);
    if (backend.queue.length > state.config.queue) report(state, 'no more than the queue wait', `${backend.queue.length} wait at ${backend.id}`);
  } else if (ticket.probe) answerProbe(scene, backend, ticket, false);
  else {
    world.emit('lb.queue-full', { node: backend.id, peer: ticket.from, backend: backend.id, id: ticket.id });
    end(scene, ticket.id, { as: 'drop', reason: 'queue-full' }, backend.id);
    answer(scene, backend.id, ticket, 503);
  }
}

/** Begins to work. A probe takes no time. */
function serve(scene: Scene, backend: Backend, ticket: Ticket): void {
  const { state, world } = scene;
  if (ticket.probe) {
    const ok = backend.failingProbes === 0;
    if (backend.failingProbes > 0) backend.failingProbes -= 1;
    answerProbe(scene, backend, ticket, ok);
    return;
  }
  if (backend.serving.length >= capacityOf(state, backend)) report(state, 'no more than the capacity are served', `${backend.serving.length + 1} at ${backend.id}`);
  const meanUs = itemFor(state.config.serviceTimeUs, backend.number, 200_000) * (ticket.long ? longFactor : 1) * slowness(scene, backend);
  const workUs = Math.max(1, Math.round(world.random(`service ${backend.id}`).exponential(meanUs)));
  backend.serving.push({ ...ticket, startUs: world.nowUs, endUs: world.nowUs + workUs });
  world.schedule(workUs, 'done', [backend.id, ticket.id]);
}

/** Takes on what waits while slots are free. */
export function takeWaiting(scene: Scene, backend: Backend): void {
  while (backend.up && backend.frozenSinceUs === null && backend.queue.length > 0 && scene.rules.hasSlot(backend.serving.length, capacityOf(scene.state, backend))) {
    serve(scene, backend, backend.queue.shift()!);
  }
}

/** A piece of work is due; not if its process stopped or stood still meanwhile. */
export function onDone(scene: Scene, [backendId, id]: readonly [string, string]): void {
  const backend = scene.state.backends.get(backendId);
  const at = backend?.serving.findIndex((job) => job.id === id) ?? -1;
  if (!backend || at < 0 || backend.frozenSinceUs !== null || backend.serving[at]!.endUs > scene.world.nowUs) return;
  const [job] = backend.serving.splice(at, 1);
  answer(scene, backend.id, job!, 200);
  takeWaiting(scene, backend);
}

/** Its process ends: every open connection is reset. */
export function stop(scene: Scene, backend: Backend): void {
  const lost = [...backend.serving, ...backend.queue];
  backend.up = false;
  backend.frozenSinceUs = null;
  backend.serving = [];
  backend.queue = [];
  for (const ticket of lost) {
    if (ticket.probe) answerProbe(scene, backend, ticket, false);
    else answer(scene, backend.id, ticket, 0);
  }
}

/** After standing still all work takes up where it was. */
export function goOn(scene: Scene, backend: Backend): void {
  const { world } = scene;
  const stoodUs = world.nowUs - (backend.frozenSinceUs ?? world.nowUs);
  backend.frozenSinceUs = null;
  backend.serving = backend.serving.map((job) => ({ ...job, endUs: job.endUs + stoodUs }));
  for (const job of backend.serving) world.schedule(job.endUs - world.nowUs, 'done', [backend.id, job.id]);
  takeWaiting(scene, backend);
}
