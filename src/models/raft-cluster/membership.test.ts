import { assert } from '../../../test/assert.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import type { ClusterSettings } from './config.ts';
import { ms, simulate } from './testing.ts';

describe('Elections that disturb nobody', () => {
  /** Highest term after a server did not hear the leader, but everybody else, for two seconds. */
  function termAfterReturn(settings: ClusterSettings): number {
    const run = simulate({ ...settings, clientRate: 0 });
    run.runTo(600 * ms);
    const away = [...run.state.members.keys()].find((id) => id !== leaderOf(run.state)?.node.id) ?? assert.fail('nobody');
    run.act({ action: 'cut', target: `${leaderOf(run.state)?.node.id ?? ''}>${away}` });
    run.runTo(2_600 * ms);
    run.act({ action: 'heal' });
    run.runTo(3_200 * ms);
    return Math.max(...[...run.state.members.values()].map(({ node }) => node.durable.currentTerm));
  }

  it('keep their term with pre-vote and check-quorum while one server does not hear the leader, and lose it without', () => {
    const calm = termAfterReturn({ preVote: true, checkQuorum: true });
    assert.ok(termAfterReturn({}) > calm);
    // Nobody writes, so its log is as good as theirs: they would elect it, if they did not mind that they hear a leader.
    assert.ok(termAfterReturn({ preVote: true }) > calm, 'pre-vote alone');
  });

  it('hand over without a wait when the leader asks for it', () => {
    const run = simulate({ preVote: true, checkQuorum: true });
    run.runTo(900 * ms);
    const old = leaderOf(run.state)?.node ?? assert.fail('no leader');
    const heir = [...run.state.members.keys()].find((id) => id !== old.id) ?? assert.fail('nobody');
    assert.deepEqual(run.act({ action: 'transfer', target: heir }), { ok: true });
    run.runTo(1_050 * ms);
    assert.equal(leaderOf(run.state)?.node.id, heir);
    assert.equal(old.volatile.role, 'follower');
    assert.match(JSON.stringify(run.act({ action: 'transfer', target: heir })), /leads already/);
  });
});

describe('Membership of a Raft cluster', () => {
  const voters = (run: Simulation<ClusterConfig, ClusterState>): string => leaderOf(run.state)?.node.membership.voters.join(' ') ?? '';

  it('grows by a server that first catches up, then by both majorities, then for good', () => {
    const run = simulate({ nodes: 3 });
    run.runTo(900 * ms);
    assert.deepEqual(run.act({ action: 'add' }), { ok: true });
    run.runTo(1_500 * ms);
    assert.equal(voters(run), 'n1 n2 n3 n4');
    const phases = run.takeEvents().filter(({ type }) => type === 'raft.config').map(({ data }) => data['phase']);
    assert.deepEqual(phases, ['catch-up', 'joint', 'final']);
    assert.ok((run.state.members.get('n4')?.node.volatile.commitIndex ?? 0) > 5);
  });

  it('needs no second majority for one server, when told so', () => {
    const run = simulate({ nodes: 3 });
    run.runTo(900 * ms);
    run.act({ action: 'add', args: { joint: false } });
    run.runTo(1_500 * ms);
    assert.deepEqual(run.takeEvents().filter(({ type }) => type === 'raft.config').map(({ data }) => data['phase']), ['final']);
  });

  it('lets a leader go that is removed, and elects another', () => {
    const run = simulate({ nodes: 3 });
    run.runTo(900 * ms);
    const old = leaderOf(run.state)?.node.id ?? assert.fail('no leader');
    assert.deepEqual(run.act({ action: 'remove', target: 'leader' }), { ok: true });
    run.runTo(2_500 * ms);
    assert.ok(!run.state.members.has(old));
    assert.equal(voters(run).split(' ').length, 2);
    assert.deepEqual(run.act({ action: 'remove', target: 'n9' }).ok, false);
  });

  it('follows the setting, up and down, and never gives a number twice', () => {
    const run = simulate({ nodes: 3 });
    run.runTo(900 * ms);
    run.act({ action: 'set', args: { name: 'nodes', value: 5 } });
    run.runTo(1_900 * ms);
    assert.equal(voters(run), 'n1 n2 n3 n4 n5');
    run.act({ action: 'set', args: { name: 'nodes', value: 3 } });
    run.runTo(2_900 * ms);
    run.act({ action: 'set', args: { name: 'nodes', value: 4 } });
    run.runTo(3_900 * ms);
    assert.equal(voters(run).split(' ').at(-1), 'n6');
    assert.equal(run.state.members.size, 4);
  });

  it('sends learners the log and asks them for nothing', () => {
    const run = simulate({ nodes: 3, learners: 2 });
    run.runTo(2_000 * ms);
    assert.ok((run.state.members.get('n5')?.node.volatile.commitIndex ?? 0) > 10);
    run.act({ action: 'crash', target: 'n1' });
    run.act({ action: 'crash', target: 'n2' });
    run.runTo(5_000 * ms);
    assert.deepEqual([...run.state.members.values()].filter(({ node }) => node.volatile.role === 'candidate' && ['n4', 'n5'].includes(node.id)), []);
  });
});
