/** A server round its Raft node: timers, the state machine's answers to clients, and reports to whoever watches. */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { ClusterState, Member } from './cluster.ts';
import type { LogEntry } from './log.ts';
import { compact, entriesFrom } from './log.ts';
import type { RaftMessage } from './messages.ts';
import type { RaftNode } from './node.ts';
import type { Outbox, Report } from './protocol.ts';
import { electionTimeout, heartbeat, propose } from './protocol.ts';
import { digestOf } from './replication.ts';
import type { Rules } from './rules.ts';
import { countCandidate, countFailedBallot, countLeader } from './stats.ts';
import { armElectionTimer, armHeartbeat, waitForLeader } from './timers.ts';
import { sawAppend, sawCommit, sawLeader, sawTruncate, sawVote } from './witness.ts';

/**
 * Entries after which a log is compacted, and how many stay for followers that lag. Bounds what a run of hours keeps; a
 * node that lags further gets a snapshot.
 */
const COMPACT_AFTER = 128;
const COMPACT_TO = 32;

/** Gives one node's output to the network, the witness and the counters. Lives for one event. */
export class Server implements Outbox {
  readonly nowUs: number;
  readonly batch: number;
  readonly #state: ClusterState;
  readonly #member: Member;
  readonly #world: World;
  readonly #rules: Rules;

  constructor(state: ClusterState, member: Member, world: World, rules: Rules) {
    this.nowUs = world.nowUs;
    this.batch = state.config.batch;
    this.#state = state;
    this.#member = member;
    this.#world = world;
    this.#rules = rules;
  }

  send(message: RaftMessage): void {
    this.#state.stats.messages += 1;
    send(this.#state.network, this.#state.config, message, this.#world);
  }

  report(node: RaftNode, what: Report, peer: string | null, data: { readonly [key: string]: string | number | boolean | null }): void {
    const { stats, witness } = this.#state;
    const term = node.durable.currentTerm;
    if (what === 'candidate') countCandidate(stats, term);
    else if (what === 'timeout' && data['role'] === 'candidate') countFailedBallot(stats, term);
    else if (what === 'leader') {
      countLeader(stats, term);
      sawLeader(witness, node);
    }
    this.#world.emit(`raft.${what}`, peer === null ? { node: node.id, ...data } : { node: node.id, peer, ...data });
  }

  restartElectionTimer(): void {
    waitForLeader(this.#state.config, this.#member, this.#world);
  }

  startHeartbeats(): void {
    this.#member.electionDeadlineUs = -1;
    armHeartbeat(this.#state, this.#member, this.#world);
  }

  appended(node: RaftNode, entry: LogEntry): void { sawAppend(this.#state.witness, node, entry); }
  truncated(node: RaftNode, removed: readonly LogEntry[]): void { sawTruncate(this.#state.witness, node, removed); }
  voted(node: RaftNode, candidate: string): void { sawVote(this.#state.witness, node, candidate); }

  committed(node: RaftNode, before: number): void {
    if (node.volatile.role === 'leader') this.#state.stats.committed += node.volatile.commitIndex - before;
    sawCommit(this.#state.witness, node, before);
  }

  applied(node: RaftNode, entry: LogEntry): void {
    this.#world.emit('raft.apply', { node: node.id, index: entry.index });
    const { pending } = this.#member;
    const waiting = pending.get(entry.index);
    if (waiting === undefined) return;
    pending.delete(entry.index);
    const ok = waiting.term === entry.term;
    this.#answer(waiting.request, ok, ok ? entry.index : 0, ok ? null : 'overwritten');
  }

  /** Takes a client's write into the log, or says who might. */
  takeRequest(request: number, command: string): void {
    const { node, pending } = this.#member;
    if (node.volatile.role !== 'leader') {
      this.#answer(request, false, 0, 'not-the-leader');
      return;
    }
    // Noted first: a cluster of one commits while it appends.
    pending.set(node.durable.log.lastIndex + 1, { request, term: node.durable.currentTerm });
    propose(node, command, this.#rules, this);
  }

  #answer(request: number, ok: boolean, index: number, reason: 'not-the-leader' | 'overwritten' | null): void {
    const { node } = this.#member;
    send(this.#state.network, this.#state.config, {
      kind: 'client-reply', from: node.id, to: this.#state.client.id, request, ok, index, leader: node.volatile.leader, reason,
    }, this.#world);
  }
}

export function onElectionTimer(state: ClusterState, member: Member, world: World, rules: Rules): void {
  if (member.timerUs !== world.nowUs) return;
  member.timerUs = -1;
  if (!member.up || member.frozen || member.electionDeadlineUs < 0) return;
  if (world.nowUs < member.electionDeadlineUs) armElectionTimer(member, world);
  else electionTimeout(member.node, rules, new Server(state, member, world, rules));
}

export function onHeartbeat(state: ClusterState, member: Member, world: World, rules: Rules): void {
  if (member.heartbeatUs !== world.nowUs) return;
  member.heartbeatUs = -1;
  if (!member.up || member.frozen || member.node.volatile.role !== 'leader') return;
  heartbeat(member.node, new Server(state, member, world, rules));
  armHeartbeat(state, member, world);
}

/** Moves what is applied into the snapshot once the log is long. */
export function compactIfLong(member: Member, world: World): void {
  const { node } = member;
  const { log } = node.durable;
  if (node.volatile.lastApplied - log.snapshotIndex < COMPACT_AFTER) return;
  const index = node.volatile.lastApplied - COMPACT_TO;
  // The state machine's content is stood for by its digest, brought forward to what is saved.
  for (const entry of entriesFrom(log, log.snapshotIndex + 1, index - log.snapshotIndex)) {
    node.durable.snapshotDigest = digestOf(node.durable.snapshotDigest, entry);
  }
  compact(log, index);
  world.emit('raft.snapshot', { node: node.id, index, term: log.snapshotTerm });
}
