/** Whoever runs the cluster: says which servers it wants, starts newcomers, and switches off what was let go. */
import type { ActionResult, World } from '../kernel/model.ts';
import { forget } from '../kernel/network.ts';
import { done } from '../kernel/refusal.ts';
import type { ClusterState, Member } from './cluster.ts';
import { addMember, leaderOf, membershipNow } from './cluster.ts';
import { membersIn } from './membership-state.ts';
import { phaseOf } from './membership.ts';
import { majority } from './quorum.ts';
import { refused } from './reasons.ts';
import type { Rules } from './rules.ts';
import { Server } from './server.ts';
import { waitForLeader } from './timers.ts';

export const MOST_VOTERS = 9;


/** The voters that there will be once everything that was asked for is done. An old log may tell of some that are gone. */
export function votersToBe(state: ClusterState): readonly string[] {
  const { voters, next } = membershipNow(state);
  return (state.wanted ?? (next.length > 0 ? next : voters)).filter((id) => state.members.has(id));
}

/** Makes these the voters, as soon as a leader can; one that is there begins at once. */
export function want(state: ClusterState, voters: readonly string[], joint: boolean, world: World, rules: Rules): void {
  state.wanted = voters;
  const leader = leaderOf(state);
  if (leader !== null && !leader.frozen) new Server(state, leader, world, rules).change(joint);
}

export function addServer(state: ClusterState, joint: boolean, world: World, rules: Rules): ActionResult {
  const voters = votersToBe(state);
  if (voters.length >= MOST_VOTERS) return refused('more than {most} servers with a vote do not fit', { most: MOST_VOTERS });
  want(state, [...voters, startServer(state, world)], joint, world, rules);
  return done;
}

function startServer(state: ClusterState, world: World): string {
  const member = addMember(state);
  waitForLeader(state.config, member, world);
  return member.node.id;
}

export function removeServer(state: ClusterState, { node: { id } }: Member, joint: boolean, world: World, rules: Rules): ActionResult {
  const voters = votersToBe(state);
  const left = voters.filter((voter) => voter !== id);
  if (left.length === voters.length) return refused('{id} has no vote to lose', { id });
  if (left.length === 0) return refused('the last server stays');
  if (!hasMajority(state, left, null)) return refused('too few of those that stay have kept their disk');
  want(state, left, joint, world, rules);
  return done;
}

/** Whether enough of these voters have their disk to elect a leader, if `lost` lost its own. */
function hasMajority(state: ClusterState, voters: readonly string[], lost: string | null): boolean {
  const whole = voters.filter((id) => id !== lost && state.members.get(id)?.node.durable.voter === true);
  return voters.length === 0 || whole.length >= majority(voters.length);
}

/** Whether the cluster can go on without the disk of this server, by whatever configuration of those in the logs comes to count. */
export function bearsDiskLoss(state: ClusterState, id: string): boolean {
  const sets = [...state.members.values()].flatMap(({ node: { membership: { voters, outgoing, next } } }) => [voters, outgoing, next]);
  return [...sets, state.wanted ?? []].every((set) => hasMajority(state, set, id));
}

/** As many voters as the setting says: newcomers behind; who lost its disk goes first, then the latest, but not the leader. */
export function resize(state: ClusterState, count: number, world: World, rules: Rules): void {
  let voters = votersToBe(state);
  const leader = leaderOf(state)?.node.id;
  while (voters.length < count) voters = [...voters, startServer(state, world)];
  while (voters.length > count) {
    const goes = voters.find((id) => state.members.get(id)?.node.durable.voter === false) ?? voters.filter((id) => id !== leader).at(-1);
    voters = voters.filter((id) => id !== goes);
  }
  want(state, voters, true, world, rules);
}

/** Once what was asked for is committed, what it leaves out is switched off. */
export function dismissRemoved(state: ClusterState, leader: Member, world: World): void {
  const { membership, configIndex, volatile: { commitIndex } } = leader.node;
  if (state.wanted === null || phaseOf(membership) !== 'final' || configIndex > commitIndex) return;
  // A deposed leader may hold an older configuration for the last one.
  if (!sameSet(membership.voters, state.wanted) || commitIndex < state.witness.committed.lastIndex) return;
  state.wanted = null;
  const stay = new Set(membersIn(membership));
  for (const id of [...state.members.keys()]) if (!stay.has(id)) dismiss(state, id, world);
}

function dismiss(state: ClusterState, id: string, world: World): void {
  forget(state.network, id, world);
  state.members.delete(id);
  if (state.client.leader === id) state.client.leader = state.members.keys().next().value ?? id;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id) => b.includes(id));
