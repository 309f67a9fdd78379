/**
 * The coordinator of consumer groups: who belongs, in which generation, and what they committed. Kafka's classic protocol:
 * join, one member assigns, sync. Committed offsets stand for the replicated offsets topic and are never lost.
 *
 * @see Apache Kafka, GroupCoordinator and ClassicGroup; KIP-429, KIP-447.
 */
import type { Broker, Group, GroupMember, QueueState } from './cluster.ts';
import { applyCommit } from './group-offsets.ts';
import { breach } from './ledger.ts';
import type { CommitOffsets, GroupHeartbeat, JoinGroup, LeaveGroup, Refusal, SyncGroup } from './messages.ts';
import { NONE, UNSTABLE } from './offsets.ts';
import { joinTransaction } from './transactions.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** How long an empty group waits for more members (`group.initial.rebalance.delay.ms`, 3 s in Kafka). */
const INITIAL_DELAY_US = 500_000;

/** The coordinator of a group is the first live broker, counted from its own. */
export function moveCoordinators({ state, world }: Context): void {
  const ids = [...state.brokers.keys()];
  for (const group of state.groups.values()) {
    const order = ids.map((_, at) => ids[(group.index + at) % ids.length]!);
    const coordinator = order.find((id) => !state.controller.fenced.has(id)) ?? group.coordinator;
    if (coordinator === group.coordinator) continue;
    group.coordinator = coordinator;
    for (const member of group.members.values()) member.deadlineUs = world.nowUs + state.config.sessionTimeoutUs;
  }
}

const groupAt = (state: QueueState, broker: Broker, name: string): Group | null => {
  const group = state.groups.get(name);
  return group?.coordinator === broker.id ? group : null;
};

function prepareRebalance({ state, world }: Context, group: Group): void {
  if (group.state === 'PreparingRebalance') return;
  group.rebalanceFromUs = world.nowUs + (group.state === 'Empty' ? INITIAL_DELAY_US : 0);
  group.state = 'PreparingRebalance';
  group.rebalanceUntilUs = world.nowUs + Math.max(state.config.sessionTimeoutUs, INITIAL_DELAY_US);
  for (const member of group.members.values()) member.joined = false;
}

export function onJoin(context: Context, broker: Broker, message: JoinGroup): void {
  const { state, world } = context;
  const group = groupAt(state, broker, message.group);
  if (!group) return;
  const known = group.members.get(message.from);
  const deadlineUs = world.nowUs + state.config.sessionTimeoutUs;
  if (known && group.state === 'CompletingRebalance' && !known.synced) { known.deadlineUs = deadlineUs; sendJoinReply(context, group, known); return; }
  prepareRebalance(context, group);
  group.members.set(message.from, { id: message.from, deadlineUs, joined: true, synced: false, owned: message.ownedIn === group.assignedIn ? message.owned : [], assigned: known?.assigned ?? [], lastCommit: known?.lastCommit ?? -1 });
  maybeComplete(context, group);
}

/** Everybody joined: a new generation. */
function maybeComplete(context: Context, group: Group): void {
  const { world } = context;
  if (group.state !== 'PreparingRebalance' || world.nowUs < group.rebalanceFromUs) return;
  const members = [...group.members.values()];
  if (!members.every(({ joined }) => joined)) return;
  group.generation += 1;
  if (members.length === 0) { group.state = 'Empty'; return; }
  group.state = 'CompletingRebalance';
  if (!group.members.has(group.leader)) group.leader = members[0]!.id;
  for (const member of members) {
    member.synced = false;
    member.deadlineUs = world.nowUs + context.state.config.sessionTimeoutUs;
    sendJoinReply(context, group, member);
  }
}

function sendJoinReply(context: Context, group: Group, member: GroupMember): void {
  const members = member.id === group.leader ? [...group.members.values()].map(({ id, owned }) => ({ id, owned })) : [];
  post(context, group.coordinator, { kind: 'join-reply', to: member.id, group: group.name, generation: group.generation, leader: group.leader, assignedIn: group.assignedIn, members, error: null });
}

export function onSync(context: Context, broker: Broker, message: SyncGroup): void {
  const { state, rules } = context;
  const group = groupAt(state, broker, message.group);
  if (!group) return;
  const member = group.members.get(message.from);
  const refusal: Refusal | null = !member ? 'unknown-member' : message.generation !== group.generation ? 'illegal-generation' : group.state === 'PreparingRebalance' ? 'rebalance-in-progress' : null;
  if (!member || refusal !== null) {
    post(context, broker.id, { kind: 'sync-reply', to: message.from, group: group.name, generation: message.generation, error: refusal, partitions: [] });
    return;
  }
  member.synced = true;
  if (group.state === 'Stable') { sendSyncReply(context, group, member); return; }
  if (message.assignment === null || message.from !== group.leader) return;
  const assignment = rules.assigned(new Map(message.assignment.map(([id, partitions]) => [id, partitions.map(String)])));
  takeAssignment(context, group, new Map([...assignment].map(([id, partitions]) => [id, partitions.map(Number)])));
  for (const each of group.members.values()) if (each.synced) sendSyncReply(context, group, each);
}

function takeAssignment({ state, world }: Context, group: Group, assignment: ReadonlyMap<string, readonly number[]>): void {
  const owners = new Map<number, string>();
  const revoked: number[] = [];
  const assigned: string[] = [];
  for (const member of group.members.values()) {
    const partitions = assignment.get(member.id) ?? [];
    for (const partition of partitions) {
      const owner = owners.get(partition);
      if (owner !== undefined) breach(state.ledger, 'a partition has one owner in a generation', `${group.name} generation ${group.generation}, partition ${partition}: ${owner} and ${member.id}`);
      owners.set(partition, member.id);
      if (!member.assigned.includes(partition)) assigned.push(`${member.id}:${partition}`);
    }
    revoked.push(...member.assigned.filter((partition) => !partitions.includes(partition)));
    member.assigned = partitions;
  }
  group.state = 'Stable';
  group.assignedIn = group.generation;
  state.ledger.rebalances += 1;
  world.emit('mq.rebalance', { node: group.coordinator, group: group.name, generation: group.generation, revoked, assigned });
}

function sendSyncReply(context: Context, group: Group, member: GroupMember): void {
  const unstable = new Set([...group.pending.values()].flatMap((offsets) => offsets.map(([partition]) => partition)));
  const partitions = member.assigned.map((partition) => [partition, unstable.has(partition) ? UNSTABLE : group.committed.get(partition) ?? NONE] as const);
  post(context, group.coordinator, { kind: 'sync-reply', to: member.id, group: group.name, generation: group.generation, error: null, partitions });
}

export function onGroupHeartbeat(context: Context, broker: Broker, { from, group: name, generation }: GroupHeartbeat): void {
  const { state, world } = context;
  const group = groupAt(state, broker, name);
  if (!group) return;
  const member = group.members.get(from);
  if (member) member.deadlineUs = world.nowUs + state.config.sessionTimeoutUs;
  const error: Refusal | null = !member ? 'unknown-member' : generation !== group.generation ? 'illegal-generation' : group.state === 'PreparingRebalance' ? 'rebalance-in-progress' : null;
  post(context, broker.id, { kind: 'heartbeat-reply', to: from, group: name, generation, error });
}

function removeMember(context: Context, group: Group, id: string): void {
  if (!group.members.delete(id)) return;
  if (group.state === 'PreparingRebalance') maybeComplete(context, group);
  else prepareRebalance(context, group);
  if (group.members.size === 0) { group.state = 'Empty'; group.generation += 1; }
}

export function onLeave(context: Context, broker: Broker, { from, group: name }: LeaveGroup): void {
  const group = groupAt(context.state, broker, name);
  if (group) removeMember(context, group, from);
}

/** Members that went silent, and rebalances that waited long enough. */
export function tickGroups(context: Context, broker: Broker): void {
  const { state, world } = context;
  for (const group of state.groups.values()) {
    if (group.coordinator !== broker.id) continue;
    for (const { id, deadlineUs } of [...group.members.values()]) if (deadlineUs < world.nowUs) removeMember(context, group, id);
    if (group.state === 'PreparingRebalance' && world.nowUs >= group.rebalanceUntilUs) {
      for (const { id, joined } of [...group.members.values()]) if (!joined) group.members.delete(id);
      if (group.members.size === 0) { group.state = 'Empty'; group.generation += 1; }
    }
    maybeComplete(context, group);
  }
}

export function onCommit(context: Context, broker: Broker, message: CommitOffsets): void {
  const { state, rules, world } = context;
  const group = groupAt(state, broker, message.group);
  if (!group) return;
  const member = group.members.get(message.from);
  // A connection keeps the order of what is sent on it: what was overtaken is not taken any more.
  if (member && message.number < member.lastCommit) return;
  let error: Refusal | null = !rules.acceptsCommit(member !== undefined, message.generation, group.generation) ? (member ? 'illegal-generation' : 'unknown-member') : group.state === 'CompletingRebalance' ? 'rebalance-in-progress' : null;
  if (error === null && message.epoch >= 0) error = joinTransaction(context, message.from, message.epoch, null);
  if (error === null) {
    if (member) member.lastCommit = message.number;
    if (!member || message.generation !== group.generation) breach(state.ledger, 'commits of an older generation are refused', `${message.from} generation ${message.generation} in ${group.generation}`);
    if (message.epoch >= 0) group.pending.set(message.from, message.offsets);
    else applyCommit(context, group, message.offsets);
  } else if (error === 'unknown-member' || error === 'illegal-generation') {
    state.ledger.fenced += 1;
    world.emit('mq.fenced', { node: broker.id, peer: message.from, member: message.from, generation: message.generation });
  }
  post(context, broker.id, { kind: 'commit-reply', to: message.from, group: group.name, number: message.number, error });
}
