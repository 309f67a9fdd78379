/** Every example in the author's guide and the cookbook is put on a page as it stands there, and tells its story. */
import type { DsTimeline } from '../../src/elements/timeline/ds-timeline.ts';
import { parseCommands, viewCommands } from '../../src/elements/base/commands.ts';
import { watch } from '../../src/loader/loader.ts';
import { assert } from '../assert.ts';
import { conceptOf } from '../golden.ts';
import { clear, elements, forgetWarnings, frames, inside, messagesOf, put, until } from './support.ts';
import type { Figure } from './support.ts';

interface Example {
  readonly heading: string;
  readonly markup: string;
}

const selector = elements.map(({ tag }) => tag).join();
/** Seconds of viewing after which an example without an end is looked at. */
const viewed = 12;

const addressOf = (file: string): URL => new URL(`../../docs/${file}`, import.meta.url);

async function textOf(address: URL): Promise<string> {
  const answer = await fetch(address);
  assert.ok(answer.ok, `${address.pathname}: ${answer.status}`);
  return answer.text();
}

async function examplesOf(file: string): Promise<readonly Example[]> {
  const text = await textOf(addressOf(file));
  const found: Example[] = [];
  let heading = '';
  for (const [, title, markup] of text.matchAll(/^#+ (.+)$|^```html\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else if (markup !== undefined) found.push({ heading, markup });
  }
  return found;
}

const figuresIn = (box: ParentNode): readonly Figure[] => [...box.querySelectorAll<Figure>(selector)];

/** On the page as an author wrote it, paused so that the test and not the clock moves it. */
async function mount(markup: string): Promise<HTMLElement> {
  const box = put(markup);
  const standIns = box.querySelectorAll('[data-ds]:not([data-ds="at"], [data-ds="note"])').length;
  await until(() => figuresIn(box).length >= standIns && figuresIn(box).every((figure) => figure.matches(':defined')), 'elements');
  for (const figure of figuresIn(box)) {
    figure.scrollIntoView();
    await figure.ready;
    figure.pause();
  }
  return box;
}

const leaderOf = (box: ParentNode, figure: Figure): Figure => (figure.sync === '' ? figure : box.querySelector<Figure>(`#${figure.sync}`) ?? figure);

async function toEnd(box: ParentNode): Promise<void> {
  const leaders = figuresIn(box).filter((figure) => figure.sync === '');
  for (const figure of leaders) figure.seek(Number.isFinite(figure.duration) ? figure.duration : figure.pace * viewed);
  for (const figure of figuresIn(box)) {
    const leader = leaderOf(box, figure);
    await until(() => figure.currentTime === leader.currentTime && figure.currentTime > 0, `${figure.localName} at its end`);
    await figure.updateComplete;
  }
  // Expectations are looked at four times a second.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await frames();
}

/** The notes of an author, as they were written, without regard to white space. */
function writtenNotes(figure: Figure): readonly string[] {
  return [...figure.querySelectorAll('ds-note, [data-ds="note"]')].map((note) => (note.textContent ?? '').replace(/\s+/g, ' ').trim());
}

function assertSound(box: ParentNode): void {
  for (const figure of figuresIn(box)) {
    assert.deepEqual(messagesOf(figure), [], figure.outerHTML.slice(0, 120));
    const notes = writtenNotes(figure);
    if (notes.length > 0) assert.deepEqual(figure.notes.map(({ text }) => text), notes, 'every caption, whole and in order');
    for (const { time } of figure.notes) assert.ok(time < figure.duration, 'each is shown before the end');
  }
}

/** Presses every button in its order, well into the run; each must be obeyed. */
async function pressAll(box: HTMLElement): Promise<number> {
  const buttons = [...box.querySelectorAll<HTMLButtonElement>('button[commandfor]')];
  for (const figure of new Set(figuresIn(box).filter(({ sync }) => sync === ''))) figure.seek((Number.isFinite(figure.duration) ? figure.duration : figure.pace * viewed) * 0.7);
  for (const button of buttons) {
    const figure = box.querySelector<Figure>(`#${button.getAttribute('commandfor') ?? ''}`);
    assert.ok(figure, `a figure for “${button.textContent}”`);
    const parsed = parseCommands((button.getAttribute('command') ?? '').slice(2));
    assert.ok(parsed.ok, button.outerHTML);
    const wanted = parsed.commands.filter(({ action }) => !viewCommands.includes(action)).map(({ action }) => action);
    const before = figure.snapshot().actions.filter(({ by }) => by !== 'scenario').length;
    button.click();
    await frames();
    const done = figure.snapshot().actions.filter(({ by }) => by !== 'scenario').slice(before).map(({ action }) => action);
    if (wanted.length > 0) assert.deepEqual(done, wanted, `“${button.textContent}” is obeyed`);
    assert.deepEqual(messagesOf(figure), [], `“${button.textContent}”`);
    figure.seek(figure.currentTime + figure.pace * 0.5);
    await frames();
  }
  return buttons.length;
}

type Read = { readonly [name: string]: unknown };

/** What each story of the cookbook claims, of its figures in their order at its end. */
const outcomes: ReadonlyMap<string, (first: Read, second: Read, figures: readonly Figure[]) => void> = new Map([
  ['1.', ({ leader, term, splitVotes, writesFailed }) => assert.deepEqual([leader, term, splitVotes, writesFailed], ['n5', 3, 1, 0])],
  ['2.', ({ leader, splitVotes, elections }) => assert.deepEqual([leader, splitVotes, elections], ['n3', 1, 2])],
  ['3.', (dual, quorum) => assert.deepEqual([dual['conflicts'], quorum['conflicts'], sidesOf(quorum).map(({ refused }) => refused)], [1, 0, [1, 0]])],
  ['4.', (cp, ap) => {
    assert.deepEqual([cp['consistent'], ap['consistent'], ap['available']], [true, false, 1]);
    assert.ok(Number(cp['available']) < 1, 'some were not answered');
  }],
  ['5.', (fast, safe) => {
    assert.deepEqual([fast['lostAfterFailover'], safe['lostAfterFailover']], [1, 0]);
    assert.ok(Number(safe['writeLatencyP50']) > 40 * Number(fast['writeLatencyP50']), 'what safety costs');
  }],
  ['6.', (storm, budget) => {
    assert.ok(Number(storm['retries']) > 1.5 * Number(budget['retries']));
    assert.ok(Number(budget['retriesDenied']) > 0 && Number(budget['failed']) > Number(storm['failed']), 'what the budget costs');
  }],
  ['7.', (range, cooperative) => assert.deepEqual([range['duplicates'], cooperative['duplicates'], range['rebalances'], cooperative['rebalances']], [1, 0, 2, 3])],
  ['8.', (twice, once) => assert.deepEqual([twice['duplicates'], once['duplicates'], twice['losses'], once['losses']], [1, 0, 0, 0])],
  ['9.', (modulo, ring) => {
    assert.ok(shareMoved(modulo) > 0.75, `${shareMoved(modulo)} moved`);
    assert.ok(shareMoved(ring) > 0.1 && shareMoved(ring) < 0.3, `${shareMoved(ring)} moved`);
  }],
  ['10.', ({ maxOverMean, keyShare }) => {
    assert.ok(Number(maxOverMean) < 1.1, 'the circle is even');
    assert.ok(Math.max(...Object.values(keyShare as { readonly [id: string]: number })) > 0.6, 'the work is not');
  }],
  ['11.', (turns, fewest) => {
    assert.ok(Number(turns['dropped']) > 0);
    assert.equal(fewest['dropped'], 0);
  }],
  ['12.', ({ alerts, latencyP50, latencyP95 }) => {
    assert.deepEqual(alerts, ['HighLatency']);
    assert.ok(Number(latencyP50) < 250 && Number(latencyP95) > 400, `${String(latencyP50)} and ${String(latencyP95)} ms`);
  }],
]);

const sidesOf = (readouts: Read): readonly { readonly refused: number }[] => readouts['sides'] as readonly { readonly refused: number }[];
const shareMoved = (readouts: Read): number => (readouts['lastMove'] as { readonly share: number }).share;

for (const file of ['authors-guide.md', 'cookbook.md']) {
  const examples = await examplesOf(file);

  describe(`docs/${file}`, () => {
    let stop = (): void => {};
    before(() => { stop = watch(document); });
    after(() => stop());
    afterEach(() => {
      clear();
      forgetWarnings();
    });

    for (const { heading, markup } of examples) {
      it(`${heading}: its example runs to its end without a complaint, and keeps what it expects`, async function () {
        this.timeout(30_000);
        const box = await mount(markup);
        const breaches: string[] = [];
        box.addEventListener('ds-violation', ({ detail }) => breaches.push(`${detail.verdict}: ${detail.message}`));
        await toEnd(box);
        assertSound(box);
        for (const list of box.querySelectorAll<DsTimeline>('ds-timeline')) await until(() => list.shadowRoot?.querySelector('[part~="row"]') instanceof Element, 'rows of the list');
        assert.deepEqual(breaches, []);
        const figures = figuresIn(box);
        assert.ok(figures.length > 0 || markup.startsWith('<style>'), 'a diagram');
        assert.ok(figures.every((figure) => inside(figure).querySelector('[part~="base"]')));
        if (file !== 'cookbook.md' || figures.length === 0) return;
        const [first = {}, second = {}] = figures.map(({ readouts }) => readouts as Read);
        const outcome = outcomes.get(heading.split(' ')[0] ?? '');
        assert.ok(outcome, `what ${heading} claims is known here`);
        outcome(first, second, figures);
      });
    }

    for (const { heading, markup } of examples.filter((example) => example.markup.includes('commandfor'))) {
      it(`${heading}: its buttons are obeyed`, async function () {
        this.timeout(30_000);
        const box = await mount(markup);
        assert.ok((await pressAll(box)) > 0);
      });
    }
  });
}

describe('the cookbook', () => {
  it('tells twelve stories, each with captions and buttons, most with a claim', async () => {
    const stories = (await examplesOf('cookbook.md')).filter(({ heading }) => /^\d+\./.test(heading));
    assert.deepEqual(stories.map(({ heading }) => heading.split(' ')[0]), [...outcomes.keys()]);
    for (const { heading, markup } of stories) assert.ok(/<ds-note/.test(markup) && (markup.match(/commandfor=/g)?.length ?? 0) >= 2, heading);
    assert.ok(stories.filter(({ markup }) => /expect="/.test(markup)).length >= 8);
  });
});

/** What a heading is called in an address, as hosts of Markdown make it. */
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9 _-]/g, '').replace(/ /g, '-');

describe('the documents', () => {
  for (const file of ['authors-guide.md', 'cookbook.md', 'integrations.md', 'models.md', 'publishing.md']) {
    it(`${file} leads nowhere that is not there`, async () => {
      const links = [...(await textOf(addressOf(file))).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
      assert.ok(links.length > 0);
      for (const [, path = '', anchor] of links) {
        const target = await textOf(addressOf(path === '' ? file : path));
        if (anchor !== undefined) assert.ok([...target.matchAll(/^#+ (.+)$/gm)].some(([, heading = '']) => anchorOf(heading) === anchor), `${path}#${anchor}`);
      }
    });
  }

  it('name every element where they treat each, and the guide every scenario and verdict', async () => {
    const guide = await textOf(addressOf('authors-guide.md'));
    const models = await textOf(addressOf('models.md'));
    for (const { tag } of elements) {
      assert.ok(models.includes(`\n## \`${tag}\`\n`), `${tag} in models.md`);
      const concept = await conceptOf(tag.slice(3));
      const rows = guide.split('\n').filter((line) => line.startsWith('| ') && line.includes(`\`${tag}\``));
      assert.ok(rows.some((row) => [...concept.scenarios.keys()].every((name) => name === 'default' || row.includes(`\`${name}\``))), `scenarios of ${tag}`);
      assert.ok((concept.expects ?? []).every((name) => rows.some((row) => row.includes(`\`${name}\``))), `verdicts of ${tag}`);
    }
  });
});
