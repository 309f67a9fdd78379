/** What the cluster says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import type { ClusterState, Member } from '../../models/raft-cluster/cluster.ts';
import { leaderOf, membershipNow, quorumNow } from '../../models/raft-cluster/cluster.ts';
import { termAt } from '../../models/raft-cluster/log.ts';
import { latencyQuantile } from '../../models/raft-cluster/stats.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { allOf } from '../base/lists.ts';
import { isDeposed } from './raft-cluster.picture.ts';

export type RaftMoment = Pick<Moment<ClusterState>, 'state' | 'nowUs' | 'name' | 'text'>;

export const members = (state: ClusterState): readonly Member[] => [...state.members.values()];
export const inMs = (us: number): number => Math.max(0, Math.round(us / 1000));

/** Highest term, commit index and last index that anybody up knows of; of a leader if there is one. */
export function progress(state: ClusterState): { readonly term: number; readonly commit: number; readonly last: number } {
  const leader = leaderOf(state);
  if (leader !== null) {
    const { durable, volatile } = leader.node;
    return { term: durable.currentTerm, commit: volatile.commitIndex, last: durable.log.lastIndex };
  }
  const nodes = members(state).map(({ node }) => node);
  return {
    term: Math.max(0, ...nodes.map(({ durable }) => durable.currentTerm)),
    commit: Math.max(0, ...nodes.map(({ volatile }) => volatile.commitIndex)),
    last: Math.max(0, ...nodes.map(({ durable }) => durable.log.lastIndex)),
  };
}

function leaderFact({ state, text, name }: RaftMoment): Fact {
  const leader = leaderOf(state);
  return { label: text('raft-cluster.leader'), value: leader ? name(leader.node.id) : text('raft-cluster.nobody'), role: leader ? 'leader' : 'muted' };
}

export function facts(moment: RaftMoment): readonly Fact[] {
  const { state, text } = moment;
  const { term, commit, last } = progress(state);
  return [
    leaderFact(moment), { label: text('raft-cluster.term'), value: text('{term}', { term }) },
    { label: text('raft-cluster.commit'), value: text('raft-cluster.commit-value', { commit, last }) },
  ];
}

/** `S1`, `S1 and S5`, `S1, S4 and S5`. */
function listed(ids: readonly string[], { text, name }: RaftMoment): string {
  return allOf(ids.map(name), text);
}

function electionSentence(moment: RaftMoment): Sentence {
  const { state, text, name, nowUs } = moment;
  const { voters, quorum } = quorumNow(state);
  const up = members(state).filter((member) => member.up && voters.includes(member.node.id));
  if (up.length === 0) return { strong: text('raft-cluster.all-down'), rest: text('raft-cluster.all-down-rest') };
  if (up.length < quorum) {
    return { strong: text('raft-cluster.no-majority', { up: up.length, servers: voters.length }), rest: text('raft-cluster.no-majority-rest', { quorum }) };
  }
  const candidates = up.filter(({ node, frozen }) => node.volatile.role === 'candidate' && !frozen);
  const term = Math.max(0, ...candidates.map(({ node }) => node.durable.currentTerm));
  const newest = candidates.filter(({ node }) => node.durable.currentTerm === term);
  const [first] = newest;
  if (first !== undefined && newest.length > 1) {
    return { strong: text('raft-cluster.several-stand', { names: listed(newest.map(({ node }) => node.id), moment) }), rest: text('raft-cluster.several-stand-rest', { quorum }) };
  }
  if (first !== undefined) {
    const votes = [...first.node.volatile.votes.values()].filter(Boolean).length;
    return { strong: text('raft-cluster.stands', { name: name(first.node.id), term }), rest: text('raft-cluster.stands-rest', { votes, quorum }) };
  }
  const asking = up.find(({ node, frozen }) => node.volatile.role === 'pre-candidate' && !frozen);
  if (asking !== undefined) return { strong: text('raft-cluster.asks', { name: name(asking.node.id) }), rest: text('raft-cluster.asks-rest', { quorum }) };
  const waiting = up.filter((member) => member.electionDeadlineUs >= 0 && !member.frozen).sort((a, b) => a.electionDeadlineUs - b.electionDeadlineUs);
  const next = waiting[0];
  const strong = text(state.stats.elections === 0 ? 'raft-cluster.no-leader' : 'raft-cluster.no-leader-now');
  return { strong, rest: next ? text('raft-cluster.next-timeout', { name: name(next.node.id), ms: inMs(next.electionDeadlineUs - nowUs) }) : '' };
}

/** Voters that a leader reaches and hears, itself included. */
function reachOf(state: ClusterState, { node: { id } }: Member): number {
  const { voters } = quorumNow(state);
  return members(state).filter(({ node, up }) => voters.includes(node.id) && (node.id === id || (up && !isCut(state.network, id, node.id) && !isCut(state.network, node.id, id)))).length;
}

/** The first entry that is not committed: where it is and what it lacks. */
function entrySentence(moment: RaftMoment, leader: Member): Sentence {
  const { state, text } = moment;
  const { durable, volatile } = leader.node;
  const index = volatile.commitIndex + 1;
  const term = termAt(durable.log, index);
  const { voters, quorum } = quorumNow(state);
  const holders = members(state).filter(({ node }) => node.durable.voter && voters.includes(node.id) && termAt(node.durable.log, index) === term).map(({ node }) => node.id);
  const missing = quorum - holders.length;
  const strong = text('raft-cluster.entry-on', { index, names: listed([leader.node.id, ...holders.filter((id) => id !== leader.node.id)], moment) });
  if (term < durable.currentTerm) return { strong, rest: text('raft-cluster.older-term', { term: durable.currentTerm }) };
  if (missing <= 0) return { strong, rest: text('raft-cluster.majority-has') };
  return { strong, rest: missing === 1 ? text('raft-cluster.one-more') : text('raft-cluster.more', { count: missing }) };
}

/** A leader that hands over, or lets others in or out. */
function changeSentence(moment: RaftMoment, { node: { id, volatile, configIndex } }: Member): Sentence | null {
  const { state, text, name } = moment;
  if (volatile.transfer !== null) {
    const values = { name: name(id), heir: name(volatile.transfer.to) };
    return { strong: text('raft-cluster.hands-over', values), rest: text('raft-cluster.hands-over-rest', values) };
  }
  const { outgoing, next, voters } = membershipNow(state);
  if (outgoing.length > 0) return { strong: text('raft-cluster.joint'), rest: text('raft-cluster.joint-rest', { index: configIndex }) };
  const newcomers = next.filter((each) => !voters.includes(each));
  return newcomers.length === 0 ? null : { strong: text('raft-cluster.catching-up', { names: listed(newcomers, moment) }), rest: text('raft-cluster.catching-up-rest') };
}

/** What happens now and why. */
export function sentence(moment: RaftMoment): Sentence {
  const { state, text, name } = moment;
  const leader = leaderOf(state);
  if (leader === null) return electionSentence(moment);
  const { durable, volatile } = leader.node;
  const { voters, quorum } = quorumNow(state);
  const servers = voters.length;
  const reach = reachOf(state, leader);
  const values = { name: name(leader.node.id), leader: name(leader.node.id), term: durable.currentTerm, quorum, servers, reach, ms: inMs(state.config.heartbeatUs), count: volatile.commitIndex };
  const old = members(state).find((member) => isDeposed(state, member));
  if (reach < quorum) return { strong: text('raft-cluster.isolated', values), rest: text('raft-cluster.isolated-rest', values) };
  if (old !== undefined) return { strong: text('raft-cluster.deposed-strong', { old: name(old.node.id) }), rest: text('raft-cluster.deposed-rest', { ...values, old: name(old.node.id) }) };
  const change = changeSentence(moment, leader);
  if (change !== null) return change;
  if (volatile.commitIndex < durable.log.lastIndex) return entrySentence(moment, leader);
  return { strong: text('raft-cluster.quiet', values), rest: text(servers === 1 ? 'raft-cluster.alone' : 'raft-cluster.quiet-rest', values) };
}

/**
 * `term`, `leader` (id), `commitIndex`, `newestAcks` (copies of the leader's newest entry), `quorum`, `elections`,
 * `splitVotes`, `commitLatencyP50`, `commitLatencyP99` (ms, the latest 256 writes), `writesAcknowledged`, `writesFailed`,
 * `writesUnknown`, `readsStale` (null: no read was answered yet), `messagesPerEntry`; null = not known yet.
 */
export function readouts({ state }: RaftMoment): { readonly [key: string]: Plain } {
  const { stats } = state;
  const leader = leaderOf(state);
  const { term, commit } = progress(state);
  const latency = (quantile: number): number | null => {
    const us = latencyQuantile(stats, quantile);
    return us === null ? null : us / 1000;
  };
  return {
    term, leader: leader?.node.id ?? null, commitIndex: commit, newestAcks: leader && newestAcks(state, leader), quorum: quorumNow(state).quorum,
    elections: stats.elections, splitVotes: stats.splitVotes, commitLatencyP50: latency(0.5), commitLatencyP99: latency(0.99),
    writesAcknowledged: stats.writesAcknowledged, writesFailed: stats.writesFailed, writesUnknown: stats.writesUnknown, readsStale: stats.reads === 0 ? null : stats.readsStale,
    messagesPerEntry: stats.committed === 0 ? null : stats.messages / stats.committed,
  };
}

/** Breaches that an author may name in `expect`. A deposed leader that has not heard of it is one of two, too. */
export function verdicts({ state, text }: RaftMoment): readonly Breach[] {
  const leaders = members(state).filter(({ up, node }) => up && node.volatile.role === 'leader').map(({ node }) => ({ id: node.id, term: node.durable.currentTerm }));
  const { readsStale } = state.stats;
  return [
    ...(leaders.length > 1 ? [{ verdict: 'one-leader', message: text('raft-cluster.verdict.leaders', { count: leaders.length }), witness: leaders }] : []),
    ...(readsStale > 0 ? [{ verdict: 'no-stale-read', message: text('raft-cluster.verdict.stale', { count: readsStale }) }] : []),
  ];
}

function newestAcks(state: ClusterState, leader: Member): number {
  const { lastIndex, lastTerm } = leader.node.durable.log;
  const { voters } = quorumNow(state);
  return members(state).filter(({ node }) => node.durable.voter && voters.includes(node.id) && termAt(node.durable.log, lastIndex) === lastTerm).length;
}
