/** A server round its Raft node: timers, the state machine's answers to clients, and reports to whoever watches. */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { ClientReply, ClusterState, Member, Operation } from './cluster.ts';
import { attend, changeMembership, read, transferTo } from './leadership.ts';
import type { LogEntry } from './log.ts';
import type { RaftMessage } from './messages.ts';
import type { PendingRead, RaftNode } from './node.ts';
import type { Outbox, ProtocolSettings, Report } from './protocol.ts';
import { electionTimeout, heartbeat, propose } from './protocol.ts';
import { takeSnapshot } from './replication.ts';
import type { Rules } from './rules.ts';
import { countCandidate, countFailedBallot, countLeader } from './stats.ts';
import { armElectionTimer, armHeartbeat, waitForLeader } from './timers.ts';
import { sawAppend, sawCommit, sawLeader, sawTruncate, sawVote } from './witness.ts';

/** Entries that stay after a compaction, at most, for followers that lag; who lags further gets a snapshot. */
const COMPACT_TO = 32;

/** Gives one node's output to the network, the witness and the counters. Lives for one event. */
export class Server implements Outbox {
  readonly nowUs: number;
  readonly settings: ProtocolSettings;
  readonly #state: ClusterState;
  readonly #member: Member;
  readonly #world: World;
  readonly #rules: Rules;

  constructor(state: ClusterState, member: Member, world: World, rules: Rules) {
    this.nowUs = world.nowUs + member.skewUs;
    this.settings = state.settings;
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
    if (waiting.term !== entry.term) this.#answer(waiting.request, { reason: 'overwritten' });
    else this.#answer(waiting.request, { ok: true, index: entry.index, ...(waiting.op === 'read' ? this.#held(waiting.key) : {}) });
  }

  readDone(_node: RaftNode, { request, key }: PendingRead, ok: boolean): void {
    this.#answer(request, ok ? { ok, ...this.#held(key) } : { reason: 'not-the-leader' });
  }

  /** Takes a client's request, or says who might. */
  takeRequest(request: number, op: Operation, command: string): void {
    const { node, pending } = this.#member;
    const { role, transfer } = node.volatile;
    if (op === 'read' && this.settings.reads === 'stale') {
      this.#answer(request, { ok: true, ...this.#held(command) });
    } else if (role !== 'leader' || transfer !== null) {
      this.#answer(request, { reason: 'not-the-leader' });
    } else if (op === 'read' && this.settings.reads !== 'log') {
      read(node, request, command, this.#rules, this);
    } else {
      // Noted first: a cluster of one commits while it appends.
      pending.set(node.durable.log.lastIndex + 1, { request, term: node.durable.currentTerm, op, key: command });
      if (op === 'read') read(node, request, command, this.#rules, this);
      else propose(node, command, this.#rules, this, request);
    }
    attend(node, this.#rules, this);
  }

  /** Begins to hand over to another voter. */
  transfer(to: string): void {
    transferTo(this.#member.node, to, this);
    attend(this.#member.node, this.#rules, this);
  }

  /** A step towards the voters that the operator wants. */
  change(joint = true): void {
    const { node } = this.#member;
    if (changeMembership(node, this.#state.wanted, this.#rules, this, joint)) attend(node, this.#rules, this);
  }

  #held(key: string): Pick<ClientReply, 'held'> {
    return { held: this.#member.node.volatile.data.get(key) ?? null };
  }

  #answer(request: number, reply: Partial<Pick<ClientReply, 'ok' | 'index' | 'held' | 'reason'>>): void {
    const { node } = this.#member;
    send(this.#state.network, this.#state.config, {
      kind: 'client-reply', from: node.id, to: this.#state.client.id, request, leader: node.volatile.leader,
      ok: false, index: 0, held: null, reason: null, ...reply,
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
  const server = new Server(state, member, world, rules);
  heartbeat(member.node, rules, server);
  if (state.wanted !== null) server.change();
  armHeartbeat(state, member, world);
}

/** Moves what is applied into the snapshot once the log is long. */
export function compactIfLong(state: ClusterState, member: Member, world: World, rules: Rules): void {
  const { snapshotAfter } = state.config;
  const { durable: { log }, volatile: { lastApplied } } = member.node;
  if (snapshotAfter === 0 || lastApplied - log.snapshotIndex < snapshotAfter) return;
  takeSnapshot(member.node, lastApplied - Math.min(COMPACT_TO, Math.floor(snapshotAfter / 4)), new Server(state, member, world, rules));
}
