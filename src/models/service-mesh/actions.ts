/** What a reader or a scenario may do, and live settings. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { cutGroups, cutLink, delayMessage, directions, dropMessage, forget, heal, release } from '../kernel/network.ts';
import { abandon, forgetCall } from './calls.ts';
import { ask, expire, loseCertificate } from './certificates.ts';
import { disconnect } from './connections.ts';
import { publish, pushMissing } from './control.ts';
import { startSweeps } from './breaker.ts';
import { dropJobs } from './hosts.ts';
import { intrude, issue, leavesOf } from './requests.ts';
import type { Scene } from './scene.ts';
import { startArrivals } from './start.ts';
import type { Host, Identity, Proxy, Service, ServiceMeshConfig, ServiceMeshState } from './state.ts';
import { copiesOf, machinesFor, makeHost, makeIdentity, makeProxy, proxyOf, splitService } from './state.ts';
import { sawProxyGone } from './witness.ts';

const done: ActionResult = { ok: true };
const refused = (reason: string): ActionResult => ({ ok: false, reason });

interface Call extends Scene {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

type Verb = (call: Call) => ActionResult;

const serviceOf = ({ services }: ServiceMeshState, name: string | undefined): Service | undefined =>
  services.get(name ?? '') ?? [...services.values()].find((each) => each.name === name);

/** Ejected by any proxy. */
export const isEjected = ({ proxies }: ServiceMeshState, host: string): boolean =>
  [...proxies.values()].some(({ clusters }) => [...clusters.values()].some(({ views }) => (views.get(host)?.ejected ?? null) !== null));

/** By id; a service by id or name, or a version: its first host that is well; or by role: `crashed`, `failing`, `ejected`, `random`. */
function hostFor({ state, world, target }: Call): Host | undefined {
  const all = [...state.hosts.values()];
  const known = state.hosts.get(target ?? '');
  if (known !== undefined) return known;
  const service = serviceOf(state, target);
  const some = service ? service.hosts.map((id) => state.hosts.get(id)!) : all.filter(({ version }) => version !== '' && version === target);
  if (some.length > 0) return some.find(({ up, failing }) => up && failing === null) ?? some[0];
  switch (target) {
    case 'crashed': return all.find(({ up }) => !up);
    case 'failing': return all.find(({ failing }) => failing !== null);
    case 'ejected': return all.find(({ id }) => isEjected(state, id));
    case 'random': {
      const split = splitService(state).hosts.map((id) => state.hosts.get(id)!).filter(({ up, failing }) => up && failing === null);
      return split[world.random('target').integer(0, Math.max(0, split.length - 1))];
    }
    default: return undefined;
  }
}

const absent = ({ target }: Call): ActionResult => refused(target === undefined ? 'name a service or one of its hosts' : `there is no ${target}`);

function onHost(verb: (host: Host, call: Call) => ActionResult): Verb {
  return (call) => {
    const host = hostFor(call);
    return host === undefined ? absent(call) : verb(host, call);
  };
}

const isPlane = (target: string | undefined): boolean => target === 'p1' || target === 'control-plane';
/** A ztunnel or the waypoint; sidecars are named by their hosts. */
const ambientProxy = ({ state, target }: Call): Proxy | undefined => (state.config.mode === 'ambient' ? state.proxies.get(target ?? '') : undefined);

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

function crash(call: Call): ActionResult {
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
    if (!proxy.up) return refused(`${proxy.id} is down already`);
    stopProxy(call, proxy);
    return gone(proxy.id);
  }
  const host = hostFor(call);
  if (host === undefined) return absent(call);
  if (!host.up) return refused(`${host.id} is down already`);
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
    if (proxy.up) return refused(`${proxy.id} is well`);
    startProxy(call, proxy);
    world.emit('fault.recover', { node: proxy.id });
    return done;
  }
  const host = hostFor(call);
  if (host === undefined) return absent(call);
  if (host.up && host.failing === null) return refused(`${host.id} is well`);
  host.failing = null;
  if (!host.up) {
    host.up = true;
    if (state.config.mode === 'sidecar') startProxy(call, state.proxies.get(host.id)!);
  }
  world.emit('fault.recover', { node: host.id });
  return done;
}

/** Everything that is not well, when nobody is named. */
function recover(call: Call): ActionResult {
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

function freeze(call: Call): ActionResult {
  const { state, world } = call;
  const id = nodeFor(call);
  if (id === undefined) return absent(call);
  const up = id === 'p1' ? state.plane.up : state.hosts.get(id)?.up ?? state.proxies.get(id)!.up;
  if (!up || state.frozen.has(id)) return refused(`${id} is ${up ? 'frozen already' : 'down'}`);
  state.frozen.set(id, []);
  world.emit('fault.freeze', { node: id });
  return done;
}

function thaw(call: Call): ActionResult {
  const { state, world } = call;
  const id = nodeFor(call);
  if (id === undefined) return absent(call);
  if (!state.frozen.has(id)) return refused(`${id} is not frozen`);
  thawed(call, id);
  release(state.network, id, world);
  for (const host of state.hosts.values()) if (host.tunnel === id && !state.frozen.has(host.id)) release(state.network, host.id, world);
  world.emit('fault.thaw', { node: id });
  return done;
}

/** A slow host works more slowly; a slow proxy or control plane sends and receives more slowly. */
function slow(call: Call): ActionResult {
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

/** Cuts a link, or into sides; a node alone is cut off from all the others. */
function cut(call: Call): ActionResult {
  const { state, target, args, world } = call;
  const nodes = [...state.hosts.keys(), ...(state.config.mode === 'ambient' ? state.proxies.keys() : []), 'p1'];
  const one = target === undefined || target.includes('|') ? undefined : nodeFor(call);
  const alone = one === undefined ? undefined : `${one}|${nodes.filter((id) => id !== one).join()}`;
  const text = args['groups'] ?? alone ?? (target?.includes('|') === true ? target : undefined);
  if (typeof text !== 'string') {
    if (target === undefined) return refused('name a link, or groups');
    const ways = directions(target);
    if (ways.length === 0 || !ways.every((way) => way.split('>').every((id) => nodes.includes(id)))) return refused(`there is no link ${target}`);
    cutLink(state.network, target, world);
    world.emit('fault.cut', { link: target });
    return done;
  }
  const sides = text.split('|').map((side) => side.split(/[\s,]+/).filter((id) => nodes.includes(id))).filter((side) => side.length > 0);
  if (sides.length < 2 || new Set(sides.flat()).size !== sides.flat().length) return refused('a cut needs two sides with nodes on each');
  cutGroups(state.network, sides, world);
  world.emit('fault.cut', { groups: sides.map((side) => side.join(',')).join('|') });
  return done;
}

function healCut({ state, target, world }: Call): ActionResult {
  if (state.network.groups === null && state.network.cutLinks.size === 0) return refused('nothing is cut');
  heal(state.network, target ?? null, world);
  world.emit('fault.heal', target === undefined ? {} : { link: target });
  return done;
}

function drop({ state, target, args, world }: Call): ActionResult {
  const message = target ?? String(args['message'] ?? '');
  const result = dropMessage(state.network, message, world);
  if (result.ok) world.emit('fault.drop', { message });
  return result;
}

function delay({ state, target, args, world }: Call): ActionResult {
  const message = target ?? String(args['message'] ?? '');
  const byMs = Number(args['by'] ?? 200);
  const result = delayMessage(state.network, message, Math.round(byMs * 1000), world);
  if (result.ok) world.emit('fault.delay', { message, by: byMs });
  return result;
}

/** `request payment header=user=beta count=5`. With `plain`: by somebody outside the mesh, without a certificate, straight at a host. */
function request(call: Call): ActionResult {
  const { state, target, args } = call;
  const service = target === undefined ? splitService(state) : serviceOf(state, target) ?? serviceOf(state, state.hosts.get(target)?.service);
  if (service === undefined) return absent(call);
  const count = Math.max(1, Math.min(100, Math.floor(Number(args['count'] ?? 1)) || 1));
  const header = typeof args['header'] === 'string' ? args['header'].slice(0, 80) : null;
  if (args['plain'] === true || args['plain'] === 'true') {
    const host = state.hosts.get(target ?? '')?.id ?? service.hosts[0]!;
    for (let sent = 0; sent < count; sent += 1) intrude(call, service.id, host);
    return done;
  }
  const leaves = leavesOf(state);
  if (!leaves.includes(service.id)) return refused(`requests end at ${leaves.map((id) => state.services.get(id)!.name).join(', ')}`);
  for (let sent = 0; sent < count; sent += 1) issue(call, service.id, header);
  return done;
}

/** `share` of its answers are errors with `status`; all of them, 503, when not said. */
function fail(host: Host, { args, world }: Call): ActionResult {
  const share = Number(args['share'] ?? 1);
  const status = Number(args['status'] ?? 503);
  if (!(share > 0 && share <= 1)) return refused('share is a number above 0, at most 1');
  if (!(Number.isInteger(status) && status >= 500 && status <= 599)) return refused('status is a whole number from 500 to 599');
  host.failing = { share, status };
  world.emit('mesh.fail', { node: host.id, host: host.id, share, status });
  return done;
}

/** With `bad`: one that no proxy can use. */
function pushConfig(call: Call): ActionResult {
  publish(call, !(call.args['bad'] === true || call.args['bad'] === 'true'));
  return done;
}

/** A host's, or in ambient mode the waypoint's. */
function onIdentity(verb: (identity: Identity, call: Call) => ActionResult): Verb {
  return (call) => {
    const identity = call.state.identities.get(call.target === 'w1' ? 'w1' : hostFor(call)?.id ?? '');
    return identity === undefined ? absent(call) : verb(identity, call);
  };
}

function rotateCert(identity: Identity, call: Call): ActionResult {
  if (proxyOf(call.state, identity.id)?.up !== true) return refused(`${identity.id} is down`);
  identity.stuck = false;
  ask(call, identity);
  return done;
}

function expireCert(identity: Identity, call: Call): ActionResult {
  if (identity.certificate === null) return refused(`${identity.id} has no certificate`);
  expire(call, identity);
  call.world.emit('mesh.cert-expired', { node: identity.id, service: identity.name });
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['request', request], ['fail', onHost(fail)], ['push-config', pushConfig], ['rotate-cert', onIdentity(rotateCert)], ['expire-cert', onIdentity(expireCert)],
  ['crash', crash], ['recover', recover], ['freeze', freeze], ['thaw', thaw], ['slow', slow],
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delay],
]);

export function act(scene: Scene, { action, target, args }: Action): ActionResult {
  const verb = verbs.get(action);
  return verb === undefined ? refused(`a service mesh has no action ${action}`) : verb({ ...scene, target, args: args ?? {} });
}

/** A version that a split names for the first time is deployed. */
function deploy(scene: Scene): void {
  const { state, world } = scene;
  const service = splitService(state);
  const known = new Set(service.hosts.map((id) => state.hosts.get(id)!.version));
  state.config.policy.split.forEach(({ version }, at) => {
    if (known.has(version)) return;
    for (let copy = 0; copy < copiesOf(at); copy += 1) {
      const host = makeHost(state.next.host, service.id, version, machinesFor(state.services.size));
      state.next.host += 1;
      state.hosts.set(host.id, host);
      const before = state.services.get(service.id)!;
      state.services.set(service.id, { ...before, hosts: [...before.hosts, host.id] });
      const identity = makeIdentity(host.id, service.name);
      state.identities.set(host.id, identity);
      if (state.config.mode === 'sidecar') state.proxies.set(host.id, makeProxy(host.id, null, null));
      ask({ ...scene, world }, identity);
    }
  });
}

/** Settings that are no policy: they need not be pushed. */
const direct: ReadonlySet<string> = new Set(['requestRate', 'latency', 'jitter', 'loss', 'certTtl']);

/** Takes over a live setting, by its own name or by that of the configuration. Policies reach proxies when they are pushed. */
export function configure(scene: Scene, config: ServiceMeshConfig, changed: string): void {
  const { state } = scene;
  const name = changed.replace(/Us$/, '');
  state.config = { ...config, services: state.config.services, mode: state.config.mode };
  if (name === 'requestRate') startArrivals(scene);
  if (direct.has(name)) return;
  if (name === 'split') {
    state.stats.routed = new Map();
    deploy(scene);
  }
  publish(scene, true);
}
