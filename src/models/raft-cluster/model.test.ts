import { assert } from '../../../test/assert.ts';
import type { ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import { entryAt, termAt } from './log.ts';
import { raftScenarios } from './scenarios.ts';
import { ms, scenario, simulate } from './testing.ts';

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
    assert.equal(reason('cut', undefined, { groups: 'n1,n2' }), 'a cut needs two sides with nodes on each, and every node once');
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
    const run = simulate({ snapshotAfter: 100 });
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
    assert.ok(most < 2_000, `${most} things kept`);
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
});
