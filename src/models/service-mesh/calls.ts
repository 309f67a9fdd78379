/**
 * A call from one service to the next, as the proxy on its way carries it out: routed, faulted, limited, sent, tried again.
 *
 * Sources: Envoy's router, fault filter, circuit breaking and retry documentation. As there, an answer that the proxy gives
 * itself because a limit is reached, no host is in service or a fault was ordered is not tried again; a retry avoids the
 * hosts that failed already (Istio's setting); the time-out holds for a call with all its retries.
 */
import { observe } from './breaker.ts';
import { connect, connectionOf } from './connections.ts';
import { resume } from './hosts.ts';
import type { Scene } from './scene.ts';
import { clusterKey, clusterOf, send } from './scene.ts';
import type { Call, Cluster, Connection, Host, Message, Policy, Proxy, Ticket } from './state.ts';
import { isReady, proxyOf, splitService } from './state.ts';
import { count } from './stats.ts';
import { sawCallEnd, sawPass, sawRetry, sawRoute, sawSend, sawTrialEnd, sawWait } from './witness.ts';

/** How much longer than its proxy an application waits for its answer. */
const patienceUs = 250_000;

type Routed = { readonly proxy: Proxy; readonly policy: Policy; readonly cluster: Cluster };

/** The proxy of a call, when it can work. */
function at({ state }: Scene, call: Call): Routed | null {
  const proxy = state.proxies.get(call.proxy);
  if (proxy === undefined || !isReady(state, proxy.id) || proxy.policy === null) return null;
  return { proxy, policy: proxy.policy, cluster: clusterOf(state, proxy, call.service, call.version) };
}

function change({ state }: Scene, call: Call, changes: Partial<Call>): Call {
  const next = { ...call, ...changes };
  state.calls.set(call.id, next);
  return next;
}

/** An application asks for another service. It knows nothing of what follows. */
export function startCall(scene: Scene, host: Host, job: number, request: string, service: string): void {
  const { state, world } = scene;
  const id = `q${state.next.call}`;
  state.next.call += 1;
  const ambient = state.config.mode === 'ambient';
  const call: Call = { id, request, from: host.id, job, service, proxy: ambient ? 'w1' : host.id, version: '', state: 'travelling', attempt: 0, host: null, tried: [], retrying: false, startUs: world.nowUs };
  state.calls.set(id, call);
  const policy = proxyOf(state, host.id)?.policy;
  if (!isReady(state, host.id) || !policy) {
    end(scene, call, 503);
    return;
  }
  count(state.stats, 'calls', world.nowUs);
  world.schedule(policy.timeoutUs, 'deadline', [call.proxy, id]);
  if (!ambient) {
    route(scene, call);
    return;
  }
  world.schedule(policy.timeoutUs + patienceUs, 'hang-up', [host.id, job]);
  const connection = connectionOf(state, host.id, 'w1');
  if (connection?.open) passOn(scene, call, connection);
  else connect(scene, host.id, 'w1', { call: id, attempt: 0, to: 'waypoint' });
}

function passOn(scene: Scene, { id, from }: Call, { plain }: Connection): void {
  send(scene, { kind: 'call', from, to: 'w1', call: id, plain });
}

/** Ambient: the way to the waypoint is open. */
export function callReady(scene: Scene, { call: id }: Ticket, connection: Connection): void {
  const call = scene.state.calls.get(id);
  if (call?.state === 'travelling') passOn(scene, call, connection);
}

export function callUnreachable(scene: Scene, { call: id }: Ticket): void {
  const call = scene.state.calls.get(id);
  if (call?.state === 'travelling') end(scene, call, 503);
}

/** A call reaches the waypoint. */
export function onCall(scene: Scene, { call: id }: Message & { readonly kind: 'call' }): void {
  const call = scene.state.calls.get(id);
  if (call?.state === 'travelling') route(scene, change(scene, call, { state: 'delayed' }));
}

/** Chooses the version, by header or else by weight, and acts out the faults that were ordered. */
function route(scene: Scene, from: Call): void {
  const { state, world, rules } = scene;
  const policy = state.proxies.get(from.proxy)?.policy;
  const roll = world.random(`route ${from.proxy}`).next();
  const delayed = world.random(`delay ${from.proxy}`).next();
  if (!policy || !isReady(state, from.proxy)) {
    end(scene, from, 503);
    return;
  }
  if (from.service !== splitService(state).id) {
    tryOnce(scene, change(scene, from, { state: 'delayed' }));
    return;
  }
  const request = state.requests.get(from.request);
  const { split, match, faultDelay } = policy;
  const matched = match !== null && request?.header === `${match.header}=${match.value}`;
  const version = matched ? match.version : rules.versionFor(split, roll);
  if (!matched) {
    sawRoute(state, version, split);
    state.stats.routed.set(version, (state.stats.routed.get(version) ?? 0) + 1);
  }
  if (request) state.requests.set(request.id, { ...request, version });
  const call = change(scene, from, { version, state: 'delayed' });
  if (faultDelay !== null && delayed < faultDelay.share) {
    world.emit('mesh.fault', { node: call.proxy, kind: 'delay', id: call.request, delay: faultDelay.us / 1000 });
    world.schedule(faultDelay.us, 'fault-delay', [call.proxy, call.id]);
  } else {
    abortOrTry(scene, call);
  }
}

export function onFaultDelay(scene: Scene, id: string): void {
  const call = scene.state.calls.get(id);
  if (call?.state === 'delayed') abortOrTry(scene, call);
}

function abortOrTry(scene: Scene, call: Call): void {
  const { state, world } = scene;
  const abort = state.proxies.get(call.proxy)?.policy?.faultAbort ?? null;
  const roll = world.random(`abort ${call.proxy}`).next();
  if (abort === null || roll >= abort.share) {
    tryOnce(scene, call);
    return;
  }
  state.stats.aborted += 1;
  world.emit('mesh.fault', { node: call.proxy, kind: 'abort', id: call.request, status: abort.status });
  end(scene, call, abort.status);
}

/** Round robin over the hosts in service; one that failed this call already only when no other is left. */
function pickHost({ state, rules }: Scene, call: Call, cluster: Cluster): string | null {
  const hosts = [...cluster.views].filter(([id, view]) => state.hosts.has(id) && rules.inService(view)).map(([id]) => id);
  const fresh = hosts.filter((id) => !call.tried.includes(id));
  const some = fresh.length > 0 ? fresh : hosts;
  if (some.length === 0) return null;
  cluster.turn += 1;
  return some[(cluster.turn - 1) % some.length]!;
}

function overflow(scene: Scene, call: Call, limit: 'requests' | 'pending' | 'circuit' | 'hosts'): void {
  scene.state.stats.overflows += 1;
  scene.world.emit('mesh.overflow', { node: call.proxy, service: call.service, limit });
  end(scene, call, 503);
}

/** One attempt: past the breaker, to a host, over a connection. */
function tryOnce(scene: Scene, before: Call): void {
  const { state, world, rules } = scene;
  const here = at(scene, before);
  if (here === null) {
    end(scene, before, 503);
    return;
  }
  const { policy, cluster } = here;
  const host = pickHost(scene, before, cluster);
  if (policy.breaker === 'classic' && !rules.admits(cluster.circuit, world.nowUs)) return overflow(scene, before, 'circuit');
  if (host === null) return overflow(scene, before, 'hosts');
  if (policy.breaker === 'classic') pass(scene, before, here);
  const call = change(scene, before, { attempt: before.attempt + 1, host, tried: [...before.tried, host] });
  const connection = connectionOf(state, call.proxy, host);
  if (connection?.open) {
    dispatch(scene, call, connection);
    return;
  }
  if (policy.breaker === 'envoy' && !rules.hasRoom(cluster.pending, policy.maxPending)) return overflow(scene, call, 'pending');
  sawWait(state, call, policy);
  cluster.pending += 1;
  change(scene, call, { state: 'pending' });
  connect(scene, call.proxy, host, { call: call.id, attempt: call.attempt, to: 'host' });
}

/** Through a classic circuit; the first one after its time is the trial. */
function pass({ state, world }: Scene, call: Call, { proxy, cluster: { circuit } }: Routed): void {
  sawPass(state, `${proxy.id} ${clusterKey(call.service, call.version)}`, world.nowUs);
  if (circuit.state === 'closed') return;
  if (circuit.state === 'open') world.emit('mesh.circuit', { node: proxy.id, service: call.service, version: call.version, state: 'half-open' });
  circuit.state = 'half-open';
  circuit.trial = call.id;
}

/** Sends an attempt, when it may be one more. */
function dispatch(scene: Scene, call: Call, { plain }: Connection): void {
  const { state, world, rules } = scene;
  const here = at(scene, call);
  if (here === null) {
    end(scene, call, 503);
    return;
  }
  const { policy, cluster } = here;
  if (policy.breaker === 'envoy' && !rules.hasRoom(cluster.active, policy.maxRequests)) return overflow(scene, call, 'requests');
  sawSend(state, call, call.host!, policy);
  cluster.active += 1;
  state.stats.attempts += 1;
  count(state.stats, 'attempts', world.nowUs);
  change(scene, call, { state: 'active' });
  send(scene, { kind: 'attempt', from: call.proxy, to: call.host!, call: call.id, request: call.request, attempt: call.attempt, plain });
}

const waitingFor = ({ state }: Scene, { call: id, attempt }: Ticket): Call | null => {
  const call = state.calls.get(id);
  return call?.state === 'pending' && call.attempt === attempt ? call : null;
};

/** The connection is open. A host that was ejected meanwhile is not used. */
export function attemptReady(scene: Scene, ticket: Ticket, connection: Connection): void {
  const call = waitingFor(scene, ticket);
  if (call === null) return;
  const moved = leave(scene, call);
  const view = at(scene, moved)?.cluster.views.get(connection.to);
  if (view !== undefined && scene.rules.inService(view)) dispatch(scene, moved, connection);
  else retry(scene, moved, 503);
}

/** The connection could not be opened: an error of that host. */
export function attemptUnreachable(scene: Scene, ticket: Ticket): void {
  const call = waitingFor(scene, ticket);
  if (call !== null) settle(scene, call, 503);
}

/** An answer from a host. Those of earlier attempts are late and ignored. */
export function onAnswer(scene: Scene, { call: id, attempt, status }: Message & { readonly kind: 'answer' }): void {
  const call = scene.state.calls.get(id);
  if (call?.state === 'active' && call.attempt === attempt) settle(scene, call, status === 0 ? 503 : status);
}

/** Gives back its place among the active or waiting ones. Its place among the retries it keeps until its outcome is known. */
function leave(scene: Scene, call: Call): Call {
  const proxy = scene.state.proxies.get(call.proxy);
  if (proxy !== undefined && (call.state === 'active' || call.state === 'pending')) clusterOf(scene.state, proxy, call.service, call.version)[call.state] -= 1;
  return change(scene, call, { state: 'delayed' });
}

function settle(scene: Scene, call: Call, status: number): void {
  const proxy = scene.state.proxies.get(call.proxy);
  const left = leave(scene, call);
  if (proxy) observe(scene, proxy, call, status < 500);
  if (status < 500) end(scene, left, status);
  else retry(scene, left, status);
}

/** Gives back its place among the retries. */
function release(scene: Scene, call: Call): Call {
  const proxy = scene.state.proxies.get(call.proxy);
  if (proxy === undefined || !call.retrying) return call;
  clusterOf(scene.state, proxy, call.service, call.version).retries -= 1;
  return change(scene, call, { retrying: false });
}

/** Tries again after a fully jittered wait, when number and budget allow it. */
function retry(scene: Scene, from: Call, status: number): void {
  const { state, world, rules } = scene;
  const call = release(scene, from);
  const here = at(scene, call);
  if (here === null || !rules.mayRetry(call.attempt, here.policy.retries)) {
    end(scene, call, status);
    return;
  }
  const { policy, cluster } = here;
  const wait = world.random(`back-off ${call.proxy}`).next();
  if (cluster.retries >= rules.allowedRetries(policy.budget, cluster.active + cluster.pending)) {
    state.stats.retriesDenied += 1;
    world.emit('mesh.retry-denied', { node: call.proxy, id: call.request, reason: 'budget' });
    end(scene, call, status);
    return;
  }
  const delayUs = Math.floor(wait * rules.backoffLimitUs(policy.backoffUs, call.attempt));
  sawRetry(state, call, delayUs, policy);
  cluster.retries += 1;
  state.stats.retries += 1;
  change(scene, call, { state: 'backoff', retrying: true });
  world.emit('mesh.retry', { node: call.proxy, peer: call.host!, id: call.request, attempt: call.attempt + 1, delay: delayUs / 1000, status });
  world.schedule(delayUs, 'back-off', [call.proxy, call.id, call.attempt]);
}

export function onBackoff(scene: Scene, id: string, attempt: number): void {
  const call = scene.state.calls.get(id);
  if (call?.state === 'backoff' && call.attempt === attempt) tryOnce(scene, call);
}

/** The time-out of the whole call: the host that has not answered is to blame. */
export function onDeadline(scene: Scene, id: string): void {
  const call = scene.state.calls.get(id);
  if (call === undefined) return;
  const proxy = scene.state.proxies.get(call.proxy);
  const left = leave(scene, call);
  if (call.state === 'active' && proxy) observe(scene, proxy, call, false);
  end(scene, left, 504, call.state === 'travelling');
}

/** The call is over; the application that asked gets its answer. */
function end(scene: Scene, from: Call, status: number, atCaller = from.state === 'travelling'): void {
  const { state } = scene;
  const call = release(scene, leave(scene, from));
  forgetCall(scene, call);
  const caller = state.hosts.get(call.from);
  if (state.config.mode === 'ambient' && !atCaller) send(scene, { kind: 'reply', from: 'w1', to: call.from, call: call.id, job: call.job, status });
  else if (caller !== undefined) resume(scene, caller, call.job, status);
}

/** Forgets a call; a trial that it was goes to the next one. */
export function forgetCall({ state }: Scene, call: Call): void {
  const circuit = state.proxies.get(call.proxy)?.clusters.get(clusterKey(call.service, call.version))?.circuit;
  if (circuit?.trial === call.id) {
    circuit.trial = null;
    sawTrialEnd(state, `${call.proxy} ${clusterKey(call.service, call.version)}`);
  }
  sawCallEnd(state, call.id);
  state.calls.delete(call.id);
}

/** A proxy died with all that it was doing; callers behind a waypoint see their connection reset. */
export function abandon(scene: Scene, proxy: string): void {
  for (const call of [...scene.state.calls.values()]) {
    if (call.proxy !== proxy || (call.state === 'travelling' && call.from !== proxy)) continue;
    forgetCall(scene, call);
    if (call.from !== proxy) send(scene, { kind: 'reply', from: proxy, to: call.from, call: call.id, job: call.job, status: 503 });
  }
}
