import { assert } from '../../../test/assert.ts';
import { leaderOf } from './cluster.ts';
import { ms, readAtOldLeader, simulate } from './testing.ts';

describe('Reads of a Raft cluster', () => {
  it('are stale where a leader that was cut off answers without asking', () => {
    const { state, answer } = readAtOldLeader({ reads: 'stale' });
    assert.deepEqual([answer?.data['ok'], answer?.data['stale'], state.stats.readsStale], [true, true, 1]);
  });

  it('get no answer from a leader that no majority follows, by ReadIndex and through the log', () => {
    for (const reads of ['read-index', 'log']) {
      const { state, answer } = readAtOldLeader({ reads });
      assert.deepEqual([answer?.data['outcome'], state.stats.readsStale], ['unknown', 0], reads);
    }
  });

  it('are answered at once under a lease, which check-quorum ends in time', () => {
    const { state, answer } = readAtOldLeader({ reads: 'lease' });
    assert.deepEqual([answer?.data['ok'], answer?.data['stale'], state.stats.readsStale], [true, false, 0]);
    assert.equal(answer?.peer, leaderOf(state)?.node.id, 'it had stepped down, and sent the client on');
  });

  it('are stale under a lease when the leader\'s clock was set back', () => {
    const run = simulate({ reads: 'lease' });
    run.runTo(900 * ms);
    const old = leaderOf(run.state)?.node.id ?? assert.fail('no leader');
    run.act({ action: 'cut' });
    run.act({ action: 'skew', target: old, args: { by: -5_000 } });
    run.runTo(2_500 * ms);
    run.act({ action: 'read', args: { node: old } });
    run.runTo(3_500 * ms);
    assert.equal(run.state.stats.readsStale, 1);
  });

  it('see every write that was acknowledged before they began', () => {
    for (const reads of ['read-index', 'lease', 'log', 'stale']) {
      const run = simulate({ reads, clientRate: 0 });
      run.runTo(600 * ms);
      run.act({ action: 'write', args: { command: 'y=7' } });
      run.runTo(900 * ms);
      run.act({ action: 'read', target: 'leader', args: { key: 'y' } });
      run.takeEvents();
      run.runTo(1_100 * ms);
      assert.equal(run.takeEvents().find(({ type }) => type === 'raft.client')?.data['value'], '7', reads);
    }
  });
});
