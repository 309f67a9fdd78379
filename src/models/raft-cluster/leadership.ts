/** What a leader does besides replicating: makes sure that it still leads, answers reads, changes the membership, hands over. */
import { isRemoved, nextMembership } from './membership.ts';
import type { RaftMessage } from './messages.ts';
import type { RaftNode } from './node.ts';
import type { Outbox } from './protocol.ts';
import { jointIndex } from './quorum.ts';
import { appendEntry, broadcast } from './replication.ts';
import type { Rules } from './rules.ts';

/** Any message of a newer term ends whatever the node was in the old one (§5.1). */
export function adoptTerm(node: RaftNode, message: RaftMessage, out: Outbox): void {
  node.durable.currentTerm = message.term;
  node.durable.votedFor = null;
  stepDown(node, 'newer-term', message.from, out);
}

/** Back to following nobody. */
export function stepDown(node: RaftNode, reason: 'newer-term' | 'no-quorum' | 'removed', peer: string | null, out: Outbox): void {
  const { volatile, durable } = node;
  const { role, reads } = volatile;
  volatile.role = 'follower';
  volatile.leader = null;
  volatile.votes.clear();
  volatile.progress.clear();
  volatile.reads = [];
  volatile.transfer = null;
  if (role === 'leader' || role === 'candidate') out.report(node, 'step-down', peer, { term: durable.currentTerm, reason, was: role });
  for (const read of reads) out.readDone(node, read, false);
  // A leader had no deadline. A candidate keeps its own: hearing a newer term is no sign of a live leader.
  if (role === 'leader') out.restartElectionTimer(node);
}

/** Check-quorum: a leader that no majority answered for an election timeout goes (dissertation §6.2). */
export function checkQuorum(node: RaftNode, out: Outbox): void {
  const { membership: { voters, outgoing }, volatile } = node;
  if (volatile.role !== 'leader' || !out.settings.checkQuorum) return;
  const contactUs = jointIndex(voters, outgoing, (id) => (id === node.id ? out.nowUs : Math.max(volatile.electedUs, volatile.progress.get(id)?.lastContactUs ?? 0)));
  if (out.nowUs - contactUs > out.settings.electionTimeoutUs[0]) stepDown(node, 'no-quorum', null, out);
}

/** Takes a read. The leader answers when it is sure that nobody has taken its place since it came (dissertation §6.4). */
export function read(node: RaftNode, request: number, key: string, rules: Rules, out: Outbox): void {
  const { volatile } = node;
  if (out.settings.reads === 'log') {
    appendEntry(node, { command: `read ${key}`, request }, rules, out);
    return;
  }
  // All of older terms is committed with the entry that opened this one.
  const index = Math.max(volatile.commitIndex, volatile.opening);
  const leased = out.settings.reads === 'lease' && holdsLease(node, rules, out);
  volatile.reads = [...volatile.reads, { request, key, index, round: leased ? -1 : volatile.round + 1 }];
  if (!leased) broadcast(node, out);
}

/**
 * Since a majority heard this leader, none of it votes for another until an election timeout has passed, if clocks run
 * alike. Rounds from before the setting was made vouch for nothing.
 */
function holdsLease(node: RaftNode, rules: Rules, out: Outbox): boolean {
  const { membership, volatile: { leaseVoid, progress } } = node;
  if (leaseVoid) return false;
  const heardUs = rules.majority(membership, (id) => (id === node.id ? out.nowUs : Math.max(0, progress.get(id)?.ackedSentUs ?? 0)));
  return heardUs > out.settings.leaseSinceUs && out.nowUs < heardUs + out.settings.electionTimeoutUs[0];
}

function answerReads(node: RaftNode, rules: Rules, out: Outbox): void {
  const { membership, volatile } = node;
  if (volatile.reads.length === 0) return;
  const round = rules.majority(membership, (id) => (id === node.id ? volatile.round : Math.max(0, volatile.progress.get(id)?.ackedRound ?? 0)));
  const isReady = (each: (typeof volatile.reads)[number]): boolean => each.round <= round && each.index <= volatile.lastApplied;
  const ready = volatile.reads.filter(isReady);
  if (ready.length === 0) return;
  volatile.reads = volatile.reads.filter((each) => !isReady(each));
  for (const each of ready) out.readDone(node, each, true);
}

/** Begins to hand over: takes no more writes, and gives up after an election timeout (dissertation §3.10). */
export function transferTo(node: RaftNode, to: string, out: Outbox): void {
  node.volatile.transfer = { to, untilUs: out.nowUs + out.settings.electionTimeoutUs[0], told: false };
  out.report(node, 'transfer', to, { term: node.durable.currentTerm });
}

function handOver(node: RaftNode, out: Outbox): void {
  const { durable, volatile } = node;
  const { transfer } = volatile;
  if (transfer === null) return;
  if (out.nowUs > transfer.untilUs) {
    volatile.transfer = null;
  } else if (volatile.progress.get(transfer.to)?.matchIndex === durable.log.lastIndex && !transfer.told) {
    volatile.transfer = { ...transfer, told: true };
    volatile.leaseVoid = true;
    out.send({ kind: 'timeout-now', from: node.id, to: transfer.to, term: durable.currentTerm });
  }
}

/** Appends the next step towards these voters. False when it has to wait, or nothing is left to do. */
export function changeMembership(node: RaftNode, wanted: readonly string[] | null, rules: Rules, out: Outbox, joint = true): boolean {
  if (node.volatile.role !== 'leader') return false;
  const membership = nextMembership(node, wanted, joint);
  if (membership === null) return false;
  appendEntry(node, { command: 'config', membership }, rules, out);
  return true;
}

/** What may have become due with the last message or heartbeat. */
export function attend(node: RaftNode, rules: Rules, out: Outbox): void {
  if (node.volatile.role !== 'leader') return;
  const { outgoing, next } = node.membership;
  // A cluster of one commits while it appends, and goes on to the next step at once.
  if (outgoing.length > 0 || next.length > 0) while (changeMembership(node, null, rules, out)) continue;
  answerReads(node, rules, out);
  handOver(node, out);
  if (isRemoved(node)) stepDown(node, 'removed', null, out);
}
