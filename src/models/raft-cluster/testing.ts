/** A cluster without a clock, for tests: messages wait in a list until they are delivered or lost. */
import type { LogEntry } from './log.ts';
import { append, emptyLog, entriesFrom } from './log.ts';
import type { RaftMessage } from './messages.ts';
import type { RaftNode } from './node.ts';
import { loseVolatileState, makeNode } from './node.ts';
import type { Outbox, Report } from './protocol.ts';
import { electionTimeout, heartbeat, propose, receive } from './protocol.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';

export interface Reported {
  readonly node: string;
  readonly what: Report;
  readonly peer: string | null;
  readonly data: { readonly [key: string]: string | number | boolean | null };
}

export class Bench implements Outbox {
  readonly nowUs = 0;
  readonly batch: number;
  readonly nodes = new Map<string, RaftNode>();
  readonly down = new Set<string>();
  readonly reports: Reported[] = [];
  readonly rules: Rules;
  waiting: RaftMessage[] = [];
  /** Who hears whom; everybody when empty. */
  groups: readonly (readonly string[])[] = [];

  /** Nodes `n1`… whose logs hold entries of the given terms, after a shared snapshot. */
  constructor(logs: readonly (readonly number[])[], options: { snapshotIndex?: number; snapshotTerm?: number; batch?: number; rules?: Rules } = {}) {
    this.batch = options.batch ?? 64;
    this.rules = options.rules ?? raftRules;
    const voters = logs.map((_, at) => `n${at + 1}`);
    logs.forEach((terms, at) => {
      const log = emptyLog(options.snapshotIndex ?? 0, options.snapshotTerm ?? 0);
      for (const term of terms) append(log, { index: log.lastIndex + 1, term, command: `t${term}`, previousTerm: log.lastTerm });
      const node = makeNode(voters[at] ?? '', { voters, outgoing: [], learners: [] }, log);
      node.durable.currentTerm = terms.length > 0 ? log.lastTerm : 0;
      this.nodes.set(node.id, node);
    });
  }

  node(id: string): RaftNode {
    const node = this.nodes.get(id);
    if (!node) throw new RangeError(`no node ${id}`);
    return node;
  }

  terms(id: string): readonly number[] {
    const { log } = this.node(id).durable;
    return entriesFrom(log, log.snapshotIndex + 1, log.lastIndex).map((entry) => entry.term);
  }

  timeout(id: string): void { electionTimeout(this.node(id), this.rules, this); }
  heartbeat(id: string): void { heartbeat(this.node(id), this); }
  propose(id: string, command: string): number { return propose(this.node(id), command, this.rules, this); }
  give(message: RaftMessage): void { receive(this.node(message.to), message, this.rules, this); }

  crash(id: string): void { this.down.add(id); }
  restart(id: string): void {
    this.down.delete(id);
    const node = this.node(id);
    node.durable = this.rules.afterRestart(node.durable);
    loseVolatileState(node);
  }

  /** Takes the oldest message out and gives it to its node, unless it is lost. False when none was left. */
  deliverOne(): boolean {
    const message = this.waiting.shift();
    if (!message) return false;
    if (this.hears(message.from, message.to)) this.give(message);
    return true;
  }

  /** Delivers until nothing is in flight; with heartbeats from every leader among `within` until those change nothing either. */
  settle(heartbeats = true, within: readonly string[] = [...this.nodes.keys()]): void {
    for (let round = 0; round < 100; round += 1) {
      for (let count = 0; this.deliverOne(); count += 1) if (count > 10_000) throw new Error('never quiet');
      if (!heartbeats) return;
      const before = this.#summary();
      for (const id of within) if (!this.down.has(id)) this.heartbeat(id);
      for (let count = 0; this.deliverOne(); count += 1) if (count > 10_000) throw new Error('never quiet');
      if (this.#summary() === before) return;
    }
    throw new Error('never settled');
  }

  hears(from: string, to: string): boolean {
    if (this.down.has(from) || this.down.has(to)) return false;
    return this.groups.length === 0 || this.groups.some((side) => side.includes(from) && side.includes(to));
  }

  #summary(): string {
    return [...this.nodes.values()].map(({ durable, volatile }) =>
      [durable.currentTerm, durable.votedFor, durable.log.lastIndex, durable.log.lastTerm, volatile.role, volatile.commitIndex].join()).join(';');
  }

  // Outbox
  send(message: RaftMessage): void { this.waiting.push(message); }
  report(node: RaftNode, what: Report, peer: string | null, data: Reported['data']): void { this.reports.push({ node: node.id, what, peer, data }); }
  restartElectionTimer(): void { /* Tests say themselves when a timeout comes. */ }
  startHeartbeats(): void { /* As above. */ }
  appended(_node: RaftNode, _entry: LogEntry): void { /* Checked by comparing logs. */ }
  truncated(): void { /* As above. */ }
  committed(): void { /* As above. */ }
  applied(): void { /* As above. */ }
  voted(): void { /* As above. */ }
}
