/** What a reader or a scenario may do. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { cutter, delayBy, drop, healCut } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { forget, release } from '../kernel/network.ts';
import type { Broker, Group, Member, Producer, QueueConfig, QueueState } from './cluster.ts';
import { isInput } from './cluster.ts';
import { dropEverything, fenceMember } from './joining.ts';
import { electUnclean } from './controller.ts';
import { restartEffects, settleOwed } from './effects.ts';
import { lost } from './ledger.ts';
import { crashProducer, produce } from './producer.ts';
import { refused } from './reasons.ts';
import { makeMember, makeReplica, scheduleProduce } from './start.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

type Node = Broker | Member | Producer;
type Verb = (context: Context, action: Action) => ActionResult;

const nodesOf = (state: QueueState): Node[] => [...state.brokers.values(), ...state.members.values(), ...state.producers.values()];

/** An id; or `leader` (of partition 0), `follower`, `crashed`, `coordinator`, `member`, `random`. Lowest id first. */
function find({ state, world }: Context, target: string | undefined): Node | null {
  const named = nodesOf(state).find(({ id }) => id === target);
  if (named) return named;
  const { leader, isr } = state.controller.parts[0]!;
  if (target === 'leader') return state.brokers.get(leader ?? '') ?? null;
  if (target === 'follower') return state.brokers.get(isr.find((id) => id !== leader) ?? '') ?? null;
  if (target === 'coordinator') return state.brokers.get([...state.groups.values()][0]?.coordinator ?? '') ?? null;
  if (target === 'member') return [...state.members.values()].find(({ up }) => up) ?? null;
  if (target === 'crashed') return nodesOf(state).find(({ up }) => !up) ?? null;
  if (target !== 'random') return null;
  const up = [...state.brokers.values()].filter((broker) => broker.up);
  return up[world.random('target').integer(0, Math.max(0, up.length - 1))] ?? null;
}

const onNode = (verb: (context: Context, node: Node, action: Action) => ActionResult): Verb => (context, action) => {
  const node = find(context, action.target);
  return node ? verb(context, node, action) : action.target === undefined ? refused('name a broker, a member or a producer') : refused('there is no {target} now', { target: action.target });
};

function crash(context: Context, node: Node): ActionResult {
  const { state, world } = context;
  if (!node.up) return refused('{id} is down already', { id: node.id });
  node.up = false;
  node.frozen = false;
  forget(state.network, node.id, world);
  if ('replicas' in node) stopBroker(node);
  else if ('claims' in node) {
    const abandoned = state.config.mode === 'queue' && state.config.delivery === 'at-most-once' ? node.hand : [];
    dropEverything(node);
    node.phase = 'stopped';
    node.generation = -1;
    for (const { payload } of abandoned) lost(state.ledger, payload.id, 'committed-before-processing', world);
    settleOwed(state, node.group, world);
  } else crashProducer(context, node);
  world.emit('fault.crash', { node: node.id });
  return done;
}

/** Logs are on disk; everything else is gone, and its role it will have to be told. */
function stopBroker(broker: Broker): void {
  Object.assign(broker, { seen: 0, heartbeatUs: -1, asked: new Map(), parked: new Map(), parkedConsumers: [] });
  for (const replica of broker.replicas.values()) {
    Object.assign(replica, { state: { ...replica.state, leader: null, version: -1 }, pendingIsr: null, followers: new Map(), waiting: [] });
  }
}

function recover(context: Context, node: Node): ActionResult {
  if (node.up) return refused('{id} is not down', { id: node.id });
  node.up = true;
  if ('replicas' in node) node.incarnation += 1;
  context.world.emit('fault.recover', { node: node.id });
  return done;
}

const recoverAll: Verb = (context, action) => {
  if (action.target !== undefined) return onNode(recover)(context, action);
  const down = nodesOf(context.state).filter(({ up }) => !up);
  for (const node of down) recover(context, node);
  return down.length > 0 ? done : refused('nobody is down');
};

function wipe(context: Context, node: Node): ActionResult {
  if (!('replicas' in node)) return refused('{id} has no disk', { id: node.id });
  if (node.up) crash(context, node);
  node.newDisk = true;
  for (const [partition, replica] of node.replicas) node.replicas.set(partition, { ...makeReplica(partition), state: replica.state });
  context.world.emit('fault.wipe', { node: node.id });
  return done;
}

function freeze({ world }: Context, node: Node): ActionResult {
  if (!node.up || node.frozen) return node.up ? refused('{id} is frozen already', { id: node.id }) : refused('{id} is down', { id: node.id });
  node.frozen = true;
  world.emit('fault.freeze', { node: node.id });
  return done;
}

function thaw({ state, world }: Context, node: Node): ActionResult {
  if (!node.frozen) return refused('{id} is not frozen', { id: node.id });
  node.frozen = false;
  if ('working' in node && node.working) world.schedule(0, 'work', `${node.id} ${node.working.token}`);
  release(state.network, node.id, world);
  world.emit('fault.thaw', { node: node.id });
  return done;
}

function slow({ state, world }: Context, { id }: Node, { args }: Action): ActionResult {
  const factor = Number(args?.['factor'] ?? 3);
  if (!(factor >= 1 && factor <= 100)) return refused('a factor is between 1 and 100');
  if (factor === 1) state.network.slow.delete(id);
  else state.network.slow.set(id, factor);
  world.emit('fault.slow', { node: id, factor });
  return done;
}

interface Call extends Context {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

const onNetwork = (verb: (call: Call) => ActionResult): Verb => (context, { target, args = {} }) => verb({ ...context, target, args });

/** Clients stand outside of sides. */
const cut = cutter<Call>({
  nodes: ({ state }) => [...state.brokers.keys()],
  named: (call) => find(call, call.target)?.id,
  isEnd: (id, { state }) => state.members.has(id) || state.producers.has(id),
});

const produceOne: Verb = (context, { target, args }) => {
  const { producers } = context.state;
  const producer = producers.get(target ?? '') ?? [...producers.values()].find(({ up, frozen }) => up && !frozen);
  if (!producer?.up || producer.frozen) return refused('no producer is up');
  const { key, value } = { key: args?.['key'], value: args?.['value'] };
  produce(context, producer, key === undefined ? null : String(key).slice(0, 64), value === undefined ? null : String(value).slice(0, 64));
  return done;
};

const MEMBERS = 64;

/** A group by its name, by one of its members, or the first one. */
function groupOf({ groups, members }: QueueState, { target, args }: Action): Group | undefined {
  const named = String(args?.['group'] ?? target ?? [...groups.keys()][0]);
  return groups.get(named) ?? groups.get(members.get(named)?.group ?? '');
}

const addMember: Verb = ({ state, world }, action) => {
  const group = groupOf(state, action);
  if (!group) return refused('there is no such group');
  if ([...state.members.values()].filter((member) => member.group === group.name).length >= MEMBERS) return refused('a group has at most {members} members', { members: MEMBERS });
  const member = makeMember(`g${group.index + 1}-${group.nextMember}`, group.name);
  group.nextMember += 1;
  state.members.set(member.id, member);
  state.network = { ...state.network, outside: [...state.network.outside, member.id] };
  world.schedule(0, 'client', member.id);
  world.emit('mq.member-added', { node: member.id, group: group.name });
  return done;
};

/** A member leaves in good order; with a group instead of an id, the one that came last. */
const removeMember: Verb = (context, { target, args }) => {
  const { state, world } = context;
  const name = String(args?.['group'] ?? target ?? [...state.groups.keys()][0]);
  const member = state.members.get(target ?? '') ?? [...state.members.values()].filter(({ group }) => group === name).at(-1);
  if (!member) return refused('there is no such member');
  if (member.up) crash(context, member);
  state.members.delete(member.id);
  state.network = { ...state.network, outside: state.network.outside.filter((id) => id !== member.id) };
  state.queue.credit.delete(member.id);
  post(context, member.id, { kind: 'leave-group', to: state.groups.get(member.group)?.coordinator ?? 'b1', group: member.group });
  settleOwed(state, member.group, world);
  world.emit('mq.member-removed', { node: member.id, group: member.group });
  return done;
};

/** A group reads on from another offset: what its operator does while nobody reads, so every member joins anew. */
const seekOffset: Verb = (context, action) => {
  const { state, world } = context;
  const { args } = action;
  const group = groupOf(state, action);
  if (!group) return refused('there is no such group');
  const named = args?.['partition'];
  const partitions = named === undefined ? Array.from({ length: state.config.partitions }, (_, at) => at) : [Number(named)];
  if (!partitions.every((partition) => Number.isInteger(partition) && partition >= 0 && isInput(state.config, partition))) return refused('there is no such partition');
  const offset = Number(args?.['offset'] ?? 0);
  if (!Number.isSafeInteger(offset) || offset < 0) return refused('an offset is a whole number from 0');
  group.pending.clear();
  // Offsets are only reset while nobody is a member: late commits of those who were are refused.
  Object.assign(group, { members: new Map(), state: 'Empty', generation: group.generation + 1 });
  state.ledger.pure = false;
  for (const partition of partitions) {
    group.committed.set(partition, offset);
    restartEffects(state.ledger.effects[group.index]![partition]!, offset);
    world.emit('mq.committed', { node: group.coordinator, group: group.name, partition, offset });
  }
  for (const member of state.members.values()) if (member.group === group.name && member.up && member.phase !== 'stopped') fenceMember(context, member);
  return done;
};

const setDelivery: Verb = (context, { target, args }) => {
  const value = String(args?.['value'] ?? target);
  if (value !== 'at-most-once' && value !== 'at-least-once' && value !== 'exactly-once') return refused('delivery is at-most-once, at-least-once or exactly-once');
  changeDelivery(context, { ...context.state.config, delivery: value, commit: value === 'at-most-once' ? 'before' : 'after' });
  return done;
};

/** Another guarantee: clients start again with it. */
function changeDelivery(context: Context, config: QueueConfig): void {
  const { state } = context;
  state.config = config;
  state.ledger.pure = false;
  for (const member of state.members.values()) if (member.up && member.phase !== 'stopped' && config.mode === 'stream') fenceMember(context, member);
}

const electUncleanly: Verb = (context, { target, args }) => {
  const partition = Number(args?.['partition'] ?? target ?? 0);
  return electUnclean(context, partition) ? done : refused('partition {partition} has a leader, or nobody who could lead it', { partition });
};

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['crash', onNode(crash)], ['recover', recoverAll], ['wipe', onNode(wipe)], ['freeze', onNode(freeze)], ['thaw', onNode(thaw)], ['slow', onNode(slow)],
  ['cut', onNetwork(cut)], ['heal', onNetwork(healCut)], ['drop', onNetwork(drop)], ['delay', onNetwork(delayBy(250))], ['produce', produceOne], ['add-member', addMember], ['remove-member', removeMember],
  ['seek-offset', seekOffset], ['set-delivery', setDelivery], ['elect-unclean', electUncleanly],
]);

export function act(context: Context, action: Action): ActionResult {
  return verbs.get(action.action)?.(context, action) ?? refused('a message queue has no action {action}', { action: action.action });
}

/** Takes over a live setting; what the system is built of stays until it starts again. */
export function configure(context: Context, config: QueueConfig, changed: string): void {
  const { state } = context;
  const { mode, topic, brokers, partitions, replicationFactor, producers, groups, delivery, commit } = state.config;
  const next = { ...config, mode, topic, brokers, partitions, replicationFactor, producers, groups };
  if (changed === 'delivery' || changed === 'commit') { changeDelivery(context, next); return; }
  state.config = { ...next, delivery, commit };
  if (changed !== 'produceRate') return;
  for (const producer of state.producers.values()) {
    producer.tickUs = -1;
    scheduleProduce(context, producer);
  }
}
