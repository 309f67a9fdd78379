/** Replication: the leader's log becomes everybody's; an entry on a majority is committed (§5.3, §5.4.2, §7). */
import type { LogEntry } from './log.ts';
import { append, compact, emptyLog, entriesFrom, entryAt, firstIndexOfTerm, lastIndexUpToTerm, termAt, truncate } from './log.ts';
import { adoptMembership, keepProgress, phaseOf, revertMembership } from './membership.ts';
import type { Membership } from './membership-state.ts';
import type { AppendEntries, AppendRefusal, AppendReply, InstallSnapshot } from './messages.ts';
import type { Progress, RaftNode } from './node.ts';
import type { Outbox } from './protocol.ts';
import type { Rules } from './rules.ts';
import { apply, digestOf } from './state-machine.ts';

/** What a new entry is to carry. */
export interface NewEntry {
  readonly command: string;
  readonly request?: number;
  readonly membership?: Membership;
}

/** A leader appends to its own log and sends it to all that are not being probed. */
export function appendEntry(node: RaftNode, made: NewEntry, rules: Rules, out: Outbox): number {
  const { durable, volatile } = node;
  const { log } = durable;
  const entry: LogEntry = { index: log.lastIndex + 1, term: durable.currentTerm, previousTerm: log.lastTerm, ...made };
  append(log, entry);
  out.appended(node, entry);
  out.report(node, 'append', null, { index: entry.index, term: entry.term, command: entry.command });
  if (entry.membership !== undefined) {
    adoptMembership(node, entry);
    keepProgress(node);
    out.report(node, 'config', null, { phase: phaseOf(entry.membership), voters: entry.membership.voters.join(',') });
  }
  advanceCommitIndex(node, rules, out);
  for (const [peer, progress] of volatile.progress) {
    // A probe that is under way stays alone; the first message to a new term's followers is one.
    if (progress.probing ? entry.command === '' : !isFull(progress, out)) sendAppend(node, peer, progress, out);
  }
  return entry.index;
}

/** A round of messages to everybody: heartbeats, or what is new. */
export function broadcast(node: RaftNode, out: Outbox): void {
  node.volatile.round += 1;
  for (const [peer, progress] of node.volatile.progress) sendAppend(node, peer, progress, out);
}

/** No more is sent to a follower that leaves so many messages unanswered; a heartbeat finds out what it lacks. */
function isFull({ inflight }: Progress, { settings: { maxInflight } }: Outbox): boolean {
  return inflight.length >= maxInflight;
}

/** Sends what follows `nextIndex`, at most one batch; nothing new makes it a heartbeat. */
function sendAppend(node: RaftNode, peer: string, progress: Progress, out: Outbox): void {
  const { durable, volatile } = node;
  const { log } = durable;
  const prevLogIndex = progress.nextIndex - 1;
  const prevLogTerm = termAt(log, prevLogIndex);
  const stamp = { round: volatile.round, sentUs: out.nowUs };
  if (prevLogTerm < 0) {
    out.send({
      kind: 'install-snapshot', from: node.id, to: peer, term: durable.currentTerm,
      lastIndex: log.snapshotIndex, lastTerm: log.snapshotTerm, ...durable.snapshot, ...stamp,
    });
    return;
  }
  const entries = isFull(progress, out) ? [] : entriesFrom(log, progress.nextIndex, out.settings.batch);
  out.send({
    kind: 'append-entries', from: node.id, to: peer, term: durable.currentTerm,
    prevLogIndex, prevLogTerm, entries, leaderCommit: volatile.commitIndex, ...stamp,
  });
  // Where the logs are known to agree, the next message need not wait for the answer to this one.
  if (progress.probing || entries.length === 0) return;
  progress.nextIndex += entries.length;
  progress.inflight.push(progress.nextIndex - 1);
}

/** Only a leader of this very term is followed; hearing it is what restarts the wait for one. */
function follow(node: RaftNode, leader: string, out: Outbox): void {
  const { volatile } = node;
  if (volatile.role === 'candidate') {
    out.report(node, 'step-down', leader, { term: node.durable.currentTerm, reason: 'leader-found', was: 'candidate' });
  }
  if (volatile.role !== 'follower') volatile.votes.clear();
  volatile.role = 'follower';
  volatile.leader = leader;
  volatile.heardUs = out.nowUs;
  out.restartElectionTimer(node);
}

export function receiveAppendEntries(node: RaftNode, message: AppendEntries, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  const { log } = durable;
  if (rules.isStale(message.term, durable.currentTerm)) {
    refuse(node, message, 'older-term', 0, 0, out);
    return;
  }
  follow(node, message.from, out);
  if (!rules.matchesPrevious(message, log)) {
    if (message.prevLogIndex > log.lastIndex) refuse(node, message, 'missing-entry', 0, log.lastIndex + 1, out);
    else refuse(node, message, 'conflicting-entry', termAt(log, message.prevLogIndex), firstIndexOfTerm(log, message.prevLogIndex), out);
    return;
  }
  const from = rules.conflict(message, log);
  if (from > 0) cutTail(node, from, out);
  for (const entry of message.entries) {
    if (entry.index !== log.lastIndex + 1) continue;
    append(log, entry);
    adoptMembership(node, entry);
    out.appended(node, entry);
    out.report(node, 'append', message.from, { index: entry.index, term: entry.term, command: entry.command });
  }
  commitUpTo(node, rules.followerCommit(message, volatile.commitIndex, log), out);
  accept(node, message, message.prevLogIndex + message.entries.length, out);
}

function cutTail(node: RaftNode, from: number, out: Outbox): void {
  const { log } = node.durable;
  const removed = entriesFrom(log, from, log.lastIndex - from + 1);
  truncate(log, from);
  revertMembership(node);
  out.report(node, 'truncate', node.volatile.leader, { from, count: removed.length });
  out.truncated(node, removed);
}

function accept(node: RaftNode, message: AppendEntries | InstallSnapshot, matchIndex: number, out: Outbox): void {
  out.send({
    kind: 'append-reply', from: node.id, to: message.from, term: node.durable.currentTerm, success: true, matchIndex,
    prevLogIndex: message.kind === 'append-entries' ? message.prevLogIndex : 0, reason: null, conflictTerm: 0, conflictIndex: 0,
    voter: node.durable.voter, round: message.round, sentUs: message.sentUs,
  });
}

function refuse(node: RaftNode, message: AppendEntries | InstallSnapshot, reason: AppendRefusal, conflictTerm: number, conflictIndex: number, out: Outbox): void {
  const prevLogIndex = message.kind === 'append-entries' ? message.prevLogIndex : 0;
  out.report(node, 'reject', message.from, { prevLogIndex, reason });
  out.send({
    kind: 'append-reply', from: node.id, to: message.from, term: node.durable.currentTerm, success: false, matchIndex: 0,
    prevLogIndex, reason, conflictTerm, conflictIndex, voter: node.durable.voter, round: message.round, sentUs: message.sentUs,
  });
}

/** Replaces what the leader no longer keeps. A log that holds the snapshot's last entry keeps what follows it (§7). */
export function receiveSnapshot(node: RaftNode, message: InstallSnapshot, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  if (rules.isStale(message.term, durable.currentTerm)) {
    refuse(node, message, 'older-term', 0, 0, out);
    return;
  }
  follow(node, message.from, out);
  if (message.lastIndex <= volatile.commitIndex) {
    accept(node, message, volatile.commitIndex, out);
    return;
  }
  if (termAt(durable.log, message.lastIndex) === message.lastTerm) {
    commitUpTo(node, message.lastIndex, out);
  } else {
    const { data, digest, membership } = message;
    durable.log = emptyLog(message.lastIndex, message.lastTerm);
    durable.snapshot = { data, digest, membership };
    node.membership = membership;
    node.configIndex = 0;
    Object.assign(volatile, { commitIndex: message.lastIndex, lastApplied: message.lastIndex, data, digest });
    out.report(node, 'snapshot', message.from, { index: message.lastIndex, term: message.lastTerm });
  }
  accept(node, message, message.lastIndex, out);
}

export function receiveAppendReply(node: RaftNode, reply: AppendReply, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  const progress = volatile.progress.get(reply.from);
  if (volatile.role !== 'leader' || reply.term !== durable.currentTerm || progress === undefined) return;
  progress.lastContactUs = out.nowUs;
  progress.ackedRound = Math.max(progress.ackedRound, reply.round);
  progress.ackedSentUs = Math.max(progress.ackedSentUs, reply.sentUs);
  if (!reply.voter && progress.voter) {
    // It lost its disk: nothing that was known of its log holds any more.
    progress.voter = false;
    progress.matchIndex = 0;
    progress.inflight = [];
    progress.probing = true;
  } else if (reply.voter && !progress.voter) {
    return; // A late answer from before the loss.
  }
  if (reply.success) learnMatch(node, reply, progress, rules, out);
  else findAgreement(node, reply, progress, out);
}

function learnMatch(node: RaftNode, reply: AppendReply, progress: Progress, rules: Rules, out: Outbox): void {
  progress.probing = false;
  if (progress.inflight.length > 0) progress.inflight = progress.inflight.filter((last) => last > reply.matchIndex);
  if (reply.matchIndex > progress.matchIndex) {
    progress.matchIndex = reply.matchIndex;
    out.report(node, 'ack', reply.from, { matchIndex: reply.matchIndex });
    advanceCommitIndex(node, rules, out);
  }
  progress.nextIndex = Math.max(progress.nextIndex, progress.matchIndex + 1);
  if (progress.nextIndex <= node.durable.log.lastIndex && !isFull(progress, out)) sendAppend(node, reply.from, progress, out);
}

/** Goes back to where the logs may agree, by whole terms (end of §5.3), and asks again. */
function findAgreement(node: RaftNode, reply: AppendReply, progress: Progress, out: Outbox): void {
  // An answer to an older question would send the leader back for nothing, or behind what is known to match.
  const late = progress.probing ? reply.prevLogIndex !== progress.nextIndex - 1 : reply.prevLogIndex <= progress.matchIndex;
  if (late) return;
  const next = nextIndexAfter(node, reply);
  progress.nextIndex = Math.max(progress.matchIndex + 1, Math.min(next, node.durable.log.lastIndex + 1));
  progress.probing = true;
  progress.inflight = [];
  sendAppend(node, reply.from, progress, out);
}

function nextIndexAfter(node: RaftNode, reply: AppendReply): number {
  if (reply.conflictTerm === 0) return reply.conflictIndex;
  // Terms never fall along a log: past the leader's last entry of that term or an older one, nothing can agree.
  const last = lastIndexUpToTerm(node.durable.log, reply.prevLogIndex, reply.conflictTerm);
  return termAt(node.durable.log, last) === reply.conflictTerm ? last + 1 : Math.min(reply.conflictIndex, last + 1);
}

function advanceCommitIndex(node: RaftNode, rules: Rules, out: Outbox): void {
  const { durable, volatile } = node;
  const stored = (id: string): number => {
    if (id === node.id) return durable.voter ? durable.log.lastIndex : 0;
    const progress = volatile.progress.get(id);
    return progress?.voter === true ? progress.matchIndex : 0;
  };
  const index = rules.leaderCommit(durable.log, durable.currentTerm, volatile.commitIndex, node.membership, stored);
  if (index <= volatile.commitIndex) return;
  out.report(node, 'commit', null, { index, term: termAt(durable.log, index) });
  commitUpTo(node, index, out);
}

function commitUpTo(node: RaftNode, index: number, out: Outbox): void {
  const { volatile } = node;
  const before = volatile.commitIndex;
  if (index <= before) return;
  volatile.commitIndex = index;
  out.committed(node, before);
  while (volatile.lastApplied < volatile.commitIndex) {
    const entry = entryAt(node.durable.log, volatile.lastApplied + 1);
    if (entry === undefined) return;
    volatile.lastApplied = entry.index;
    volatile.data = apply(volatile.data, entry);
    volatile.digest = digestOf(volatile.digest, entry);
    out.applied(node, entry);
  }
}

/** Moves what is applied up to `index` into the snapshot (§7). */
export function takeSnapshot(node: RaftNode, index: number, out: Outbox): void {
  const { durable } = node;
  const { log } = durable;
  let { data, digest, membership } = durable.snapshot;
  for (const entry of entriesFrom(log, log.snapshotIndex + 1, index - log.snapshotIndex)) {
    data = apply(data, entry);
    digest = digestOf(digest, entry);
    membership = entry.membership ?? membership;
  }
  durable.snapshot = { data, digest, membership };
  compact(log, index);
  out.report(node, 'snapshot', null, { index, term: log.snapshotTerm });
}
