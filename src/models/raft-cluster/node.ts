/**
 * What one node knows, split by what a crash leaves of it. The types are apart so that a crash cannot drop the wrong half.
 */
import type { Log } from './log.ts';
import { copyLog, emptyLog } from './log.ts';

export type RaftRole = 'follower' | 'candidate' | 'leader';

/** On disk before any answer leaves the node (paper, figure 2). Persisting takes no time here. */
export interface DurableState {
  currentTerm: number;
  /** Candidate this node voted for in `currentTerm`. */
  votedFor: string | null;
  log: Log;
  /**
   * Digest of all that the state machine applied up to the log's snapshot, saved with it.
   */
  snapshotDigest: number;
  /**
   * False once the disk was lost: the node has forgotten its votes and what it acknowledged, so its word counts for no
   * majority any more. It still follows and stores. Only a membership change may make it a voter again.
   */
  voter: boolean;
}

/** What a leader knows of one other node. */
export interface Progress {
  /** Index of the next entry to send. */
  nextIndex: number;
  /** Highest index known to be equal on both; 0 = nothing known. */
  matchIndex: number;
  /** Looking for the place where the logs part: one message at a time, until one is accepted. */
  probing: boolean;
  /** See `DurableState.voter`; learnt from replies. */
  voter: boolean;
  /** Virtual time in µs of its last reply in this term; -1 = none. */
  lastContactUs: number;
}

/** Lost in a crash. */
export interface VolatileState {
  role: RaftRole;
  /** The leader of `currentTerm`, once heard of. */
  leader: string | null;
  commitIndex: number;
  lastApplied: number;
  /** Digest of everything applied, in order. */
  digest: number;
  /** Answers to this candidate's request, its own vote included. */
  votes: Map<string, boolean>;
  /** On leaders. */
  progress: Map<string, Progress>;
}

/** Who counts. A second set is in force only while the membership changes (joint consensus, §6). */
export interface Membership {
  readonly voters: readonly string[];
  readonly outgoing: readonly string[];
  readonly learners: readonly string[];
}

export interface RaftNode {
  readonly id: string;
  membership: Membership;
  durable: DurableState;
  volatile: VolatileState;
}

function freshVolatile(durable: DurableState): VolatileState {
  // Everything up to the snapshot is in the state machine that was saved with it.
  const { snapshotIndex } = durable.log;
  return {
    role: 'follower', leader: null, commitIndex: snapshotIndex, lastApplied: snapshotIndex, digest: durable.snapshotDigest,
    votes: new Map(), progress: new Map(),
  };
}

/** A node that starts with an empty disk, or with a log that begins after a snapshot. */
export function makeNode(id: string, membership: Membership, log: Log = emptyLog()): RaftNode {
  const durable: DurableState = { currentTerm: 0, votedFor: null, log, snapshotDigest: 0, voter: true };
  return { id, membership, durable, volatile: freshVolatile(durable) };
}

/** Drops exactly the volatile half. */
export function loseVolatileState(node: RaftNode): void {
  node.volatile = freshVolatile(node.durable);
}

/** Drops everything. What remains can follow, but not vote. */
export function loseDisk(node: RaftNode): void {
  node.durable = { currentTerm: 0, votedFor: null, log: emptyLog(), snapshotDigest: 0, voter: false };
  node.volatile = freshVolatile(node.durable);
}

export function copyNode(node: RaftNode): RaftNode {
  const { durable, volatile } = node;
  const progress = new Map<string, Progress>();
  for (const [peer, known] of volatile.progress) progress.set(peer, { ...known });
  return {
    id: node.id,
    membership: node.membership,
    durable: { ...durable, log: copyLog(durable.log) },
    volatile: { ...volatile, votes: new Map(volatile.votes), progress },
  };
}

/** Everybody who is sent the log, each once. */
export function membersOf(membership: Membership): readonly string[] {
  const { voters, outgoing, learners } = membership;
  if (outgoing.length === 0 && learners.length === 0) return voters;
  return [...new Set([...voters, ...outgoing, ...learners])];
}
