/**
 * Raft as a state machine: a message, a timeout or a command goes in; messages and reports come out. No clock, no chance,
 * no network in here.
 *
 * Rules: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, extended version (2014), §5–§8, figures
 * 2 and 13; Ongaro, Consensus: Bridging Theory and Practice (dissertation, 2014): §3.10 leadership transfer, §6.2 and
 * §6.4 check-quorum and reads, §9.6 pre-vote. Where those leave a choice (who is asked for a pre-vote, what check-quorum
 * refuses), as etcd's Raft library does.
 */
import { hearsLeader, receiveVoteReply, receiveVoteRequest, stand } from './election.ts';
import { adoptTerm, attend, checkQuorum } from './leadership.ts';
import type { LogEntry } from './log.ts';
import type { RaftMessage, RequestVote } from './messages.ts';
import type { PendingRead, RaftNode } from './node.ts';
import { mayStand } from './node.ts';
import { appendEntry, broadcast, receiveAppendEntries, receiveAppendReply, receiveSnapshot } from './replication.ts';
import type { Rules } from './rules.ts';

/** Reports of the protocol: the model turns them into events of the same name. */
export type Report =
  | 'timeout' | 'pre-vote' | 'candidate' | 'vote' | 'leader' | 'step-down' | 'transfer'
  | 'append' | 'ack' | 'reject' | 'truncate' | 'commit' | 'config' | 'snapshot';

/** How a leader answers reads. `log`: as an entry; `stale`: as it likes, for comparison. */
export type ReadMode = 'read-index' | 'lease' | 'log' | 'stale';

/** What all nodes agree to do. */
export interface ProtocolSettings {
  /** Entries in one AppendEntries at most. */
  readonly batch: number;
  /** Messages with entries that one follower may leave unanswered. */
  readonly maxInflight: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly reads: ReadMode;
  /** Bounds, µs. */
  readonly electionTimeoutUs: readonly [low: number, high: number];
  /** Leases rest only on what was sent later than this, µs. */
  readonly leaseSinceUs: number;
}

/** Where a node's output goes. */
export interface Outbox {
  /** The node's own clock, µs. */
  readonly nowUs: number;
  readonly settings: ProtocolSettings;
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
  /** A read may be answered from what is applied now; `ok` false: the node leads no longer. */
  readDone(node: RaftNode, read: PendingRead, ok: boolean): void;
}

/** One message arrives. */
export function receive(node: RaftNode, message: RaftMessage, rules: Rules, out: Outbox): void {
  if (isVoteRequest(message) && ignores(node, message, out)) return;
  // A pre-vote, asked or granted, speaks of a term that nobody is in yet.
  const isAhead = message.kind === 'pre-vote' || (message.kind === 'pre-vote-reply' && message.granted);
  if (message.term > node.durable.currentTerm && !isAhead) adoptTerm(node, message, out);
  switch (message.kind) {
    case 'request-vote':
    case 'pre-vote': receiveVoteRequest(node, message, rules, out); break;
    case 'vote-reply':
    case 'pre-vote-reply': receiveVoteReply(node, message, rules, out); break;
    case 'append-entries': receiveAppendEntries(node, message, rules, out); break;
    case 'append-reply': receiveAppendReply(node, message, rules, out); break;
    case 'install-snapshot': receiveSnapshot(node, message, rules, out); break;
    case 'timeout-now': if (message.term === node.durable.currentTerm) electionTimeout(node, rules, out, true); break;
  }
  attend(node, rules, out);
}

const isVoteRequest = (message: RaftMessage): message is RequestVote => message.kind === 'request-vote' || message.kind === 'pre-vote';

function ignores(node: RaftNode, request: RequestVote, out: Outbox): boolean {
  const { currentTerm } = node.durable;
  if (request.term <= currentTerm || request.transfer || !hearsLeader(node, out)) return false;
  out.report(node, 'vote', request.from, { term: currentTerm, granted: false, reason: 'leader-alive', ...(request.kind === 'pre-vote' ? { pre: true } : {}) });
  return true;
}

/** The node heard from no leader for as long as it was willing to wait. Leaders and nodes without a vote never stand. */
export function electionTimeout(node: RaftNode, rules: Rules, out: Outbox, transfer = false): void {
  if (node.volatile.role === 'leader') return;
  if (!transfer) out.report(node, 'timeout', null, { role: node.volatile.role });
  if (mayStand(node)) stand(node, rules, out, transfer);
  else out.restartElectionTimer(node);
}

/** A leader says that it is alive, and learns whether its followers are. */
export function heartbeat(node: RaftNode, rules: Rules, out: Outbox): void {
  checkQuorum(node, out);
  if (node.volatile.role !== 'leader') return;
  broadcast(node, out);
  attend(node, rules, out);
}

/** A command for the log. Returns its index, or 0 when this node does not lead or is handing over. */
export function propose(node: RaftNode, command: string, rules: Rules, out: Outbox, request?: number): number {
  if (node.volatile.role !== 'leader' || node.volatile.transfer !== null) return 0;
  return appendEntry(node, { command, ...(request === undefined ? {} : { request }) }, rules, out);
}
