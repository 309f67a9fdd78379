import { assert } from '../../../test/assert.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import { termAt } from './log.ts';
import { jointIndex, majorityIndex } from './quorum.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';
import { runSchedule, runSwarm } from './swarm.ts';
import { ms, readAtOldLeader, scenario, simulate } from './testing.ts';

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
  ];

  for (const [name, rule, broken] of bugs) {
    it(`is caught when it ${name}`, () => {
      let caught: string | null = null;
      for (let seed = 1; seed <= 200 && caught === null; seed += 1) {
        try {
          runSchedule(seed, 2_500, { ...raftRules, ...broken }, 40);
        } catch (error) {
          const breach = error instanceof Error ? error.message : String(error);
          // Some also bring the cluster to a halt; what counts is that the checks see why.
          if (!breach.includes('no progress')) caught = breach;
        }
      }
      assert.match(caught ?? 'nothing was found', rule);
    });
  }

  it('is caught when it obeys leaders of older terms', () => {
    const late = (rules: Rules): void => {
      const run = simulate({ nodes: 3, clientRate: 0, jitter: 0 }, 1, rules);
      run.runTo(600 * ms);
      run.act({ action: 'write', args: { command: 'x=1', node: 'leader' } });
      const carriers = (): readonly string[] => [...run.state.network.inFlight].filter(([, { message }]) => message.kind === 'append-entries' && message.entries.length > 0).map(([id]) => id);
      while (carriers().length < 2) run.step();
      for (const message of carriers()) run.act({ action: 'delay', target: message, args: { by: 3_000 } });
      run.act({ action: 'crash', target: 'leader' });
      run.runTo(2_000 * ms);
      run.act({ action: 'write', args: { command: 'x=2' } });
      run.runTo(5_000 * ms);
    };
    assert.match(breach(() => { late({ ...raftRules, isStale: () => false }); }), /committed entries stay|state machine safety|log matching/);
    assert.equal(breach(() => { late(raftRules); }), 'nothing was found');
  });

  it('is caught when it answers reads without asking whether it still leads', () => {
    assert.match(breach(() => readAtOldLeader({}, { ...raftRules, majority: () => Infinity })), /linearizable reads/);
  });

  it('is caught when it asks only the new half while the membership changes', () => {
    const newHalf: Rules = {
      ...raftRules,
      leaderCommit: (log, term, commitIndex, { voters }, matchIndex) => {
        const index = majorityIndex(voters, matchIndex);
        return index > commitIndex && termAt(log, index) === term ? index : commitIndex;
      },
    };
    const split = (rules: Rules): Simulation<ClusterConfig, ClusterState> => {
      const run = simulate({ nodes: 3, clientRate: 0, jitter: 0 }, 1, rules);
      run.runTo(600 * ms);
      run.act({ action: 'add' });
      run.act({ action: 'add' });
      const leader = leaderOf(run.state)?.node ?? assert.fail('no leader');
      while (leader.membership.outgoing.length === 0) run.step();
      // Who came stays with the leader; who was there before is cut off, and knows of no change.
      const old = ['n1', 'n2', 'n3'].filter((id) => id !== leader.id);
      run.act({ action: 'cut', args: { groups: `${leader.id},n4,n5|${old.join(',')}` } });
      run.act({ action: 'write', args: { command: 'x=1', node: leader.id } });
      run.runTo(run.nowUs + 1_000 * ms);
      run.act({ action: 'write', args: { command: 'x=2' } });
      run.runTo(run.nowUs + 1_000 * ms);
      return run;
    };
    assert.match(breach(() => split(newHalf)), /leader completeness|state machine safety/);
    assert.equal(breach(() => split(raftRules)), 'nothing was found');
  });

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
