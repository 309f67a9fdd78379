/** Two figures that differ in one attribute, written as a page writes them: what each of them makes of the same faults. */
import type { ViolationDetail } from '../../src/elements/base/events.ts';
import '../../src/elements/timeline/ds-timeline.ts';
import { assert } from '../assert.ts';
import { clear, forgetWarnings, messagesOf, put, until } from './support.ts';
import type { Figure } from './support.ts';

const figureSize = 'paused view="2d" style="height: 300px; width: 460px"';

async function pair(markup: string): Promise<(id: string) => Figure> {
  const box = put(markup);
  const figure = (id: string): Figure => {
    const found = box.querySelector<Figure>(`#${id}`);
    assert.ok(found, id);
    return found;
  };
  for (const each of box.querySelectorAll<Figure>('ds-replication, ds-raft-cluster')) await each.ready;
  return figure;
}

const typesOf = (figure: Figure, type: string): readonly number[] => figure.events(0, 1e9).filter((event) => event.type === type).map(({ time }) => time);

describe('two figures side by side', () => {
  beforeEach(forgetWarnings);
  afterEach(clear);

  it('lose confirmed writes without waiting for copies, and none with it', async function () {
    this.timeout(30_000);
    const figure = await pair(`
      <ds-replication id="sync" ${figureSize} scenario="primary-crash" mode="sync" acks="2" expect="no-lost-write" until="3s"></ds-replication>
      <ds-replication id="async" ${figureSize} sync="sync" scenario="primary-crash" mode="async" expect="no-lost-write" until="3s"></ds-replication>
      <ds-timeline for="sync async" milestones></ds-timeline>`);
    const told: string[] = [];
    for (const id of ['sync', 'async']) figure(id).addEventListener('ds-violation', ({ detail }: CustomEvent<ViolationDetail>) => told.push(`${id} ${detail.verdict}`));
    figure('sync').seek(3000);
    await until(() => figure('async').currentTime === 3000, 'the same moment');
    assert.deepEqual([figure('sync').readouts['lostAfterFailover'], figure('async').readouts['lostAfterFailover']], [0, 3]);
    assert.deepEqual(typesOf(figure('sync'), 'fault.crash'), typesOf(figure('async'), 'fault.crash'));
    await until(() => messagesOf(figure('async')).some((message) => message.startsWith('Expected no-lost-write')), 'the breach shown');
    assert.deepEqual(messagesOf(figure('sync')), []);
    assert.deepEqual(told, ['async no-lost-write']);
    const list = document.querySelector('ds-timeline')!;
    const rows = (): string[] => [...list.shadowRoot!.querySelectorAll('tbody tr')].map((row) => row.textContent.replace(/\s+/g, ' '));
    await until(() => rows().some((row) => row.includes('3 confirmed writes are lost')) && rows().some((row) => row.includes('No confirmed write is lost')), 'both outcomes in one list');
  });

  it('keep or lose a leader when a server with a higher term comes back, by pre-vote', async function () {
    this.timeout(30_000);
    const figure = await pair(`
      <ds-raft-cluster id="off" ${figureSize} scenario="rejoin-disruption" until="1800ms" loop></ds-raft-cluster>
      <ds-raft-cluster id="on" ${figureSize} sync="off" scenario="rejoin-disruption" pre-vote until="1800ms"></ds-raft-cluster>`);
    figure('off').seek(1800);
    await until(() => figure('on').currentTime === 1800, 'the same moment');
    assert.equal(figure('off').duration, 1800);
    assert.ok(typesOf(figure('off'), 'raft.step-down').length > 0, 'deposed without');
    assert.deepEqual(typesOf(figure('on'), 'raft.step-down'), [], 'left alone with');
    assert.deepEqual([figure('on').readouts['elections'], figure('on').readouts['term']], [1, 1]);
    assert.ok(Number(figure('off').readouts['term']) > 1);
    assert.deepEqual(typesOf(figure('on'), 'fault.cut'), typesOf(figure('off'), 'fault.cut'));
    // The end of a run that loops is followed by its beginning, on both.
    figure('on').play();
    await until(() => figure('off').currentTime < 1800 && figure('off').playing, 'the beginning again');
    await until(() => figure('on').currentTime < 1800, 'and of the follower');
    figure('off').pause();
  });
});
