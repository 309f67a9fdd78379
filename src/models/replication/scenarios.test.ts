import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { ReplicationConfig, ReplicationSettings } from './config.ts';
import { replicationConfig } from './config.ts';
import { replication } from './model.ts';
import { atRisk } from './lag.ts';
import { replicationScenarios } from './scenarios.ts';
import type { ReplicationState } from './state.ts';

interface Played { readonly run: Timeline<ReplicationConfig, ReplicationState>; readonly events: readonly ModelEvent[] }

function play(name: string, untilMs = 6000): Played {
  const { settings = {}, actions, seed = 1 } = replicationScenarios.get(name) ?? assert.fail(name);
  let now = settings as ReplicationSettings;
  const run = new Timeline({
    model: replication(), config: replicationConfig(now), seed,
    commands: actions.map(({ timeMs, ...action }) => ({ ...action, timeUs: timeMs * 1000, by: 'scenario' as const })),
    reconfigure: (_, setting, value) => {
      now = { ...now, [setting]: value as string };
      return replicationConfig(now);
    },
  });
  run.advance(untilMs * 1000);
  return { run, events: run.events(0, untilMs * 1000) };
}

const of = ({ events }: Played, type: string, fromMs = 0, untilMs = 6000): ModelEvent[] =>
  events.filter((event) => event.type === type && event.timeUs >= fromMs * 1000 && event.timeUs < untilMs * 1000);

describe('Scenarios of replication', () => {
  it('are eight, and each action of each is done', () => {
    assert.deepEqual([...replicationScenarios.keys()], ['default', 'lagging-replica', 'primary-crash', 'sync-replica-down', 'semi-sync-degrade', 'read-your-writes', 'divergent-rejoin', 'cascade']);
    for (const [name, { actions }] of replicationScenarios) {
      const { run } = play(name);
      const done = run.commands.filter(({ by }) => by === 'scenario');
      assert.equal(done.length, actions.length, name);
      assert.equal(of(play(name), 'replication.rewind').length, actions.some(({ action }) => action === 'rejoin') || name === 'primary-crash' ? 1 : 0, name);
    }
  });

  for (const [name, atMs] of [['default', 640], ['primary-crash', 900]] as const) {
    it(`${name}: what is at risk when the primary dies is lost, and then rewound`, () => {
      const { run } = play(name, atMs - 1);
      run.advance(atMs * 1000 - 1);
      const risk = atRisk(run.state);
      assert.ok(risk >= 1);
      const played = play(name);
      assert.equal(of(played, 'replication.failover')[0]?.data['lost'], risk);
      assert.equal(of(played, 'replication.rewind')[0]?.data['count'], risk);
    });
  }

  it('default: a first milestone within 800 ms', () => {
    assert.ok(of(play('default'), 'replication.failover', 0, 800).length === 1);
  });

  it('lagging-replica: the lag grows, is read, and goes', () => {
    const played = play('lagging-replica');
    assert.ok(of(played, 'replication.lag', 700, 2600).some(({ node, data }) => node === 'r3' && Number(data['ms']) > 800));
    assert.ok(of(played, 'replication.stale-read', 1900, 1901).some(({ node }) => node === 'r3'));
  });

  it('sync-replica-down: nothing is confirmed while one is down and all are asked for', () => {
    const played = play('sync-replica-down');
    assert.ok(of(played, 'replication.blocked', 500, 1900).length > 3);
    assert.equal(of(played, 'replication.confirm', 600, 1900).length, 0);
    assert.ok(of(played, 'replication.confirm', 1900, 3000).length > 8);
  });

  it('semi-sync-degrade: stops waiting, and waits again', () => {
    assert.deepEqual(of(play('semi-sync-degrade'), 'replication.degraded').map(({ data }) => data['to']), ['async', 'semi-sync']);
  });

  it('read-your-writes: old values from replicas, none from the primary or where applying is waited for', () => {
    const played = play('read-your-writes');
    assert.ok(of(played, 'replication.stale-read', 0, 1800).length >= 3);
    assert.equal(of(played, 'replication.stale-read', 1850, 3400).length, 0);
    assert.equal(of(played, 'replication.stale-read', 4400).length, 0);
    assert.ok(of(played, 'replication.read', 4400).length > 5);
  });

  it('divergent-rejoin: two primaries write, one tail is given up', () => {
    const played = play('divergent-rejoin');
    assert.equal(new Set(of(played, 'replication.write', 700, 1700).map(({ node }) => node)).size, 2);
    assert.ok(Number(of(played, 'replication.rewind')[0]?.data['count']) >= 3);
    assert.equal(of(played, 'replication.rewind')[0]?.data['lost'], 3);
  });

  it('cascade: r3 hears the primary through r1, and nothing when that is gone', () => {
    const played = play('cascade');
    const shipped = (fromMs: number, untilMs: number): Set<string | undefined> => new Set(of(played, 'replication.ship', fromMs, untilMs).filter(({ peer }) => peer === 'r3').map(({ node }) => node));
    assert.deepEqual([...shipped(300, 1200)], ['r1']);
    assert.equal(shipped(1300, 2400).size, 0);
    assert.deepEqual([...shipped(2400, 4000)], ['p1']);
  });
});
