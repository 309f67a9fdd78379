/** Runs that readers take with them: as markup and as an address. */
import { assert } from '../assert.ts';
import { conceptOf, goldenRuns, slugs } from '../golden.ts';
import { clear, elements, figureIn, forgetWarnings, messagesOf, put, until, warningsOf } from './support.ts';
import type { Figure } from './support.ts';

/** The figure in a piece of markup, as a page would have it. */
async function pasted(markup: string): Promise<Figure> {
  const figure = figureIn(put(markup));
  await figure.ready;
  return figure;
}

async function arrived(figure: Figure, timeMs: number): Promise<void> {
  await until(() => figure.currentTime === timeMs, `${timeMs} ms`);
}

describe('a run that was copied', () => {
  afterEach(() => {
    clear();
    history.replaceState(null, '', location.href.split('#', 1)[0]);
  });

  it('as markup is the same run at the same moment, with all that was done', async function () {
    this.timeout(60_000);
    for (const slug of slugs) {
      const runs = await goldenRuns(slug);
      for (const { scenario, seed, acts } of [...runs.filter((run) => run.acts.length > 0), ...runs.slice(-1)]) {
        const figure = await pasted(`<ds-${slug} paused view="2d" scenario="${scenario}" seed="${seed}" label="A &lt;b&gt; &quot;c&quot;">Words before</ds-${slug}>`);
        for (const { timeMs, action, target, args } of acts) {
          figure.seek(timeMs);
          await arrived(figure, timeMs);
          assert.deepEqual(figure.act(action, target, args), { ok: true }, `${slug} ${scenario}: ${action}`);
        }
        const end = Math.min(figure.duration, (acts.at(-1)?.timeMs ?? 0) + 1234.567);
        figure.seek(end);
        await arrived(figure, end);
        const markup = await figure.toHtml();
        const lines = markup.split('\n');
        assert.match(lines[0] ?? '', /^<script [^>]*src="[^"]+" data-version="0\.1\.0"><\/script>$/);
        assert.match(lines[2] ?? '', new RegExp(`^<ds-${slug} [^\\n]*>$`));
        assert.equal(lines[3], 'Words before');
        const copy = await pasted(lines.slice(2).join('\n'));
        await arrived(copy, end);
        assert.equal(copy.snapshot().hash, figure.snapshot().hash, `${slug} ${scenario}\n${markup}`);
        assert.equal(copy.label, figure.label);
        assert.deepEqual(messagesOf(copy), [], markup);
        clear();
      }
    }
  });

  for (const { tag, node, name } of elements) {
    it(`of <${tag}> has every action that it offers, with its arguments`, async () => {
      const { actions } = await conceptOf(tag.slice(3));
      const figure = await pasted(`<${tag} paused view="2d" seed="8"></${tag}>`);
      let done = 0;
      for (const { action, needs, verb, input } of actions) {
        figure.seek(figure.currentTime + 61.003);
        const args = needs === 'text' ? { [input?.argument ?? 'key']: action === 'write' || action === 'lookup' ? 'a="1"; \'b\'' : '1' } : verb?.args;
        if (figure.act(action, needs === 'node' ? verb?.target ?? node : verb?.target, args as Parameters<Figure['act']>[2]).ok) done += 1;
      }
      assert.ok(done >= 3, `${done} were taken`);
      figure.seek(figure.currentTime + 700);
      const markup = await figure.toHtml();
      assert.equal(markup.match(/<ds-at /g)?.length, done, markup);
      const copy = await pasted(markup.split('\n').slice(2).join('\n'));
      assert.equal(copy.snapshot().hash, figure.snapshot().hash, markup);
    });

    it(`of <${tag}> keeps names, what was done later on this branch, and only this branch`, async () => {
      const figure = await pasted(`<${tag} paused view="2d" time="500ms"><ds-at time="400ms" do="crash" target="${node}"></ds-at><ds-note time="0" until="1s">Here</ds-note></${tag}>`);
      figure.seek(900);
      assert.equal(figure.act('recover', name).ok, true);
      figure.seek(700);
      const { hash } = figure.snapshot();
      const markup = await figure.toHtml();
      assert.ok(markup.includes(`<ds-at time="400ms" do="crash" target="${node}"></ds-at>`), markup);
      assert.ok(markup.includes(`<ds-at time="900ms" do="recover" target="${node}"></ds-at>`), markup);
      assert.ok(markup.includes('<ds-note time="0ms" until="1s">Here</ds-note>'), markup);
      const copy = await pasted(markup.split('\n').slice(2).join('\n'));
      await arrived(copy, 700);
      assert.equal(copy.snapshot().hash, hash);
      copy.seek(1500);
      figure.seek(1500);
      assert.equal(copy.snapshot().hash, figure.snapshot().hash, 'and later too');
    });
  }

  it('has settings that were changed under way', async () => {
    const figure = await pasted('<ds-raft-cluster paused view="2d" time="300ms" nodes="3"></ds-raft-cluster>');
    figure.setAttribute('latency', '30ms');
    figure.setAttribute('loss', '5%');
    await figure.updateComplete;
    figure.seek(800);
    const markup = await figure.toHtml();
    assert.match(markup, /<ds-raft-cluster [^>]*nodes="3"/);
    assert.match(markup, /<ds-at time="300ms" do="set" name="latency" value="30"><\/ds-at>/);
    const copy = await pasted(markup.split('\n').slice(2).join('\n'));
    assert.equal(copy.snapshot().hash, figure.snapshot().hash, markup);
  });

  it('as an address opens with the element of its id, whatever that is called', async () => {
    const figure = await pasted('<ds-hash-ring id="my ring ü" paused view="2d" time="2s"></ds-hash-ring>');
    figure.act('crash', 's2');
    const { hash } = figure.snapshot();
    const address = figure.permalink();
    clear();
    history.replaceState(null, '', address);
    const opened = await pasted('<ds-hash-ring id="my ring ü" paused view="2d"></ds-hash-ring>');
    await arrived(opened, 2000);
    assert.equal(opened.snapshot().hash, hash);
    assert.deepEqual(messagesOf(opened), []);
  });

  it('as an address in which something cannot be used says that it is not quite that run, and shows what can be had', async () => {
    const figure = await pasted('<ds-hash-ring id="ring" paused view="2d" time="2s" servers="7"></ds-hash-ring>');
    figure.act('crash', 's2');
    const saved = figure.snapshot();
    clear();
    for (const bad of [{ actions: saved.actions.map((action) => ({ ...action, target: 's99' })) }, { actions: [{ action: 'explode', time: 3, by: 'user' }] }, { config: { ...saved.config, servers: 'many' } }, { seed: {} }, { hash: '0'.repeat(16) }]) {
      forgetWarnings();
      history.replaceState(null, '', `#ds-ring=${btoa(JSON.stringify({ ...saved, ...bad })).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`);
      const lines = await warningsOf(async () => {
        const opened = await pasted('<ds-hash-ring id="ring" paused view="2d"></ds-hash-ring>');
        await arrived(opened, 2000);
        await until(() => messagesOf(opened).length > 0, JSON.stringify(bad));
        assert.match(messagesOf(opened).join(), /not quite the one that was saved/);
      });
      assert.equal(lines.length, 1);
      clear();
    }
  });

  it('as an address that is damaged, of another element or of another version says so, and opens what can be opened', async () => {
    const figure = await pasted('<ds-hash-ring id="ring" paused view="2d" time="2s"></ds-hash-ring>');
    const { hash, ...rest } = figure.snapshot();
    figure.seek(0);
    const usual = figure.snapshot().hash;
    clear();
    const base64 = (value: object): string => btoa(JSON.stringify(value)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    const cases: readonly (readonly [string, RegExp, string])[] = [
      ['%%%', /saved run in the address cannot be read.*damaged.*usual one is shown/, usual], ['bm90aGluZw', /not JSON/, usual], [base64({ ...rest, hash, tag: 'ds-raft-cluster' }), /of <ds-raft-cluster>, not of <ds-hash-ring>/, usual],
      [base64({ ...rest, hash, config: 3 }), /without config/, usual], [base64({ ...rest, hash, scenario: 'zzz' }), /unknown scenario zzz/, usual], [base64({ ...rest, hash, time: 1e15 }), /time that no run reaches/, usual], [base64({ ...rest, hash, version: '7.3.1' }), /saved by version 7\.3\.1; version 0\.1\.0 replays it/, hash],
    ];
    for (const [code, message, expected] of cases) {
      forgetWarnings();
      history.replaceState(null, '', `#ds-ring=${code}`);
      const lines = await warningsOf(async () => {
        const opened = await pasted('<ds-hash-ring id="ring" paused view="2d"></ds-hash-ring>');
        await opened.updateComplete;
        assert.equal(messagesOf(opened).length, 1, code);
        assert.match(messagesOf(opened)[0] ?? '', message);
        if (expected === hash) await arrived(opened, 2000);
        assert.equal(opened.snapshot().hash, expected);
      });
      assert.equal(lines.length, 1);
      clear();
    }
  });
});
