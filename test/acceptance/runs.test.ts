/** Runs as pages reach them: the same in every engine, from every side, by every way there. */
import { assert } from '../assert.ts';
import { goldenRuns, slugs } from '../golden.ts';
import { clear, elements, figureIn, frames, inside, put, show, until } from './support.ts';
import type { Figure } from './support.ts';

function make(tag: string, attributes: { readonly [name: string]: string | number }): Figure {
  const figure = document.createElement(tag) as Figure;
  for (const [name, value] of Object.entries({ paused: '', view: '2d', ...attributes })) figure.setAttribute(name, String(value));
  put('').append(figure);
  return figure;
}

describe('a run', () => {
  afterEach(clear);

  it('through an element is the run on record, in every scenario', async function () {
    this.timeout(60_000);
    for (const slug of slugs) {
      for (const { scenario, seed, acts, times, hashes } of await goldenRuns(slug)) {
        const figure = make(`ds-${slug}`, { scenario, seed });
        const done = [...acts];
        for (const [at, time] of times.entries()) {
          while (done[0] && done[0].timeMs <= time) {
            const { timeMs, action, target, args } = done.shift()!;
            figure.seek(timeMs);
            await until(() => figure.currentTime === timeMs, `${timeMs} ms`);
            assert.deepEqual(figure.act(action, target, args), { ok: true }, `${slug} ${scenario}: ${action}`);
          }
          figure.seek(time);
          await until(() => figure.currentTime === time, `${time} ms`);
          assert.equal(figure.snapshot().hash, hashes[at], `${slug} ${scenario} at ${time} ms`);
        }
        clear();
      }
    }
  });

  for (const { tag, node, name } of elements) {
    it(`of <${tag}> is the same by seeking as by playing through, at random times`, async function () {
      this.timeout(30_000);
      let draw = 2026;
      const random = () => (draw = (Math.imul(draw, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
      const seeker = make(tag, { seed: 9 });
      const times = Array.from({ length: 40 }, () => Math.floor(random() * 6_000_000) / 1000);
      const seen = new Map<number, string>();
      for (const time of times) {
        seeker.seek(time);
        seen.set(time, seeker.snapshot().hash);
      }
      const player = make(tag, { seed: 9 });
      for (const time of [...times].sort((a, b) => a - b)) {
        player.seek(time);
        assert.equal(player.snapshot().hash, seen.get(time), `${time} ms`);
      }
      assert.equal(new Set(seen.values()).size, times.length, 'each moment has a state of its own');
    });

    it(`of <${tag}> forks in the past, keeps the old branch, and both can be gone back to`, async () => {
      const figure = make(tag, { seed: 5, ...(tag === 'ds-raft-cluster' && { scenario: 'election' }) });
      figure.seek(4000);
      const old = figure.snapshot().hash;
      const { branch } = figure;
      figure.seek(1000);
      assert.deepEqual(figure.act('crash', node), { ok: true });
      figure.seek(4000);
      const fresh = figure.snapshot().hash;
      assert.notEqual(fresh, old);
      assert.equal(figure.branches.length, 2);
      assert.deepEqual(figure.branches.map(({ parent, forkedAt }) => ({ parent, forkedAt }))[1], { parent: branch, forkedAt: 1000 });
      const other = figure.branch;
      figure.seek(4000, branch);
      assert.equal(figure.snapshot().hash, old);
      figure.seek(4000, other);
      assert.equal(figure.snapshot().hash, fresh);
    });

    it(`of <${tag}> is reached again from its snapshot and from its address`, async () => {
      const figure = make(tag, { seed: 11, id: 'kept' });
      figure.seek(900);
      assert.deepEqual(figure.act('crash', node), { ok: true });
      figure.seek(2500);
      const saved = figure.snapshot();
      const other = make(tag, { seed: 3 });
      assert.equal(await other.restore(JSON.parse(JSON.stringify(saved)) as typeof saved), true);
      assert.equal(other.snapshot().hash, saved.hash);
      assert.equal(other.currentTime, 2500);
      const { hash } = new URL(figure.permalink());
      figure.remove();
      const { href } = location;
      history.replaceState(null, '', hash);
      try {
        const opened = make(tag, { id: 'kept' });
        await opened.ready;
        assert.equal(opened.currentTime, 2500);
        assert.equal(opened.snapshot().hash, saved.hash);
      } finally {
        history.replaceState(null, '', href);
      }
    });

    it(`of <${tag}> follows timed children: the same as acting at that time`, async () => {
      const acted = make(tag, { seed: 4 });
      acted.seek(700);
      acted.act('crash', node);
      acted.seek(1500);
      acted.act('recover', node);
      acted.seek(2000);
      const box = put(`<${tag} seed="4" paused view="2d"><ds-at time="700ms" do="crash" target="${name}"></ds-at><div data-ds="at" data-ds-time="1.5s" data-ds-do="recover" data-ds-target="${node}"></div></${tag}>`);
      const scripted = figureIn(box);
      scripted.seek(2000);
      assert.deepEqual(scripted.snapshot().hash, acted.snapshot().hash);
      assert.ok(scripted.events(0, 2000).some(({ type }) => type === 'fault.crash'));
    });

    it(`of <${tag}> obeys buttons of the page`, async () => {
      const box = put(`<${tag} id="obeys" paused view="2d"></${tag}><button commandfor="obeys" command="--seek 600ms; crash ${node}">Crash</button>`);
      const figure = figureIn(box);
      await figure.ready;
      const acts: string[] = [];
      figure.addEventListener('ds-act', ({ detail }) => acts.push(`${detail.action} by ${detail.by}`));
      box.querySelector('button')?.click();
      assert.equal(figure.currentTime, 600);
      assert.deepEqual(acts, ['crash by user']);
      assert.ok(figure.events(0, 601).some(({ type }) => type === 'fault.crash'));
    });
  }

  it('has captions at their times, and ticks for what happened', async () => {
    const figure = await show('<ds-raft-cluster id="told" paused view="2d"><ds-note time="500ms" until="900ms">Nobody leads now, says the author.</ds-note><ds-at time="500ms" do="crash" target="leader"></ds-at></ds-raft-cluster>');
    const text = () => inside(figure).textContent ?? '';
    figure.seek(499);
    await figure.updateComplete;
    await frames();
    assert.ok(!text().includes('says the author'));
    figure.seek(700);
    await until(() => text().includes('says the author'), 'the caption');
    figure.seek(900);
    await until(() => !text().includes('says the author'), 'its end');
    const ticks = [...inside(figure).querySelectorAll('.scrubber .tick')];
    assert.ok(ticks.length >= 2, `${ticks.length} ticks`);
    assert.ok(ticks.some((tick) => tick.classList.contains('r-leader')), 'the election has one');
  });

  it('is driven by the reading step at hand', async function () {
    this.timeout(20_000);
    const box = put(`<ds-raft-cluster id="read" paused view="2d" style="position:fixed;top:0;right:0;width:400px"></ds-raft-cluster>
      <ol style="width:300px;padding-bottom:3000px">${[0, 400, 800].map((ms) => `<li style="height:500px" data-ds-for="read" data-ds-time="${ms}ms" ${ms === 800 ? 'data-ds-do="crash n2; pause"' : 'data-ds-do="pause"'}>At ${ms}</li>`).join('')}</ol>`);
    const figure = figureIn(box);
    await figure.ready;
    const steps = [...box.querySelectorAll('li')];
    const goTo = (at: number) => scrollTo(0, steps[at]!.getBoundingClientRect().top + scrollY - innerHeight * 0.42 + 60);
    goTo(1);
    await until(() => figure.currentTime === 400, 'the time of the second step');
    assert.deepEqual(steps.map((step) => step.hasAttribute('aria-current')), [false, true, false]);
    goTo(2);
    await until(() => figure.events(0, 801).some(({ type, node }) => type === 'fault.crash' && node === 'n2'), 'what the third step does');
    goTo(0);
    await until(() => figure.currentTime === 0, 'the time of the first step');
    figure.seek(801);
    assert.equal(figure.branch, 'b0', 'on the run that nobody touched');
  });
});
