/**
 * For tests: a cluster without a clock, whose messages wait in a list until they are delivered or lost; and whole clusters, by
 * settings or scenario.
 */
import type { LogEntry } from './log.ts';
import { append, emptyLog, entriesFrom } from './log.ts';
import type { RaftMessage } from './messages.ts';
import { changeMembership } from './leadership.ts';
import { membershipOf } from './membership-state.ts';
import type { RaftNode } from './node.ts';
import { loseVolatileState, makeNode } from './node.ts';
import type { Outbox, ProtocolSettings, Report } from './protocol.ts';
import { electionTimeout, heartbeat, propose, receive } from './protocol.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import { clusterConfig } from './config.ts';
import type { ClusterSettings } from './config.ts';
import { raftCluster } from './model.ts';
import { raftScenarios } from './scenarios.ts';
import { reconfigure } from './swarm.ts';

export interface Reported {
  readonly node: string;
  readonly what: Report;
  readonly peer: string | null;
  readonly data: { readonly [key: string]: string | number | boolean | null };
}

export class Bench implements Outbox {
  /** Of the node that is at work. */
  nowUs = 0;
  /** Clocks that a test has moved, µs. */
  readonly clocks = new Map<string, number>();
  readonly settings: ProtocolSettings;
  readonly nodes = new Map<string, RaftNode>();
  readonly down = new Set<string>();
  readonly reports: Reported[] = [];
  readonly rules: Rules;
  waiting: RaftMessage[] = [];
  /** Who hears whom; everybody when empty. */
  groups: readonly (readonly string[])[] = [];

  /** Nodes `n1`… whose logs hold entries of the given terms, after a shared snapshot. */
  constructor(logs: readonly (readonly number[])[], options: Partial<ProtocolSettings> & { snapshotIndex?: number; snapshotTerm?: number; learners?: readonly string[]; rules?: Rules } = {}) {
    this.settings = { batch: 64, maxInflight: 512, preVote: false, checkQuorum: false, reads: 'read-index', electionTimeoutUs: [150_000, 300_000], leaseSinceUs: -1, ...options };
    this.rules = options.rules ?? raftRules;
    const ids = logs.map((_, at) => `n${at + 1}`);
    const learners = options.learners ?? [];
    const membership = membershipOf(ids.filter((id) => !learners.includes(id)), learners);
    logs.forEach((terms, at) => {
      const log = emptyLog(options.snapshotIndex ?? 0, options.snapshotTerm ?? 0);
      for (const term of terms) append(log, { index: log.lastIndex + 1, term, command: `t${term}`, previousTerm: log.lastTerm });
      const node = makeNode(ids[at] ?? '', membership, log);
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

  timeout(id: string): void { electionTimeout(this.#at(id), this.rules, this); }
  heartbeat(id: string): void { heartbeat(this.#at(id), this.rules, this); }
  propose(id: string, command: string): number { return propose(this.#at(id), command, this.rules, this); }
  change(id: string, voters: readonly string[], joint = true): boolean { return changeMembership(this.#at(id), voters, this.rules, this, joint); }
  give(message: RaftMessage): void { receive(this.#at(message.to), message, this.rules, this); }

  /** The node, by its own clock. */
  #at(id: string): RaftNode {
    this.nowUs = this.clocks.get(id) ?? 0;
    return this.node(id);
  }

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
  readDone(): void { /* As above. */ }
}

export const ms = 1000;

function fail(why: string): never {
  throw new Error(why);
}

export function simulate(settings: ClusterSettings = {}, seed = 1, rules: Rules = raftRules): Simulation<ClusterConfig, ClusterState> {
  return new Simulation({ model: raftCluster(rules), config: clusterConfig(settings), seed, reconfigure });
}

export function scenario(name: string, rules: Rules = raftRules): Timeline<ClusterConfig, ClusterState> {
  const known = raftScenarios.get(name) ?? fail(`no scenario ${name}`);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  return new Timeline({ model: raftCluster(rules), config: clusterConfig((known.settings ?? {}) as ClusterSettings), seed: known.seed ?? 1, commands, reconfigure });
}

/** A leader is cut off, another elected, both sides written to; then the old one is asked for x. */
export function readAtOldLeader(settings: ClusterSettings, rules: Rules = raftRules): { readonly state: ClusterState; readonly answer: ModelEvent | undefined } {
  const run = simulate(settings, 1, rules);
  run.runTo(900 * ms);
  const old = leaderOf(run.state)?.node.id ?? fail('no leader');
  run.act({ action: 'cut' });
  run.runTo(2_500 * ms);
  if (leaderOf(run.state)?.node.id === old) fail('nobody else leads');
  run.takeEvents();
  run.act({ action: 'read', args: { node: old } });
  run.runTo(3_500 * ms);
  return { state: run.state, answer: run.takeEvents().find(({ type, data }) => type === 'raft.client' && data['op'] === 'read') };
}
