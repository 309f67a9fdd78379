/** Elections: one vote a node and term, to a log that is at least as up to date (§5.2, §5.4.1). */
import type { RequestVote, VoteReply } from './messages.ts';
import type { RaftNode } from './node.ts';
import { membersOf } from './node.ts';
import type { Outbox } from './protocol.ts';
import { appendCommand } from './replication.ts';
import type { Rules } from './rules.ts';

/** Raises the term, votes for itself and asks everybody else. */
export function campaign(node: RaftNode, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  durable.currentTerm += 1;
  durable.votedFor = node.id;
  volatile.role = 'candidate';
  volatile.leader = null;
  volatile.votes.clear();
  volatile.votes.set(node.id, true);
  out.voted(node, node.id);
  out.restartElectionTimer(node);
  out.report(node, 'candidate', null, { term: durable.currentTerm });
  if (leadIfElected(node, rules, out)) return;
  for (const peer of membersOf(node.membership)) {
    if (peer === node.id) continue;
    out.send({
      kind: 'request-vote', from: node.id, to: peer, term: durable.currentTerm,
      lastLogIndex: durable.log.lastIndex, lastLogTerm: durable.log.lastTerm,
    });
  }
}

export function receiveVoteRequest(node: RaftNode, request: RequestVote, rules: Rules, out: Outbox): void {
  const { durable } = node;
  const stale = rules.isStale(request.term, durable.currentTerm);
  const reason = stale ? 'older-term' : rules.voteRefusal(durable, request, rules.isUpToDate);
  if (reason === null) {
    durable.votedFor = request.from;
    out.voted(node, request.from);
    out.restartElectionTimer(node);
  }
  out.report(node, 'vote', request.from, { term: durable.currentTerm, granted: reason === null, reason });
  out.send({ kind: 'vote-reply', from: node.id, to: request.from, term: durable.currentTerm, granted: reason === null, reason });
}

export function receiveVoteReply(node: RaftNode, reply: VoteReply, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  if (volatile.role !== 'candidate' || reply.term !== durable.currentTerm) return;
  if (!volatile.votes.has(reply.from)) volatile.votes.set(reply.from, reply.granted);
  leadIfElected(node, rules, out);
}

function leadIfElected(node: RaftNode, rules: Rules, out: Outbox): boolean {
  const { votes } = node.volatile;
  if (rules.ballot(node.membership, (id) => votes.get(id)) !== 'won') return false;
  becomeLeader(node, rules, out);
  return true;
}

/** Takes office: assumes that all logs end as its own does, and opens the term with an empty entry. */
export function becomeLeader(node: RaftNode, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  let yes = 0;
  for (const granted of volatile.votes.values()) if (granted) yes += 1;
  volatile.role = 'leader';
  volatile.leader = node.id;
  volatile.progress.clear();
  for (const peer of membersOf(node.membership)) {
    if (peer === node.id) continue;
    volatile.progress.set(peer, { nextIndex: durable.log.lastIndex + 1, matchIndex: 0, probing: true, voter: true, lastContactUs: -1 });
  }
  out.startHeartbeats(node);
  out.report(node, 'leader', null, { term: durable.currentTerm, votes: yes });
  appendCommand(node, '', rules, out);
}
