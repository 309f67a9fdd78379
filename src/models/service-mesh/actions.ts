/** What a reader or a scenario may do, and live settings. */
import type { Action, ActionResult } from '../kernel/model.ts';
import { ask, expire } from './certificates.ts';
import { publish } from './control.ts';
import { delayBy, drop, healCut } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { crash, cut, freeze, recover, slow, thaw } from './faults.ts';
import { refused } from './reasons.ts';
import { intrude, issue, leavesOf } from './requests.ts';
import type { Scene } from './scene.ts';
import { startArrivals } from './start.ts';
import type { Host, Identity, ServiceMeshConfig } from './state.ts';
import { copiesOf, machinesFor, makeHost, makeIdentity, makeProxy, proxyOf, splitService } from './state.ts';
import type { Call, Verb } from './targets.ts';
import { absent, hostFor, onHost, serviceOf } from './targets.ts';

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
  if (!leaves.includes(service.id)) return refused('requests end at {services}', { services: leaves.map((id) => state.services.get(id)!.name).join(', ') });
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
  if (proxyOf(call.state, identity.id)?.up !== true) return refused('{id} is down', { id: identity.id });
  identity.stuck = false;
  ask(call, identity);
  return done;
}

function expireCert(identity: Identity, call: Call): ActionResult {
  if (identity.certificate === null) return refused('{id} has no certificate', { id: identity.id });
  expire(call, identity);
  call.world.emit('mesh.cert-expired', { node: identity.id, service: identity.name });
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['request', request], ['fail', onHost(fail)], ['push-config', pushConfig], ['rotate-cert', onIdentity(rotateCert)], ['expire-cert', onIdentity(expireCert)],
  ['crash', crash], ['recover', recover], ['freeze', freeze], ['thaw', thaw], ['slow', slow],
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(200)],
]);

export function act(scene: Scene, { action, target, args }: Action): ActionResult {
  const verb = verbs.get(action);
  return verb === undefined ? refused('a service mesh has no action {action}', { action }) : verb({ ...scene, target, args: args ?? {} });
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
