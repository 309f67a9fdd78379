import { assert } from '../../../../test/assert.ts';
import { formatTime } from './format.ts';
import { insetsAt, layoutAt } from './layout.ts';
import { FakeHost } from './testing/fake-host.ts';
import { mountFigure } from './testing/figure.ts';
import type { Figure } from './testing/figure.ts';
import { readColours } from './tokens.ts';

describe('the shell', () => {
  const figures: Figure[] = [];
  const mount = (width: number, host = new FakeHost(), setUp?: (element: HTMLElement) => void): Figure => {
    const figure = mountFigure(host, document.body, (element) => {
      element.style.width = `${width}px`;
      setUp?.(element);
    });
    figures.push(figure);
    return figure;
  };
  const press = (element: Element, key: string): boolean => !element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));

  afterEach(() => {
    for (const figure of figures.splice(0)) {
      figure.shell.dispose();
      figure.element.remove();
    }
  });

  it('plays, steps and starts again by key, and leaves keys with modifiers alone', () => {
    const host = new FakeHost();
    const figure = mount(700, host);
    const play = figure.find('.play');
    for (const key of ['k', ',', '.', 'r']) assert.ok(press(play, key), `${key} is handled`);
    assert.deepEqual(host.asked, ['pause', 'step -1', 'step 1', 'reset']);
    play.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', ctrlKey: true, bubbles: true }));
    assert.equal(host.asked.length, 4);
  });

  it('puts cards beside the stage where there is room and one line of facts under it elsewhere', () => {
    const wide = mount(1000);
    assert.ok(wide.find('.cards').offsetHeight > 0, 'cards are seen');
    assert.equal(wide.root.querySelector('.line'), null);
    const middle = mount(640);
    assert.equal(middle.root.querySelector('.cards'), null);
    assert.ok(middle.find('.line').textContent.includes('Entry 7 is on S1 and S5.'));
    assert.equal(layoutAt(861), 'wide');
    assert.equal(layoutAt(860), 'middle');
    assert.equal(layoutAt(460), 'phone');
    assert.equal(insetsAt(900).right, 286);
    assert.equal(insetsAt(900, true).left, 286);
  });

  it('gives the stage 8:5, on phones 1:1, and takes a height of the author from it down to 180 px', () => {
    assert.equal(mount(640).find('.stage').offsetHeight, 400);
    assert.equal(mount(360).find('.stage').offsetHeight, 360);
    const sized = mount(640, new FakeHost(), (element) => { element.style.height = '420px'; });
    assert.equal(sized.find('.root').offsetHeight, 420);
    assert.ok(sized.find('.stage').offsetHeight < 400, 'the stage gave way');
    const low = mount(640, new FakeHost(), (element) => { element.style.height = '200px'; });
    assert.ok(low.find('.stage').offsetHeight >= 180, 'not less');
    const tall = mount(640, new FakeHost(), (element) => { element.style.height = '700px'; });
    assert.equal(tall.find('.base').offsetHeight, 700);
    assert.ok(tall.find('.stage').offsetHeight > 500, 'the stage took what was left');
  });

  it('keeps its height when the controls arrive', async () => {
    for (const width of [1000, 640, 360]) {
      const figure = mount(width);
      const before = figure.element.offsetHeight;
      await figure.shell.loadControls();
      assert.equal(figure.element.offsetHeight, before, `${width} px`);
    }
  });

  it('loses nothing at 320 px or with text twice as large', async () => {
    const root = document.documentElement;
    for (const [width, size] of [[320, ''], [320, '32px'], [640, '32px'], [1000, '32px']] as const) {
      root.style.fontSize = size;
      const figure = mount(width);
      await figure.shell.loadControls();
      const base = figure.find('.base').getBoundingClientRect();
      for (const part of figure.root.querySelectorAll<HTMLElement>('.controls .button, .scrubber, .time, .line p, .line dd, .title')) {
        if (part.offsetParent === null) continue;
        const box = part.getBoundingClientRect();
        assert.ok(box.left >= base.left - 1 && box.right <= base.right + 1 && box.bottom <= base.bottom + 1, `${part.className} at ${width} px and ${size || '16px'}: ${Math.round(box.left)}–${Math.round(box.right)}`);
      }
      root.style.fontSize = '';
    }
  });

  it('puts a caption that holds now in the place of the sentence, or beside it where there is room', async () => {
    const host = new FakeHost();
    host.caption = { fromMs: 0, untilMs: 1_000, text: 'Now watch S1.' };
    assert.equal(mount(640, host).find('.line p').textContent, 'Now watch S1.');
    const wide = mount(1000, host);
    await wide.shell.loadControls();
    const said = [...wide.root.querySelectorAll('.cards p')].map((each) => each.textContent);
    assert.deepEqual(said, ['Entry 7 is on S1 and S5. One more copy commits it.', 'Now watch S1.']);
  });

  it('lists what happened last below the table, newest first', () => {
    const host = new FakeHost();
    host.printing = true;
    host.recentEvents = [{ timeUs: 100_000, seq: 1, type: 'raft.candidate', data: {} }, { timeUs: 120_000, seq: 2, type: 'raft.leader', data: {} }];
    const items = [...mount(640, host).root.querySelectorAll('ol.log li')].map((each) => each.textContent);
    assert.deepEqual(items, ['120\u202fms raft.leader', '100\u202fms raft.candidate']);
  });

  it('grows with a longer sentence and does not shrink back with a shorter one', () => {
    const host = new FakeHost();
    const figure = mount(360, host);
    const before = figure.find('.line').offsetHeight;
    host.sentence = { strong: 'A very long sentence that goes on and on, about one thing and another.', rest: 'It needs five lines at this width, or six, and says the same again and again until there is no room left for it in two lines.' };
    figure.draw();
    const grown = figure.find('.line').offsetHeight;
    assert.ok(grown > before, `${grown} over ${before}`);
    host.sentence = { strong: 'Short.', rest: '' };
    figure.draw();
    assert.equal(figure.find('.line').offsetHeight, grown);
  });

  it('renders its three slots whatever there is to put in them', () => {
    const figure = mount(640);
    assert.deepEqual([...figure.root.querySelectorAll('slot')].map((slot) => slot.name), ['description', '', 'caption']);
    assert.ok(figure.find('.caption').hidden);
  });

  it('shows a caption that the author slotted', async () => {
    const figure = mount(640);
    const caption = document.createElement('span');
    caption.slot = 'caption';
    caption.textContent = 'Five servers.';
    figure.element.append(caption);
    await new Promise((resolve) => figure.find('slot[name=caption]').addEventListener('slotchange', resolve, { once: true }));
    await Promise.resolve();
    assert.ok(!figure.find('.caption').hidden);
  });

  it('fills the table only while it is open', async () => {
    const host = new FakeHost();
    const figure = mount(640, host);
    assert.equal(figure.root.querySelector('table'), null);
    const details = figure.find('details');
    const toggled = new Promise((resolve) => details.addEventListener('toggle', resolve, { once: true }));
    details.setAttribute('open', '');
    await toggled;
    assert.equal(figure.root.querySelectorAll('tbody tr').length, 3);
    host.table = { ...host.table, rows: [['S1', 'Follower', '5', '7']] };
    figure.draw();
    assert.equal(figure.root.querySelectorAll('tbody tr').length, 3, 'a running table stands for a second');
    host.pause();
    assert.equal(figure.root.querySelectorAll('tbody tr').length, 1, 'a pause brings it up to date');
  });

  it('prints its table even where it was not open, and closes it afterwards', async () => {
    const host = new FakeHost();
    const figure = mount(640, host);
    host.printing = true;
    figure.draw();
    assert.equal(figure.root.querySelectorAll('tbody tr').length, 3);
    host.printing = false;
    figure.draw();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(figure.root.querySelector('table'), null);
    assert.ok(!figure.find('details').hasAttribute('open'));
  });

  it('leaves only a pause button where the author wants no controls', async () => {
    const host = new FakeHost();
    host.noControls = true;
    const figure = mount(640, host);
    await figure.shell.loadControls();
    assert.equal(figure.root.querySelectorAll('.base > .controls').length, 0);
    figure.find('.play').click();
    assert.deepEqual(host.asked, ['pause']);
  });

  it('reads colours as the author set them, in whatever notation', () => {
    const figure = mount(640, new FakeHost(), (element) => {
      element.style.setProperty('--ds-leader', 'rebeccapurple');
      element.style.setProperty('--ds-surface', 'hsl(0 100% 50%)');
    });
    const { root } = figure.shell;
    if (!root) throw new Error('The shell has no root.');
    const colours = readColours(root, 'dark');
    assert.equal(colours['leader'], '#663399');
    assert.equal(colours['leader-body'], '#663399', 'the lit face follows its hue');
    assert.equal(colours['surface'], '#ff0000');
    assert.equal(colours['follower'], '#38cdeb');
    assert.equal(root.querySelector('.probe'), null);
  });

  it('writes simulated times with their unit and as finely as their span needs', () => {
    assert.equal(formatTime(320.9, 'en', 2_400), '320\u202fms');
    assert.equal(formatTime(1_280, 'en', 2_400), '1.28\u202fs');
    assert.equal(formatTime(12_800, 'en', 60_000), '12.8\u202fs');
    assert.equal(formatTime(320, 'en', 60_000), '0.3\u202fs');
    assert.equal(formatTime(12_800, 'de', 60_000), '12,8\u202fs');
    assert.equal(formatTime(252_000, 'en', 3_000_000), '4\u202fmin 12\u202fs');
    assert.equal(formatTime(28_800_000, 'en'), '8\u202fh 00\u202fmin');
    assert.equal(formatTime(Infinity, 'en'), '∞');
  });
});
