/** What a reader or a scenario may do. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { cutGroups, cutLink, delayMessage, directions, dropMessage, forget, heal, release } from '../kernel/network.ts';
import { armTick } from './detector.ts';
import { fail, repair, scheduleFate } from './life.ts';
import { ask, scheduleRequest } from './requests.ts';
import type { Run } from './state.ts';
import { idOf, numberOf, regionOf } from './topology.ts';

const done: ActionResult = { ok: true };
const refused = (reason: string): ActionResult => ({ ok: false, reason });

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
  return refused(call.target === undefined ? 'name a node' : `there is no node ${call.target.slice(0, 40)}`);
};

function crash(node: number, call: Call): ActionResult {
  if (call.state.up[node] === 0) return refused(`${idOf(node)} is down already`);
  fail(call, node);
  forget(call.state.network, idOf(node), call.world);
  call.world.emit('fault.crash', { node: idOf(node) });
  return done;
}

function recover(node: number, call: Call): ActionResult {
  if (call.state.up[node] === 1) return refused(`${idOf(node)} is not down`);
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
  if (!Number.isInteger(region) || region < 1 || region > regions) return refused(`regions are 1 to ${regions}`);
  let count = 0;
  for (let node = 0; node < nodes; node += 1) {
    if (regionOf(node, nodes, regions) !== region - 1 || state.up[node] === 0) continue;
    fail(call, node);
    forget(state.network, idOf(node), world);
    count += 1;
  }
  return count > 0 ? done : refused(`all of region ${region} is down already`);
}

function freeze(node: number, { state, world }: Call): ActionResult {
  if (state.up[node] === 0) return refused(`${idOf(node)} is down`);
  if (state.frozen[node] === 1) return refused(`${idOf(node)} is frozen already`);
  state.frozen[node] = 1;
  world.emit('fault.freeze', { node: idOf(node) });
  return done;
}

function thaw(node: number, call: Call): ActionResult {
  const { state, world } = call;
  if (state.frozen[node] === 0) return refused(`${idOf(node)} is not frozen`);
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

/** Without a link or sides: the first region against the rest. */
function cut(call: Call): ActionResult {
  const { state, target, args, world } = call;
  const { nodes, regions } = state.config;
  const isKnown = (id: string): boolean => numberOf(id) >= 0 && numberOf(id) < nodes;
  const text = args['groups'] ?? (target?.includes('|') === true ? target : undefined);
  if (typeof text !== 'string' && target !== undefined) {
    const ways = directions(target);
    if (ways.length === 0 || !ways.every((way) => way.split('>').every(isKnown))) return refused(`there is no link ${target.slice(0, 40)}`);
    cutLink(state.network, target, world);
    world.emit('fault.cut', { link: target });
    return done;
  }
  const all = Array.from({ length: nodes }, (_, node) => node);
  const sides = typeof text === 'string'
    ? text.slice(0, 4000).split('|').map((side) => side.split(/[\s,]+/).filter(isKnown))
    : [all.filter((node) => regionOf(node, nodes, regions) === 0).map(idOf), all.filter((node) => regionOf(node, nodes, regions) > 0).map(idOf)];
  const ids = sides.flat();
  if (sides.length < 2 || sides.some((side) => side.length === 0) || new Set(ids).size !== ids.length) return refused('a cut needs two sides with nodes on each');
  cutGroups(state.network, sides, world);
  const of = new Map(sides.flatMap((side, at) => side.map((id) => [id, at] as const)));
  state.sides = all.map((node) => of.get(idOf(node)) ?? sides.length - 1);
  world.emit('fault.cut', { groups: sides.map((side) => side.join(',')).join('|') });
  return done;
}

function healCut({ state, target, world }: Call): ActionResult {
  const { network } = state;
  if (network.groups === null && network.cutLinks.size === 0) return refused('nothing is cut');
  heal(network, target ?? null, world);
  if (target === undefined) state.sides = null;
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
  const byMs = Number(args['by'] ?? 1000);
  const result = delayMessage(state.network, message, Math.round(byMs * 1000), world);
  if (result.ok) world.emit('fault.delay', { message, by: byMs });
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
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delay], ['capacity', setCapacity], ['request', request],
]);

export function act(run: Run, { action, target, args = {} }: Action): ActionResult {
  if (action === 'wipe' || action === 'skew') return refused(action === 'wipe' ? 'nodes keep nothing on disk here' : 'no clocks are compared here');
  return verbs.get(action)?.({ ...run, target, args }) ?? refused(`the overview has no action ${action.slice(0, 40)}`);
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
