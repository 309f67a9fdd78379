import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { RaftMessage } from './messages.ts';
import { Bench } from './testing.ts';

type After = [id: number, role: string, term: number, votedFor: number, leader: number, commitIndex: number, lastIndex: number, firstIndex: number, terms: number[]];
interface Step { op: string; node?: number; nodes?: number[]; drop?: number[]; value?: string; change?: string; args?: string[]; timeout?: string; quiet: boolean; after?: After[] }
interface Initial { nodes: number; learners: number[]; snapshotIndex: number; snapshotTerm: number; electionTicks: number; preVote: boolean; checkQuorum: boolean; maxInflight: number | null }
interface EtcdScenario { name: string; initial: Initial; steps: Step[]; finalLogs: Record<string, string[]> }

const id = (number: number): string => `n${number}`;

/**
 * Etcd's nodes persist and send only when they are told to (`process-ready`, part of `stabilize`); here a node sends at
 * once. So a message that its sender has not been allowed to send yet is held back, and lost messages are the held ones.
 */
class Transcript {
  readonly bench: Bench;
  readonly #electionUs: number;
  /** Ticks left until a node's timeout, where the transcript set one. */
  readonly #patience = new Map<string, number>();

  constructor({ initial }: EtcdScenario) {
    const { nodes, learners, snapshotIndex, snapshotTerm, electionTicks, preVote, checkQuorum, maxInflight } = initial;
    this.#electionUs = electionTicks * 1000;
    this.bench = new Bench(Array.from({ length: nodes }, () => []), {
      snapshotIndex, snapshotTerm, preVote, checkQuorum, learners: learners.map(id), maxInflight: maxInflight ?? 256, electionTimeoutUs: [this.#electionUs, 2 * this.#electionUs],
    });
  }

  /** Gives the messages that have left their senders to these nodes. */
  deliver(nodes: readonly string[]): void {
    for (const message of this.bench.waiting.filter((each) => nodes.includes(each.to) && this.sent.has(each))) {
      this.bench.waiting.splice(this.bench.waiting.indexOf(message), 1);
      this.bench.give(message);
    }
  }

  processReady(node: string): void {
    for (const message of this.bench.waiting) if (message.from === node) this.sent.add(message);
  }

  setTimeout(node: string, ticks: number): void { this.#patience.set(node, ticks); }

  tickHeartbeat(node: string): void {
    if (this.bench.node(node).volatile.role === 'leader') this.bench.heartbeat(node);
    const left = (this.#patience.get(node) ?? Infinity) - 1;
    this.#patience.set(node, left);
    if (left === 0) this.bench.timeout(node);
  }

  /** An election timeout passes on this node alone. */
  tickElection(node: string): void {
    const behind = this.bench.clocks.get(node) ?? 0;
    this.bench.clocks.set(node, behind + this.#electionUs);
    this.bench.heartbeat(node);
  }

  /** Delivers among the nodes named until nothing between them is left. */
  stabilize(nodes: readonly string[]): void {
    for (let guard = 0; guard < 10_000; guard += 1) {
      const at = this.bench.waiting.findIndex((message) => nodes.includes(message.to) && (nodes.includes(message.from) || this.sent.has(message)));
      if (at < 0) break;
      const [message] = this.bench.waiting.splice(at, 1);
      if (message) this.bench.give(message);
    }
    // What these nodes have for others has left them, and waits at the others' doors.
    for (const message of this.bench.waiting) if (nodes.includes(message.from)) this.sent.add(message);
  }

  readonly sent = new Set<RaftMessage>();

  drop(nodes: readonly string[]): void {
    this.bench.waiting = this.bench.waiting.filter((message) => !nodes.includes(message.to));
  }
}

function run(scenario: EtcdScenario): void {
  const transcript = new Transcript(scenario);
  const { bench } = transcript;
  const everybody = [...bench.nodes.keys()];
  scenario.steps.forEach((step, at) => {
    const nodes = step.nodes?.map(id) ?? everybody;
    switch (step.op) {
      case 'campaign': bench.timeout(id(step.node ?? 0)); break;
      case 'propose': bench.propose(id(step.node ?? 0), step.value ?? ''); break;
      case 'stabilize': {
        transcript.stabilize(nodes);
        // Etcd tells followers of a commit at once, the paper with the next message: a heartbeat stands for that here.
        for (const node of nodes) bench.heartbeat(node);
        transcript.stabilize(nodes);
        break;
      }
      case 'deliver-msgs':
        transcript.drop((step.drop ?? []).map(id));
        transcript.deliver((step.nodes ?? []).map(id));
        break;
      case 'process-ready': transcript.processReady(id(step.node ?? 0)); break;
      case 'tick-heartbeat': transcript.tickHeartbeat(id(step.node ?? 0)); break;
      case 'tick-election': transcript.tickElection(id(step.node ?? 0)); break;
      case 'set-randomized-election-timeout': transcript.setTimeout(id(Number(step.args?.[0])), Number(step.timeout)); break;
      case 'forget-leader': {
        const { volatile } = bench.node(id(step.node ?? 0));
        if (volatile.role === 'follower') volatile.leader = null;
        break;
      }
      // One server more: etcd asks for no second majority there.
      case 'propose-conf-change': bench.change(id(step.node ?? 0), [...bench.node(id(step.node ?? 0)).membership.voters, id(Number(step.change?.slice(1)))], false); break;
      default: assert.fail(`unknown operation ${step.op}`);
    }
    if (!step.quiet || !step.after) return;
    for (const [number, role, term, votedFor, , commitIndex, lastIndex, , terms] of step.after) {
      const node = bench.node(id(number));
      const is: string = `${scenario.name}, step ${at} ${step.op}, ${node.id}`;
      if (!(role === 'follower' && node.volatile.role === 'candidate')) assert.equal(node.volatile.role, role === 'precandidate' ? 'pre-candidate' : role, is);
      assert.equal(node.durable.currentTerm, term, `${is} term`);
      assert.equal(node.durable.votedFor, votedFor === 0 ? null : id(votedFor), `${is} votedFor`);
      assert.equal(node.volatile.commitIndex, commitIndex, `${is} commitIndex`);
      assert.equal(node.durable.log.lastIndex, lastIndex, `${is} lastIndex`);
      assert.deepEqual(bench.terms(node.id), terms, `${is} log`);
    }
  });
  for (const [number, entries] of Object.entries(scenario.finalLogs)) {
    assert.deepEqual(bench.terms(id(Number(number))), entries.map((entry) => Number(/\/(\d+)/.exec(entry)?.[1])), `${scenario.name} ${number}`);
  }
}

describe('Raft, against transcripts of etcd', () => {
  let scenarios: EtcdScenario[] = [];
  before(async () => { ({ scenarios } = await vectors<{ scenarios: EtcdScenario[] }>('raft-scenarios.json')); });

  it('elects a leader in three nodes, and one node elects itself', () => {
    for (const name of ['campaign', 'single_node']) run(scenarios.find((scenario) => scenario.name === name) ?? assert.fail(name));
  });

  it('brings about the seven logs of figure 7 by its own rules, and a new leader repairs them', () => {
    run(scenarios.find((scenario) => scenario.name === 'probe_and_replicate') ?? assert.fail('absent'));
  });

  it('deposes a leader that hears from no quorum, and leaves a live one alone (check-quorum)', () => {
    run(scenarios.find((scenario) => scenario.name === 'checkquorum') ?? assert.fail('absent'));
  });

  it('raises no term for a log that could not win (pre-vote)', () => {
    run(scenarios.find((scenario) => scenario.name === 'prevote') ?? assert.fail('absent'));
  });

  it('lets a learner vote that does not know yet that it may', () => {
    run(scenarios.find((scenario) => scenario.name === 'campaign_learner_must_vote') ?? assert.fail('absent'));
  });

  it('keeps its term when a follower forgets who leads', () => {
    run(scenarios.find((scenario) => scenario.name === 'forget_leader') ?? assert.fail('absent'));
  });

  it('stops sending to a follower that leaves too much unanswered, and finds out later what it lacks', () => {
    run(scenarios.find((scenario) => scenario.name === 'replicate_pause') ?? assert.fail('absent'));
  });

  it('leaves out none of the transcripts', () => {
    assert.equal(scenarios.length, 8);
  });
});
