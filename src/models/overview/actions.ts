/** What a reader or a scenario may do. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { cutInto, cutter, delayBy, drop, healCut as healLinks } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { forget, release } from '../kernel/network.ts';
import { fail, repair } from './life.ts';
import { refused } from './reasons.ts';
import { ask } from './requests.ts';
import { armTick, scheduleFate, scheduleRequest } from './timers.ts';
import type { Run } from './state.ts';
import { idOf, numberOf, regionOf } from './topology.ts';

interface Call extends Run {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

type Verb = (call: Call) => ActionResult;

/** A node by its id, or a role: `random` (of those up), `crashed`, `suspected`. Lowest first; -1 for none. */
function nodeFor({ state, target = '', world }: Call): number {
  const { nodes } = state.config;
  const named = numberOf(target);
  if (named >= 0) return named < nodes ? named : -1;
  if (target === 'crashed') return state.up.indexOf(0);
  if (target === 'suspected') return state.suspectedBy.findIndex((by) => by > 0);
  if (target !== 'random') return -1;
  const up = Array.from({ length: nodes }, (_, node) => node).filter((node) => state.up[node] === 1);
  return up[world.random('target').integer(0, Math.max(0, up.length - 1))] ?? -1;
}

const onNode = (verb: (node: number, call: Call) => ActionResult): Verb => (call) => {
  const node = nodeFor(call);
  if (node >= 0) return verb(node, call);
  return call.target === undefined ? refused('name a node') : refused('there is no node {target}', { target: call.target.slice(0, 40) });
};

function crash(node: number, call: Call): ActionResult {
  if (call.state.up[node] === 0) return refused('{id} is down already', { id: idOf(node) });
  fail(call, node);
  forget(call.state.network, idOf(node), call.world);
  call.world.emit('fault.crash', { node: idOf(node) });
  return done;
}

function recover(node: number, call: Call): ActionResult {
  if (call.state.up[node] === 1) return refused('{id} is not down', { id: idOf(node) });
  repair(call, node);
  call.world.emit('fault.recover', { node: idOf(node) });
  return done;
}

/** Everybody that is down comes back, when nobody is named. */
function recoverAll(call: Call): ActionResult {
  if (call.target !== undefined) return onNode(recover)(call);
  let count = 0;
  call.state.up.forEach((up, node) => {
    if (up === 0) count += recover(node, call).ok ? 1 : 0;
  });
  return count > 0 ? done : refused('no node is down');
}

/** All of a region goes down at once; each node is repaired in its own time. Regions count from 1. */
function failRegion(call: Call): ActionResult {
  const { state, target, args, world } = call;
  const { nodes, regions } = state.config;
  const region = Number(String(target ?? args['region'] ?? 1).replace(/^region-?/, ''));
  if (!Number.isInteger(region) || region < 1 || region > regions) return refused('regions are 1 to {regions}', { regions });
  let count = 0;
  for (let node = 0; node < nodes; node += 1) {
    if (regionOf(node, nodes, regions) !== region - 1 || state.up[node] === 0) continue;
    fail(call, node);
    forget(state.network, idOf(node), world);
    count += 1;
  }
  return count > 0 ? done : refused('all of region {region} is down already', { region });
}

function freeze(node: number, { state, world }: Call): ActionResult {
  if (state.up[node] === 0) return refused('{id} is down', { id: idOf(node) });
  if (state.frozen[node] === 1) return refused('{id} is frozen already', { id: idOf(node) });
  state.frozen[node] = 1;
  world.emit('fault.freeze', { node: idOf(node) });
  return done;
}

function thaw(node: number, call: Call): ActionResult {
  const { state, world } = call;
  if (state.frozen[node] === 0) return refused('{id} is not frozen', { id: idOf(node) });
  state.frozen[node] = 0;
  armTick(call, node, 0);
  release(state.network, idOf(node), world);
  world.emit('fault.thaw', { node: idOf(node) });
  return done;
}

function slow(node: number, { state, args, world }: Call): ActionResult {
  const factor = Number(args['factor'] ?? 4);
  if (!(factor >= 1 && factor <= 1000)) return refused('factor is a number from 1 to 1000');
  if (factor === 1) state.network.slow.delete(idOf(node));
  else state.network.slow.set(idOf(node), factor);
  world.emit('fault.slow', { node: idOf(node), factor });
  return done;
}

const nodesOf = ({ config: { nodes } }: Run['state']): string[] => Array.from({ length: nodes }, (_, node) => idOf(node));

/** Without a link or sides: the first region against the rest. */
const cut = cutter<Call>({
  nodes: ({ state }) => nodesOf(state),
  named: (call) => {
    const node = nodeFor(call);
    return node < 0 ? undefined : idOf(node);
  },
  usual: ({ state }) => {
    const { nodes, regions } = state.config;
    const isFirst = (id: string): boolean => regionOf(numberOf(id), nodes, regions) === 0;
    return [nodesOf(state).filter(isFirst), nodesOf(state).filter((id) => !isFirst(id))];
  },
  between: (call, sides) => {
    const side = new Map(sides.flatMap((ids, at) => ids.map((id) => [id, at] as const)));
    call.state.sides = nodesOf(call.state).map((id) => side.get(id)!);
    cutInto(call, sides);
  },
});

function healCut(call: Call): ActionResult {
  const result = healLinks(call);
  if (result.ok && call.target === undefined) call.state.sides = null;
  return result;
}

/** From now on a node breaks down under more requests than this between two heartbeats; 0 = under any number of them it holds. */
function setCapacity({ state, args, target }: Call): ActionResult {
  const requests = Number(args['requests'] ?? target ?? 0);
  if (!Number.isInteger(requests) || requests < 0 || requests > 60_000) return refused('requests is a whole number, at most 60000');
  state.capacity = requests;
  return done;
}

function request(call: Call): ActionResult {
  if (call.state.upCount === 0) return refused('every node is down');
  ask(call);
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['crash', onNode(crash)], ['recover', recoverAll], ['fail-region', failRegion], ['freeze', onNode(freeze)], ['thaw', onNode(thaw)], ['slow', onNode(slow)],
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(1000)], ['capacity', setCapacity], ['request', request],
]);

export function act(run: Run, { action, target, args = {} }: Action): ActionResult {
  if (action === 'wipe' || action === 'skew') return action === 'wipe' ? refused('nodes keep nothing on disk here') : refused('no clocks are compared here');
  return verbs.get(action)?.({ ...run, target, args }) ?? refused('the overview has no action {action}', { action: action.slice(0, 40) });
}

/** Takes over a live setting; `before` is the configuration until now. */
export function configure(run: Run, before: Run['state']['config']): void {
  const { state } = run;
  const { config } = state;
  if (config.requestRate !== before.requestRate) scheduleRequest(run);
  // An exponential time that has not ended yet may be drawn anew: it has no memory.
  if (config.mttfUs !== before.mttfUs || config.mttrUs !== before.mttrUs) {
    for (let node = 0; node < config.nodes; node += 1) if (state.up[node] === 1 ? config.mttfUs !== before.mttfUs : config.mttrUs !== before.mttrUs) scheduleFate(run, node);
  }
  if (config.heartbeatUs < before.heartbeatUs) for (let node = 0; node < config.nodes; node += 1) if (state.tickUs[node]! >= 0) armTick(run, node, run.world.random('heartbeat start').integer(0, config.heartbeatUs));
}
