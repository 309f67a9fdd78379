/**
 * Elections: one vote a node and term, to a log that is at least as up to date (§5.2, §5.4.1). With pre-vote a node first
 * asks whether it would be elected, and raises the term only then (dissertation §9.6).
 */
import { keepProgress } from './membership.ts';
import { votersIn } from './membership-state.ts';
import type { RequestVote, VoteReply } from './messages.ts';
import type { RaftNode } from './node.ts';
import type { Outbox } from './protocol.ts';
import { appendEntry } from './replication.ts';
import type { Rules } from './rules.ts';

/** Stands, or with pre-vote asks first. `transfer`: the leader asked for it, so nobody needs to be asked. */
export function stand(node: RaftNode, rules: Rules, out: Outbox, transfer = false): void {
  if (out.settings.preVote && !transfer) preCampaign(node, rules, out);
  else campaign(node, rules, out, transfer);
}

function preCampaign(node: RaftNode, rules: Rules, out: Outbox): void {
  const term = node.durable.currentTerm + 1;
  beginBallot(node, 'pre-candidate', out);
  out.report(node, 'pre-vote', null, { term });
  if (isElected(node, rules)) campaign(node, rules, out, false);
  else ask(node, 'pre-vote', term, false, out);
}

/** Raises the term, votes for itself and asks everybody else. */
function campaign(node: RaftNode, rules: Rules, out: Outbox, transfer: boolean): void {
  const { durable } = node;
  durable.currentTerm += 1;
  durable.votedFor = node.id;
  beginBallot(node, 'candidate', out);
  out.voted(node, node.id);
  out.report(node, 'candidate', null, { term: durable.currentTerm });
  if (isElected(node, rules)) becomeLeader(node, rules, out);
  else ask(node, 'request-vote', durable.currentTerm, transfer, out);
}

function beginBallot(node: RaftNode, role: 'pre-candidate' | 'candidate', out: Outbox): void {
  const { volatile } = node;
  volatile.role = role;
  volatile.leader = null;
  volatile.votes.clear();
  volatile.votes.set(node.id, true);
  out.restartElectionTimer(node);
}

function ask(node: RaftNode, kind: RequestVote['kind'], term: number, transfer: boolean, out: Outbox): void {
  const { lastIndex, lastTerm } = node.durable.log;
  for (const peer of votersIn(node.membership)) {
    if (peer !== node.id) out.send({ kind, from: node.id, to: peer, term, lastLogIndex: lastIndex, lastLogTerm: lastTerm, transfer });
  }
}

/**
 * By check-quorum, who leads or heard a leader less than an election timeout ago leaves the question alone, whatever its
 * term: a node that was cut off cannot depose a leader that the others hear (dissertation §6.4.1 and §4.2.3).
 */
export function hearsLeader({ volatile: { role, heardUs } }: RaftNode, { settings, nowUs }: Outbox): boolean {
  if (!settings.checkQuorum) return false;
  return role === 'leader' || (heardUs >= 0 && nowUs - heardUs < settings.electionTimeoutUs[0]);
}

export function receiveVoteRequest(node: RaftNode, request: RequestVote, rules: Rules, out: Outbox): void {
  const { durable } = node;
  const isPre = request.kind === 'pre-vote';
  const stale = rules.isStale(request.term, durable.currentTerm);
  // In a term that it has not reached yet, a node has not voted.
  const asked = isPre && request.term > durable.currentTerm ? { ...durable, votedFor: null } : durable;
  const reason = stale ? 'older-term' : rules.voteRefusal(asked, request, rules.isUpToDate);
  const granted = reason === null;
  if (granted && !isPre) {
    durable.votedFor = request.from;
    out.voted(node, request.from);
    out.restartElectionTimer(node);
  }
  const term = granted && isPre ? request.term : durable.currentTerm;
  out.report(node, 'vote', request.from, { term, granted, reason, ...(isPre ? { pre: true } : {}) });
  out.send({ kind: isPre ? 'pre-vote-reply' : 'vote-reply', from: node.id, to: request.from, term, granted, reason });
}

export function receiveVoteReply(node: RaftNode, reply: VoteReply, rules: Rules, out: Outbox): void {
  const { durable: { currentTerm }, volatile } = node;
  const isPre = reply.kind === 'pre-vote-reply';
  const term = isPre && reply.granted ? reply.term - 1 : reply.term;
  if (volatile.role !== (isPre ? 'pre-candidate' : 'candidate') || term !== currentTerm) return;
  if (!volatile.votes.has(reply.from)) volatile.votes.set(reply.from, reply.granted);
  if (isElected(node, rules)) {
    if (isPre) campaign(node, rules, out, false);
    else becomeLeader(node, rules, out);
  } else if (isPre && ballotOf(node, rules) === 'lost') {
    // Nothing was begun, so there is nothing to wait out.
    volatile.role = 'follower';
    volatile.votes.clear();
  }
}

function ballotOf({ membership, volatile: { votes } }: RaftNode, rules: Rules): ReturnType<Rules['ballot']> {
  return rules.ballot(membership, (id) => votes.get(id));
}

const isElected = (node: RaftNode, rules: Rules): boolean => ballotOf(node, rules) === 'won';

/** Takes office: assumes that all logs end as its own does, and opens the term with an empty entry. */
export function becomeLeader(node: RaftNode, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  let yes = 0;
  for (const granted of volatile.votes.values()) if (granted) yes += 1;
  Object.assign(volatile, {
    role: 'leader', leader: node.id, electedUs: out.nowUs, opening: durable.log.lastIndex + 1, round: 0, reads: [], transfer: null, leaseVoid: false,
  });
  keepProgress(node, true);
  out.startHeartbeats(node);
  out.report(node, 'leader', null, { term: durable.currentTerm, votes: yes });
  appendEntry(node, { command: '' }, rules, out);
}
