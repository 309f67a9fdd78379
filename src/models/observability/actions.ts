/** What a reader or a scenario may do, and live settings. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { cutter, delayBy, drop, healCut } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { forget, release } from '../kernel/network.ts';
import { resumeCollector, stopCollector } from './collector.ts';
import { refused } from './reasons.ts';
import { replay } from './recorded.ts';
import type { Scene } from './scene.ts';
import { goOn, request, stopService } from './services.ts';
import { exportUs, startArrivals, startExporting } from './start.ts';
import { collectorId, makeSdk, nameOf } from './state.ts';
import type { Collector, ObservabilityConfig, Service } from './state.ts';

interface Call extends Scene {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

type Verb = (call: Call) => ActionResult;

/** By id, by name, or by role: `crashed`, `failing`, `slow`, `last`, `random`. Lowest id first. */
function serviceFor({ state, world, target }: Call): Service | undefined {
  const all = [...state.services.values()];
  const known = state.services.get(target ?? '') ?? all.find(({ id }) => nameOf(state, id) === target);
  if (known !== undefined) return known;
  switch (target) {
    case 'crashed': return all.find(({ up }) => !up);
    case 'failing': return all.find(({ failShare }) => failShare !== null);
    case 'slow': return all.find(({ slow }) => slow.factor !== 1);
    case 'last': return all.at(-1);
    case 'random': {
      const up = all.filter((each) => each.up);
      return up[world.random('target').integer(0, Math.max(0, up.length - 1))];
    }
    default: return undefined;
  }
}

function onService(verb: (service: Service, call: Call) => ActionResult): Verb {
  return (call) => {
    const service = serviceFor(call);
    return service === undefined ? call.target === undefined ? refused('name a service') : refused('there is no {target}', { target: call.target }) : verb(service, call);
  };
}

/** A verb on a service or, with another meaning, on the collector. */
function onNode(onServiceDo: (service: Service, call: Call) => ActionResult, onCollectorDo: (collector: Collector, call: Call) => ActionResult): Verb {
  return (call) => (call.target === collectorId || call.target === 'collector' ? onCollectorDo(call.state.collector, call) : onService(onServiceDo)(call));
}

const crash = onNode((service, call) => {
  if (!service.up) return refused('{id} is down already', { id: service.id });
  stopService(call, service);
  forget(call.state.network, service.id, call.world);
  call.world.emit('fault.crash', { node: service.id });
  return done;
}, (collector, call) => {
  if (!collector.up) return refused('{id} is down already', { id: collector.id });
  stopCollector(call);
  forget(call.state.network, collector.id, call.world);
  call.world.emit('fault.crash', { node: collector.id });
  return done;
});

/** Starts a process that crashed, with empty buffers and counters at 0; ends what ails one that runs. */
const recoverOne = onNode((service, call) => {
  const { world, rules } = call;
  if (service.up && service.failShare === null && !service.strips && service.slow.factor === 1) return refused('{id} is well', { id: service.id });
  if (!service.up) {
    service.sdk = makeSdk(rules.countersFrom(service.sdk.startUs, world.nowUs));
    service.up = true;
    startExporting(call, service, exportUs);
  }
  Object.assign(service, { failShare: null, strips: false, stripTold: false, slow: { factor: 1, share: 1 } });
  world.emit('fault.recover', { node: service.id });
  return done;
}, (collector, { world }) => {
  if (collector.up && collector.slow === 1) return refused('{id} is well', { id: collector.id });
  collector.up = true;
  collector.slow = 1;
  world.emit('fault.recover', { node: collector.id });
  return done;
});

/** Everything that is not well, when nobody is named. */
function recover(call: Call): ActionResult {
  if (call.target !== undefined) return recoverOne(call);
  const recovered = [collectorId, ...call.state.services.keys()].filter((target) => recoverOne({ ...call, target }).ok);
  return recovered.length > 0 ? done : refused('everything is well');
}

const freeze = onNode(freezeNode, freezeNode);

function freezeNode(node: Service | Collector, { world }: Call): ActionResult {
  if (!node.up || node.frozen) return node.up ? refused('{id} is frozen already', { id: node.id }) : refused('{id} is down', { id: node.id });
  node.frozen = true;
  world.emit('fault.freeze', { node: node.id });
  return done;
}

const thaw = onNode((service, call) => {
  if (!service.frozen) return refused('{id} is not frozen', { id: service.id });
  goOn(call, service);
  return thawed(service.id, call);
}, (collector, call) => {
  if (!collector.frozen) return refused('{id} is not frozen', { id: collector.id });
  resumeCollector(call);
  return thawed(collector.id, call);
});

function thawed(node: string, { state, world }: Call): ActionResult {
  release(state.network, node, world);
  world.emit('fault.thaw', { node });
  return done;
}

const shareOf = (value: unknown, otherwise: number): number | null => {
  const share = Number(value ?? otherwise);
  return share >= 0 && share <= 1 ? share : null;
};

/** Work takes so many times as long, for that share of the requests. */
const slow = onNode((service, { args, world }) => {
  const factor = Number(args['factor'] ?? 10);
  const share = shareOf(args['share'], 1);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  if (share === null) return refused('share is a number from 0 to 1');
  service.slow = { factor, share };
  world.emit('fault.slow', { node: service.id, factor });
  return done;
}, (collector, { args, world }) => {
  const factor = Number(args['factor'] ?? 10);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  collector.slow = factor;
  world.emit('fault.slow', { node: collector.id, factor });
  return done;
});

/** So large a share of its requests fails; without one half of them; 0 ends it. */
function fail(service: Service, { args, world }: Call): ActionResult {
  const share = shareOf(args['share'], 0.5);
  if (share === null) return refused('share is a number from 0 to 1');
  service.failShare = share === 0 ? null : share;
  world.emit('obs.fail', { node: service.id, service: service.id, share });
  return done;
}

/** The trace context of what it is asked gets lost on the way to it, until it recovers. */
function stripContext(service: Service): ActionResult {
  if (service.strips) return refused('{id} gets no context already', { id: service.id });
  if (service.number === 1) return refused('{id} is the way in: nobody gives it a context', { id: service.id });
  service.strips = true;
  return done;
}

const cut = cutter<Call>({
  nodes: ({ state }) => [collectorId, ...state.services.keys()],
  named: (call) => (call.target === 'collector' ? collectorId : call.target === collectorId ? call.target : serviceFor(call)?.id),
});

/** A request comes in. `count`: so many at once, at most 100. */
function ask(call: Call): ActionResult {
  const count = Math.max(1, Math.min(100, Math.floor(Number(call.args['count'] ?? 1)) || 1));
  for (let sent = 0; sent < count; sent += 1) request(call);
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['replay', (call) => replay(call, call.args)],
  ['request', ask], ['fail', onService(fail)], ['strip-context', onService(stripContext)],
  ['crash', crash], ['recover', recover], ['freeze', freeze], ['thaw', thaw], ['slow', slow],
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(200)],
]);

export function act(scene: Scene, { action, target, args }: Action): ActionResult {
  const verb = verbs.get(action);
  return verb === undefined ? refused('an observed system has no action {action}', { action }) : verb({ ...scene, target, args: args ?? {} });
}

/** Takes over a live setting, by its own name or by that of the configuration. */
export function configure(scene: Scene, config: ObservabilityConfig, changed: string): void {
  const { state, world } = scene;
  state.config = config;
  if (changed === 'requestRate') startArrivals(scene);
  // Other labels are new software: every process starts its counters anew.
  if (changed === 'labels') for (const { sdk } of state.services.values()) Object.assign(sdk, makeSdk(world.nowUs), { spans: sdk.spans, logs: sdk.logs, sending: sdk.sending, attempts: sdk.attempts, retryUs: sdk.retryUs });
}
