/**
 * A member of a group: joins, is given partitions, heartbeats, gives them up. What it does with them is in `work.ts`.
 *
 * @see Apache Kafka, ConsumerCoordinator; KIP-429 for cooperative rebalances.
 */
import type { Assignment } from './assignors/assignor.ts';
import { numberOf } from './assignors/assignor.ts';
import { assignors } from './assignors/index.ts';
import type { Claim, Member } from './cluster.ts';
import { requestTimeoutUs } from './cluster.ts';
import { commitClaims, coordinatorOf } from './commits.ts';
import { settleOwed } from './effects.ts';
import { dropEverything, fenceMember, isIdle, maybeJoin, sendJoin } from './joining.ts';
import { breach } from './ledger.ts';
import type { HeartbeatReply, JoinReply, SyncReply } from './messages.ts';
import { EARLIEST, LATEST, NONE, UNSTABLE } from './offsets.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';
import { tickWork, work } from './work.ts';

export function onJoinReply(context: Context, member: Member, reply: JoinReply): void {
  if (member.phase !== 'joining' || reply.generation < member.generation) return;
  // A generation passed it by: what it still holds may have been another's since (KIP-792).
  if (reply.assignedIn !== member.ownedIn && member.claims.size > 0) {
    dropEverything(member);
    settleOwed(context.state, member.group, context.world);
  }
  member.phase = 'syncing';
  member.generation = reply.generation;
  member.askedUs = context.world.nowUs;
  sendSync(context, member, reply.leader === member.id ? assign(context, reply) : null);
}

function sendSync(context: Context, member: Member, assignment: readonly (readonly [string, readonly number[]])[] | null): void {
  post(context, member.id, { kind: 'sync-group', to: coordinatorOf(context, member), group: member.group, generation: member.generation, assignment });
}

/** The member that leads the group deals out the partitions. */
function assign({ state }: Context, { members }: JoinReply): readonly (readonly [string, readonly number[]])[] {
  const { topic, partitions, assignor } = state.config;
  const subscribers = members.map(({ id, owned }) => ({ id, topics: [topic], owned: owned.map((partition) => `${topic}-${partition}`) }));
  const assignment: Assignment = assignors[assignor](subscribers, new Map([[topic, partitions]]));
  return [...assignment].map(([id, list]) => [id, list.map(numberOf)] as const);
}

export function onSyncReply(context: Context, member: Member, reply: SyncReply): void {
  if (reply.generation !== member.generation || (member.phase !== 'syncing' && member.phase !== 'stable')) return;
  if (reply.error === 'unknown-member' || reply.error === 'illegal-generation') { fenceMember(context, member); return; }
  if (reply.error !== null) {
    // What it was given meanwhile is given up first, as whenever it joins again.
    member.wantsJoin = true;
    maybeJoin(context, member);
    return;
  }
  member.deferred = reply;
  maybeTake(context, member);
}

/** Takes a new assignment between two records, never within one. */
export function maybeTake(context: Context, member: Member): void {
  const reply = member.deferred;
  if (reply === null) return;
  const kept = new Map(reply.partitions);
  const revoked = [...member.claims.values()].filter(({ partition }) => !kept.has(partition));
  if (revoked.length > 0 && !isIdle(member)) return;
  member.deferred = null;
  member.ownedIn = reply.generation;
  if (member.phase === 'syncing') { member.phase = 'stable'; member.autoCommitUs = context.world.nowUs; }
  commitClaims(context, member, revoked);
  for (const { partition } of revoked) member.claims.delete(partition);
  for (const [partition, committed] of reply.partitions) claim(context, member, partition, committed);
  checkOwners(context, member);
  if (revoked.length > 0) {
    settleOwed(context.state, member.group, context.world);
    member.wantsJoin = true;
    maybeJoin(context, member);
  }
  tickWork(context, member);
  work(context, member);
}

function claim({ state }: Context, member: Member, partition: number, committed: number): void {
  const known = member.claims.get(partition);
  if (known && known.position !== UNSTABLE) return;
  const reset = state.groups.get(member.group)?.reset === 'earliest' ? EARLIEST : LATEST;
  const position = committed === NONE ? reset : committed;
  const made: Claim = { partition, position, done: position, committed, buffer: [], fetch: 0, fetchUs: 0, commit: 0, commitUs: 0, commitTo: 0, released: state.config.commit === 'before' ? committed : Infinity };
  member.claims.set(partition, made);
}

/** Two members that believe in the same generation never believe in the same partition. */
function checkOwners({ state }: Context, member: Member): void {
  for (const other of state.members.values()) {
    if (other === member || other.group !== member.group || other.generation !== member.generation || other.phase !== 'stable') continue;
    for (const partition of member.claims.keys()) {
      if (other.claims.has(partition)) breach(state.ledger, 'a partition has one owner in a generation', `${member.group} generation ${member.generation}, partition ${partition}: ${other.id} and ${member.id}`);
    }
  }
}

export function onHeartbeatReply(context: Context, member: Member, reply: HeartbeatReply): void {
  member.heartbeatPending = false;
  if (member.phase !== 'stable' || reply.generation !== member.generation || reply.error === null) return;
  if (reply.error === 'rebalance-in-progress') {
    member.wantsJoin = true;
    maybeJoin(context, member);
  } else fenceMember(context, member);
}

/** Joins, heartbeats and repeats; every half second. */
export function tickMember(context: Context, member: Member): void {
  const { state, world } = context;
  const { phase } = member;
  const timeoutUs = requestTimeoutUs(state.config);
  if (phase === 'stopped') {
    member.phase = 'joining';
    sendJoin(context, member);
  } else if (phase === 'joining' && world.nowUs - member.askedUs > timeoutUs) sendJoin(context, member);
  else if (phase === 'syncing' && world.nowUs - member.askedUs > timeoutUs + state.config.sessionTimeoutUs) { member.phase = 'joining'; sendJoin(context, member); }
  else if (phase === 'stable' && member.deferred === null && [...member.claims.values()].some(({ position }) => position === UNSTABLE)) sendSync(context, member, null);
  if (world.nowUs - member.heartbeatUs >= state.config.sessionTimeoutUs / 3) {
    member.heartbeatUs = world.nowUs;
    post(context, member.id, { kind: 'group-heartbeat', to: coordinatorOf(context, member), group: member.group, generation: member.generation });
  }
  tickWork(context, member);
}
