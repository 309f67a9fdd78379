/** Figures that follow each other, that end, and that are expected to keep something; shown on the toy, frame by frame. */
import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { until } from '../../../test/until.ts';
import { define } from './define.ts';
import type { ErrorDetail, ViolationDetail } from './events.ts';
import { Page } from './page.ts';
import type { StageLike } from './painters.ts';
import { forgetWarnings } from './problems.ts';
import { HandFrames } from './testing/frames.ts';
import { DsToy } from './testing/toy.ts';

const frames = new HandFrames();
const page = new Page<StageLike>(document, () => Promise.reject(new Error('no 3D in this test')), frames);

class DsPaired extends DsToy {
  static override page(): Page<StageLike> {
    return page;
  }
}
define('ds-paired', DsPaired);

const boxes: HTMLElement[] = [];
const still = 'view="2d" paused';

async function settled(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** Markup on screen; its figures by id once they were seen. */
async function show(markup: string): Promise<(id: string) => DsPaired> {
  const box = document.createElement('div');
  box.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 500px; height: 500px;';
  box.innerHTML = markup;
  document.body.append(box);
  boxes.push(box);
  for (const figure of box.querySelectorAll<DsPaired>('ds-paired')) await figure.ready;
  await settled();
  return (id) => {
    const figure = box.querySelector<DsPaired>(`#${id}, [data-ds][id=${id}] > ds-paired`);
    assert.ok(figure, id);
    return figure.localName === 'ds-paired' ? figure : figure.querySelector<DsPaired>('ds-paired')!;
  };
}

const messages = (figure: DsPaired): string[] => [...(figure.shadowRoot?.querySelectorAll('.error li') ?? [])].map((item) => item.textContent ?? '');

describe('a figure with `sync`', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
    forgetWarnings();
  });

  it('takes seed, clock and play state, and keeps the attributes in which it differs', async () => {
    const figure = await show('<ds-paired id="a" view="2d" seed="42" beacons="4"></ds-paired><ds-paired id="b" sync="a" seed="7" beacons="7" view="2d"></ds-paired>');
    frames.pass(40, 20);
    assert.ok(figure('a').currentTime > 500);
    assert.equal(figure('b').currentTime, figure('a').currentTime);
    assert.equal(figure('b').playing, true);
    assert.deepEqual([figure('b').seed, figure('b').beacons], ['42', 7]);
    figure('a').pause();
    frames.pass(10, 20);
    assert.equal(figure('b').playing, false);
    assert.equal(figure('b').currentTime, figure('a').currentTime);
    const luck = (id: string) => figure(id).events(0, 400_000).map(({ data }) => data['luck']);
    assert.deepEqual(luck('b'), luck('a'), 'the same seed, the same chance');
    figure('a').seed = '43';
    await figure('a').updateComplete;
    assert.equal(figure('b').seed, '43');
  });

  it('is moved by its own controls as the other is: the other moves', async () => {
    const figure = await show(`<ds-paired id="a" ${still}></ds-paired><ds-paired id="b" sync="a" ${still}></ds-paired>`);
    figure('b').seek(1200);
    assert.equal(figure('a').currentTime, 1200);
    assert.equal(figure('b').currentTime, 1200);
    figure('b').shadowRoot?.querySelector<HTMLElement>('.play')?.click();
    assert.equal(figure('a').playing, true);
    figure('b').shadowRoot?.querySelector<HTMLElement>('.play')?.click();
    assert.equal(figure('a').playing, false);
    figure('b').step(1);
    frames.pass(2);
    assert.equal(figure('a').currentTime, 1500);
    assert.equal(figure('b').currentTime, 1500);
    figure('b').reset();
    assert.equal(figure('a').currentTime, 0);
    assert.equal(figure('b').currentTime, 0);
  });

  it('takes what is done to the other, by simulated time, as far as it has the target', async () => {
    const figure = await show(`<ds-paired id="a" ${still} beacons="5"></ds-paired><ds-paired id="b" sync="a" ${still} beacons="3"></ds-paired>`);
    figure('a').seek(700);
    figure('a').act('crash', 'n2');
    figure('a').act('crash', 'n5');
    figure('a').seek(300);
    await Promise.resolve();
    assert.equal(figure('b').currentTime, 300);
    figure('a').seek(2000);
    const crashes = (id: string) => figure(id).events(0, 3000).filter(({ type }) => type === 'fault.crash').map(({ node, time }) => `${node ?? ''} ${time}`);
    assert.deepEqual(crashes('a'), ['n2 700', 'n5 700']);
    assert.deepEqual(crashes('b'), ['n2 700'], 'it has no fifth');
  });

  it('leaves out what the other was refused, or the page forbade', async () => {
    const figure = await show(`<ds-paired id="a" ${still} beacons="3"></ds-paired><ds-paired id="b" sync="a" ${still} beacons="5"></ds-paired>`);
    assert.equal(figure('a').act('crash', 'n4').ok, false);
    figure('a').addEventListener('ds-act', (event) => event.preventDefault());
    figure('a').act('crash', 'n1');
    await Promise.resolve();
    assert.equal(figure('b').readouts['up'], 5);
  });

  it('is on the branch where the other is, also after another was chosen', async () => {
    const figure = await show(`<ds-paired id="a" ${still}></ds-paired><ds-paired id="b" sync="a" ${still}></ds-paired>`);
    figure('a').seek(2000);
    figure('a').seek(700);
    figure('a').act('crash', 'n1');
    await Promise.resolve();
    assert.equal(figure('b').readouts['up'], 4);
    figure('a').seek(1000, 'b0');
    assert.equal(figure('b').readouts['up'], 5, 'the old future');
    figure('a').seek(1000, 'b1');
    assert.equal(figure('b').readouts['up'], 4);
    figure('a').reset();
    figure('a').seek(1000);
    assert.equal(figure('b').readouts['up'], 5, 'forgotten with the reset');
  });

  it('acts on both where its reader acts, and keeps its own timed children to itself', async () => {
    const figure = await show(`<ds-paired id="a" ${still}><ds-at time="100ms" do="crash n3"></ds-at></ds-paired>
      <ds-paired id="b" sync="a" ${still}><ds-at time="200ms" do="crash n4"></ds-at></ds-paired><button commandfor="b" command="--crash n1"></button>`);
    figure('a').seek(400);
    boxes.at(-1)?.querySelector('button')?.click();
    await Promise.resolve();
    const down = (id: string) => figure(id).events(0, 500).filter(({ type }) => type === 'fault.crash').map(({ node }) => node);
    assert.deepEqual(down('a'), ['n3', 'n1']);
    assert.deepEqual(down('b'), ['n4', 'n1']);
  });

  it('takes over what was done before it came', async () => {
    const figure = await show(`<ds-paired id="a" ${still}></ds-paired>`);
    figure('a').seek(900);
    figure('a').act('crash', 'n1');
    figure('a').seek(1100);
    const late = document.createElement('ds-paired') as DsPaired;
    late.id = 'b';
    for (const name of ['paused', 'sync', 'view']) late.setAttribute(name, { paused: '', sync: 'a', view: '2d' }[name] ?? '');
    boxes.at(-1)?.append(late);
    await late.ready;
    assert.equal(late.currentTime, 1100);
    assert.equal(late.readouts['up'], 4);
  });

  it('runs alone with a message while nothing has that id, and follows as soon as something has', async () => {
    expectConsole('warn', /sync="a": no figure has this id/);
    const figure = await show(`<ds-paired id="b" sync="a" ${still}></ds-paired><p id="p"></p>`);
    const errors: ErrorDetail[] = [];
    figure('b').addEventListener('ds-error', ({ detail }) => errors.push(detail));
    await figure('b').updateComplete;
    assert.match(messages(figure('b')).join(), /sync="a": no figure has this id; the id of another figure of the page is allowed; it runs alone/);
    figure('b').seek(500);
    assert.equal(figure('b').currentTime, 500);
    const leader = document.createElement('ds-paired') as DsPaired;
    leader.setAttribute('paused', '');
    leader.setAttribute('view', '2d');
    boxes.at(-1)?.append(leader);
    leader.id = 'a';
    await leader.ready;
    await figure('b').updateComplete;
    assert.deepEqual(messages(figure('b')), []);
    leader.seek(800);
    assert.equal(figure('b').currentTime, 800);
    leader.remove();
    await Promise.resolve();
    await figure('b').updateComplete;
    assert.equal(errors.at(-1)?.code, 'bad-attribute');
    figure('b').seek(100);
    assert.equal(figure('b').currentTime, 100, 'alone again');
  });

  it('follows a figure that stands in for a tag', async () => {
    const figure = await show(`<div data-ds="paired" id="a"><ds-paired ${still}></ds-paired></div><ds-paired id="b" sync="a" ${still}></ds-paired>`);
    figure('b').seek(600);
    assert.equal(boxes.at(-1)?.querySelector<DsPaired>('#a > ds-paired')?.currentTime, 600);
  });

  it('runs alone where figures would follow each other in a ring, however long', async () => {
    expectConsole('warn', /sync="/, 1);
    const figure = await show(`<ds-paired id="a" sync="c" ${still}></ds-paired><ds-paired id="b" sync="a" ${still}></ds-paired><ds-paired id="c" sync="b" ${still}></ds-paired>`);
    const told = ['a', 'b', 'c'].filter((id) => messages(figure(id)).some((message) => message.includes('follow each other')));
    assert.ok(told.length >= 1, 'somebody says it');
    figure(told[0] ?? '').seek(400);
    assert.equal(figure(told[0] ?? '').currentTime, 400);
  });

  it('moves while it can be seen and the other cannot, and asks for no frame when neither can', async () => {
    const figure = await show('<ds-paired id="a" view="2d" style="position: absolute; top: 120vh"></ds-paired><ds-paired id="b" sync="a" view="2d"></ds-paired>');
    frames.pass(20, 20);
    assert.ok(figure('b').currentTime > 200, `${figure('b').currentTime}`);
    boxes.at(-1)!.style.top = '9000px';
    await settled();
    const { currentTime } = figure('a');
    frames.pass(3, 20);
    assert.equal(frames.asked, 0);
    assert.equal(figure('a').currentTime, currentTime);
    assert.equal(figure('a').playing, true, 'the intent stays');
  });
});

describe('a figure with an end', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
  });

  const heard = (figure: HTMLElement, ...names: ('ds-end' | 'ds-pause' | 'ds-play')[]): string[] => {
    const list: string[] = [];
    for (const name of names) figure.addEventListener(name, ({ detail }) => list.push(`${name} ${detail.time}`));
    return list;
  };

  it('says so there, and pauses', async () => {
    const figure = (await show('<ds-paired id="a" view="2d" until="1250ms"></ds-paired>'))('a');
    const told = heard(figure, 'ds-end', 'ds-pause');
    frames.pass(100, 20);
    assert.deepEqual(told, ['ds-end 1250', 'ds-pause 1250']);
    assert.equal(figure.duration, 1250);
    assert.equal(figure.hasAttribute('paused'), true);
  });

  it('does not step beyond it, and says so when a step reaches it', async () => {
    const figure = (await show(`<ds-paired id="a" ${still} until="750ms"></ds-paired>`))('a');
    const told = heard(figure, 'ds-end');
    assert.equal(figure.step(1), 500);
    assert.equal(figure.step(1), 750);
    assert.equal(figure.step(1), 750);
    assert.deepEqual(told, ['ds-end 750']);
    figure.seek(10_000);
    assert.equal(figure.currentTime, 750);
  });

  it('starts again at 0 where it loops, also in its tenth round, and the same way', async () => {
    const figure = (await show('<ds-paired id="a" view="2d" until="600ms" loop></ds-paired>'))('a');
    const told = heard(figure, 'ds-end', 'ds-pause');
    const blinks: string[] = [];
    figure.addEventListener('ds-event', ({ detail }) => blinks.push(`${detail.time} ${String(detail.data['luck'])}`));
    frames.pass(400, 20);
    assert.ok(told.length >= 10 && told.every((line) => line === 'ds-end 600'), told.join());
    assert.equal(figure.playing, true);
    assert.equal(new Set(blinks).size, 1, 'every round is the same');
  });

  it('says so while it follows another that goes further', async () => {
    const figure = await show('<ds-paired id="a" view="2d"></ds-paired><ds-paired id="b" sync="a" until="600ms" view="2d"></ds-paired>');
    const told = heard(figure('b'), 'ds-end');
    frames.pass(60, 20);
    assert.equal(figure('b').currentTime, 600);
    assert.deepEqual(told, ['ds-end 600']);
    assert.ok(figure('a').currentTime > 900);
  });
});

describe('what an author expects', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
    forgetWarnings();
  });

  it('is said on the figure and told once a run, with what shows it, while the run has the breach', async () => {
    const figure = (await show(`<ds-paired id="a" ${still} beacons="2" expect="available"></ds-paired>`))('a');
    const told: ViolationDetail[] = [];
    figure.addEventListener('ds-violation', ({ detail }) => told.push(detail));
    figure.seek(800);
    figure.act('crash', 'n1');
    figure.act('crash', 'n2');
    frames.pass(20, 20);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await figure.updateComplete;
    assert.deepEqual(told, [{ time: 800, verdict: 'available', message: 'every beacon is down', witness: ['n1', 'n2'] }]);
    assert.deepEqual(messages(figure), ['Expected available: every beacon is down.']);
    frames.pass(20, 20);
    figure.seek(100);
    await figure.updateComplete;
    assert.deepEqual(messages(figure), [], 'it was not so then');
    frames.pass(20, 20);
    figure.seek(900);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await figure.updateComplete;
    assert.equal(messages(figure).length, 1);
    assert.equal(told.length, 1, 'once a run');
  });

  it('is nothing this element knows: a message says what may be expected, and the rest holds', async () => {
    expectConsole('warn', /expect="available, no-ghosts" is not a list of available, one-leader; available is used/);
    const figure = (await show(`<ds-paired id="a" ${still} beacons="1" expect="available, no-ghosts"></ds-paired>`))('a');
    assert.match(messages(figure).join(), /expect="available, no-ghosts" is not a list of available, one-leader; available is used/);
    const told: string[] = [];
    figure.addEventListener('ds-violation', ({ detail }) => told.push(detail.verdict));
    figure.act('crash', 'n1');
    frames.pass(20, 20);
    assert.deepEqual(told, ['available']);
  });
});

describe('a reading step that names no figure', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
    forgetWarnings();
  });

  it('is told of by the first figure of the page, and no longer when the figure comes', async () => {
    expectConsole('warn', /data-ds-for="ghost": no figure of the page has this id/);
    const figure = await show(`<p data-ds-for="ghost">Prose</p><p data-ds-for="b">More</p><ds-paired id="a" ${still} style="height: 200px"></ds-paired><ds-paired id="b" ${still} style="height: 200px"></ds-paired>`);
    await until(() => messages(figure('a')).length > 0, 'a message');
    assert.deepEqual(messages(figure('a')), ['data-ds-for="ghost": no figure of the page has this id; the step moves nothing']);
    assert.deepEqual(messages(figure('b')), []);
    figure('a').seek(700);
    assert.equal(figure('a').currentTime, 700, 'the page goes on');
    figure('a').remove();
    await until(() => messages(figure('b')).length === 1, 'a message of the next one');
    const late = document.createElement('ds-paired');
    late.id = 'ghost';
    boxes.at(-1)?.append(late);
    await until(() => messages(figure('b')).length === 0, 'silence');
  });

  it('is not told of while its figure may still be on its way', async () => {
    const figure = await show(`<ds-paired id="a" ${still}></ds-paired><p data-ds-for="later">Prose</p><ds-not-here id="later"></ds-not-here><div id="host" data-ds="toy"></div>`);
    assert.deepEqual(messages(figure('a')), []);
  });
});
