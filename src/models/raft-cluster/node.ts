/**
 * What one node knows, split by what a crash leaves of it. The types are apart so that a crash cannot drop the wrong half.
 */
import type { Log } from './log.ts';
import { copyLog, emptyLog } from './log.ts';
import type { Membership } from './membership-state.ts';
import { nobody } from './membership-state.ts';
import type { Data } from './state-machine.ts';
import { noData } from './state-machine.ts';

export type RaftRole = 'follower' | 'pre-candidate' | 'candidate' | 'leader';

/** The state machine as of the last entry that compaction took away. */
export interface Snapshot {
  readonly data: Data;
  /** Digest of all that led to it. */
  readonly digest: number;
  readonly membership: Membership;
}

/** On disk before any answer leaves the node (paper, figure 2). Persisting takes no time here. */
export interface DurableState {
  currentTerm: number;
  /** Candidate this node voted for in `currentTerm`. */
  votedFor: string | null;
  log: Log;
  /** Goes with the log's snapshot index. */
  snapshot: Snapshot;
  /**
   * False once the disk was lost: the node has forgotten its votes and what it acknowledged, so its word counts for no
   * majority any more. It still follows and stores. Only another server in its stead makes up for it.
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
  /** Last index of each message with entries that was not answered yet, oldest first. */
  inflight: number[];
  /** See `DurableState.voter`; learnt from replies. */
  voter: boolean;
  /** The leader's clock at its last reply in this term, µs; -1 = none. */
  lastContactUs: number;
  /** Latest round of this term that it answered, and the leader's clock when that was sent, µs; -1 = none. */
  ackedRound: number;
  ackedSentUs: number;
}

/** A read that waits at the leader until it is known to lead still, and has applied what was committed when the read came. */
export interface PendingRead {
  readonly request: number;
  readonly key: string;
  /** Its answer must include all up to this index. */
  readonly index: number;
  /** The round that a majority must answer; -1 = a lease vouches for it. */
  readonly round: number;
}

/** Lost in a crash. */
export interface VolatileState {
  role: RaftRole;
  /** The leader of `currentTerm`, once heard of. */
  leader: string | null;
  /** Own clock when a leader was last heard, or the node came back, µs; -1 = never. */
  heardUs: number;
  commitIndex: number;
  lastApplied: number;
  data: Data;
  /** Digest of everything applied, in order. */
  digest: number;
  /** Answers to this candidate's request, its own vote included. */
  votes: Map<string, boolean>;
  /** Of leaders, from here on. */
  progress: Map<string, Progress>;
  /** Own clock when it took office, µs. */
  electedUs: number;
  /** Index of the entry with which it opened its term. */
  opening: number;
  round: number;
  reads: readonly PendingRead[];
  /** To whom it hands over, and until when it tries, µs; null = it does not. */
  transfer: { readonly to: string; readonly untilUs: number; readonly told: boolean } | null;
  /** It told somebody to stand, whom no lease holds back. */
  leaseVoid: boolean;
}

export interface RaftNode {
  readonly id: string;
  /** Last configuration in the log, or the snapshot's, and the index of its entry; 0 = none. */
  membership: Membership;
  configIndex: number;
  durable: DurableState;
  volatile: VolatileState;
}

function freshVolatile({ log: { snapshotIndex }, snapshot }: DurableState): VolatileState {
  // Everything up to the snapshot is in the state machine that was saved with it.
  return {
    role: 'follower', leader: null, heardUs: -1, commitIndex: snapshotIndex, lastApplied: snapshotIndex, data: snapshot.data, digest: snapshot.digest,
    votes: new Map(), progress: new Map(), electedUs: -1, opening: 0, round: 0, reads: [], transfer: null, leaseVoid: false,
  };
}

/** A node that starts with an empty disk, or with a log that begins after a snapshot. */
export function makeNode(id: string, membership: Membership, log: Log = emptyLog()): RaftNode {
  const durable: DurableState = { currentTerm: 0, votedFor: null, log, snapshot: { data: noData, digest: 0, membership }, voter: true };
  return { id, membership, configIndex: 0, durable, volatile: freshVolatile(durable) };
}

/** Drops exactly the volatile half. */
export function loseVolatileState(node: RaftNode): void {
  node.volatile = freshVolatile(node.durable);
}

/** Drops everything. What remains can follow, but not vote. */
export function loseDisk(node: RaftNode): void {
  node.durable = { currentTerm: 0, votedFor: null, log: emptyLog(), snapshot: { data: noData, digest: 0, membership: nobody }, voter: false };
  node.membership = nobody;
  node.configIndex = 0;
  node.volatile = freshVolatile(node.durable);
}

export function copyNode(node: RaftNode): RaftNode {
  const { durable, volatile } = node;
  const progress = new Map<string, Progress>();
  for (const [peer, known] of volatile.progress) progress.set(peer, { ...known, inflight: known.inflight.slice() });
  return {
    ...node,
    durable: { ...durable, log: copyLog(durable.log) },
    volatile: { ...volatile, votes: new Map(volatile.votes), progress },
  };
}

/**
 * Whether this node may stand. One that its newest configuration leaves out does: until that is committed, it may be the
 * only one who can be elected (dissertation §4.2.2).
 */
export function mayStand({ id, membership: { voters, learners }, durable }: RaftNode): boolean {
  return durable.voter && voters.length > 0 && !learners.includes(id);
}
