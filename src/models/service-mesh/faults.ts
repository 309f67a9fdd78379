/** The faults that all elements share, on hosts, proxies, the control plane and the network between them. */
import type { ActionResult } from '../kernel/model.ts';
import { cutter } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { forget, release } from '../kernel/network.ts';
import { startSweeps } from './breaker.ts';
import { abandon, forgetCall } from './calls.ts';
import { ask, loseCertificate } from './certificates.ts';
import { disconnect } from './connections.ts';
import { pushMissing } from './control.ts';
import { dropJobs } from './hosts.ts';
import { refused } from './reasons.ts';
import type { Proxy } from './state.ts';
import { proxyOf } from './state.ts';
import type { Call } from './targets.ts';
import { absent, ambientProxy, hostFor, isPlane } from './targets.ts';
import { sawProxyGone } from './witness.ts';

/** What a proxy knew is lost; what went through it is reset. */
function stopProxy(call: Call, proxy: Proxy): void {
  const { state } = call;
  proxy.up = false;
  proxy.version = null;
  proxy.policy = null;
  abandon(call, proxy.id);
  proxy.clusters.clear();
  proxy.sweeps += 1;
  sawProxyGone(state, proxy.id);
  state.plane.answers.delete(proxy.id);
  for (const identity of state.identities.values()) {
    if (proxyOf(state, identity.id) !== proxy) continue;
    loseCertificate(identity);
    disconnect(state, identity.id, true);
  }
}

function startProxy(call: Call, proxy: Proxy): void {
  proxy.up = true;
  startSweeps(call, proxy);
  pushMissing(call);
  for (const identity of call.state.identities.values()) if (proxyOf(call.state, identity.id) === proxy) ask(call, identity);
}

function thawed({ state, world }: Call, id: string): void {
  for (const { kind, data } of state.frozen.get(id) ?? []) world.schedule(0, kind, data);
  state.frozen.delete(id);
}

export function crash(call: Call): ActionResult {
  const { state, target, world } = call;
  const gone = (id: string): ActionResult => {
    thawed(call, id);
    forget(state.network, id, world);
    world.emit('fault.crash', { node: id });
    return done;
  };
  if (isPlane(target)) {
    if (!state.plane.up) return refused('the control plane is down already');
    state.plane.up = false;
    return gone('p1');
  }
  const proxy = ambientProxy(call);
  if (proxy !== undefined) {
    if (!proxy.up) return refused('{id} is down already', { id: proxy.id });
    stopProxy(call, proxy);
    return gone(proxy.id);
  }
  const host = hostFor(call);
  if (host === undefined) return absent(call);
  if (!host.up) return refused('{id} is down already', { id: host.id });
  host.up = false;
  if (state.config.mode === 'sidecar') stopProxy(call, state.proxies.get(host.id)!);
  else for (const each of [...state.calls.values()]) if (each.from === host.id && each.state === 'travelling') forgetCall(call, each);
  disconnect(state, host.id, true);
  dropJobs(call, host);
  return gone(host.id);
}

function recoverPlane({ state, ...call }: Call): ActionResult {
  if (state.plane.up) return refused('the control plane is well');
  state.plane.up = true;
  pushMissing({ state, ...call });
  call.world.emit('fault.recover', { node: 'p1' });
  return done;
}

function recoverOne(call: Call): ActionResult {
  const { state, target, world } = call;
  if (isPlane(target)) return recoverPlane(call);
  const proxy = ambientProxy(call);
  if (proxy !== undefined) {
    if (proxy.up) return refused('{id} is well', { id: proxy.id });
    startProxy(call, proxy);
    world.emit('fault.recover', { node: proxy.id });
    return done;
  }
  const host = hostFor(call);
  if (host === undefined) return absent(call);
  if (host.up && host.failing === null) return refused('{id} is well', { id: host.id });
  host.failing = null;
  if (!host.up) {
    host.up = true;
    if (state.config.mode === 'sidecar') startProxy(call, state.proxies.get(host.id)!);
  }
  world.emit('fault.recover', { node: host.id });
  return done;
}

/** Everything that is not well, when nobody is named. */
export function recover(call: Call): ActionResult {
  if (call.target !== undefined) return recoverOne(call);
  const { state } = call;
  const ids = ['p1', ...(state.config.mode === 'ambient' ? state.proxies.keys() : []), ...state.hosts.keys()];
  const recovered = ids.filter((target) => recoverOne({ ...call, target }).ok);
  return recovered.length > 0 ? done : refused('everything is well');
}

/** Hosts, ztunnels, the waypoint and the control plane. */
function nodeFor(call: Call): string | undefined {
  return isPlane(call.target) ? 'p1' : ambientProxy(call)?.id ?? hostFor(call)?.id;
}

export function freeze(call: Call): ActionResult {
  const { state, world } = call;
  const id = nodeFor(call);
  if (id === undefined) return absent(call);
  const up = id === 'p1' ? state.plane.up : state.hosts.get(id)?.up ?? state.proxies.get(id)!.up;
  if (!up || state.frozen.has(id)) return up ? refused('{id} is frozen already', { id }) : refused('{id} is down', { id });
  state.frozen.set(id, []);
  world.emit('fault.freeze', { node: id });
  return done;
}

export function thaw(call: Call): ActionResult {
  const { state, world } = call;
  const id = nodeFor(call);
  if (id === undefined) return absent(call);
  if (!state.frozen.has(id)) return refused('{id} is not frozen', { id });
  thawed(call, id);
  release(state.network, id, world);
  for (const host of state.hosts.values()) if (host.tunnel === id && !state.frozen.has(host.id)) release(state.network, host.id, world);
  world.emit('fault.thaw', { node: id });
  return done;
}

/** A slow host works more slowly; a slow proxy or control plane sends and receives more slowly. */
export function slow(call: Call): ActionResult {
  const factor = Number(call.args['factor'] ?? 4);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  const id = nodeFor(call);
  if (id === undefined) return absent(call);
  const host = call.state.hosts.get(id);
  if (host !== undefined) host.slow = factor;
  else if (factor === 1) call.state.network.slow.delete(id);
  else call.state.network.slow.set(id, factor);
  call.world.emit('fault.slow', { node: id, factor });
  return done;
}

export const cut = cutter<Call>({
  nodes: ({ state }) => [...state.hosts.keys(), ...(state.config.mode === 'ambient' ? state.proxies.keys() : []), 'p1'],
  named: nodeFor,
});
