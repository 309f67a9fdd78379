/** One list of events for several figures, shown on the toy, frame by frame. */
import { assert } from '../../../test/assert.ts';
import { violations } from '../../../test/axe.ts';
import { expectConsole } from '../../../test/console.ts';
import { define } from '../base/define.ts';
import type { ErrorDetail } from '../base/events.ts';
import { Page } from '../base/page.ts';
import type { StageLike } from '../base/painters.ts';
import { forgetWarnings } from '../base/problems.ts';
import { HandFrames } from '../base/testing/frames.ts';
import { DsToy } from '../base/testing/toy.ts';
import type { DsTimeline } from './ds-timeline.ts';
import './ds-timeline.ts';

const frames = new HandFrames();
const page = new Page<StageLike>(document, () => Promise.reject(new Error('no 3D in this test')), frames);

class DsListed extends DsToy {
  static override page(): Page<StageLike> {
    return page;
  }
}
define('ds-listed', DsListed);

const undo: (() => void)[] = [];
const still = 'view="2d" paused';

/** The list is made anew at most four times a second, and words come a little later. */
async function until(what: () => boolean, why: string): Promise<void> {
  for (let tries = 0; tries < 120 && !what(); tries++) await new Promise(requestAnimationFrame);
  assert.ok(what(), why);
}

function place(markup: string): HTMLElement {
  const box = document.createElement('div');
  box.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 780px; height: 580px; display: grid; grid: auto / 240px 240px 1fr;';
  box.innerHTML = markup;
  document.body.append(box);
  undo.push(() => box.remove());
  return box;
}

interface Shown {
  readonly box: HTMLElement;
  readonly timeline: DsTimeline;
  readonly figure: (id: string) => DsListed;
  readonly rows: () => string[];
  readonly row: (at: number) => HTMLElement;
  readonly messages: () => string[];
}

async function show(markup: string): Promise<Shown> {
  const box = place(markup);
  for (const each of box.querySelectorAll<DsListed>('ds-listed')) await each.ready;
  const timeline = box.querySelector('ds-timeline')!;
  await timeline.ready;
  const inside = timeline.shadowRoot!;
  const all = (): HTMLElement[] => [...inside.querySelectorAll<HTMLElement>('tbody tr')];
  return {
    box, timeline,
    figure: (id) => box.querySelector<DsListed>(`#${id}`)!,
    rows: () => all().map((row) => [...row.children].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()).join(' | ')),
    row: (at) => all().at(at)!,
    messages: () => [...inside.querySelectorAll('.error li')].map((item) => item.textContent),
  };
}

const two = `<ds-listed id="a" label="Old" ${still}></ds-listed><ds-listed id="b" label="New" ${still} sync="a"></ds-listed>`;

describe('ds-timeline', () => {
  afterEach(() => {
    for (const step of undo.splice(0).reverse()) step();
    forgetWarnings();
  });

  it('lists the events of all its diagrams by time, says what happened in words, and marks the last one', async () => {
    const { figure, rows, row, timeline } = await show(`${two}<ds-timeline for="a b"></ds-timeline>`);
    figure('a').seek(1600);
    await until(() => rows().length >= 2 && !timeline.shadowRoot?.querySelector('.raw'), 'rows in words');
    const times = [...figure('a').events(0, 1600.01), ...figure('b').events(0, 1600.01)].map(({ time }) => time).sort((x, y) => x - y);
    assert.ok(times.length >= 2);
    const past = [...timeline.shadowRoot!.querySelectorAll('tbody tr:not(.later)')];
    assert.equal(past.length, times.length);
    assert.equal(past.at(-1)?.getAttribute('aria-current'), 'time');
    assert.equal(timeline.shadowRoot!.querySelectorAll('[aria-current]').length, 1);
    assert.match(rows()[0] ?? '', /^\d.* \| A?(Old|New) .*\| .*\w/);
    assert.ok(rows().some((text) => text.includes('Old')) && rows().some((text) => text.includes('New')));
    const [first] = figure('a').events();
    assert.ok((row(0).querySelector('.what')?.textContent ?? '').includes((await figure('a').describe(first!)).text));
  });

  it('takes all diagrams to the moment of the row that is chosen', async () => {
    const { figure, rows, row } = await show(`${two.replace(' sync="a"', '')}<ds-timeline for="a b"></ds-timeline>`);
    figure('a').seek(2000);
    figure('b').seek(2000);
    await until(() => rows().length >= 4, 'rows');
    const [first] = figure('a').events(0, 2000);
    row(0).querySelector<HTMLElement>('.go')?.click();
    assert.equal(figure('a').currentTime, first?.time);
    assert.equal(figure('b').currentTime, first?.time);
    await until(() => row(0).getAttribute('aria-current') === 'time' || row(1).getAttribute('aria-current') === 'time', 'the mark goes along');
    assert.ok(row(-1).classList.contains('later'), 'what is known of later stays listed');
  });

  it('goes on by itself while a diagram runs', async () => {
    const { figure, rows } = await show(`<ds-listed id="a" view="2d"></ds-listed><ds-timeline for="a"></ds-timeline>`);
    frames.pass(60, 20);
    await until(() => rows().length > 0, 'rows of the run');
    const before = rows().length;
    frames.pass(120, 20);
    await until(() => rows().length > before, 'more rows');
    figure('a').pause();
  });

  it('walks its rows with the keys, as one stop of Tab', async () => {
    const { figure, rows, timeline } = await show(`${two}<ds-timeline for="a b"></ds-timeline>`);
    figure('a').seek(3000);
    await until(() => rows().length >= 4, 'rows');
    const stops = (): Element[] => [...timeline.shadowRoot!.querySelectorAll('.go[tabindex="0"]')];
    assert.equal(stops().length, 1);
    const press = (key: string): boolean => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
      timeline.shadowRoot!.activeElement!.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const buttons = [...timeline.shadowRoot!.querySelectorAll<HTMLElement>('.go')];
    (stops()[0] as HTMLElement).focus();
    assert.ok(press('Home'));
    assert.equal(timeline.shadowRoot!.activeElement, buttons[0]);
    assert.ok(press('ArrowDown'));
    assert.equal(timeline.shadowRoot!.activeElement, buttons[1]);
    assert.equal(stops().length, 1);
    assert.equal(press('Tab'), false, 'Tab leaves');
  });

  it('shows one diagram alone, or milestones alone, where its reader asks for it', async () => {
    const { figure, rows, timeline } = await show(`${two}<ds-timeline for="a b"></ds-timeline>`);
    figure('a').seek(3000);
    await until(() => rows().length >= 4, 'rows');
    const toggles = [...timeline.shadowRoot!.querySelectorAll<HTMLElement>('.toggle')];
    assert.deepEqual(toggles.map((toggle) => toggle.getAttribute('aria-pressed')), ['true', 'true', 'false']);
    toggles[0]?.click();
    await timeline.updateComplete;
    assert.ok(rows().every((text) => text.includes('New')), rows().join('\n'));
    toggles[0]?.click();
    toggles[2]?.click();
    assert.equal(timeline.milestones, true);
    await timeline.updateComplete;
    const told = await Promise.all(figure('a').events(0, 3000.01).map((event) => figure('a').describe(event)));
    await until(() => timeline.shadowRoot!.querySelectorAll('tbody tr:not(.later)').length === 2 * told.filter(({ milestone }) => milestone).length, 'milestones only');
  });

  it('says which ids no diagram has, lists the others, and takes it back when they come', async () => {
    expectConsole('warn', /ds-timeline: for="a ghost".*nothing has the id "ghost"/);
    const { figure, rows, messages, box, timeline } = await show(`<ds-listed id="a" ${still}></ds-listed><ds-timeline for="a ghost"></ds-timeline>`);
    assert.deepEqual(messages(), ['for="a ghost": nothing has the id "ghost"; ids of diagrams of this page, separated by spaces, are allowed']);
    figure('a').seek(2000);
    await until(() => rows().length > 0, 'rows of the one that is there');
    const late = document.createElement('ds-listed');
    late.id = 'ghost';
    late.setAttribute('view', '2d');
    late.setAttribute('paused', '');
    box.prepend(late);
    await until(() => messages().length === 0, 'taken back');
    late.remove();
    await until(() => messages().length === 1, 'said again');
    timeline.for = 'a';
    await until(() => messages().length === 0, 'not asked for any more');
  });

  it('says that it is for nothing, or for what is no diagram, and the page goes on', async () => {
    expectConsole('warn', /no diagram is named/);
    expectConsole('warn', /no diagram has the id "prose"/);
    const errors: ErrorDetail[] = [];
    const heard = (event: CustomEvent<ErrorDetail>): unknown => errors.push(event.detail);
    document.addEventListener('ds-error', heard as EventListener);
    undo.push(() => document.removeEventListener('ds-error', heard as EventListener));
    const nothing = await show('<ds-timeline></ds-timeline>');
    assert.match(nothing.messages().join(), /no diagram is named/);
    const prose = await show('<p id="prose">Words</p><ds-timeline for="prose"></ds-timeline>');
    assert.match(prose.messages().join(), /no diagram has the id "prose"/);
    assert.deepEqual(errors.map(({ code, attribute, recoverable }) => [code, attribute, recoverable]), [['bad-attribute', 'for', true], ['bad-attribute', 'for', true]]);
  });

  it('finds a diagram that comes later, inside its stand-in', async () => {
    expectConsole('warn', /no diagram has the id "late"|nothing has the id "late"/);
    const { box, timeline } = await show('<ds-timeline for="late"></ds-timeline>');
    const host = document.createElement('div');
    host.id = 'late';
    host.dataset['ds'] = 'listed';
    const late = document.createElement('ds-listed');
    late.setAttribute('view', '2d');
    late.setAttribute('paused', '');
    host.append(late);
    box.append(host);
    await (late as DsListed).ready;
    (late as DsListed).seek(2000);
    await until(() => timeline.shadowRoot!.querySelectorAll('tbody tr').length > 0, 'rows');
  });

  it('lets its diagrams go when it goes, and takes them up again when it comes back', async () => {
    const { figure, rows, timeline, box } = await show(`<ds-listed id="a" ${still}></ds-listed><ds-timeline for="a"></ds-timeline>`);
    timeline.remove();
    figure('a').seek(3000);
    const asked: number[] = [];
    const { events } = figure('a');
    Object.defineProperty(figure('a'), 'events', { configurable: true, value: (...times: [number, number]) => (asked.push(1), events.apply(figure('a'), times)) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(asked.length, 0);
    box.append(timeline);
    await until(() => rows().length > 0, 'rows');
  });

  it('fits 300 px and has nothing that axe finds, in light and in dark', async () => {
    for (const theme of ['light', 'dark']) {
      const { figure, rows, timeline } = await show(`${two}<ds-timeline for="a b" theme="${theme}"></ds-timeline>`);
      figure('a').seek(3000);
      await until(() => rows().length >= 4, 'rows');
      assert.deepEqual(await violations(timeline), []);
      timeline.style.inlineSize = '300px';
      const scroller = timeline.shadowRoot!.querySelector('.scroll')!;
      await until(() => scroller.clientWidth < 300, 'narrow');
      assert.ok(scroller.scrollWidth <= scroller.clientWidth, `${scroller.scrollWidth} of ${scroller.clientWidth}`);
      for (const step of undo.splice(0)) step();
    }
  });

  it('speaks German', async () => {
    const { timeline } = await show(`<div lang="de"><ds-listed id="a" ${still}></ds-listed><ds-timeline for="a"></ds-timeline></div>`);
    await until(() => timeline.shadowRoot?.querySelector('.title')?.textContent === 'Ereignisse', 'German');
    assert.equal(timeline.shadowRoot?.querySelector('.root')?.getAttribute('lang'), 'de');
  });
});
