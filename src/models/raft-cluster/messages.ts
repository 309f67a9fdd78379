/** What nodes say to each other. Messages never change after they are sent. */
import type { LogEntry } from './log.ts';
import type { Membership } from './membership-state.ts';
import type { Data } from './state-machine.ts';

/** Why a vote was refused. `leader-alive`: by check-quorum, whoever heard a leader lately does not even answer. */
export type VoteRefusal = 'older-term' | 'already-voted' | 'log-behind' | 'not-a-voter' | 'leader-alive';

/** Why an AppendEntries was refused. */
export type AppendRefusal = 'older-term' | 'missing-entry' | 'conflicting-entry';

/**
 * Asks for a vote, or, as a pre-vote, whether one would be given. Up to date means: last term, then last index, compared
 * with each voter (§5.4.1).
 */
export interface RequestVote {
  readonly kind: 'request-vote' | 'pre-vote';
  readonly from: string;
  readonly to: string;
  /** The candidate's; of a pre-vote the term that it would stand in. */
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
  /** The leader itself asked for this election. */
  readonly transfer: boolean;
}

export interface VoteReply {
  readonly kind: 'vote-reply' | 'pre-vote-reply';
  readonly from: string;
  readonly to: string;
  /** The voter's; of a granted pre-vote the term that was asked about. */
  readonly term: number;
  readonly granted: boolean;
  readonly reason: VoteRefusal | null;
}

/** When a leader spoke, sent back with the answer: it shows who still followed it then. */
export interface Stamp {
  /** Rounds of messages to everybody in this term, counted. */
  readonly round: number;
  /** The leader's clock, µs. */
  readonly sentUs: number;
}

/** Carries new entries, or none: a heartbeat. */
export interface AppendEntries extends Stamp {
  readonly kind: 'append-entries';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  readonly entries: readonly LogEntry[];
  readonly leaderCommit: number;
}

/** Answer to AppendEntries and InstallSnapshot. */
export interface AppendReply extends Stamp {
  readonly kind: 'append-reply';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly success: boolean;
  /** Highest index known to be equal to the leader's; 0 when refused. */
  readonly matchIndex: number;
  /** `prevLogIndex` of the request, so that a late refusal is told from a fresh one. */
  readonly prevLogIndex: number;
  readonly reason: AppendRefusal | null;
  /** Term of the follower's entry at `prevLogIndex`; 0 when it has none there. */
  readonly conflictTerm: number;
  /** First index of that term, or one past the follower's log. */
  readonly conflictIndex: number;
  /** False when the sender lost its disk: it stores entries, but counts for no majority. */
  readonly voter: boolean;
}

/** Replaces a prefix that the leader no longer keeps. */
export interface InstallSnapshot extends Stamp {
  readonly kind: 'install-snapshot';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
  /** What the state machine held then, and the digest of everything that led to it. */
  readonly data: Data;
  readonly digest: number;
  readonly membership: Membership;
}

/** The leader hands over: stand at once (dissertation §3.10). */
export interface TimeoutNow {
  readonly kind: 'timeout-now';
  readonly from: string;
  readonly to: string;
  readonly term: number;
}

export type RaftMessage = RequestVote | VoteReply | AppendEntries | AppendReply | InstallSnapshot | TimeoutNow;
