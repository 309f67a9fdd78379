/**
 * The rules on which Raft's safety rests, one pure function each. The protocol asks them and decides nothing of the kind
 * itself, so that a test can plant a bug by replacing a single rule and show that a checker catches it.
 *
 * @see Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, extended version (2014), figure 2.
 */
import type { Log } from './log.ts';
import { termAt } from './log.ts';
import type { AppendEntries, RequestVote, VoteRefusal } from './messages.ts';
import type { Membership } from './membership-state.ts';
import type { DurableState } from './node.ts';
import type { VoteResult } from './quorum.ts';
import { jointIndex, jointVote } from './quorum.ts';

export interface Rules {
  /** Is a candidate's log at least as up to date as this one: last term first, then last index (§5.4.1)? */
  readonly isUpToDate: (lastLogTerm: number, lastLogIndex: number, log: Log) => boolean;
  /** Null: the vote is granted. Terms are equal when this is asked. */
  readonly voteRefusal: (durable: DurableState, request: RequestVote, isUpToDate: Rules['isUpToDate']) => VoteRefusal | null;
  /** Has a candidate won? */
  readonly ballot: (membership: Membership, vote: (id: string) => boolean | undefined) => VoteResult;
  /** Commit index of a leader: on a majority, and of its own term (§5.4.2, figure 8). */
  readonly leaderCommit: (log: Log, currentTerm: number, commitIndex: number, membership: Membership, matchIndex: (id: string) => number) => number;
  /** Commit index of a follower after an accepted AppendEntries: never past the last entry known to be the leader's. */
  readonly followerCommit: (message: AppendEntries, commitIndex: number, log: Log) => number;
  /** What a majority has reached at least, of a round or of a time: whether a leader still leads. */
  readonly majority: (membership: Membership, reached: (id: string) => number) => number;
  /** First index from which a follower's log must go; 0 when nothing contradicts the message. */
  readonly conflict: (message: AppendEntries, log: Log) => number;
  /** Is the entry before the new ones the same in both logs? */
  readonly matchesPrevious: (message: AppendEntries, log: Log) => boolean;
  /** Does a message of this term come too late to be obeyed? */
  readonly isStale: (messageTerm: number, currentTerm: number) => boolean;
  /** What of the disk is there again after a crash. */
  readonly afterRestart: (durable: DurableState) => DurableState;
}

export const raftRules: Rules = {
  isUpToDate: (lastLogTerm, lastLogIndex, log) =>
    lastLogTerm > log.lastTerm || (lastLogTerm === log.lastTerm && lastLogIndex >= log.lastIndex),

  voteRefusal: (durable, request, isUpToDate) => {
    if (!durable.voter) return 'not-a-voter';
    if (durable.votedFor !== null && durable.votedFor !== request.from) return 'already-voted';
    return isUpToDate(request.lastLogTerm, request.lastLogIndex, durable.log) ? null : 'log-behind';
  },

  ballot: (membership, vote) => jointVote(membership.voters, membership.outgoing, vote),

  leaderCommit: (log, currentTerm, commitIndex, membership, matchIndex) => {
    const index = jointIndex(membership.voters, membership.outgoing, matchIndex);
    // An entry of an earlier term may be on a majority and still be overwritten; it is committed only by a later one.
    return index > commitIndex && termAt(log, index) === currentTerm ? index : commitIndex;
  },

  majority: (membership, reached) => jointIndex(membership.voters, membership.outgoing, reached),

  followerCommit: (message, commitIndex) =>
    Math.max(commitIndex, Math.min(message.leaderCommit, message.prevLogIndex + message.entries.length)),

  conflict: (message, log) => {
    // Entries that are already there are skipped: a late duplicate must not cut what came after it.
    for (const entry of message.entries) {
      if (entry.index > log.lastIndex) return 0;
      if (entry.index > log.snapshotIndex && termAt(log, entry.index) !== entry.term) return entry.index;
    }
    return 0;
  },

  // What compaction took away was committed, and therefore is the leader's too.
  matchesPrevious: (message, log) => message.prevLogIndex <= log.snapshotIndex || termAt(log, message.prevLogIndex) === message.prevLogTerm,

  isStale: (messageTerm, currentTerm) => messageTerm < currentTerm,

  afterRestart: (durable) => durable,
};
