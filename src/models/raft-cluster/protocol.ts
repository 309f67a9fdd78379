/**
 * Raft as a state machine: a message, a timeout or a command goes in; messages and reports come out. No clock, no chance,
 * no network in here.
 *
 * Rules: Ongaro and Ousterhout, extended version (2014), §5–§7, figures 2 and 13. A new leader opens its term with an empty
 * entry (§8). Left out so far: pre-vote, check-quorum, reads, leadership transfer, membership change.
 */
import { campaign, receiveVoteReply, receiveVoteRequest } from './election.ts';
import type { LogEntry } from './log.ts';
import type { RaftMessage } from './messages.ts';
import type { RaftNode } from './node.ts';
import {
  appendCommand, broadcastHeartbeat, receiveAppendEntries, receiveAppendReply, receiveSnapshot,
} from './replication.ts';
import type { Rules } from './rules.ts';

/** Reports of the protocol: the model turns them into events of the same name. */
export type Report = 'timeout' | 'candidate' | 'vote' | 'leader' | 'step-down' | 'append' | 'ack' | 'reject' | 'truncate' | 'commit' | 'snapshot';

/** Where a node's output goes. */
export interface Outbox {
  readonly nowUs: number;
  /** Entries in one AppendEntries at most. */
  readonly batch: number;
  send(message: RaftMessage): void;
  /** Something happened that a reader can be told. `peer`: the other node it concerns. */
  report(node: RaftNode, what: Report, peer: string | null, data: { readonly [key: string]: string | number | boolean | null }): void;
  /** The node waits anew for a leader; the owner of the clock draws how long. */
  restartElectionTimer(node: RaftNode): void;
  /** The node leads now; the owner of the clock calls `heartbeat` from time to time. */
  startHeartbeats(node: RaftNode): void;
  appended(node: RaftNode, entry: LogEntry): void;
  truncated(node: RaftNode, removed: readonly LogEntry[]): void;
  /** The commit index rose on this node from a value that it had before. */
  committed(node: RaftNode, before: number): void;
  /** The state machine carries out a command. */
  applied(node: RaftNode, entry: LogEntry): void;
  voted(node: RaftNode, candidate: string): void;
}

/** One message arrives. */
export function receive(node: RaftNode, message: RaftMessage, rules: Rules, out: Outbox): void {
  if (message.term > node.durable.currentTerm) adoptTerm(node, message, out);
  switch (message.kind) {
    case 'request-vote': receiveVoteRequest(node, message, rules, out); break;
    case 'vote-reply': receiveVoteReply(node, message, rules, out); break;
    case 'append-entries': receiveAppendEntries(node, message, rules, out); break;
    case 'append-reply': receiveAppendReply(node, message, rules, out); break;
    case 'install-snapshot': receiveSnapshot(node, message, rules, out); break;
  }
}

/** The node heard from no leader for as long as it was willing to wait. Leaders and nodes without a vote never stand. */
export function electionTimeout(node: RaftNode, rules: Rules, out: Outbox): void {
  if (node.volatile.role === 'leader') return;
  out.report(node, 'timeout', null, { role: node.volatile.role });
  if (!node.durable.voter) {
    out.restartElectionTimer(node);
    return;
  }
  campaign(node, rules, out);
}

/** A leader says that it is alive, and learns whether its followers are. */
export function heartbeat(node: RaftNode, out: Outbox): void {
  if (node.volatile.role === 'leader') broadcastHeartbeat(node, out);
}

/** A command for the log. Returns its index, or 0 when this node does not lead. */
export function propose(node: RaftNode, command: string, rules: Rules, out: Outbox): number {
  return node.volatile.role === 'leader' ? appendCommand(node, command, rules, out) : 0;
}

/** Any message of a newer term ends whatever the node was in the old one (§5.1). */
function adoptTerm(node: RaftNode, message: RaftMessage, out: Outbox): void {
  const { role } = node.volatile;
  node.durable.currentTerm = message.term;
  node.durable.votedFor = null;
  node.volatile.role = 'follower';
  node.volatile.leader = null;
  node.volatile.votes.clear();
  node.volatile.progress.clear();
  if (role !== 'follower') {
    out.report(node, 'step-down', message.from, { term: message.term, reason: 'newer-term', was: role });
  }
  // A leader had no deadline. A candidate keeps its own: hearing a newer term is no sign of a live leader.
  if (role === 'leader') out.restartElectionTimer(node);
}
