/** `sync`, `until`, `loop` and `expect` on every element there is, frame by frame. */
import { Page } from '../../src/elements/base/page.ts';
import type { StageLike } from '../../src/elements/base/painters.ts';
import { HandFrames } from '../../src/elements/base/testing/frames.ts';
import type { ViolationDetail } from '../../src/elements/base/events.ts';
import { assert } from '../assert.ts';
import { conceptOf } from '../golden.ts';
import { clear, elements, forgetWarnings, frames as realFrames, messagesOf, put, until, warningsOf } from './support.ts';
import type { Figure } from './support.ts';

const frames = new HandFrames();
const page = new Page<StageLike>(document, () => Promise.reject(new Error('no 3D in this test')), frames);

const byHand = elements.map(({ tag, type, node }) => {
  const own = `${tag}-by-hand`;
  const Type = type as unknown as typeof HTMLElement & (new () => HTMLElement);
  customElements.define(own, class extends Type {
    static page(): Page<StageLike> {
      return page;
    }
  });
  return { tag, own, node };
});

/** What makes each element breach what it may be asked to keep. */
const breaches: readonly { readonly tag: string; readonly verdict: string; readonly scenario: string; readonly timeMs: number; readonly witness?: true }[] = [
  { tag: 'ds-cap-theorem', verdict: 'available', scenario: 'default', timeMs: 1000, witness: true },
  { tag: 'ds-cap-theorem', verdict: 'linearizable', scenario: 'dns-lookup', timeMs: 1200, witness: true },
  { tag: 'ds-cap-theorem', verdict: 'no-stale-read', scenario: 'dns-lookup', timeMs: 1200 },
  { tag: 'ds-cap-theorem', verdict: 'no-lost-write', scenario: 'ca-surprise', timeMs: 2100 },
  { tag: 'ds-network-partition', verdict: 'one-primary', scenario: 'default', timeMs: 4000, witness: true },
  { tag: 'ds-network-partition', verdict: 'no-conflict', scenario: 'default', timeMs: 7000 },
  { tag: 'ds-network-partition', verdict: 'no-lost-write', scenario: 'lww-lost-update', timeMs: 7000 },
  { tag: 'ds-replication', verdict: 'no-stale-read', scenario: 'default', timeMs: 350 },
  { tag: 'ds-replication', verdict: 'no-loss', scenario: 'default', timeMs: 850 },
  { tag: 'ds-replication', verdict: 'no-lost-write', scenario: 'default', timeMs: 850 },
  { tag: 'ds-replication', verdict: 'one-primary', scenario: 'default', timeMs: 1600, witness: true },
  { tag: 'ds-message-queue', verdict: 'no-duplicates', scenario: 'default', timeMs: 16000 },
  { tag: 'ds-message-queue', verdict: 'no-loss', scenario: 'at-most-once-loss', timeMs: 6500 },
  { tag: 'ds-message-queue', verdict: 'no-lost-write', scenario: 'at-most-once-loss', timeMs: 6500 },
  { tag: 'ds-message-queue', verdict: 'available', scenario: 'unclean-election', timeMs: 17500, witness: true },
  { tag: 'ds-raft-cluster', verdict: 'one-leader', scenario: 'minority-partition', timeMs: 707, witness: true },
  { tag: 'ds-raft-cluster', verdict: 'no-stale-read', scenario: 'stale-read', timeMs: 1050 },
  { tag: 'ds-load-balancer', verdict: 'available', scenario: 'default', timeMs: 1000, witness: true },
  { tag: 'ds-service-mesh', verdict: 'available', scenario: 'mtls-handshake', timeMs: 850 },
];

async function show(markup: string): Promise<(id: string) => Figure> {
  const box = put(markup, 500);
  for (const figure of box.querySelectorAll<Figure>(byHand.map(({ own }) => own).join())) await figure.ready;
  await realFrames(3);
  return (id) => {
    const figure = box.querySelector<Figure>(`#${id}`);
    assert.ok(figure, id);
    return figure;
  };
}

describe('scenarios as markup', () => {
  afterEach(() => {
    clear();
    forgetWarnings();
  });

  for (const { tag, own, node } of byHand) {
    it(`${tag} follows another of its kind, through play, seeks, faults and back`, async function () {
      this.timeout(20_000);
      const figure = await show(`<${own} id="a" seed="11" view="2d" style="height: 300px"></${own}><${own} id="b" sync="a" seed="12" view="2d" style="height: 300px"></${own}>`);
      const [a, b] = [figure('a'), figure('b')];
      frames.pass(50, 20);
      assert.ok(a.currentTime > 0, 'it runs');
      assert.equal(b.currentTime, a.currentTime);
      assert.equal(b.snapshot().hash, a.snapshot().hash, 'equal attributes, equal runs');
      a.pause();
      a.seek(a.pace * 3);
      assert.equal(b.playing, false);
      assert.equal(b.currentTime, a.currentTime);
    });

    it(`${tag} does to both what a reader does to one`, async function () {
      this.timeout(20_000);
      const figure = await show(`<${own} id="a" paused view="2d" style="height: 300px"></${own}><${own} id="b" sync="a" paused view="2d" style="height: 300px"></${own}><button commandfor="b" command="--crash ${node}"></button>`);
      const [a, b] = [figure('a'), figure('b')];
      a.seek(a.pace * 2);
      document.querySelector<HTMLElement>('button[commandfor=b]')?.click();
      await Promise.resolve();
      assert.ok(a.snapshot().actions.some(({ action, target, by }) => action === 'crash' && target === node && by === 'script'));
      a.seek(a.pace * 6);
      assert.equal(b.snapshot().hash, a.snapshot().hash, 'both, at the same time');
      a.seek(a.pace);
      assert.equal(b.snapshot().hash, a.snapshot().hash);
    });

    it(`${tag} ends at its end, and starts again where it loops`, async () => {
      const figure = (await show(`<${own} id="a" view="2d" style="height: 300px"></${own}>`))('a');
      const told: string[] = [];
      for (const name of ['ds-end', 'ds-pause'] as const) figure.addEventListener(name, ({ detail }) => told.push(`${name} ${detail.time}`));
      const end = figure.pace;
      figure.until = end;
      frames.pass(90, 20);
      assert.deepEqual(told, [`ds-end ${end}`, `ds-pause ${end}`]);
      const { hash } = figure.snapshot();
      figure.loop = true;
      figure.play();
      frames.pass(190, 20);
      assert.ok(told.length >= 4 && told.slice(2).every((line) => line === `ds-end ${end}`), told.join());
      assert.equal(figure.playing, true);
      figure.pause();
      figure.seek(end);
      assert.equal(figure.snapshot().hash, hash, 'the same run');
    });

    it(`${tag} names what may be expected of it where an author expects anything else`, async () => {
      const expects = (await conceptOf(tag.slice(3))).expects ?? [];
      const lines = await warningsOf(async () => {
        const figure = (await show(`<${own} id="a" paused view="2d" expect="no-ghosts" style="height: 300px"></${own}>`))('a');
        await figure.updateComplete;
        assert.equal(messagesOf(figure).length, 1);
        for (const each of ['expect="no-ghosts"', ...expects]) assert.ok(messagesOf(figure)[0]?.includes(each), messagesOf(figure)[0]);
        if (expects.length > 0) figure.expect = expects.join();
        else figure.removeAttribute('expect');
        await figure.updateComplete;
        assert.deepEqual(messagesOf(figure), []);
      });
      assert.equal(lines.length, 1);
    });
  }

  it('break every expectation that there is', async () => {
    for (const { tag } of elements) {
      const expects = (await conceptOf(tag.slice(3))).expects ?? [];
      assert.deepEqual(breaches.filter((breach) => breach.tag === tag).map(({ verdict }) => verdict).sort(), [...expects].sort(), tag);
    }
  });

  for (const { tag, verdict, scenario, timeMs, witness } of breaches) {
    it(`${tag} tells a breach of ${verdict}, and shows it`, async function () {
      this.timeout(20_000);
      const figure = (await show(`<${tag}-by-hand id="a" paused view="2d" expect="${verdict}" scenario="${scenario}" style="height: 300px"></${tag}-by-hand>`))('a');
      const told: ViolationDetail[] = [];
      figure.addEventListener('ds-violation', ({ detail }) => told.push(detail));
      figure.seek(timeMs);
      await until(() => figure.currentTime === timeMs, 'the moment');
      await figure.updateComplete;
      assert.deepEqual(told.map((each) => each.verdict), [verdict]);
      assert.ok(told[0] && told[0].message.length > 8 && !told[0].message.includes('.verdict.') && told[0].time === timeMs, JSON.stringify(told[0]));
      assert.equal(told[0].witness !== undefined, witness === true, 'what shows it');
      assert.equal(JSON.stringify(JSON.parse(JSON.stringify(told[0]))), JSON.stringify(told[0]));
      assert.ok(messagesOf(figure).includes(`Expected ${verdict}: ${told[0]?.message ?? ''}.`), messagesOf(figure).join());
    });
  }
});
