import { assert } from '../../test/assert.ts';
import { expectConsole } from '../../test/console.ts';
import type { Importer } from './elements.ts';
import { watch } from './watch.ts';

let made = 0;
const undo: (() => void)[] = [];

interface Probe {
  readonly slug: string;
  readonly tag: string;
  readonly importer: Importer;
  fetches: number;
}

/** An element that no page has defined yet; its code "arrives" when the loader asks for it. */
function probe(): Probe {
  made += 1;
  const slug = `probe-${String.fromCharCode(96 + made)}`;
  const made_: Probe = {
    slug,
    tag: `ds-${slug}`,
    fetches: 0,
    importer: {
      preview: () => Promise.resolve({ show: () => undefined }),
      element: () => {
        made_.fetches += 1;
        if (!customElements.get(made_.tag)) customElements.define(made_.tag, class extends HTMLElement {});
        return Promise.resolve();
      },
    },
  };
  return made_;
}

function start(...probes: Probe[]): void {
  undo.push(watch(document, new Map(probes.map(({ slug, importer }) => [slug, importer]))));
}

function place(markup: HTMLElement): HTMLElement {
  document.body.append(markup);
  undo.push(() => markup.remove());
  return markup;
}

function element(tag: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Lets observers report. */
async function frames(count = 3): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}

describe('the loader', () => {
  afterEach(() => {
    for (const step of undo.splice(0)) step();
  });

  it('fetches what has no first picture all the same, and keeps no place of a figure for it', async () => {
    const { slug, tag, importer: { element: fetchElement } } = probe();
    let fetches = 0;
    undo.push(watch(document, new Map([[slug, { element: () => (fetches += 1, fetchElement()) }]])));
    const waiting = place(element(tag));
    assert.ok(waiting.getBoundingClientRect().height < 40);
    await frames();
    assert.equal(fetches, 1);
    assert.ok(customElements.get(tag));
  });

  it('fetches the code of a tag that is on the page', async () => {
    const near = probe();
    place(element(near.tag));
    start(near);
    await frames();
    assert.equal(near.fetches, 1);
    assert.ok(customElements.get(near.tag));
  });

  it('fetches the code of a tag that is added later, also deep inside what is added', async () => {
    const later = probe();
    start(later);
    await frames();
    assert.equal(later.fetches, 0);
    const outer = document.createElement('section');
    outer.append(document.createElement('p'));
    outer.firstElementChild?.append(element(later.tag));
    place(outer);
    await frames();
    assert.equal(later.fetches, 1);
  });

  it('leaves a far tag alone until it comes within one and a half viewports', async () => {
    const far = probe();
    const spacer = document.createElement('div');
    spacer.style.height = `${innerHeight * 4}px`;
    place(spacer);
    place(element(far.tag));
    start(far);
    await frames();
    assert.equal(far.fetches, 0, 'four viewports away');
    spacer.style.height = `${innerHeight * 2.25}px`;
    await frames();
    assert.equal(far.fetches, 1, 'one and a quarter viewports below the fold');
  });

  it('fetches at once what is marked eager, wherever it is', async () => {
    const eager = probe();
    const hidden = document.createElement('div');
    hidden.hidden = true;
    hidden.append(element(eager.tag, { loading: 'eager' }));
    place(hidden);
    start(eager);
    await Promise.resolve().then(() => undefined);
    assert.equal(eager.fetches, 1, 'before any frame');
    await frames();
    assert.equal(eager.fetches, 1);
  });

  it('shows the first picture before it asks for the rest, and the rest also without it', async () => {
    const order: string[] = [];
    const shown = probe();
    const bare = probe();
    const importerOf = (each: Probe, preview: Importer['preview']): [string, Importer] => [each.slug, { preview, element: () => { order.push(`fetch ${each.slug}`); return each.importer.element(); } }];
    undo.push(watch(document, new Map([
      importerOf(shown, () => Promise.resolve({ show: ({ localName }) => { order.push(`show ${localName}`); } })),
      importerOf(bare, () => Promise.reject(new Error('no picture'))),
    ])));
    place(element(shown.tag));
    await frames();
    place(element(bare.tag));
    await frames();
    assert.deepEqual(order, [`show ${shown.tag}`, `fetch ${shown.slug}`, `fetch ${bare.slug}`]);
  });

  it('keeps the place of a tag whose code has not come: 8:5 and its controls in a column, square and its controls on a phone', async () => {
    const waiting = probe();
    start({ ...waiting, importer: { ...waiting.importer, element: () => new Promise(() => {}) } });
    const wide = place(element(waiting.tag));
    const boxOf = (width: number): number => {
      wide.style.width = `${width}px`;
      return wide.getBoundingClientRect().height;
    };
    assert.ok(boxOf(800) > 500 && boxOf(800) < 640, `800 wide: ${boxOf(800)}`);
    assert.ok(boxOf(360) > 360 && boxOf(360) < 540, `360 wide: ${boxOf(360)}`);
    await frames();
  });

  it('lets the page decide the height of a tag whose code has not come', () => {
    const waiting = probe();
    start(waiting);
    const sheet = document.createElement('style');
    sheet.textContent = `${waiting.tag} { height: 300px } ${waiting.tag}.wide { height: auto; aspect-ratio: 4 / 1 }`;
    place(sheet);
    const box = place(element(waiting.tag));
    box.style.width = '800px';
    assert.equal(box.getBoundingClientRect().height, 300);
    box.className = 'wide';
    assert.equal(box.getBoundingClientRect().height, 200);
  });

  it('grows the place for a long fallback text and cuts none of it', () => {
    const waiting = probe();
    start(waiting);
    const box = place(element(waiting.tag));
    box.style.width = '100px';
    box.textContent = 'A long text. '.repeat(200);
    assert.ok(box.scrollHeight <= Math.ceil(box.getBoundingClientRect().height));
    assert.ok(box.getBoundingClientRect().height > 300);
  });

  it('turns a div with data attributes into the element inside it, with its content and settings', async () => {
    const stood = probe();
    const host = element('div', { 'data-ds': stood.slug, 'data-ds-nodes': '5', 'data-ds-no-controls': '', id: 'raft' });
    const child = element('div', { 'data-ds': 'at', 'data-ds-time': '2s', 'data-ds-do': 'crash' });
    host.append('Five servers.', child);
    place(host);
    start(stood);
    await frames();
    const inner = host.firstElementChild;
    assert.equal(inner?.localName, stood.tag);
    assert.equal(host.childNodes.length, 1);
    assert.equal(inner?.getAttribute('nodes'), '5');
    assert.equal(inner?.getAttribute('no-controls'), '');
    assert.equal(inner?.firstChild?.textContent, 'Five servers.');
    assert.equal(child.parentNode, inner);
    assert.equal(inner?.id, '', 'the id stays with the div');
    assert.equal(stood.fetches, 1);
  });

  it('makes no handlers and no styles of data attributes', async () => {
    const stood = probe();
    const host = element('div', { 'data-ds': stood.slug, 'data-ds-onclick': 'alert(1)', 'data-ds-style': 'color:red', 'data-ds-seed': '7' });
    place(host);
    start(stood);
    await frames();
    assert.deepEqual(host.firstElementChild?.getAttributeNames(), ['seed']);
  });

  it('says once and keeps the fallback when code cannot be fetched, and tries again for the next tag', async () => {
    const broken = probe();
    let tries = 0;
    expectConsole('error', `The code of ${broken.tag} could not be loaded`, 2);
    undo.push(watch(document, new Map([[broken.slug, {
      preview: () => Promise.resolve({ show: (shown: HTMLElement) => { shown.attachShadow({ mode: 'open' }).append('A picture'); } }),
      element: (): Promise<never> => {
        tries += 1;
        return Promise.reject(new Error('offline'));
      },
    }]])));
    const first = element(broken.tag);
    first.textContent = 'What you would see.';
    const codes: string[] = [];
    first.addEventListener('ds-error', (event) => codes.push((event as CustomEvent<{ code: string }>).detail.code));
    place(first);
    await frames();
    assert.deepEqual(codes, ['bad-source']);
    assert.equal(first.textContent, 'What you would see.');
    assert.equal(first.shadowRoot!.firstElementChild!.localName, 'slot', 'it is to be seen again');
    place(element(broken.tag));
    await frames();
    assert.equal(tries, 2);
  });

  it('takes its sheet and observers away when every tag is defined', async () => {
    const sheets = document.adoptedStyleSheets.length;
    const last = probe();
    start(last);
    assert.equal(document.adoptedStyleSheets.length, sheets + 1);
    place(element(last.tag));
    await frames();
    assert.equal(document.adoptedStyleSheets.length, sheets);
    place(element(last.tag));
    await frames();
    assert.equal(last.fetches, 1);
  });

  it('watches a shadow root that it is given', async () => {
    const inner = probe();
    const host = place(document.createElement('div'));
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.append(element(inner.tag));
    undo.push(watch(shadow, new Map([[inner.slug, inner.importer]])));
    await frames();
    assert.equal(inner.fetches, 1);
  });
});
