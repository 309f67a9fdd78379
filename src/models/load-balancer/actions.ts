/** What a reader or a scenario may do, and live settings. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { cutter, delayBy, drop, healCut } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { forget, release } from '../kernel/network.ts';
import { goOn, stop, takeWaiting } from './backends.ts';
import { giveUpLate, stopBalancer } from './balancing.ts';
import { issue, startArrivals } from './clients.ts';
import type { Scene } from './health.ts';
import { bestHealth, isHealthy, startAllProbing } from './health.ts';
import { addBackend, backendLimit, dropBackend, forgetTurns, resizeBackends, resizeBalancers, resizeClients, startDraining } from './membership.ts';
import { refused } from './reasons.ts';
import { algorithms, makeView } from './state.ts';
import type { Algorithm, Backend, Balancer, LoadBalancerConfig } from './state.ts';
import { sawView } from './witness.ts';

interface Call extends Scene {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

type Verb = (call: Call) => ActionResult;

/** By id, by the name given with `add`, or by role: `crashed`, `draining`, `failing`, `busiest`, `newest`, `random`. Lowest id first. */
function backendFor({ state, world, target }: Call): Backend | undefined {
  const all = [...state.backends.values()];
  const known = state.backends.get(target ?? '') ?? all.find(({ name }) => name !== null && name === target);
  if (known !== undefined) return known;
  switch (target) {
    case 'crashed': return all.find(({ up }) => !up);
    case 'draining': return all.find(({ draining }) => draining !== null);
    case 'failing': return all.find(({ failingProbes }) => failingProbes !== 0);
    case 'busiest': return all.reduce<Backend | undefined>((best, each) => (best === undefined || each.serving.length + each.queue.length > best.serving.length + best.queue.length ? each : best), undefined);
    case 'newest': return all.at(-1);
    case 'random': {
      const up = all.filter((each) => each.up);
      return up[world.random('target').integer(0, Math.max(0, up.length - 1))];
    }
    default: return undefined;
  }
}

const absent = ({ target }: Call): ActionResult => target === undefined ? refused('name a backend') : refused('there is no {target}', { target });

function onBackend(verb: (backend: Backend, call: Call) => ActionResult): Verb {
  return (call) => {
    const backend = backendFor(call);
    return backend === undefined ? absent(call) : verb(backend, call);
  };
}

/** A verb on a backend or, with another meaning, on a balancer. */
function onNode(onBackendDo: (backend: Backend, call: Call) => ActionResult, onBalancerDo: (balancer: Balancer, call: Call) => ActionResult): Verb {
  return (call) => {
    const balancer = call.state.balancers.get(call.target ?? '');
    return balancer === undefined ? onBackend(onBackendDo)(call) : onBalancerDo(balancer, call);
  };
}

const crash = onNode((backend, call) => {
  if (!backend.up) return refused('{id} is down already', { id: backend.id });
  stop(call, backend);
  forget(call.state.network, backend.id, call.world);
  call.world.emit('fault.crash', { node: backend.id });
  return done;
}, (balancer, call) => {
  if (!balancer.up) return refused('{id} is down already', { id: balancer.id });
  stopBalancer(call, balancer);
  forget(call.state.network, balancer.id, call.world);
  call.world.emit('fault.crash', { node: balancer.id });
  return done;
});

/** Starts a process that crashed; puts one that drains, or answers probes with errors, back into service. */
const recoverOne = onNode((backend, { world }) => {
  if (backend.up && backend.draining === null && backend.failingProbes === 0) return refused('{id} is well', { id: backend.id });
  if (!backend.up) backend.startedUs = world.nowUs;
  backend.up = true;
  backend.draining = null;
  backend.failingProbes = 0;
  world.emit('fault.recover', { node: backend.id });
  return done;
}, (balancer, call) => {
  const { state, world } = call;
  if (balancer.up) return refused('{id} is not down', { id: balancer.id });
  balancer.up = true;
  balancer.views = new Map([...state.backends.keys()].map((id) => [id, makeView(state.config, null)]));
  for (const id of state.backends.keys()) sawView(state, balancer.id, id, true);
  startAllProbing(call, balancer);
  world.emit('fault.recover', { node: balancer.id });
  return done;
});

/** Everything that is not well, when nobody is named. */
function recover(call: Call): ActionResult {
  if (call.target !== undefined) return recoverOne(call);
  const ids = [...call.state.balancers.keys(), ...call.state.backends.keys()];
  const recovered = ids.filter((target) => recoverOne({ ...call, target }).ok);
  return recovered.length > 0 ? done : refused('everything is well');
}

const freeze = onNode((backend, { world }) => {
  if (!backend.up || backend.frozenSinceUs !== null) return backend.up ? refused('{id} is frozen already', { id: backend.id }) : refused('{id} is down', { id: backend.id });
  backend.frozenSinceUs = world.nowUs;
  world.emit('fault.freeze', { node: backend.id });
  return done;
}, (balancer, { world }) => {
  if (!balancer.up || balancer.frozen) return balancer.up ? refused('{id} is frozen already', { id: balancer.id }) : refused('{id} is down', { id: balancer.id });
  balancer.frozen = true;
  world.emit('fault.freeze', { node: balancer.id });
  return done;
});

const thaw = onNode((backend, call) => {
  if (backend.frozenSinceUs === null) return refused('{id} is not frozen', { id: backend.id });
  goOn(call, backend);
  release(call.state.network, backend.id, call.world);
  call.world.emit('fault.thaw', { node: backend.id });
  return done;
}, (balancer, call) => {
  if (!balancer.frozen) return refused('{id} is not frozen', { id: balancer.id });
  balancer.frozen = false;
  giveUpLate(call, balancer);
  release(call.state.network, balancer.id, call.world);
  call.world.emit('fault.thaw', { node: balancer.id });
  return done;
});

const factorOf = ({ args }: Call): number | null => {
  const factor = Number(args['factor'] ?? 4);
  return factor > 0 && factor <= 1000 ? factor : null;
};

/** A slow backend works more slowly; a slow balancer sends and receives more slowly. */
const slow = onNode((backend, call) => {
  const factor = factorOf(call);
  if (factor === null) return refused('factor is a number above 0, at most 1000');
  backend.slow = factor;
  call.world.emit('fault.slow', { node: backend.id, factor });
  return done;
}, (balancer, call) => {
  const factor = factorOf(call);
  if (factor === null) return refused('factor is a number above 0, at most 1000');
  if (factor === 1) call.state.network.slow.delete(balancer.id);
  else call.state.network.slow.set(balancer.id, factor);
  call.world.emit('fault.slow', { node: balancer.id, factor });
  return done;
});

const nodesOf = ({ balancers, backends }: Scene['state']): string[] => [...balancers.keys(), ...backends.keys()];

/** Clients stand outside of sides. */
const cut = cutter<Call>({
  nodes: ({ state }) => nodesOf(state),
  named: (call) => (call.state.balancers.has(call.target ?? '') ? call.target : backendFor(call)?.id),
  isEnd: (id, { state }) => state.clients.has(id),
});

/** `request c1 path=/api`; without a client one by chance. `count`: so many at once, at most 100. */
function request(call: Call): ActionResult {
  const { state, target, args, world } = call;
  const path = typeof args['path'] === 'string' ? args['path'].slice(0, 64) : null;
  const name = target ?? args['client'];
  if (name !== undefined && name !== 'random' && !state.clients.has(String(name))) return refused('there is no client {name}', { name: String(name) });
  const count = Math.max(1, Math.min(100, Math.floor(Number(args['count'] ?? 1)) || 1));
  for (let sent = 0; sent < count; sent += 1) {
    const id = name === undefined || name === 'random' ? `c${world.random('target').integer(1, state.clients.size)}` : String(name);
    issue(call, state.clients.get(id)!, path);
  }
  return done;
}

function add(call: Call): ActionResult {
  if (call.state.backends.size >= backendLimit) return refused('there are {most} backends, and no room for more', { most: backendLimit });
  const name = call.args['name'] ?? call.target;
  addBackend(call, typeof name === 'string' && name !== '' ? name.slice(0, 64) : null);
  return done;
}

function remove(backend: Backend, call: Call): ActionResult {
  if (backend.draining?.thenRemove === true) return refused('{id} is leaving already', { id: backend.id });
  if (call.state.config.drainUs > 0) startDraining(call, backend, true);
  else dropBackend(call, backend);
  return done;
}

function drain(backend: Backend, call: Call): ActionResult {
  if (backend.draining !== null) return refused('{id} is draining already', { id: backend.id });
  startDraining(call, backend, false);
  return done;
}

/** `count`: so many probes will be answered with 500; without it all, until it recovers. */
function failProbe(backend: Backend, { args, world }: Call): ActionResult {
  const count = Number(args['count'] ?? -1);
  if (!Number.isInteger(count) || count === 0 || count < -1) return refused('count is a whole number above 0');
  backend.failingProbes = count;
  world.emit('lb.fail-probe', { node: backend.id, backend: backend.id, count });
  return done;
}

function setAlgorithm({ state, target, args, world }: Call): ActionResult {
  const name = String(args['algorithm'] ?? args['value'] ?? target ?? '').toLowerCase();
  const algorithm = algorithms.find((each) => each === name);
  if (algorithm === undefined) return refused('algorithm is one of {algorithms}', { algorithms: algorithms.join(', ') });
  if (algorithm === state.algorithm) return refused('it is {algorithm} already', { algorithm });
  state.algorithm = algorithm;
  forgetTurns(state);
  world.emit('lb.algorithm', { algorithm });
  return done;
}

/** So many of the first clients stand behind one router, and show its address. */
function nat({ state, args }: Call): ActionResult {
  const count = Number(args['clients'] ?? Math.ceil(state.clients.size / 2));
  if (!Number.isInteger(count) || count < 1) return refused('clients is a whole number above 0');
  for (const [id, client] of state.clients) if (Number(id.slice(1)) <= count) state.clients.set(id, { ...client, address: '10.0.1.7' });
  return done;
}

/** From now on a process that starts is four times as slow at first, and warm after `ms`. */
function warmUp({ state, args }: Call): ActionResult {
  const ms = Number(args['ms'] ?? 4000);
  if (!(ms >= 0 && ms <= 3_600_000)) return refused('ms is a number from 0 to 3600000');
  state.warmUpUs = Math.round(ms * 1000);
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['request', request], ['add', add], ['remove', (call) => onBackend(remove)({ ...call, target: call.target ?? 'newest' })], ['drain', onBackend(drain)],
  ['fail-probe', onBackend(failProbe)], ['set-algorithm', setAlgorithm], ['nat', nat], ['warm-up', warmUp],
  ['crash', crash], ['recover', recover], ['freeze', freeze], ['thaw', thaw], ['slow', slow],
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(200)],
]);

export function act(scene: Scene, { action, target, args }: Action): ActionResult {
  const verb = verbs.get(action);
  return verb === undefined ? refused('a load balancer has no action {action}', { action }) : verb({ ...scene, target, args: args ?? {} });
}

/** Takes over a live setting, by its own name or by that of the configuration. */
export function configure(scene: Scene, config: LoadBalancerConfig, changed: string): void {
  const { state } = scene;
  const before = state.config;
  state.config = config;
  switch (changed.replace(/Us$/, '')) {
    case 'requestRate': startArrivals(scene); break;
    case 'backends': resizeBackends(scene); break;
    case 'clients': resizeClients(scene); break;
    case 'balancers': resizeBalancers(scene); break;
    case 'algorithm': changeAlgorithm(scene, config.algorithm); break;
    case 'weights': case 'routes': case 'layer': forgetTurns(state); break;
    case 'capacity': for (const backend of state.backends.values()) takeWaiting(scene, backend); break;
    case 'healthInterval': for (const balancer of state.balancers.values()) if (balancer.up) startAllProbing(scene, balancer); break;
    case 'unhealthyAfter': case 'healthyAfter': changeThresholds(scene, before); break;
  }
}

function changeAlgorithm({ state }: Scene, algorithm: Algorithm): void {
  state.algorithm = algorithm;
  forgetTurns(state);
}

/** Rows of probes begin anew, from the state that each backend was in. */
function changeThresholds({ state }: Scene, before: LoadBalancerConfig): void {
  for (const balancer of state.balancers.values()) {
    for (const [backend, view] of balancer.views) {
      const up = isHealthy(view.health, before);
      view.health = up ? bestHealth(state.config) : 0;
      sawView(state, balancer.id, backend, up);
    }
  }
}
