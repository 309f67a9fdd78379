/** What a reader or a scenario may do to the system. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { delayBy, drop } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { directions, release } from '../kernel/network.ts';
import { nextValue, write } from './client.ts';
import { serviceIds, sidesFrom } from './config.ts';
import { cutSides, heal, setLinks } from './cuts.ts';
import type { Request } from './messages.ts';
import type { Scene } from './merge.ts';
import { campaign, promote } from './primary.ts';
import { refused } from './reasons.ts';
import { askForLock, halt, shoot } from './services.ts';
import { armTick, planCuts, scheduleWrite, startTicking } from './start.ts';
import type { PartitionNode, PartitionState } from './state.ts';
import { freshVolatile, localClockUs, primariesOf, sideOf, skewOf } from './state.ts';
import { emptyStore, versionsOf } from './held.ts';
import { kindOf } from './wall.ts';

interface Call extends Scene {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

type Verb = (call: Call) => ActionResult;

/** `side-1`, `side-2`: the primary on that side, else its first node. */
function nodeOnSide(state: PartitionState, word: string): PartitionNode | undefined {
  const side = Number(/^side-([1-9])$/.exec(word)?.[1] ?? 0) - 1;
  const there = [...state.nodes.values()].filter(({ id }) => sideOf(state, id) === side);
  return there.find(({ up, volatile }) => up && volatile.role === 'primary') ?? there[0];
}

/** Ids and role keywords: `primary`, `replica`, `crashed`, `fenced`, `frozen`, `random`, `side-1`…; the lowest id of several. */
function nodeFor({ state, target, world }: Call, name: string | undefined = target): PartitionNode | undefined {
  const nodes = [...state.nodes.values()];
  switch (name) {
    case undefined: return undefined;
    case 'primary': return [...primariesOf(state)].sort((a, b) => b.volatile.epoch - a.volatile.epoch)[0];
    case 'replica': return nodes.find(({ up, volatile }) => up && volatile.role === 'replica');
    case 'crashed': return nodes.find(({ up }) => !up);
    case 'fenced': return nodes.find(({ up, fencedBy }) => !up && fencedBy !== null);
    case 'frozen': return nodes.find(({ frozen }) => frozen);
    case 'random': {
      const up = nodes.filter((node) => node.up);
      return up[world.random('target').integer(0, Math.max(0, up.length - 1))];
    }
    default: return state.nodes.get(name) ?? nodeOnSide(state, name);
  }
}

function onNode(verb: (node: PartitionNode, call: Call) => ActionResult): Verb {
  return (call) => {
    const node = nodeFor(call);
    if (node !== undefined) return verb(node, call);
    return call.target === undefined ? refused('name a node') : refused('there is no node {target} now', { target: call.target });
  };
}

function serviceOf(state: PartitionState, id: string | undefined): { up: boolean } | null {
  return id === 'f1' ? state.fencer : id === 'l1' ? state.lock : id === 's1' ? state.storage : null;
}

const crash: Verb = (call) => {
  const { state, world, target } = call;
  const service = serviceOf(state, target);
  if (service !== null) {
    if (!service.up) return refused('{id} is down already', { id: target! });
    service.up = false;
    world.emit('fault.crash', { node: target! });
    return done;
  }
  return onNode((node) => {
    if (!node.up) return refused('{id} is down already', { id: node.id });
    halt(state, node, world);
    world.emit('fault.crash', { node: node.id });
    return done;
  })(call);
};

function restart(node: PartitionNode, { state, world }: Call): void {
  node.up = true;
  node.fencedBy = null;
  node.volatile = freshVolatile(world.nowUs, [...state.nodes.keys()], node.id);
  startTicking(state, node, world);
  world.emit('fault.recover', { node: node.id });
}

/** Everybody that is down comes back, when nobody is named. */
const recover: Verb = (call) => {
  const { state, world, target } = call;
  const services = serviceIds.filter((id) => (target === undefined || target === id) && serviceOf(state, id)?.up === false);
  for (const id of services) {
    serviceOf(state, id)!.up = true;
    world.emit('fault.recover', { node: id });
  }
  if (services.length > 0 && target !== undefined) return done;
  if (target !== undefined) {
    return onNode((node) => {
      if (node.up) return refused('{id} is not down', { id: node.id });
      restart(node, call);
      return done;
    })(call);
  }
  const down = [...state.nodes.values()].filter(({ up }) => !up);
  for (const node of down) restart(node, call);
  return down.length + services.length > 0 ? done : refused('nothing is down');
};

function wipe(node: PartitionNode, { state, world, rules }: Call): ActionResult {
  const nodes = [...state.nodes.values()];
  if (state.config.policy === 'quorum' && !rules.isMajority(nodes.filter((each) => each !== node && each.durable.voter).length, nodes.length)) {
    return refused('a majority of the disks would be lost, and with it what was accepted');
  }
  if (node.up) halt(state, node, world);
  const { durable } = node;
  for (const held of durable.store.keys.values()) for (const { id, clock, actor, counter } of versionsOf(held)) {
    const elsewhere = nodes.some((each) => each !== node && each.durable.store.context.some(([other, seen]) => other === actor && seen >= counter));
    if (!elsewhere && actor !== 's1' && clock.length > 0 && state.stats.accepted.has(id)) state.stats.lostUpdates += 1;
  }
  node.durable = { promised: durable.promised, store: emptyStore, made: 0, incarnation: durable.incarnation + 1, voter: false };
  state.witness.wiped += 1;
  world.emit('fault.wipe', { node: node.id });
  return done;
}

function freeze(node: PartitionNode, { world }: Call): ActionResult {
  if (!node.up) return refused('{id} is down', { id: node.id });
  if (node.frozen) return refused('{id} is frozen already', { id: node.id });
  node.frozen = true;
  world.emit('fault.freeze', { node: node.id });
  return done;
}

/** A process that goes on reads what waited for it, still as what it was; only then does it look at the time. */
function thaw(node: PartitionNode, { state, world }: Call): ActionResult {
  if (!node.frozen) return refused('{id} is not frozen', { id: node.id });
  node.frozen = false;
  world.emit('fault.thaw', { node: node.id });
  release(state.network, node.id, world);
  if (node.tickUs < 0) armTick(node, 0, world);
  return done;
}

function slow(node: PartitionNode, { state, args, world }: Call): ActionResult {
  const factor = Number(args['factor'] ?? 4);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  if (factor === 1) state.network.slow.delete(node.id);
  else state.network.slow.set(node.id, factor);
  world.emit('fault.slow', { node: node.id, factor });
  return done;
}

/** Sets a clock forward or back by `by` ms, and lets it gain `drift` millionths from now on. */
function skew(node: PartitionNode, { args, world }: Call): ActionResult {
  const byMs = Number(args['by'] ?? 0);
  const driftPpm = Number(args['drift'] ?? node.driftPpm);
  if (!(Math.abs(byMs) <= 86_400_000)) return refused('by is a number of milliseconds, at most a day');
  if (!(Math.abs(driftPpm) <= 500_000)) return refused('drift is a number of millionths, at most half');
  node.offsetUs = localClockUs(node, world.nowUs) - world.nowUs + Math.round(byMs * 1000);
  node.driftPpm = driftPpm;
  node.driftSinceUs = world.nowUs;
  world.emit('fault.skew', { node: node.id, by: byMs });
  return done;
}

const cut: Verb = (call) => {
  const { state, target, args, world } = call;
  const text = args['groups'] ?? (target?.includes('|') === true ? target : undefined);
  if (text === undefined && target !== undefined) {
    const ways = directions(target);
    const known = (id: string): boolean => state.nodes.has(id) || state.clients.has(id) || serviceIds.includes(id);
    if (ways.length === 0 || !ways.every((way) => way.split('>').every(known))) return refused('there is no link {target}', { target });
    setLinks(call, [...state.links, ...ways]);
    world.emit('fault.cut', { link: target });
    return done;
  }
  const sides = text === undefined ? state.config.partition : sidesFrom(String(text), state.config.nodes);
  if (sides === null || sides.length < 2) return refused('a cut needs two sides with nodes on each');
  return cutSides(call, sides, kindOf(args['kind']) ?? state.config.kind) ? done : refused('a bridge leaves nothing to cut: name a third node');
};

const healCut: Verb = (call) => {
  const { state, target, world } = call;
  if (target === undefined) return heal(call) ? done : refused('nothing is cut');
  const ways = directions(target);
  if (!ways.some((way) => state.links.has(way))) return state.wall === null ? refused('{target} is not cut', { target }) : refused('{target} is cut with its sides: heal without a target lifts that', { target });
  setLinks(call, [...state.links].filter((way) => !ways.includes(way)));
  world.emit('fault.heal', { link: target });
  return done;
};

/** The client that stands on the node's side asks that node. In a set, `-a` takes `a` out. */
const writeTo: Verb = (call) => {
  const { state, args, target, world } = call;
  const name = args['node'] ?? target;
  const node = typeof name === 'string' ? nodeFor(call, name) : undefined;
  if (name !== undefined && node === undefined) return refused('there is no node {target} now', { target: String(name) });
  const clients = [...state.clients.values()];
  const client = clients.find(({ id }) => node !== undefined && sideOf(state, id) === sideOf(state, node.id)) ?? clients[0];
  if (client === undefined) return refused('there is no client');
  if (node !== undefined) client.target = node.id;
  const text = String(args['value'] ?? nextValue(state)).slice(0, 64);
  write(state, client, requestFor(state, String(args['key'] ?? 'x').slice(0, 16), text), world);
  return done;
};

function requestFor({ config: { resolve, crdt } }: PartitionState, key: string, text: string): Request {
  const amount = Number(text);
  if (resolve !== 'crdt') return { key, value: text, remove: false, amount: 1 };
  if (crdt === 'or-set') return text.startsWith('-') ? { key, value: text.slice(1), remove: true, amount: 1 } : { key, value: text, remove: false, amount: 1 };
  return { key, value: text, remove: false, amount: Number.isSafeInteger(amount) ? amount : 1 };
}

/** An operator says that this node is primary. Under `quorum` it may only stand; under `fencing-token` only ask. */
function promoteNode(node: PartitionNode, call: Call): ActionResult {
  const { state, rules } = call;
  if (!node.up || node.frozen) return node.up ? refused('{id} is frozen', { id: node.id }) : refused('{id} is down', { id: node.id });
  if (node.volatile.role === 'primary') return refused('{id} is primary already', { id: node.id });
  if (state.config.policy === 'fencing-token') return acquire(node, call);
  if (state.config.policy !== 'quorum') {
    promote(call, node, node.durable.promised + 1);
    return done;
  }
  if (!node.durable.voter) return refused('{id} has lost its disk, and counts for no majority', { id: node.id });
  const { heardUs, suspects } = node.volatile;
  if (!rules.isMajority(1 + heardUs.size - suspects.size, state.nodes.size)) return refused('{id} hears no majority', { id: node.id });
  campaign(call, node);
  return done;
}

/** Switches a node off at the reader's word. */
function fenceNode(node: PartitionNode, call: Call): ActionResult {
  if (!node.up) return refused('{id} is off already', { id: node.id });
  shoot(call, typeof call.args['by'] === 'string' ? call.args['by'] : 'f1', [node.id]);
  return done;
}

function acquire(node: PartitionNode, call: Call): ActionResult {
  if (call.state.config.policy !== 'fencing-token') return refused('there is a lock only with the policy fencing-token');
  if (!node.up || node.frozen) return node.up ? refused('{id} is frozen', { id: node.id }) : refused('{id} is down', { id: node.id });
  if (node.volatile.role === 'primary') return refused('{id} believes that it holds the lock', { id: node.id });
  askForLock(call, node);
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['crash', crash], ['recover', recover], ['wipe', onNode(wipe)], ['freeze', onNode(freeze)], ['thaw', onNode(thaw)],
  ['slow', onNode(slow)], ['skew', onNode(skew)], ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(500)],
  ['write', writeTo], ['promote', onNode(promoteNode)], ['fence', onNode(fenceNode)], ['acquire', onNode(acquire)],
]);

export function act(scene: Scene, action: Action): ActionResult {
  const verb = verbs.get(action.action);
  if (verb === undefined) return refused('a partitioned network has no action {action}', { action: action.action });
  return verb({ ...scene, target: action.target, args: action.args ?? {} });
}

/** Takes over a live setting, by the name of the property. */
export function configure(scene: Scene, changed: string, before: PartitionState['config']): void {
  const { state, world } = scene;
  const { config } = state;
  switch (changed) {
    case 'partitionAt': case 'healAt': planCuts(scene); break;
    case 'partition': case 'kind':
      if (state.wall === null && state.flapping === null) break;
      if (config.partition.length > 1) cutSides(scene, config.partition, config.kind);
      else heal(scene);
      break;
    case 'clockSkew':
      [...state.nodes.values()].forEach((node, at) => { node.offsetUs += skewOf(config, at) - skewOf(before, at); });
      break;
    case 'writeRate': for (const client of state.clients.values()) scheduleWrite(state, client, world); break;
  }
}
