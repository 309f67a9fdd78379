/** What the base does with time, children, commands and other figures, shown on the toy, frame by frame. */
import { assert } from '../../../test/assert.ts';
import { until } from '../../../test/until.ts';
import { expectConsole } from '../../../test/console.ts';
import { define } from './define.ts';
import { forgetWarnings } from './problems.ts';
import { Page } from './page.ts';
import type { StageLike } from './painters.ts';
import { HandFrames } from './testing/frames.ts';
import { DsToy } from './testing/toy.ts';

const frames = new HandFrames();
const page = new Page<StageLike>(document, () => Promise.reject(new Error('no 3D in this test')), frames);

class DsDriven extends DsToy {
  static override page(): Page<StageLike> {
    return page;
  }
}
define('ds-driven', DsDriven);

const boxes: HTMLElement[] = [];

/** Markup in a box on screen; returns its first figure when it has been seen by the observers. */
async function show(markup: string): Promise<DsDriven> {
  const box = document.createElement('div');
  box.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 900px; height: 600px;';
  box.innerHTML = markup;
  document.body.append(box);
  boxes.push(box);
  const figure = box.querySelector<DsDriven>('ds-driven');
  assert.ok(figure);
  await figure.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return figure;
}

function heard(figure: HTMLElement, ...names: string[]): string[] {
  const list: string[] = [];
  for (const name of names) figure.addEventListener(name, (event) => list.push(`${name} ${JSON.stringify((event as CustomEvent<unknown>).detail)}`));
  return list;
}

describe('a figure', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
  });

  it('runs while it is on screen, and tells what happens in order', async () => {
    const figure = await show('<ds-driven view="2d"></ds-driven>');
    const events: string[] = [];
    figure.addEventListener('ds-event', ({ detail }) => events.push(`${detail.time} ${detail.type} ${detail.node ?? ''} now ${figure.currentTime >= detail.time}`));
    frames.pass(1);
    frames.pass(110, 10);
    assert.closeTo(figure.currentTime, 1100, 60);
    assert.deepEqual(events, ['500 toy.blink n1 now true', '1000 toy.blink n2 now true']);
    figure.pause();
    assert.equal(figure.hasAttribute('paused'), true);
    const { currentTime } = figure;
    frames.pass(50);
    assert.equal(figure.currentTime, currentTime);
  });

  it('opens at its time, ends at its end, and starts again where it loops', async () => {
    const figure = await show('<ds-driven view="2d" time="1.2s" until="2s"></ds-driven>');
    const ends = heard(figure, 'ds-end');
    assert.ok(figure.currentTime >= 1200 && figure.currentTime < 1300, String(figure.currentTime));
    frames.pass(100, 20);
    assert.equal(figure.currentTime, 2000);
    assert.equal(figure.playing, false);
    assert.deepEqual(ends, ['ds-end {"time":2000}']);
    figure.loop = true;
    figure.play();
    frames.pass(130, 20);
    assert.equal(figure.playing, true);
    assert.equal(ends.length, 2);
  });

  it('records a live setting changed under way as an action, and restarts for a seed', async () => {
    const figure = await show('<ds-driven paused view="2d"></ds-driven>');
    figure.seek(1000);
    figure.beacons = 8;
    assert.equal(figure.readouts['beacons'], 8);
    assert.deepEqual(figure.snapshot().actions, [{ time: 1000, action: 'set', args: { name: 'beacons', value: 8 }, by: 'script' }]);
    figure.seek(500);
    assert.equal(figure.readouts['beacons'], 5, 'rewound');
    figure.seed = 'another';
    assert.equal(figure.currentTime, 0);
    assert.deepEqual(figure.snapshot().actions, []);
    assert.equal(figure.readouts['beacons'], 8, 'the attribute of now is what the new run starts with');
  });

  it('forks when somebody acts in the past, and keeps the old future', async () => {
    const figure = await show('<ds-driven paused view="2d"></ds-driven>');
    figure.seek(2000);
    figure.seek(700);
    assert.deepEqual(figure.act('crash', 'N2'), { ok: true });
    assert.equal(figure.branch, 'b1');
    assert.deepEqual(figure.branches.map(({ id, parent, forkedAt, label }) => ({ id, parent, forkedAt, label })), [{ id: 'b0', parent: null, forkedAt: 0, label: '' }, { id: 'b1', parent: 'b0', forkedAt: 700, label: 'crash n2' }]);
    figure.seek(2000, 'b0');
    assert.equal(figure.readouts['up'], 5);
    assert.throws(() => figure.seek(1, 'b9'), RangeError);
  });

  it('takes timed actions and captions from its children, in either spelling', async () => {
    const figure = await show(`<ds-driven paused view="2d" names="Anna, Ben">
      <ds-at time="1s" do="crash" target="Ben"></ds-at>
      <div data-ds="at" data-ds-time="2s" data-ds-do="recover n2; crash n1"></div>
      <ds-note time="1s" until="2s">Ben goes dark.</ds-note></ds-driven>`);
    figure.seek(1500);
    await figure.updateComplete;
    assert.equal(figure.readouts['up'], 4);
    await until(() => /Ben goes dark/.test(figure.shadowRoot?.textContent ?? ''), 'the caption');
    assert.deepEqual(figure.events(900, 1100).map(({ type, node }) => `${type} ${node ?? ''}`), ['toy.blink n2', 'fault.crash n2']);
    figure.seek(2500);
    assert.deepEqual(figure.events(2000, 2001).map(({ type, node }) => `${type} ${node ?? ''}`).slice(-2), ['fault.recover n2', 'fault.crash n1']);
    figure.querySelector('ds-at')?.remove();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(figure.currentTime, 2500);
    assert.deepEqual(figure.events(900, 1100).map(({ type }) => type), ['toy.blink'], 'the run without it, at the same time');
  });

  it('obeys command buttons, also where the browser knows none', async () => {
    const figure = await show('<ds-driven id="driven" paused view="2d"></ds-driven><button commandfor="driven" command="--crash n1; --seek 2s">Crash</button>');
    const acts = heard(figure, 'ds-act');
    figure.parentElement?.querySelector('button')?.click();
    assert.deepEqual(acts, ['ds-act {"action":"crash","target":"n1","by":"user"}']);
    assert.equal(figure.currentTime, 2000);
    assert.equal(figure.readouts['up'], 4);
  });

  it('lets readers change nothing where it is readonly', async () => {
    const figure = await show('<ds-driven id="locked" readonly paused view="2d"></ds-driven><button commandfor="locked" command="--crash n1">Crash</button>');
    figure.parentElement?.querySelector('button')?.click();
    assert.equal(figure.readouts['up'], 5);
    assert.equal(figure.act('crash', 'n1').ok, true, 'the page may');
  });

  it('follows the clock, the seed and the actions of another figure', async () => {
    const leader = await show('<ds-driven id="leader" seed="42" view="2d"></ds-driven><ds-driven id="follower" sync="leader" beacons="7" view="2d"></ds-driven>');
    const follower = leader.parentElement?.querySelector<DsDriven>('#follower');
    assert.ok(follower);
    await follower.ready;
    frames.pass(60, 20);
    assert.ok(leader.currentTime > 500);
    assert.equal(follower.currentTime, leader.currentTime);
    assert.equal(follower.seed, '42');
    assert.equal(follower.beacons, 7, 'what differs stays');
    leader.pause();
    leader.seek(300);
    assert.equal(follower.currentTime, 300);
    leader.act('crash', 'n1');
    await Promise.resolve();
    assert.equal(follower.readouts['up'], 6);
    follower.play();
    assert.equal(leader.playing, true);
  });

  it('runs alone where figures would follow each other', async () => {
    forgetWarnings();
    expectConsole('warn', /sync="/, 1);
    const one = await show('<ds-driven id="one" sync="two" paused view="2d"></ds-driven><ds-driven id="two" sync="one" paused view="2d"></ds-driven>');
    const two = one.parentElement?.querySelector<DsDriven>('#two');
    await two?.updateComplete;
    one.seek(100);
    assert.equal(one.currentTime, 100);
  });

  it('stops with a message when its model breaks its own rules', async () => {
    const figure = await show('<ds-driven view="2d" seed="9"></ds-driven>');
    const errors = heard(figure, 'ds-error');
    expectConsole('error', /turns go up.*seed 9/);
    assert.equal(figure.act('break').ok, false);
    await figure.updateComplete;
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /"code":"invariant"/);
    assert.match(figure.shadowRoot?.querySelector('[part=error]')?.textContent ?? '', /turns go up/);
    assert.ok(figure.matches(':state(error)'));
    const { currentTime } = figure;
    frames.pass(20);
    assert.equal(figure.currentTime, currentTime);
    figure.reset();
    assert.deepEqual(figure.act('crash', 'n1'), { ok: true });
  });

  it('tells settings that do not go together', async () => {
    forgetWarnings();
    expectConsole('warn', /interval="1min".*a turn takes at most 60 s; 12000 is used/);
    const figure = await show('<ds-driven paused view="2d" interval="1min"></ds-driven>');
    assert.equal(figure.interval, 12_000);
    figure.beacons = 2;
    assert.equal(figure.interval, 30_000);
  });

  it('falls back to the flat picture and says why only where 3D was asked for', async () => {
    const quiet = await show('<ds-driven paused></ds-driven>');
    await new Promise((resolve) => setTimeout(resolve));
    await quiet.updateComplete;
    assert.ok(quiet.matches(':state(fallback)'));
    forgetWarnings();
    expectConsole('warn', /no 3D in this test/);
    const loud = await show('<ds-driven paused view="3d"></ds-driven>');
    await new Promise((resolve) => setTimeout(resolve));
    await loud.updateComplete;
  });

  it('tells a breach of what the author expects, once a run', async () => {
    const figure = await show('<ds-driven paused view="2d" beacons="1" expect="available, one-leader"></ds-driven>');
    const breaches = heard(figure, 'ds-violation');
    figure.act('crash', 'n1');
    frames.pass(30);
    figure.step(1);
    assert.deepEqual(breaches, ['ds-violation {"time":0,"verdict":"available","message":"every beacon is down","witness":["n1"]}']);
    figure.reset();
    figure.act('crash', 'n1');
    assert.equal(breaches.length, 2);
  });

  it('names nodes as the author says, every name once', async () => {
    const figure = await show('<ds-driven paused view="2d" names="A,B,A"></ds-driven>');
    const names = [...(figure.shadowRoot?.querySelectorAll('.nodes button') ?? [])].map((button) => button.textContent?.split(',')[0]);
    assert.deepEqual(names, ['A', 'B', 'A 2', 'N4', 'N5']);
    assert.deepEqual(figure.act('crash', 'A 2'), { ok: true });
    assert.equal(figure.events(0, 1)[0]?.node, 'n3');
  });
});

describe('on paper', () => {
  it('a figure is flat and on light ground at once, and as it was afterwards', async () => {
    const figure = await show('<ds-driven paused theme="dark" view="2d"></ds-driven>');
    const scheme = () => figure.shadowRoot?.querySelector('.root')?.className;
    assert.match(scheme() ?? '', /dark/);
    dispatchEvent(new Event('beforeprint'));
    assert.match(scheme() ?? '', /light/);
    assert.equal(figure.shadowRoot?.querySelectorAll('.canvas > svg').length, 1);
    dispatchEvent(new Event('afterprint'));
    assert.match(scheme() ?? '', /dark/);
    figure.parentElement?.remove();
  });
});

describe('the colour scheme of a figure', () => {
  const root = document.documentElement;
  const schemeOf = (figure: HTMLElement): string | undefined => /\b(?:dark|light)\b/.exec(figure.shadowRoot?.querySelector('.root')?.className ?? '')?.[0];
  const becomes = (figure: HTMLElement, scheme: string) => until(() => schemeOf(figure) === scheme, scheme);

  afterEach(() => {
    root.style.colorScheme = '';
    document.querySelector('meta[name="color-scheme"]')?.remove();
  });

  it('is that of the page’s styles, and follows them', async () => {
    root.style.colorScheme = 'dark';
    const figure = await show('<ds-driven paused view="2d"></ds-driven>');
    assert.equal(schemeOf(figure), 'dark');
    root.style.colorScheme = 'light';
    await becomes(figure, 'light');
    figure.parentElement!.style.colorScheme = 'dark';
    await becomes(figure, 'dark');
    figure.parentElement?.remove();
  });

  it('is that of the page’s head where no style says one', async () => {
    const meta = Object.assign(document.createElement('meta'), { name: 'color-scheme', content: 'dark' });
    document.head.append(meta);
    const figure = await show('<ds-driven paused view="2d"></ds-driven>');
    assert.equal(schemeOf(figure), 'dark');
    meta.content = 'only light';
    await becomes(figure, 'light');
    figure.parentElement?.remove();
  });
});
