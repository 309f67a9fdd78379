import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { QueueConfig, QueueState } from './cluster.ts';
import type { QueueSettings } from './config.ts';
import { queueConfig } from './config.ts';
import { lane, membersShown, recordsShown } from './lanes.ts';
import { groupReadout, lagOf, partitionReadout } from './measures.ts';
import { messageQueue } from './model.ts';
import { partitionOfKey } from './partitioner.ts';
import { queueScenarios } from './scenarios.ts';

type Run = Timeline<QueueConfig, QueueState>;

function play(name: string): { readonly run: Run; readonly to: (ms: number) => QueueState; readonly happened: (type: string, fromMs?: number) => readonly ModelEvent[] } {
  const { settings = {}, actions, seed = 1 } = queueScenarios.get(name) ?? assert.fail(name);
  const run: Run = new Timeline({ model: messageQueue(), config: queueConfig(settings as QueueSettings), seed, commands: actions.map((action) => ({ ...action, timeUs: action.timeMs * 1000, by: 'scenario' as const })) });
  return {
    run,
    to: (ms) => { run.advance(ms * 1000); return run.state; },
    happened: (type, fromMs = 0) => run.events(fromMs * 1000, Infinity).filter((event) => event.type === type),
  };
}

const owners = (state: QueueState, group: string): readonly (readonly [string, readonly number[]])[] => membersShown(state).filter((member) => member.group === group).map(({ id, partitions }) => [id, partitions]);
const losses = (state: QueueState): number => state.ledger.losses;

describe('A scenario of the message queue shows what its notes say:', () => {
  it('default: partitions shared out, a worker lost, its partition taken over, the worker back', () => {
    const { to } = play('default');
    assert.deepEqual(owners(to(7000), 'A'), [['g1-1', [0]], ['g1-2', [1]], ['g1-3', [2]]]);
    assert.deepEqual(owners(to(7000), 'B'), [['g2-1', [0, 1, 2]]]);
    assert.equal(lane(to(12_000), 0).cursors[0]!.owner, null);
    assert.equal(lane(to(16_000), 0).cursors[0]!.owner, 'g1-2');
    assert.deepEqual(owners(to(23_000), 'A').map(([, partitions]) => partitions.length), [1, 1, 1]);
    assert.equal(losses(to(30_000)), 0);
  });

  it('worker-crash: the next owner begins where was committed', () => {
    const { to, happened } = play('worker-crash');
    const committed = to(10_000).groups.get('A')!.committed.get(1)!;
    to(16_000);
    const first = happened('mq.delivered', 7000).find(({ data }) => data['partition'] === 1) ?? assert.fail('nothing was read');
    assert.equal(first.data['offset'], committed);
  });

  it('rebalance: in the first round nothing is given to anybody, and what stays is kept throughout', () => {
    const { to, happened } = play('rebalance');
    const before = new Map(owners(to(4900), 'A'));
    const between = new Map(owners(to(7950), 'A'));
    const after = new Map(owners(to(12_000), 'A'));
    assert.deepEqual([before.get('g1-1')!.length, before.get('g1-2')!.length], [3, 3]);
    assert.deepEqual(between.get('g1-3'), []);
    for (const id of ['g1-1', 'g1-2']) assert.deepEqual(after.get(id), before.get(id)!.filter((partition) => between.get(id)!.includes(partition)));
    assert.equal(after.get('g1-3')!.length, 2);
    to(17_000);
    assert.ok(happened('mq.rebalance').length >= 4);
    assert.deepEqual(owners(to(17_000), 'A').flatMap(([, partitions]) => partitions).sort(), [0, 1, 2, 3, 4, 5]);
  });

  it('idle-member: one of four has no partition', () => {
    const { to } = play('idle-member');
    assert.deepEqual([groupReadout(to(9000), 'A').members, groupReadout(to(9000), 'A').idle], [4, 1]);
  });

  it('slow-consumer: lag grows, until helpers make it grow less', () => {
    const { to } = play('slow-consumer');
    const lag = (ms: number): number => groupReadout(to(ms), 'A').lag;
    const [a, b, c, d] = [lag(6000), lag(15_000), lag(24_000), lag(33_000)] as const;
    assert.ok(b - a > 15 && d - c < (b - a) / 2, [a, b, c, d].join());
    assert.equal(losses(to(33_000)), 0);
  });

  it('at-most-once-loss: records are lost to a dead worker and a dead leader, and none is done twice', () => {
    const { to, happened } = play('at-most-once-loss');
    to(24_000);
    const reasons = new Set(happened('mq.lost').map(({ data }) => data['reason']));
    assert.ok(reasons.has('committed-before-processing') && reasons.has('send-and-forget'), [...reasons].join());
    assert.equal(to(24_000).ledger.duplicates, 0);
  });

  it('at-least-once-duplicate: what was done since the last commit is done again, and nothing is lost', () => {
    const { to, happened } = play('at-least-once-duplicate');
    assert.equal(to(14_500).ledger.duplicates, 0);
    assert.ok(to(20_000).ledger.duplicates >= 3);
    assert.ok(happened('mq.duplicate').every(({ timeUs }) => timeUs > 14_500_000));
    assert.equal(losses(to(20_000)), 0);
  });

  it('exactly-once: results of a crashed worker stay open, then are aborted, and every input takes effect once', () => {
    const { run, to } = play('exactly-once');
    const output = run.config.partitions;
    const states = (ms: number): readonly string[] => recordsShown(to(ms), output, 12).map(({ state }) => state);
    assert.ok(states(10_500).includes('open'));
    assert.ok(states(15_200).includes('aborted'));
    const { duplicates, losses: lost } = to(40_000).ledger;
    assert.deepEqual([duplicates, lost], [0, 0]);
  });

  it('broker-failure: the partition stands still, another in-sync replica leads, the old leader follows', () => {
    const { to, happened } = play('broker-failure');
    const stood = partitionReadout(to(7500), 0).logEnd;
    assert.equal(partitionReadout(to(8800), 0).logEnd, stood);
    assert.notEqual(partitionReadout(to(11_000), 0).leader, 'b1');
    assert.equal(partitionReadout(to(22_000), 0).inSync, 3);
    assert.equal(happened('mq.leader')[0]!.data['epoch'], 1);
    assert.equal(losses(to(22_000)), 0);
  });

  it('isr-shrinks: nothing commits while the follower that is cut off counts; with one replica left writes are refused', () => {
    const { to } = play('isr-shrinks');
    const held = partitionReadout(to(5500), 0).highWatermark;
    assert.equal(partitionReadout(to(6800), 0).highWatermark, held);
    assert.equal(partitionReadout(to(10_500), 0).inSync, 2);
    assert.ok(partitionReadout(to(10_500), 0).highWatermark > held);
    assert.equal(partitionReadout(to(16_000), 0).inSync, 1);
    assert.equal(partitionReadout(to(19_500), 0).logEnd, partitionReadout(to(16_500), 0).logEnd);
    assert.equal(partitionReadout(to(28_000), 0).inSync, 3);
    assert.equal(losses(to(28_000)), 0);
  });

  it('unclean-election: committed records are lost by choice, and cut off from the old leader', () => {
    const { to, happened } = play('unclean-election');
    assert.equal(partitionReadout(to(19_500), 0).leader, null);
    assert.equal(losses(to(19_500)), 0);
    assert.equal(partitionReadout(to(21_000), 0).leader, 'b2');
    assert.ok(happened('mq.lost').length > 10 && happened('mq.lost')[0]!.data['reason'] === 'unclean-election');
    const state = to(29_000);
    assert.ok(state.brokers.get('b1')!.replicas.get(0)!.log.endOffset <= state.brokers.get('b2')!.replicas.get(0)!.log.endOffset);
  });

  it('replay: a new group reads from offset 0, the other goes on; then that one is set back too', () => {
    const { to, happened } = play('replay');
    to(19_000);
    assert.equal(happened('mq.delivered').find(({ data }) => data['group'] === 'C')!.data['offset'], 0);
    assert.ok(groupReadout(to(19_000), 'A').lag < 12);
    const before = groupReadout(to(19_900), 'A').lag;
    assert.ok(groupReadout(to(20_600), 'A').lag > before + 50);
  });

  it('retention: segments go, read or not, and a group that is too late goes on at the oldest', () => {
    const { to, happened } = play('retention');
    assert.equal(losses(to(17_400)), 0);
    to(30_000);
    assert.ok(happened('mq.expired').length > 0 && happened('mq.lost').length > 0);
    assert.ok([0, 1, 2].every((partition) => partitionReadout(to(30_000), partition).logStart > 0));
  });

  it('compaction: of each key the newest is there, and old ones are not', () => {
    const { to } = play('compaction');
    const state = to(24_000);
    const kept = recordsShown(state, 0, 1000);
    assert.ok(kept.length < partitionReadout(state, 0).logEnd);
    const newest = new Map(kept.map(({ key, offset }) => [key, offset]));
    for (const key of newest.keys()) assert.equal(partitionOfKey(key!, 3), 0);
    assert.ok(lagOf(to(32_000), 'C', 0) < 12, 'the new group has caught up');
  });

  it('key-ordering: one key, one partition, in order', () => {
    const { to, happened } = play('key-ordering');
    to(16_000);
    const last = new Map<string, number>();
    for (const { data } of happened('mq.processed')) last.set(`${String(data['partition'])}`, Number(data['offset']));
    for (const { data } of happened('mq.produced')) assert.equal(data['partition'], partitionOfKey(String(data['key']), 3));
    assert.equal(last.size, 3);
  });

  it('queue-vs-stream: settled messages are gone, what a dead worker held is delivered again', () => {
    const { to, happened } = play('queue-vs-stream');
    const { queue } = to(7900);
    assert.ok(queue.settled > 10 && queue.messages.size < queue.enqueued - 10);
    to(15_500);
    assert.ok(happened('mq.delivered', 8000).some(({ data }) => Number(data['attempt']) === 2));
    assert.equal(losses(to(30_000)), 0);
  });

  it('poison-message: delivered three times, then set aside, and the others go on', () => {
    const { to, happened } = play('poison-message');
    to(12_000);
    const [dead] = happened('mq.dead-letter');
    assert.deepEqual(happened('mq.delivered').filter(({ data }) => data['id'] === dead!.data['id']).map(({ data }) => data['attempt']), [1, 2, 3]);
    assert.ok(happened('mq.processed', 7600).length > 3);
  });

  it('each has a still after 0, and notes in order', () => {
    for (const [name, { stillMs, notes = [] }] of queueScenarios) {
      assert.ok(stillMs > 0 && notes.length > 0, name);
      notes.forEach(({ fromMs, untilMs }, at) => assert.ok(fromMs < untilMs && fromMs >= (notes[at - 1]?.untilMs ?? 0), `${name}: note ${at}`));
    }
  });
});
