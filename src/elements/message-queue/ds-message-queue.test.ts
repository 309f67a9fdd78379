import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsMessageQueue } from './ds-message-queue.ts';
import { concept } from './message-queue.concept.ts';
import { messageQueuePanelsStrings } from './message-queue.panels.strings.ts';
import { messageQueueStrings } from './message-queue.strings.ts';
import { messageQueueWords } from './message-queue.words.strings.ts';

describeFigure('ds-message-queue', DsMessageQueue, { minInsyncReplicas: '1', groups: 'one:2, two:1@earliest' });

function make(attributes: { readonly [name: string]: string } = {}): DsMessageQueue {
  const element = document.createElement('ds-message-queue');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

type Partitions = readonly { readonly leader: string | null; readonly logEnd: number; readonly highWatermark: number; readonly inSync: number }[];
type Groups = readonly { readonly name: string; readonly generation: number; readonly committed: readonly (number | null)[]; readonly lag: number; readonly members: number; readonly idle: number }[];

describe('ds-message-queue', () => {
  let element: DsMessageQueue | null = null;
  const partitions = (): Partitions => element!.readouts['partitions'] as unknown as Partitions;
  const groups = (): Groups => element!.readouts['groups'] as unknown as Groups;
  afterEach(() => element?.remove());

  it('gives every read-out that the contract names', () => {
    element = make({ time: '4s' });
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'deadLetters', 'duplicates', 'duplicatesRefused', 'fenced', 'groups', 'inFlight', 'latencyP50', 'latencyP99', 'losses', 'partitions', 'processed', 'produced', 'ready', 'rebalances',
    ]);
    assert.deepEqual(Object.keys(partitions()[0]!).sort(), ['epoch', 'highWatermark', 'inSync', 'leader', 'logEnd', 'logStart', 'partition']);
    assert.deepEqual(groups().map(({ name, members }) => `${name}:${members}`), ['A:3', 'B:1', 'C:1']);
  });

  it('reads on after a crashed worker, from what was committed', () => {
    element = make({ scenario: 'worker-crash' });
    element.seek(6_000);
    const before = groups()[0]!;
    element.seek(15_000);
    assert.ok(groups()[0]!.generation > before.generation);
    assert.ok(groups()[0]!.committed[1]! > before.committed[1]!);
  });

  it('elects an in-sync follower when a leader crashes, and loses nothing that was acknowledged', () => {
    element = make({ scenario: 'broker-failure' });
    element.seek(12_000);
    assert.notEqual(partitions()[0]!.leader, 'b1');
    assert.equal(element.readouts['losses'], 0);
    element.seek(24_000);
    assert.equal(partitions()[0]!.inSync, 3);
  });

  it('keeps each promise of delivery in the scenario that tests it', () => {
    const counts = (scenario: string): readonly [lost: number, twice: number] => {
      element?.remove();
      element = make({ scenario });
      element.seek(22_000);
      return [Number(element.readouts['losses']), Number(element.readouts['duplicates'])];
    };
    const [lost, none] = counts('at-most-once-loss');
    assert.ok(lost > 0);
    assert.equal(none, 0);
    const [nothing, twice] = counts('at-least-once-duplicate');
    assert.equal(nothing, 0);
    assert.ok(twice > 0);
    assert.deepEqual(counts('exactly-once'), [0, 0]);
  });

  it('replays from offset 0 when a group is set back, by action and by verb', () => {
    element = make({ scenario: 'key-ordering' });
    element.seek(9_000);
    assert.ok(groups()[0]!.committed.every((offset) => offset !== null && offset > 0));
    assert.equal(element.act('seek-offset', undefined, { offset: 0 }).ok, true);
    assert.deepEqual(groups()[0]!.committed, [0, 0, 0]);
    assert.equal(element.act('seek-offset', 'g1-2', { partition: 1, offset: 2 }).ok, true);
    assert.deepEqual(groups()[0]!.committed, [0, 2, 0]);
  });

  it('lets a member join by group, by member, or the first group; more than partitions stay idle', () => {
    element = make({ groups: 'A:2,B:1', 'session-timeout': '2s' });
    element.seek(4_000);
    assert.equal(element.act('add-member', undefined, { group: 'B' }).ok, true);
    assert.equal(element.act('add-member', 'g1-1').ok, true);
    assert.equal(element.act('add-member').ok, true);
    assert.deepEqual(groups().map(({ members }) => members), [4, 2]);
    element.seek(8_900);
    assert.equal(groups()[0]!.idle, 1);
  });

  it('changes its guarantee while it runs', () => {
    element = make();
    element.seek(3_000);
    for (const { verb } of concept.actions.filter(({ action }) => action === 'set-delivery')) assert.equal(element.act('set-delivery', undefined, verb?.args).ok, true);
    element.delivery = 'at-most-once';
    assert.equal(element.currentTime, 3_000);
    element.seek(9_000);
    assert.ok(Number(element.readouts['processed']) > 0);
  });

  it('uses at most one replica a broker, and says so', () => {
    expectConsole('warn', /replication-factor/);
    element = make({ brokers: '2', 'replication-factor': '5' });
    element.seek(1_000);
    assert.deepEqual(partitions().map(({ inSync }) => inSync), [2, 2, 2]);
  });

  it('leaves out a group that cannot be read, and says so', async () => {
    expectConsole('warn', /groups/);
    element = make({ groups: 'A:2,B:lots,C:1' });
    await element.updateComplete;
    assert.deepEqual(groups().map(({ name }) => name), ['A', 'C']);
  });

  it('takes fewer replicas than the default without a word, where there are fewer brokers', () => {
    element = make({ brokers: '1' });
    element.seek(6_000);
    assert.ok(partitions().every(({ highWatermark }) => highWatermark > 0));
  });

  it('ignores what is not for queues, in queue mode', () => {
    element = make({ mode: 'queue', partitions: '5', compaction: '', assignor: 'uniform', groups: 'A:3' });
    element.seek(6_000);
    assert.ok(Number(element.readouts['processed']) > 0);
  });

  it('has a word for everything: actions, events, notes, roles', () => {
    const keys = new Set(Object.keys({ ...messageQueueStrings, ...messageQueueWords, ...messageQueuePanelsStrings }));
    for (const { label, verb, input } of concept.actions) for (const key of [label, verb?.label ?? label, input?.example ?? label]) assert.ok(!key.startsWith('message-queue.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
