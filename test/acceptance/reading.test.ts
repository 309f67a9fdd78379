/** What a reader can do with the figure itself: look at each thing, act on it, draw a cut, switch branches, take the run along. */
import { assert } from '../assert.ts';
import { conceptOf, runOf } from '../golden.ts';
import { clear, elements, figureIn, forgetWarnings, frames, inside, messagesOf, put, show, until, warningsOf } from './support.ts';
import type { Figure } from './support.ts';
import { translator } from '../../src/elements/base/strings.ts';

const key = (figure: Figure, name: string): void => {
  const root = inside(figure);
  const at = root.activeElement ?? root.querySelector('.node')!;
  at.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }));
};

function press(figure: Figure, name: string | RegExp): boolean {
  const found = [...inside(figure).querySelectorAll<HTMLElement>('button')].find((each) => each.offsetParent && (typeof name === 'string' ? (each.getAttribute('aria-label') ?? each.textContent).trim() === name : name.test(each.textContent)));
  found?.click();
  return found !== undefined;
}

const fields = (figure: Figure): readonly string[] => [...inside(figure).querySelectorAll('.inspector .fields > div')].map((each) => each.textContent.trim());

/** Brings the figure to a time at which a message is on its way. */
async function toMessage(figure: Figure): Promise<boolean> {
  for (let step = 0; step < 40; step++) {
    figure.seek(figure.currentTime + figure.pace * 0.35);
    await frames(2);
    key(figure, 'm');
    await frames(2);
    if (inside(figure).querySelector('.inspector')) return true;
  }
  return false;
}

describe('a reader', () => {
  afterEach(clear);

  for (const { tag, node } of elements) {
    it(`looks at a message of <${tag}>, drops it where the system lets it, and is told`, async () => {
      const figure = await show(`<${tag} paused view="2d"></${tag}>`);
      assert.ok(await toMessage(figure), 'there is a message');
      assert.ok(fields(figure).length >= 2, fields(figure).join('; '));
      assert.ok(inside(figure).activeElement?.matches('.inspector'), 'the inspector has focus');
      const mark = inside(figure).querySelector<HTMLElement>('.spot')!;
      assert.ok(!mark.hidden && mark.getBoundingClientRect().width > 20, 'a ring marks it');
      const { actions } = await conceptOf(tag.slice(3));
      if (!actions.some(({ action }) => action === 'drop')) return;
      const acts: string[] = [];
      figure.addEventListener('ds-act', ({ detail }) => acts.push(`${detail.action} ${detail.by}`));
      assert.ok(press(figure, 'Delay'), 'Delay');
      await frames();
      assert.ok(press(figure, 'Drop'), 'Drop');
      await frames();
      assert.deepEqual(acts, ['delay user', 'drop user']);
      assert.ok(figure.events(0, figure.currentTime + 0.001).some(({ type }) => type === 'fault.drop'), 'it is dropped');
      await until(() => inside(figure).querySelector('.status.answer')?.textContent !== '', 'an answer');
    });

    it(`finds nodes, links and entries of <${tag}> with every field, and refusals with their reason`, async () => {
      const figure = await show(`<${tag} paused view="2d"></${tag}>`);
      figure.seek(figure.pace * 6);
      await frames();
      for (const [letter, kind] of [['l', 'link'], ['e', 'entry']] as const) {
        const seen: unknown[] = [];
        const select = (event: Event): void => void seen.push((event as CustomEvent).detail);
        figure.addEventListener('ds-select', select);
        key(figure, letter);
        await until(() => seen.length > 0 || /No l/.test(inside(figure).querySelector('.status')?.textContent ?? ''), `a ${kind}, or that there is none`);
        await frames();
        figure.removeEventListener('ds-select', select);
        if (seen.length > 0) assert.ok(fields(figure).length >= 1, `${kind} ${JSON.stringify(seen)}`);
      }
      assert.ok(figure.act('crash', node).ok);
      assert.equal(figure.act('crash', node).ok, false);
    });
  }

  it('has a message stand still while looking at it, and the run goes on after', async () => {
    const figure = await show('<ds-raft-cluster view="2d" time="400ms"></ds-raft-cluster>');
    await until(() => figure.currentTime > 405, 'the run goes');
    key(figure, 'm');
    assert.equal(figure.playing, false);
    await frames();
    key(figure, 'Escape');
    assert.equal(figure.playing, true);
  });

  it('reads what a message was when it is there no more', async () => {
    const figure = await show('<ds-raft-cluster paused view="2d"></ds-raft-cluster>');
    assert.ok(await toMessage(figure));
    const before = fields(figure);
    figure.seek(figure.currentTime + 5000);
    await frames();
    assert.deepEqual(fields(figure).slice(0, before.length), before);
    assert.match(fields(figure).at(-1) ?? '', /no longer there/);
    assert.ok(inside(figure).querySelector<HTMLElement>('.spot')!.hidden, 'nothing is marked');
    assert.ok(!press(figure, 'Drop'));
  });

  for (const slug of ['raft-cluster', 'cap-theorem', 'replication', 'network-partition', 'message-queue', 'load-balancer']) {
    it(`draws a cut through <ds-${slug}>, and the list of groups does the same`, async () => {
      const figure = await show(`<ds-${slug} paused view="2d"></ds-${slug}>`);
      figure.seek(figure.pace * 2);
      await frames(4);
      const layer = inside(figure).querySelector<HTMLElement>('.nodes')!;
      const box = layer.getBoundingClientRect();
      const send = (type: string, x: number, y: number): void => void layer.dispatchEvent(new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, pointerId: 1, isPrimary: true, pointerType: 'mouse', button: 0, bubbles: true }));
      const concept = await conceptOf(slug);
      const { state } = runOf(concept, { scenario: 'default', seed: '1' }).timeline;
      const sides = concept.actions.find(({ needs }) => needs === 'groups')?.sides?.(state) ?? concept.nodes(state);
      const xs = [...inside(figure).querySelectorAll<HTMLElement>('.node')].filter((each) => sides.includes(each.dataset['id'] ?? '')).map((each) => each.getBoundingClientRect()).map(({ left, right }) => (left + right) / 2 - box.left).sort((a, b) => a - b);
      const widest = xs.slice(1).map((at, n) => [at - xs[n]!, (at + xs[n]!) / 2] as const).sort((a, b) => b[0] - a[0])[0]!;
      const x = widest[1];
      const done: { readonly action: string; readonly args?: unknown; readonly target?: string }[] = [];
      figure.addEventListener('ds-act', ({ detail }) => done.push(detail));
      send('pointermove', x, 2);
      await until(() => inside(figure).querySelector('.cutline') !== null, 'a line to draw with');
      send('pointerdown', x, 2);
      send('pointermove', x, box.height / 2);
      send('pointermove', x + 1, box.height - 2);
      assert.ok(inside(figure).querySelector('.cutline path')!.getAttribute('d'), 'the line is seen');
      send('pointerup', x + 1, box.height - 2);
      assert.equal(done[0]?.action, 'cut', JSON.stringify(done));
      const groups = String((done[0]?.args as { readonly groups?: string } | undefined)?.groups ?? '');
      assert.match(groups, /^[\w,-]+\|[\w,-]+$/);
      assert.ok(figure.events(0, figure.currentTime + 0.001).some(({ type }) => type === 'fault.cut'), 'it is cut');
      const { hash } = figure.snapshot();
      const other = await show(`<ds-${slug} paused view="2d"></ds-${slug}>`);
      other.seek(other.pace * 2);
      press(other, 'More actions');
      await frames();
      const far = groups.split('|')[1]!.split(',');
      const names = new Map([...inside(other).querySelectorAll<HTMLElement>('label.check')].map((label) => [label.textContent.trim(), label.querySelector('input')!]));
      for (const id of far) names.get(concept.defaultName(id, translator('en')))!.click();
      await frames();
      const sheet = inside(other).querySelector('.sheet.more')!;
      [...sheet.querySelectorAll<HTMLButtonElement>('fieldset button')].find((each) => each.textContent.trim() === 'Cut')!.click();
      // Links to what stands on no side are cut each by itself.
      for (const { action, target } of done.slice(1)) assert.ok(other.act(action, target).ok);
      assert.equal(other.snapshot().hash, hash, groups);
    });
  }

  it('switches between the branches that actions made', async () => {
    const figure = await show('<ds-hash-ring paused view="2d" time="4s"></ds-hash-ring>');
    figure.act('crash', 's2');
    figure.seek(2000);
    figure.act('crash', 's3');
    figure.seek(3000);
    const hashes = new Map([[figure.branch, figure.snapshot().hash]]);
    await frames();
    press(figure, 'More actions');
    await frames();
    const rows = (): HTMLElement[] => [...inside(figure).querySelectorAll<HTMLElement>('.branch')];
    assert.equal(rows().length, figure.branches.length);
    const pressed = rows().findIndex((row) => row.getAttribute('aria-pressed') === 'true');
    assert.ok(pressed >= 0);
    const [from] = [figure.branch];
    rows()[pressed === 0 ? 1 : 0]!.click();
    await frames();
    assert.notEqual(figure.branch, from);
    hashes.set(figure.branch, figure.snapshot().hash);
    assert.notEqual([...hashes.values()][0], [...hashes.values()][1]);
    rows()[pressed]!.click();
    await frames();
    assert.equal(figure.branch, from);
    assert.equal(figure.snapshot().hash, hashes.get(from));
  });

  it('copies a run by the button of the sheet, own actions included, which loads to the same hash', async () => {
    const texts: string[] = [];
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { write: async ([item]: ClipboardItem[]) => void texts.push(await (await item!.getType('text/plain')).text()) } });
    try {
      for (const { tag, node } of elements) {
        const figure = await show(`<${tag} paused view="2d" seed="5" id="figure-of-a-run"></${tag}>`);
        figure.seek(figure.pace * 3);
        assert.ok(figure.act('crash', node).ok, tag);
        figure.seek(figure.pace * 5 + 0.001);
        press(figure, 'More actions');
        await frames();
        texts.length = 0;
        assert.ok(press(figure, 'Copy HTML') && press(figure, 'Copy link'), tag);
        await until(() => texts.length === 2, 'both are copied');
        const markup = texts.find((text) => text.startsWith('<script'))!;
        const copy = figureIn(put(markup.split('\n').slice(2).join('\n')));
        await copy.ready;
        await until(() => copy.currentTime === figure.currentTime, 'the same moment');
        assert.equal(copy.snapshot().hash, figure.snapshot().hash, markup);
        assert.match(texts.find((text) => text.startsWith('http')) ?? '', /#ds-figure-of-a-run=[\w-]+$/);
        clear();
      }
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard');
    }
  });

  it('sees that a recorded run is loading, then that run, or why there is none and the usual one', async () => {
    const saved = await show('<ds-raft-cluster paused view="2d" time="900ms" seed="9"></ds-raft-cluster>');
    const text = saved.export();
    const { hash } = saved.snapshot();
    const { fetch } = window;
    let answer: (response: Response) => void = () => undefined;
    window.fetch = () => new Promise((resolve) => { answer = resolve; });
    const badge = (figure: Figure): string | undefined => inside(figure).querySelector('.badge2d')?.textContent;
    const busy = (figure: Figure): string | null => inside(figure).querySelector('.base')!.getAttribute('aria-busy');
    try {
      for (const [response, message] of [[new Response(text), null], [new Response('no run at all'), /not JSON/], [new Response('', { status: 404 }), /answers 404/]] as const) {
        clear();
        forgetWarnings();
        const lines = await warningsOf(async () => {
          const figure = await show('<ds-raft-cluster paused view="2d" src="/runs/one.json"></ds-raft-cluster>');
          assert.equal(badge(figure), 'Loading…');
          assert.equal(busy(figure), 'true');
          const usual = figure.snapshot().hash;
          answer(response);
          await until(() => busy(figure) === 'false', 'the end of loading');
          assert.equal(badge(figure), undefined);
          assert.equal(figure.snapshot().hash, message ? usual : hash);
          if (message) assert.match(messagesOf(figure).join(), message);
          else assert.deepEqual(messagesOf(figure), []);
        });
        assert.equal(lines.length, message ? 1 : 0);
      }
    } finally {
      window.fetch = fetch;
    }
  });

  it('sees on a phone what the inspector is about, beside the inspector', async () => {
    for (const slug of ['raft-cluster', 'hash-ring', 'replication']) {
      const figure = await show(`<ds-${slug} paused view="2d"></ds-${slug}>`, 360);
      figure.seek(figure.pace * 5.3);
      await frames();
      for (const letter of ['m', 'e', 'e', 'e', 'e', 'e', 'e', 'e', 'e', 'm', 'm', 'm']) {
        key(figure, letter);
        await frames();
        const mark = inside(figure).querySelector<HTMLElement>('.spot');
        if (!mark || mark.hidden) continue;
        const panel = inside(figure).querySelector('.inspector')!.getBoundingClientRect();
        const about = mark.getBoundingClientRect();
        const middle = (about.top + about.bottom) / 2;
        assert.ok(middle <= panel.top || middle >= panel.bottom, `${slug} ${letter}: ${middle} is under ${panel.top}-${panel.bottom}`);
      }
      clear();
    }
  });

  it('uses all of it at 360 px without anything outside the figure', async () => {
    for (const { tag } of elements) {
      const figure = await show(`<${tag} paused view="2d"></${tag}>`, 360);
      press(figure, 'More actions');
      await frames();
      const sheet = inside(figure).querySelector<HTMLElement>('.sheet.more')!;
      const outer = figure.getBoundingClientRect();
      const box = sheet.getBoundingClientRect();
      assert.ok(box.left >= outer.left && box.right <= outer.right && box.top >= outer.top && box.bottom <= outer.bottom, `${tag}: the sheet lies inside`);
      assert.ok(sheet.scrollWidth <= sheet.clientWidth, `${tag}: nothing is cut off sideways`);
      for (const each of sheet.querySelectorAll<HTMLElement>('button, select, input:not([type=checkbox]), label.check')) {
        if (!each.offsetParent || each.matches('.close')) continue;
        assert.ok(each.getBoundingClientRect().height >= 40, `${tag}: ${each.textContent} is ${each.getBoundingClientRect().height} px high`);
      }
      clear();
    }
  });
});
