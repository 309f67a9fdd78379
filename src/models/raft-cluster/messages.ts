/** What nodes say to each other. Messages never change after they are sent. */
import type { LogEntry } from './log.ts';

/** Why a vote was refused. */
export type VoteRefusal = 'older-term' | 'already-voted' | 'log-behind' | 'not-a-voter';

/** Why an AppendEntries was refused. */
export type AppendRefusal = 'older-term' | 'missing-entry' | 'conflicting-entry';

/** Asks for a vote. Up to date means: last term, then last index, compared with each voter (§5.4.1). */
export interface RequestVote {
  readonly kind: 'request-vote';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
}

export interface VoteReply {
  readonly kind: 'vote-reply';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly granted: boolean;
  readonly reason: VoteRefusal | null;
}

/** Carries new entries, or none: a heartbeat. */
export interface AppendEntries {
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
export interface AppendReply {
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

/** Replaces a prefix that the leader no longer keeps. The state machine's content is stood for by its digest. */
export interface InstallSnapshot {
  readonly kind: 'install-snapshot';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly digest: number;
}

export type RaftMessage = RequestVote | VoteReply | AppendEntries | AppendReply | InstallSnapshot;
