/** Readers who have no pointer, no picture, a small screen or another colour scheme. */
import { sendKeys } from '@web/test-runner-commands';
import { assert } from '../assert.ts';
import { violations } from '../axe.ts';
import { clear, forgetWarnings, frames, inside, put, show, until, warningsOf } from './support.ts';
import type { Figure } from './support.ts';

const press = (key: string) => sendKeys({ press: key });
const focused = (figure: Figure): HTMLElement | null => inside(figure).activeElement as HTMLElement | null;
const spoken = (figure: Figure): string => inside(figure).querySelector('[role="status"]')?.textContent?.trim() ?? '';
const nodesOf = (figure: Figure): HTMLElement[] => [...inside(figure).querySelectorAll<HTMLElement>('.node')];

/** Waits for work of this frame and the next, then for the render it asked for. */
async function settle(figure: Figure): Promise<void> {
  await frames();
  await figure.updateComplete;
  await frames(1);
}

describe('a reader with nothing but a keyboard', () => {
  afterEach(clear);

  it('reaches the leader, crashes it, watches the election step by step, hears it, goes back, and leaves', async function () {
    this.timeout(40_000);
    const before = put('<button class="before">before</button>');
    const figure = await show('<ds-raft-cluster paused view="2d" time="500ms"></ds-raft-cluster>');
    const after = put('<button class="after">after</button>');
    const outside: string[] = [];
    const hear = (event: KeyboardEvent) => outside.push(event.key);
    document.body.addEventListener('keydown', hear);
    try {
      const leader = String(figure.readouts['leader']);
      before.querySelector('button')?.focus();
      await press('Tab');
      assert.equal(document.activeElement, figure, 'Tab leads in');
      assert.ok(focused(figure)?.matches('.node'), 'to a node first');
      const arrows = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight'];
      // Home and the arrows reach every node; this one leads.
      await press('Home');
      for (const key of arrows) {
        if (focused(figure)?.dataset['id'] === leader) break;
        await press(key);
      }
      assert.equal(focused(figure)?.dataset['id'], leader, 'the leader');
      assert.match(focused(figure)?.textContent ?? '', /leader/i, 'it is told as one');
      assert.notEqual(getComputedStyle(focused(figure)!).outlineStyle, 'none', 'focus is seen');

      await press('Enter');
      await settle(figure);
      const sheet = () => inside(figure).querySelector<HTMLElement>('.inspector');
      await until(() => sheet()?.contains(focused(figure)) === true || focused(figure) === sheet(), 'focus in the inspector');
      for (let i = 0; i < 12 && !/^crash/i.test(focused(figure)?.textContent?.trim() ?? ''); i++) await press('Tab');
      assert.match(focused(figure)?.textContent ?? '', /^\s*crash/i, 'its button is reached');
      await press('Enter');
      await settle(figure);
      assert.equal(figure.readouts['leader'], null);
      await until(() => /S\d/.test(spoken(figure)) && /crash|fail|down/i.test(spoken(figure)), 'what it did is said');

      await press('Escape');
      await settle(figure);
      assert.equal(sheet(), null);
      assert.equal(focused(figure)?.dataset['id'], leader, 'focus is back on the node');

      const told = figure.currentTime;
      for (let i = 0; i < 120 && figure.readouts['leader'] === null; i++) await press('.');
      assert.ok(figure.readouts['leader'] !== null && figure.readouts['leader'] !== leader, 'a successor');
      assert.ok(figure.currentTime > told);
      const elected = figure.currentTime;
      await press(',');
      assert.ok(figure.currentTime < elected, 'a step back');
      assert.equal(focused(figure)?.dataset['id'], leader, 'focus stayed');
      assert.deepEqual(outside.filter((key) => ['Enter', 'Escape', '.', ',', 'Home'].includes(key) || key.startsWith('Arrow')).filter((key) => key !== 'Enter'), [], 'keys do not travel on');

      for (let i = 0; i < 40 && document.activeElement === figure; i++) await press('Tab');
      assert.equal(document.activeElement, after.querySelector('button'), 'Tab leads out');
    } finally {
      document.body.removeEventListener('keydown', hear);
    }
  });
});

describe('a reader who hears the page', () => {
  afterEach(clear);

  it('finds every server of a cluster with its role, and its log in the table', async () => {
    const figure = await show('<ds-raft-cluster paused view="2d" time="600ms"></ds-raft-cluster>');
    await settle(figure);
    const buttons = nodesOf(figure);
    assert.deepEqual(buttons.map((button) => button.dataset['id']), ['n1', 'n2', 'n3', 'n4', 'n5']);
    for (const [at, button] of buttons.entries()) {
      assert.equal(button.localName, 'button');
      assert.match(button.textContent ?? '', new RegExp(`S${at + 1}\\b`));
      assert.match(button.textContent ?? '', /leader|follower|candidate/i);
    }
    inside(figure).querySelector<HTMLElement>('details.table summary')?.click();
    await until(() => inside(figure).querySelectorAll('tbody tr').length === 5, 'a row a server');
    const rows = [...inside(figure).querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent ?? ''));
    assert.ok(rows.every((row) => row.length > 3 && /S\d/.test(row[0] ?? '')), JSON.stringify(rows));
    assert.ok(rows.some((row) => /leader/i.test(row.join(' '))));
    assert.equal(['Entries', 'Committed'].filter((head) => [...inside(figure).querySelectorAll('thead th')].some((cell) => cell.textContent === head)).length, 2, 'the length of its log, and how much of it is committed');
    assert.ok(inside(figure).querySelectorAll('ol.log li').length > 0, 'and what happened is listed');
  });

  it('finds every server of a ring with what it holds', async () => {
    const figure = await show('<ds-hash-ring paused view="2d" time="2s"></ds-hash-ring>');
    await settle(figure);
    assert.ok(nodesOf(figure).length >= 4);
    for (const id of ['s1', 's2', 's3', 's4']) {
      const button = nodesOf(figure).find((each) => each.dataset['id'] === id);
      assert.ok((button?.textContent ?? '').trim().length > 0, id);
    }
    inside(figure).querySelector<HTMLElement>('details.table summary')?.click();
    await until(() => inside(figure).querySelectorAll('tbody tr').length >= 4, 'a row a server');
  });
});

describe('an audit of accessibility finds nothing', () => {
  afterEach(clear);

  const states: readonly (readonly [string, string, (figure: Figure) => void])[] = [
    ['playing', '<ds-raft-cluster view="2d"', () => undefined],
    ['a crashed leader', '<ds-raft-cluster paused time="500ms" view="2d"', (figure) => void figure.act('crash', 'leader')],
    ['a partition', '<ds-raft-cluster paused partition="n1,n2|n3,n4,n5" time="700ms" view="2d"', () => undefined],
    ['an open inspector', '<ds-raft-cluster paused time="500ms" view="2d"', (figure) => nodesOf(figure)[0]?.click()],
    ['an open sheet', '<ds-raft-cluster paused view="2d"', (figure) => inside(figure).querySelector<HTMLElement>('.more-button')?.click()],
    ['an open table', '<ds-raft-cluster paused time="500ms" view="2d"', (figure) => inside(figure).querySelector<HTMLElement>('summary')?.click()],
    ['a bad attribute', '<ds-raft-cluster paused nodes="99" view="2d"', () => undefined],
    ['a ring that plays', '<ds-hash-ring view="2d"', () => undefined],
    ['a ring with a crashed server', '<ds-hash-ring paused time="2s" view="2d"', (figure) => void figure.act('crash', 's1')],
    ['a ring with an open inspector', '<ds-hash-ring paused time="2s" view="2d"', (figure) => nodesOf(figure)[0]?.click()],
    ['a ring with a bad attribute', '<ds-hash-ring paused servers="999" view="2d"', () => undefined],
  ];
  // Neighbouring states take turns: an audit is slow, and scheme and width are told apart by any of them.
  for (const theme of ['light', 'dark']) {
    for (const width of [360, 1000]) {
      it(`in ${theme}, ${width} px wide`, async function () {
        this.timeout(60_000);
        const found: string[] = [];
        for (const [at, [name, markup, change]] of states.entries()) {
          if ((at % 2 === 0) !== ((theme === 'light') === (width === 360))) continue;
          forgetWarnings();
          await warningsOf(async () => {
            const figure = await show(`${markup} theme="${theme}"></${/ds-[a-z-]+/.exec(markup)?.[0] ?? ''}>`, width);
            figure.parentElement?.style.setProperty('background', theme === 'dark' ? '#0b1220' : '#fff');
            change(figure);
            await settle(figure);
            for (const violation of await violations(figure)) found.push(`${name}: ${violation}`);
          });
          clear();
        }
        assert.deepEqual(found, []);
      });
    }
  }
});
