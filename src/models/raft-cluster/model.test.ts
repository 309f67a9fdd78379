import { assert } from '../../../test/assert.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import { clusterConfig } from './config.ts';
import type { ClusterSettings } from './config.ts';
import { entryAt, termAt } from './log.ts';
import { raftCluster } from './model.ts';
import { jointIndex } from './quorum.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';
import { raftScenarios } from './scenarios.ts';
import { reconfigure, runSchedule, runSwarm } from './swarm.ts';

const ms = 1000;

function simulate(settings: ClusterSettings = {}, seed = 1, rules: Rules = raftRules): Simulation<ClusterConfig, ClusterState> {
  return new Simulation({ model: raftCluster(rules), config: clusterConfig(settings), seed, reconfigure });
}

function scenario(name: string, rules: Rules = raftRules): Timeline<ClusterConfig, ClusterState> {
  const known = raftScenarios.get(name) ?? assert.fail(`no scenario ${name}`);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  return new Timeline({ model: raftCluster(rules), config: clusterConfig((known.settings ?? {}) as ClusterSettings), seed: known.seed ?? 1, commands });
}

const logOf = (state: ClusterState, id: string): string => {
  const log = state.members.get(id)?.node.durable.log ?? assert.fail(id);
  return Array.from({ length: log.lastIndex }, (_, at) => termAt(log, at + 1)).join(' ');
};

describe('A Raft cluster in motion', () => {
  it('elects a leader, replicates writes and tells the client', () => {
    const run = simulate();
    run.runTo(1000 * ms);
    const types = new Set(run.takeEvents().map(({ type }) => type));
    for (const type of ['raft.timeout', 'raft.candidate', 'raft.vote', 'raft.leader', 'raft.append', 'raft.ack', 'raft.commit', 'raft.apply', 'raft.client']) {
      assert.ok(types.has(type), type);
    }
    assert.ok(run.state.stats.writesAcknowledged > 5);
    assert.equal(run.state.stats.writesUnknown, 0);
  });

  it('elects itself when it is alone, and commits at once', () => {
    const run = simulate({ nodes: 1 });
    run.runTo(1000 * ms);
    assert.equal(leaderOf(run.state)?.node.id, 'n1');
    assert.ok(run.state.stats.writesAcknowledged > 5);
  });

  it('loses no acknowledged write when its leader crashes, and goes on', () => {
    const run = simulate();
    run.runTo(1000 * ms);
    const before = leaderOf(run.state) ?? assert.fail('no leader');
    const acknowledged = before.node.volatile.commitIndex;
    const last = entryAt(before.node.durable.log, acknowledged)?.command;
    assert.ok(run.act({ action: 'crash', target: 'leader' }).ok);
    run.runTo(3000 * ms);
    const after = leaderOf(run.state) ?? assert.fail('no leader');
    assert.notEqual(after.node.id, before.node.id);
    assert.equal(entryAt(after.node.durable.log, acknowledged)?.command, last);
    assert.ok(after.node.volatile.commitIndex > acknowledged + 5);
  });

  it('commits nothing without a majority', () => {
    const run = simulate();
    run.runTo(1000 * ms);
    for (const id of ['n1', 'n2', 'n3']) run.act({ action: 'crash', target: id });
    run.runTo(1100 * ms);
    const committed = Math.max(...[...run.state.members.values()].map(({ node }) => node.volatile.commitIndex));
    run.runTo(6000 * ms);
    assert.equal(Math.max(...[...run.state.members.values()].map(({ node }) => node.volatile.commitIndex)), committed);
  });

  it('keeps log, term and vote over a crash, and nothing else', () => {
    const run = simulate();
    run.runTo(1000 * ms);
    const member = leaderOf(run.state) ?? assert.fail('no leader');
    const { currentTerm, votedFor, log } = member.node.durable;
    const last = log.lastIndex;
    run.act({ action: 'crash', target: member.node.id });
    run.act({ action: 'recover', target: member.node.id });
    assert.deepEqual([member.node.durable.currentTerm, member.node.durable.votedFor, member.node.durable.log.lastIndex], [currentTerm, votedFor, last]);
    assert.deepEqual([member.node.volatile.role, member.node.volatile.commitIndex, member.node.volatile.leader], ['follower', 0, null]);
  });

  it('freezes a leader, elects another, and the first steps down when it wakes', () => {
    const run = simulate({}, 3);
    run.runTo(1000 * ms);
    const first = leaderOf(run.state)?.node.id ?? assert.fail('no leader');
    run.act({ action: 'freeze', target: first });
    run.runTo(2000 * ms);
    const second = leaderOf(run.state)?.node.id ?? assert.fail('no leader');
    assert.notEqual(second, first);
    assert.equal(run.state.members.get(first)?.node.volatile.role, 'leader', 'it does not know yet');
    run.act({ action: 'thaw', target: first });
    run.takeEvents();
    run.runTo(2100 * ms);
    assert.ok(run.takeEvents().some(({ type, node }) => type === 'raft.step-down' && node === first));
  });

  it('refuses what cannot be done, and says why', () => {
    const run = simulate();
    const reason = (action: string, target?: string, args = {}): string => {
      const result = run.act(target === undefined ? { action, args } : { action, target, args });
      return result.ok ? 'done' : result.reason;
    };
    assert.equal(reason('crash', 'leader'), 'there is no leader now');
    assert.equal(reason('crash', 'n9'), 'there is no server n9');
    assert.equal(reason('recover', 'n1'), 'n1 is not down');
    assert.equal(reason('recover'), 'no server is down');
    assert.equal(reason('heal'), 'nothing is cut');
    assert.equal(reason('cut', undefined, { groups: 'n1,n2' }), 'a cut needs two sides with servers on each');
    assert.equal(reason('cut', 'n1-n7'), 'there is no link n1-n7');
    assert.equal(reason('drop', 'm99'), 'no message m99 is in flight');
    assert.equal(reason('explode'), 'a Raft cluster has no action explode');
    assert.equal(reason('wipe', 'n1'), 'done');
    assert.equal(reason('wipe', 'n2'), 'done');
    assert.match(reason('wipe', 'n3'), /majority of the disks/);
    run.act({ action: 'recover' });
    run.runTo(2000 * ms);
    assert.match(reason('timeout', leaderOf(run.state)?.node.id), /leads, and waits for nobody/);
  });

  it('takes over live settings without a new start', () => {
    const run = simulate();
    run.runTo(1000 * ms);
    const { messages } = run.state.stats;
    run.act({ action: 'set', args: { name: 'heartbeatUs', value: 10 * ms } });
    run.runTo(1100 * ms);
    assert.ok(run.state.config.heartbeatUs === 10 * ms && run.state.stats.messages > messages);
    run.act({ action: 'set', args: { name: 'clientRate', value: 0 } });
    run.runTo(1300 * ms);
    const { next } = run.state.client;
    run.runTo(3000 * ms);
    assert.equal(run.state.client.next, next);
    run.act({ action: 'set', args: { name: 'clientRate', value: 20 } });
    run.runTo(4000 * ms);
    assert.ok(run.state.client.next > next + 10);
  });

  it('gives the same state when it is gone back to as when it was first reached', () => {
    const there = scenario('default');
    there.advance(1_600 * ms);
    for (const timeUs of [1_300 * ms, 40 * ms, 900 * ms, 1_599 * ms, 0, 621 * ms]) {
      there.seek(timeUs);
      const fresh = scenario('default');
      fresh.advance(timeUs);
      assert.equal(there.hash(), fresh.hash(), `at ${timeUs} µs`);
      assert.deepEqual(there.state, fresh.state);
    }
  });

  it('stays small over virtual hours', () => {
    const run = simulate();
    const size = (): number => [...run.state.members.values()].reduce((sum, { node }) => sum + node.durable.log.lastIndex - node.durable.log.snapshotIndex, 0)
      + run.state.network.inFlight.size + run.state.client.outstanding.size + run.state.witness.committed.chunks.length
      + run.state.witness.terms.size + run.state.stats.ballots.size + run.state.stats.latenciesUs.length;
    let most = 0;
    for (let minute = 1; minute <= 60; minute += 1) {
      run.runTo(minute * 60_000 * ms);
      run.takeEvents();
      most = Math.max(most, size());
    }
    assert.ok((leaderOf(run.state)?.node.volatile.commitIndex ?? 0) > 70_000);
    assert.ok(most < 2_500, `${most} things kept`);
  });
});

describe('Scenarios of the Raft cluster', () => {
  it('shows a leader within 8 s of viewing, then writes, a crash, a successor and a return', () => {
    const known = raftScenarios.get('default') ?? assert.fail('absent');
    const events = scenario('default').advance(1_500 * ms);
    const at = (type: string, from = 0): number => (events.find((event) => event.type === type && event.timeUs >= from)?.timeUs ?? Infinity) / ms;
    const [first, second] = [known.paces?.[0]?.pace ?? 25, known.paces?.[1]?.fromMs ?? 0];
    assert.ok(second / first + (at('raft.leader') - second) / 25 < 8, `${at('raft.leader')} ms`);
    assert.ok(at('raft.client') < 320 && at('fault.crash') === 620);
    assert.ok(at('raft.leader', 620 * ms) < 900 && at('fault.recover') === 1250);
    assert.equal(events.filter(({ type }) => type === 'raft.candidate').length, 2);
  });

  it('splits the vote five ways, and ends it in the next round', () => {
    const run = scenario('split-vote');
    run.advance(600 * ms);
    assert.equal(run.state.stats.splitVotes, 1);
    assert.equal(leaderOf(run.state)?.node.durable.currentTerm, 2);
  });

  it('repairs the logs of figure 7', () => {
    const run = scenario('log-conflict');
    run.advance(400 * ms);
    for (const id of run.state.members.keys()) assert.equal(logOf(run.state, id), '1 1 1 4 4 5 5 6 6 6 8', id);
  });

  it('goes through figure 8: on a majority, not committed, overwritten', () => {
    const run = scenario('commit-rule');
    run.advance(500 * ms);
    assert.deepEqual(['n1', 'n2', 'n3', 'n4', 'n5'].map((id) => logOf(run.state, id)), ['1 2 4', '1 2 4', '1 2', '1', '1 3']);
    assert.deepEqual([...run.state.members.values()].map(({ node }) => node.volatile.commitIndex), [0, 1, 1, 1, 0]);
    run.advance(900 * ms);
    assert.deepEqual(['n2', 'n3', 'n4', 'n5'].map((id) => logOf(run.state, id)), ['1 3 5', '1 3 5', '1 3 5', '1 3 5']);
  });

  it('keeps a leader in the minority from committing, and cuts its tail after the heal', () => {
    const run = scenario('minority-partition');
    run.advance(1_100 * ms);
    const old = run.state.members.get('n2')?.node ?? assert.fail('n2');
    assert.equal(old.volatile.role, 'leader');
    assert.ok(old.durable.log.lastIndex > old.volatile.commitIndex);
    assert.equal(leaderOf(run.state)?.node.durable.currentTerm, 2);
    const events = run.advance(1_400 * ms);
    assert.ok(events.some(({ type, node }) => type === 'raft.truncate' && node === 'n2'));
    assert.equal(old.volatile.role, 'follower');
  });

  /** Two seconds into every scenario. A change of these is a change of what every permalink shows. */
  const golden: ReadonlyMap<string, string> = new Map([
    ['default', 'c1bb879d88b66676'], ['election', '1dc872fc66517365'], ['split-vote', '8c4907dcaddd9ec0'], ['leader-crash', '50dfca1cd113926e'], ['log-replication', '5bef0e855be5c3cc'], ['log-conflict', '29af2e56a9ded6ca'],
    ['commit-rule', '2f19fcf2b3e91ebd'], ['minority-partition', 'f7e9f21b3a6dc4c1'],
  ]);

  it('runs every scenario to the same bits, in every engine', () => {
    const found = new Map([...raftScenarios.keys()].map((name) => {
      const run = scenario(name);
      run.advance(2_000 * ms);
      return [name, run.hash()] as const;
    }));
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(golden));
  });
});

describe('Raft under random faults', () => {
  it('stays safe, and makes progress once everything is repaired', () => {
    const report = runSwarm({ schedules: 40, events: 2_500 });
    assert.equal(report.schedules, 40);
    assert.ok(report.elections > 200 && report.acknowledged > 200);
  });

  /** Each breaks one rule. All that goes wrong with them is found by random schedules, or by the two figures of the paper. */
  const bugs: readonly (readonly [name: string, rule: RegExp, broken: Partial<Rules>])[] = [
    ['cuts a matching tail on a late duplicate', /committed entries stay/, {
      conflict: (message, log) => (message.entries.length > 0 && message.prevLogIndex < log.lastIndex && message.prevLogIndex >= log.snapshotIndex ? message.prevLogIndex + 1 : 0),
    }],
    ['never cuts a conflicting tail', /log matching|state machine safety/, { conflict: () => 0 }],
    ['forgets its vote in a crash', /one vote per term/, { afterRestart: (durable) => ({ ...durable, votedFor: null }) }],
    ['forgets its term in a crash', /terms rise/, { afterRestart: (durable) => ({ ...durable, currentTerm: 0, votedFor: null }) }],
    ['votes twice in a term', /one vote per term/, { voteRefusal: (durable, request, isUpToDate) => (isUpToDate(request.lastLogTerm, request.lastLogIndex, durable.log) ? null : 'log-behind') }],
    ['votes for any log', /leader completeness/, { isUpToDate: () => true }],
    ['compares lengths and not terms', /leader completeness/, { isUpToDate: (_term, index, log) => index >= log.lastIndex }],
    ['is elected by half', /one leader per term/, {
      ballot: ({ voters }, vote) => (2 * voters.filter((id) => vote(id) === true).length >= voters.length ? 'won' : 'pending'),
    }],
    ['takes whatever comes before the new entries', /log matching|state machine safety/, { matchesPrevious: (message, log) => message.prevLogIndex <= log.lastIndex }],
    ['obeys leaders of older terms', /committed entries stay|terms rise|state machine safety|log matching/, { isStale: () => false }],
  ];

  for (const [name, rule, broken] of bugs) {
    it(`is caught when it ${name}`, () => {
      let caught: string | null = null;
      for (let seed = 1; seed <= 200 && caught === null; seed += 1) {
        try {
          runSchedule(seed, 2_500, { ...raftRules, ...broken }, 40);
        } catch (error) {
          caught = error instanceof Error ? error.message : String(error);
        }
      }
      assert.match(caught ?? 'nothing was found', rule);
    });
  }

  it('is caught when it commits an entry of an older term by counting copies', () => {
    const byCounting: Rules = {
      ...raftRules,
      leaderCommit: (_log, _term, commitIndex, membership, matchIndex) => Math.max(commitIndex, jointIndex(membership.voters, membership.outgoing, matchIndex)),
    };
    assert.match(breach(() => scenario('commit-rule', byCounting).advance(900 * ms)), /leader completeness|committed entries stay/);
  });

  it('is caught when a follower commits past the last entry that its leader vouched for', () => {
    const uncapped: Rules = { ...raftRules, followerCommit: (message, commitIndex, log) => Math.max(commitIndex, Math.min(message.leaderCommit, log.lastIndex)) };
    // A follower with a stale tail hears of a higher commit index in a message that reaches only half-way up to it.
    const run = simulate({ nodes: 3, clientRate: 0, electionTimeout: '20000ms 20000ms', jitter: 0, batch: 1 }, 1, uncapped);
    run.act({ action: 'arrange', args: { committed: 1, logs: '1 1 3 3|1 1 3 3|1 1 2 2', terms: '3 3 3' } });
    run.act({ action: 'timeout', target: 'n1' });
    run.runTo(50 * ms);
    run.act({ action: 'cut', args: { groups: 'n1,n2|n3' } });
    assert.match(breach(() => {
      run.runTo(100 * ms);
      // The leader has committed, and asks the follower about an entry far back.
      const progress = run.state.members.get('n1')?.node.volatile.progress.get('n3') ?? assert.fail('n3');
      progress.nextIndex = 2;
      run.act({ action: 'heal' });
      run.runTo(400 * ms);
    }), /state machine safety/);
  });

  function breach(run: () => void): string {
    try {
      run();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return 'nothing was found';
  }
});
