/** Applications: they work on requests, call the next service, and hold a worker while they wait, so a slow callee fills its callers. */
import { endRequest } from './ending.ts';
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import type { Host, Job, Message } from './state.ts';
import { isReady, proxyOf } from './state.ts';
import { sawServed } from './witness.ts';

/** Mean of an application's own work, exponentially distributed. */
export const serviceTimeUs = 20_000;
/** Requests that an application works on at a time. */
export const workers = 16;
/** Requests that wait for a worker. */
export const backlog = 64;

/** A request at the door: encrypted, or admitted as it is. */
export function onAttempt(scene: Scene, message: Message & { readonly kind: 'attempt' }): void {
  const { state, world, rules } = scene;
  const { from, to, call, request, attempt, plain } = message;
  const host = state.hosts.get(to);
  const refuse = (status: number): void => send(scene, { kind: 'answer', from: to, to: from, call, attempt, status });
  const mtls = proxyOf(state, to)?.policy?.mtls;
  if (host === undefined || !isReady(state, to) || mtls === undefined) {
    refuse(0);
  } else if (plain && !rules.admitsPlain(mtls)) {
    state.stats.handshakesFailed += 1;
    world.emit('mesh.handshake', { node: from, peer: to, ok: false, identity: '', reason: 'plaintext' });
    refuse(0);
  } else {
    sawServed(state, to, plain, mtls);
    accept(scene, host, { request, call, attempt, from, plain });
  }
}

/** Takes a job on, or turns it away when too many wait. */
export function accept(scene: Scene, host: Host, job: Job): void {
  if (host.serving.size < workers) start(scene, host, job);
  else if (host.queue.length < backlog) host.queue.push(job);
  else answer(scene, host, job, 503);
}

function start({ state, world }: Scene, host: Host, job: Job): void {
  const number = state.next.job;
  state.next.job += 1;
  host.serving.set(number, job);
  world.schedule(Math.max(1, Math.round(world.random(`work ${host.id}`).exponential(serviceTimeUs) * host.slow)), 'done', [host.id, number]);
}

/** Ends a job with this status, unless it has ended, and goes on with the next. */
export function resume(scene: Scene, host: Host, number: number, status: number): void {
  const job = host.serving.get(number);
  if (job === undefined) return;
  host.serving.delete(number);
  answer(scene, host, job, status);
  const next = host.queue.shift();
  if (next !== undefined) start(scene, host, next);
}

/** Ambient: no reply came back from the waypoint. */
export function onHangUp(scene: Scene, [id, number]: readonly [string, number]): void {
  const host = scene.state.hosts.get(id);
  if (host !== undefined) resume(scene, host, number, 504);
}

function answer(scene: Scene, host: Host, { call, attempt, from, request }: Job, status: number): void {
  if (call === null) endRequest(scene, request, status);
  // Without its proxy nothing but a reset leaves the machine.
  else send(scene, { kind: 'answer', from: host.id, to: from, call, attempt, status: proxyOf(scene.state, host.id)?.up === true ? status : 0 });
}

/** The process is gone with all its jobs; its machine resets their connections. */
export function dropJobs(scene: Scene, host: Host): void {
  const jobs = [...host.serving.values(), ...host.queue];
  host.serving.clear();
  host.queue = [];
  for (const job of jobs) answer(scene, host, job, job.call === null ? 503 : 0);
}

/** Requests here, at work or waiting. */
export const busyAt = ({ serving, queue }: Host): number => serving.size + queue.length;
