import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { ReplicationConfig, ReplicationSettings } from './config.ts';
import { replicationConfig } from './config.ts';
import { begin, commonPoint, cutAt, firstHistory, timelineAt } from './history.ts';
import { endOf, recordAt } from './log.ts';
import { replication } from './model.ts';
import { atRisk, failsOverAtUs, lagOf } from './lag.ts';
import { degradesAtUs } from './mode.ts';
import { blockedWrites, nextPrimary, readoutsOf } from './readouts.ts';
import type { ReplicationState, Server } from './state.ts';
import { reconfigure } from './swarm.ts';

const ms = 1000;
type Run = Simulation<ReplicationConfig, ReplicationState>;

function simulate(settings: ReplicationSettings = {}, seed = 1): Run {
  return new Simulation({ model: replication(), config: replicationConfig(settings), seed, reconfigure });
}

const server = (run: Run, id: string): Server => run.state.servers.get(id) ?? assert.fail(id);
const ofType = (events: readonly ModelEvent[], type: string): ModelEvent[] => events.filter((event) => event.type === `replication.${type}`);
const set = (run: Run, name: string, value: string | number | null): void => assert.ok(run.act({ action: 'set', args: { name, value } }).ok, name);
function reason(run: Run, action: string, target?: string, args = {}): string {
  const result = run.act(target === undefined ? { action, args } : { action, target, args });
  return result.ok ? 'done' : result.reason;
}

/** One write in a system that stands still otherwise; how long it took, in ms, or null. */
function latencyOfOne(settings: ReplicationSettings): number | null {
  const run = simulate({ writeRate: 0, ...settings });
  run.act({ action: 'write' });
  run.runTo(60_000 * ms);
  return (ofType(run.takeEvents(), 'confirm')[0]?.data['latency'] as number | undefined) ?? null;
}

describe('Replication in motion', () => {
  it('writes, ships, acknowledges and confirms, with the fields that pages read', () => {
    const run = simulate({ mode: 'semi-sync' });
    run.runTo(2000 * ms);
    const events = run.takeEvents();
    for (const [type, fields] of [['write', ['lsn']], ['ship', ['lsn']], ['ack', ['lsn', 'level']], ['confirm', ['lsn', 'latency', 'acks']], ['stale-read', ['lsn', 'seen']], ['lag', ['entries', 'ms']]] as const) {
      const { data, node } = ofType(events, type)[0] ?? assert.fail(type);
      assert.ok(node !== undefined, type);
      assert.deepEqual(Object.keys(data), [...fields], type);
    }
  });

  it('takes as long as the rule asks: own disk, round trip, the standby’s disk, its applying', () => {
    assert.equal(latencyOfOne({}), 10);
    assert.equal(latencyOfOne({ mode: 'semi-sync', ackAt: 'received' }), 10 + 80);
    assert.equal(latencyOfOne({ mode: 'semi-sync' }), 10 + 80 + 10);
    assert.equal(latencyOfOne({ mode: 'semi-sync', ackAt: 'applied' }), 10 + 80 + 10 + 20);
    assert.equal(latencyOfOne({ mode: 'sync' }), 10 + 800 + 10);
    assert.equal(latencyOfOne({ mode: 'sync', standbys: 'any 2' }), 10 + 120 + 10);
    assert.equal(latencyOfOne({ mode: 'sync', standbys: 'first 1', latency: '400ms 40ms' }), 10 + 800 + 10);
    assert.equal(latencyOfOne({ mode: 'sync', standbys: 'any 1', latency: '400ms 40ms' }), 10 + 80 + 10);
  });

  it('blocks, and says so, where more acknowledgements are asked for than there are replicas', () => {
    for (const asked of [['acks', 5], ['replicas', 0]] as const) {
      const run = simulate({ mode: 'sync', [asked[0]]: asked[1], writeRate: 0 });
      run.act({ action: 'write' });
      run.runTo(5000 * ms);
      assert.equal(ofType(run.takeEvents(), 'blocked').length, 1);
      assert.equal(blockedWrites(run.state), 1);
      set(run, 'acks', 0);
      assert.equal(blockedWrites(run.state), 0);
      assert.equal(run.state.stats.writesConfirmed, 1);
    }
  });

  it('lets the next of the list take over from a synchronous standby that is gone', () => {
    const run = simulate({ mode: 'sync', standbys: 'first 1', latency: '20ms 30ms', writeRate: 20 });
    run.runTo(500 * ms);
    run.takeEvents();
    run.act({ action: 'crash', target: 'r1' });
    run.runTo(1500 * ms);
    const confirmed = ofType(run.takeEvents(), 'confirm');
    assert.ok(confirmed.length > 10);
    assert.ok(confirmed.some(({ data }) => Number(data['latency']) === 10 + 60 + 10), 'r2 is waited for');
  });

  it('degrades after the timeout, and waits again when the standbys have caught up', () => {
    const run = simulate({ mode: 'semi-sync', replicas: 1, degradeAfter: 1000, latency: '20ms' });
    run.runTo(1000 * ms);
    run.act({ action: 'cut' });
    run.runTo(1500 * ms);
    assert.ok(degradesAtUs(run.state) !== null && readoutsOf(run.state, run.nowUs).mode === 'semi-sync');
    run.takeEvents();
    run.runTo(2500 * ms);
    assert.deepEqual(ofType(run.takeEvents(), 'degraded').map(({ data }) => data), [{ from: 'semi-sync', to: 'async' }]);
    assert.equal(readoutsOf(run.state, run.nowUs).mode, 'async');
    assert.ok(atRisk(run.state) > 5);
    run.act({ action: 'heal' });
    run.runTo(8000 * ms);
    assert.deepEqual(ofType(run.takeEvents(), 'degraded').map(({ data }) => data), [{ from: 'async', to: 'semi-sync' }]);
    assert.equal(atRisk(run.state), 0);
  });

  it('names as at risk exactly what a failover then loses', () => {
    let most = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      for (const waitMs of [0, 700]) {
        const run = simulate({ writeRate: 30, latency: '90ms 120ms 400ms' }, seed);
        run.runTo((1000 + 7 * seed) * ms);
        const risk = atRisk(run.state);
        const heir = nextPrimary(run.state);
        run.takeEvents();
        run.act({ action: 'crash', target: 'primary' });
        run.runTo(run.nowUs + waitMs * ms);
        assert.equal(reason(run, 'promote'), 'done');
        const { data } = ofType(run.takeEvents(), 'failover')[0] ?? assert.fail('no failover');
        assert.deepEqual([data['from'], data['to'], data['lost']], ['p1', waitMs === 0 ? heir : data['to'], risk]);
        assert.equal(readoutsOf(run.state, run.nowUs).lostAfterFailover, risk);
        most = Math.max(most, risk);
      }
    }
    assert.ok(most >= 3, 'something was at risk');
  });

  it('loses nothing that a standby had acknowledged', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const run = simulate({ mode: 'semi-sync', writeRate: 50, failover: 'auto', failoverAfter: 200 }, seed);
      run.runTo((500 + 13 * seed) * ms);
      assert.equal(atRisk(run.state), 0);
      run.act({ action: 'crash', target: 'primary' });
      run.runTo(3000 * ms);
      assert.equal(run.state.stats.lastLost, 0);
      assert.equal(run.state.stats.failovers, 1);
    }
  });

  it('fails over by itself after the silence, to the most advanced replica, on a new timeline', () => {
    const run = simulate({ failover: 'auto', failoverAfter: 600, latency: '400ms 40ms 60ms' });
    run.runTo(2000 * ms);
    run.act({ action: 'crash', target: 'primary' });
    assert.ok((failsOverAtUs(run.state) ?? 0) > run.nowUs);
    run.takeEvents();
    run.runTo(4000 * ms);
    const { timeUs, data } = ofType(run.takeEvents(), 'failover')[0] ?? assert.fail('no failover');
    assert.equal(data['to'], 'r2');
    assert.ok(timeUs >= 2500 * ms && timeUs <= 3200 * ms, `at ${timeUs}`);
    assert.deepEqual(run.state.ledger.history.map(({ timeline }) => timeline), [1, 2]);
    assert.equal(server(run, 'r3').upstream, 'r2');
    run.act({ action: 'recover', target: 'p1' });
    run.runTo(8000 * ms);
    assert.equal(server(run, 'p1').role, 'standby', 'it was brought back');
    assert.ok(lagOf(run.state, server(run, 'p1'), run.nowUs).entries <= 3);
  });

  it('waits with a failover as long as one replica hears the primary', () => {
    const run = simulate({ failover: 'auto', failoverAfter: 500 });
    run.runTo(1000 * ms);
    run.act({ action: 'cut', args: { groups: 'p1,r1|r2,r3' } });
    run.runTo(6000 * ms);
    assert.equal(run.state.stats.failovers, 0);
    assert.ok(run.state.stats.writesConfirmed > 30);
  });

  it('rewinds an old primary to where the histories part, and counts what it discards', () => {
    const run = simulate({ writeRate: 0, latency: '10ms' });
    for (let count = 0; count < 4; count += 1) run.act({ action: 'write' });
    run.runTo(1000 * ms);
    run.act({ action: 'cut' });
    for (let count = 0; count < 3; count += 1) run.act({ action: 'write', target: 'p1' });
    run.runTo(1200 * ms);
    assert.equal(reason(run, 'promote', 'r1'), 'done');
    assert.equal(run.state.stats.lastLost, 3);
    run.act({ action: 'write', target: 'p1' });
    for (let count = 0; count < 2; count += 1) run.act({ action: 'write' });
    run.runTo(2000 * ms);
    assert.equal(endOf(server(run, 'p1').log), 8);
    assert.equal(reason(run, 'rejoin', 'p1'), 'p1 does not reach r1');
    run.act({ action: 'heal' });
    run.takeEvents();
    assert.equal(reason(run, 'rejoin', 'p1'), 'done');
    assert.deepEqual(ofType(run.takeEvents(), 'rewind')[0]?.data, { from: 4, count: 4, lost: 1 });
    run.runTo(4000 * ms);
    assert.deepEqual([5, 6].map((lsn) => recordAt(server(run, 'p1').log, lsn)), [5, 6].map((lsn) => recordAt(server(run, 'r1').log, lsn)));
    assert.equal(run.state.stats.lost, 4);
    assert.equal(reason(run, 'rejoin', 'p1'), 'p1 follows already');
  });

  it('refuses a replica that is ahead of a promoted laggard, until it is rewound', () => {
    const run = simulate({ latency: '10ms 20ms 400ms' });
    run.runTo(2000 * ms);
    run.act({ action: 'crash', target: 'p1' });
    run.act({ action: 'promote', target: 'r3' });
    assert.ok((run.state.stats.lastLost ?? 0) >= 2);
    run.runTo(4000 * ms);
    assert.ok(server(run, 'r1').diverged && server(run, 'r2').diverged);
    assert.equal(reason(run, 'rejoin', 'r1'), 'done');
    run.runTo(8000 * ms);
    assert.ok(!server(run, 'r1').diverged && lagOf(run.state, server(run, 'r1'), run.nowUs).entries < 8);
  });

  it('reads old values from replicas, the newest from the primary, and from replicas that were waited for', () => {
    const stale = (settings: ReplicationSettings): number => {
      const run = simulate({ writeRate: 20, ...settings });
      run.runTo(10_000 * ms);
      assert.ok(run.state.stats.reads > 100);
      return run.state.stats.staleReads / run.state.stats.reads;
    };
    assert.equal(stale({ readFrom: 'primary' }), 0);
    assert.ok(stale({ readFrom: 'replica' }) > 0.3);
    assert.ok(stale({ readFrom: 'any' }) > 0.2 && stale({ readFrom: 'any' }) < stale({ readFrom: 'replica' }));
    assert.equal(stale({ readFrom: 'replica', mode: 'sync', ackAt: 'applied' }), 0);
    assert.ok(stale({ readFrom: 'replica', mode: 'sync', ackAt: 'flushed', applyTime: '300ms', latency: '40ms' }) > 0.3, 'a flush is not yet visible');
  });

  it('ships through a replica to another, which stops when the one between is gone', () => {
    const run = simulate({ latency: '10ms 10ms 10ms' });
    assert.equal(reason(run, 'follow', 'r3', { upstream: 'r2' }), 'done');
    assert.equal(reason(run, 'follow', 'r2', { upstream: 'r3' }), 'r3 follows r2');
    run.runTo(3000 * ms);
    assert.ok(server(run, 'r2').links.has('r3') && !server(run, 'p1').links.has('r3'));
    assert.ok(lagOf(run.state, server(run, 'r3'), run.nowUs).entries <= 1);
    run.act({ action: 'crash', target: 'r2' });
    run.runTo(5000 * ms);
    assert.ok(lagOf(run.state, server(run, 'r3'), run.nowUs).entries > 8);
    run.act({ action: 'follow', target: 'r3', args: { upstream: 'p1' } });
    run.runTo(6000 * ms);
    assert.ok(lagOf(run.state, server(run, 'r3'), run.nowUs).entries <= 1);
  });

  it('takes a replica of a replica along, back to the timeline of an old primary', () => {
    const run = simulate({ writeRate: 0, latency: '10ms' });
    for (let count = 0; count < 4; count += 1) run.act({ action: 'write' });
    run.act({ action: 'follow', target: 'r3', args: { upstream: 'r2' } });
    run.runTo(1000 * ms);
    run.act({ action: 'cut', args: { groups: 'p1|r1,r2,r3' } });
    run.act({ action: 'promote', target: 'r1' });
    run.act({ action: 'follow', target: 'r3', args: { upstream: 'r2' } });
    run.runTo(3000 * ms);
    assert.equal(timelineAt(server(run, 'r3').history, 5), 2);
    run.act({ action: 'heal' });
    run.act({ action: 'follow', target: 'r2', args: { upstream: 'p1' } });
    for (let count = 0; count < 3; count += 1) run.act({ action: 'write', target: 'p1' });
    run.runTo(6000 * ms);
    const { log, history } = server(run, 'r3');
    assert.deepEqual([endOf(log), recordAt(log, 7)?.timeline, timelineAt(history, 7)], [7, 1, 1]);
  });

  it('knows a primary that writes on though it was replaced, however many timelines ago', () => {
    const run = simulate({ writeRate: 0, latency: '10ms' });
    run.act({ action: 'cut', args: { groups: 'p1|r1,r2,r3' } });
    for (let count = 0; count < 20; count += 1) for (const target of ['r1', 'r2']) {
      assert.equal(reason(run, 'promote', target), 'done');
      for (const other of ['r1', 'r2']) if (other !== target) run.act({ action: 'rejoin', target: other });
    }
    run.act({ action: 'write', target: 'p1' });
    run.runTo(1000 * ms);
    assert.equal(recordAt(server(run, 'p1').log, 1)?.timeline, 1);
  });

  it('does not count a replica of a replica for the rule', () => {
    const run = simulate({ mode: 'sync', standbys: 'any 2', replicas: 2, latency: '10ms', writeRate: 0 });
    run.act({ action: 'follow', target: 'r2', args: { upstream: 'r1' } });
    run.act({ action: 'write' });
    run.runTo(3000 * ms);
    assert.equal(endOf(server(run, 'r2').log), 1);
    assert.equal(blockedWrites(run.state), 1);
  });

  it('keeps what is flushed over a crash, and loses what is not', () => {
    const run = simulate({ writeRate: 100, flushTime: '200ms', latency: '5ms' });
    run.runTo(1950 * ms);
    const { flushed } = server(run, 'r1');
    assert.ok(endOf(server(run, 'r1').log) > flushed);
    run.act({ action: 'crash', target: 'r1' });
    assert.equal(endOf(server(run, 'r1').log), flushed);
    run.act({ action: 'recover', target: 'r1' });
    run.runTo(6000 * ms);
    assert.ok(server(run, 'r1').flushed > flushed + 50);
  });

  it('gives a copy of the data to a replica whose records nobody keeps any more, and to one without a disk', () => {
    const run = simulate({ writeRate: 100, latency: '5ms' });
    run.act({ action: 'crash', target: 'r1' });
    run.act({ action: 'wipe', target: 'r2' });
    run.runTo(10_000 * ms);
    assert.ok(server(run, 'p1').log.base > 100);
    run.act({ action: 'recover' });
    run.runTo(13_000 * ms);
    for (const id of ['r1', 'r2']) {
      assert.ok(server(run, id).log.base > 100, id);
      assert.ok(lagOf(run.state, server(run, id), run.nowUs).entries < 20, id);
    }
  });

  it('sends again what was dropped, and takes in order what came too early', () => {
    const run = simulate({ latency: '50ms', replicas: 1, writeRate: 20 });
    run.runTo(1000 * ms);
    const ship = [...run.state.network.inFlight.values()].find(({ message }) => message.kind === 'ship') ?? assert.fail('nothing in flight');
    run.act({ action: 'drop', target: ship.id });
    run.runTo(1100 * ms);
    assert.ok(server(run, 'r1').early.size > 0);
    run.runTo(3000 * ms);
    assert.equal(server(run, 'r1').early.size, 0);
    assert.ok(lagOf(run.state, server(run, 'r1'), run.nowUs).entries <= 2);
  });

  it('shows a lag that clocks measure, and so a wrong one where a clock is skewed', () => {
    const run = simulate({ latency: '400ms' });
    run.runTo(3000 * ms);
    const before = lagOf(run.state, server(run, 'r1'), run.nowUs);
    assert.ok(before.ms > 200 && before.ms < 700);
    run.act({ action: 'skew', target: 'r1', args: { by: 5000 } });
    assert.equal(lagOf(run.state, server(run, 'r1'), run.nowUs).ms, before.ms + 5000);
    assert.equal(lagOf(run.state, server(run, 'r1'), run.nowUs).entries, before.entries);
  });

  it('changes its mode while it runs', () => {
    const run = simulate({ latency: '40ms' });
    run.runTo(1000 * ms);
    set(run, 'mode', 'sync');
    run.takeEvents();
    run.runTo(2000 * ms);
    assert.ok(ofType(run.takeEvents(), 'confirm').slice(2).every(({ data }) => Number(data['latency']) >= 100));
    run.act({ action: 'crash', target: 'r1' });
    run.runTo(4000 * ms);
    assert.ok(blockedWrites(run.state) > 5);
    set(run, 'mode', 'async');
    assert.equal(blockedWrites(run.state), 0);
    assert.equal(readoutsOf(run.state, run.nowUs).mode, 'async');
  });

  it('goes on from where it stood when it was frozen', () => {
    const run = simulate({ mode: 'semi-sync', replicas: 1, latency: '10ms' });
    run.runTo(1000 * ms);
    run.act({ action: 'freeze', target: 'r1' });
    run.runTo(1800 * ms);
    assert.equal(reason(run, 'read', 'r1'), 'r1 is frozen');
    const { writesConfirmed } = run.state.stats;
    run.act({ action: 'thaw', target: 'r1' });
    run.runTo(2500 * ms);
    assert.ok(run.state.stats.writesConfirmed > writesConfirmed + 5);
  });

  it('refuses what cannot be done, and says why', () => {
    const run = simulate();
    assert.equal(reason(run, 'promote', 'p1'), 'p1 is the primary');
    assert.equal(reason(run, 'rejoin'), 'nobody has to rejoin');
    assert.equal(reason(run, 'write', 'r1'), 'r1 is a standby and takes no writes');
    assert.equal(reason(run, 'crash', 'r9'), 'there is no server r9');
    assert.equal(reason(run, 'cut', 'p1-r9'), 'there is no link p1-r9');
    assert.equal(reason(run, 'skew', 'r1', { by: 1e12 }), 'a skew is at most an hour');
    assert.equal(reason(run, 'explode'), 'replication has no action explode');
    run.act({ action: 'crash', target: 'primary' });
    assert.equal(reason(run, 'crash', 'primary'), 'the primary is down');
    assert.equal(reason(run, 'write'), 'p1 is down');
    run.act({ action: 'crash', target: 'r1' });
    assert.equal(reason(run, 'promote', 'r1'), 'r1 is down');
    run.act({ action: 'promote' });
    run.act({ action: 'recover', target: 'p1' });
    assert.equal(reason(run, 'promote', 'p1'), 'p1 takes itself for a primary, it has to rejoin first');
  });

  it('is the same run again after a seek', () => {
    const run = new Timeline({ model: replication(), config: replicationConfig({ failover: 'auto', jitter: 20, loss: 0.1 }), seed: 5, commands: [{ action: 'crash', target: 'primary', timeUs: 2000 * ms, by: 'scenario' }, { action: 'recover', timeUs: 6000 * ms, by: 'scenario' }] });
    const hashes = [1500, 4000, 9000].map((at) => {
      run.advance(at * ms);
      return run.hash();
    });
    [1500, 4000, 9000].forEach((at, place) => {
      run.seek(at * ms);
      assert.equal(run.hash(), hashes[place]);
    });
  });

  it('stays small over a long run', () => {
    const run = simulate({ mode: 'semi-sync', writeRate: 100 });
    run.act({ action: 'crash', target: 'r3' });
    run.runTo(600_000 * ms);
    run.takeEvents();
    for (const { log } of run.state.servers.values()) assert.ok(log.records.length <= 600, `${log.records.length} records`);
    assert.ok(run.state.witness.confirmed.length <= 256 && run.state.network.inFlight.size < 200);
  });
});

describe('Histories of timelines', () => {
  const second = begin(firstHistory, 2, 10);
  const third = begin(firstHistory, 3, 7);

  it('know who wrote a position', () => {
    assert.deepEqual([0, 1, 10, 11].map((lsn) => timelineAt(second, lsn)), [0, 1, 1, 2]);
    assert.equal(timelineAt([], 1), null);
  });

  it('part where the first of them forks', () => {
    assert.equal(commonPoint(firstHistory, second), 10);
    assert.equal(commonPoint(third, second), 7);
    assert.equal(commonPoint(second, begin(second, 4, 12)), 12);
    assert.equal(commonPoint(second, second), Infinity);
    assert.equal(commonPoint([], second), 0);
  });

  it('forget a timeline that begins behind the cut', () => {
    assert.deepEqual(cutAt(second, 10), firstHistory);
    assert.deepEqual(cutAt(second, 11), second);
  });
});
