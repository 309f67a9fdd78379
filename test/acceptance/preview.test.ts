import { assert } from '../assert.ts';
import { preview as ring, show as showRing } from '../../src/elements/hash-ring/hash-ring.preview.ts';
import { showPreview } from '../../src/elements/base/preview.ts';
import type { Preview } from '../../src/elements/base/concept.ts';

const undo: (() => void)[] = [];
let made = 0;

/** A tag that no code stands behind yet, in a box as wide as an article. */
function undefinedTag(attributes: Readonly<Record<string, string>> = {}, width = 640, height = 511): HTMLElement {
  made += 1;
  const element = document.createElement(`ds-waiting-${String.fromCharCode(96 + made)}`);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  Object.assign(element.style, { display: 'block', inlineSize: `${width}px`, blockSize: `${height}px` });
  element.textContent = 'Readable text';
  document.body.append(element);
  undo.push(() => element.remove());
  return element;
}

const textsOf = (element: HTMLElement): string[] => [...element.shadowRoot!.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');

describe('the first picture of an element whose code has not come', () => {
  afterEach(() => {
    for (const step of undo.splice(0)) step();
  });

  it('shows the opening moment with its title, named for those who do not see it', () => {
    const element = undefinedTag({ servers: '3', names: 'Ann,Bob,Cid' });
    showRing(element);
    const surface = element.shadowRoot!.querySelector('svg')!;
    assert.equal(surface.getAttribute('role'), 'img');
    assert.equal(surface.getAttribute('aria-label'), 'Consistent hashing');
    assert.ok(surface.querySelectorAll('path').length > 20);
    assert.ok(textsOf(element).includes('Consistent hashing'));
    assert.ok(textsOf(element).some((text) => text === 'An'), textsOf(element).join());
  });

  it('reads attributes as the element will: bad ones give way to their defaults', () => {
    const one = undefinedTag({ servers: 'many' });
    const other = undefinedTag();
    showRing(one);
    showRing(other);
    assert.equal(one.shadowRoot!.innerHTML, other.shadowRoot!.innerHTML);
    const more = undefinedTag({ servers: '7' });
    showRing(more);
    assert.notEqual(more.shadowRoot!.innerHTML, other.shadowRoot!.innerHTML);
  });

  it('takes the colours of the page and the scheme asked for', () => {
    const element = undefinedTag({ theme: 'light' });
    element.style.setProperty('--ds-surface', '#fedcba');
    showRing(element);
    assert.equal(element.shadowRoot!.querySelector('.panel stop:last-child')!.getAttribute('stop-color'), '#fedcba');
  });

  it('leaves to the element what only it can know', () => {
    const known: readonly Readonly<Record<string, string>>[] = [{ time: '2s' }, { src: 'run.json' }, { sync: 'other' }, { scenario: 'server-leaves', time: '5s' }];
    for (const attributes of known) {
      const element = undefinedTag(attributes);
      showRing(element);
      assert.equal(element.shadowRoot, null, JSON.stringify(attributes));
    }
    const acted = undefinedTag();
    const at = document.createElement('ds-at');
    at.setAttribute('time', '0');
    at.setAttribute('do', 'add');
    acted.append(at);
    showRing(acted);
    assert.equal(acted.shadowRoot, null);
    at.setAttribute('time', '1s');
    showRing(acted);
    assert.ok(acted.shadowRoot);
  });

  it('shows nothing where there is no room', () => {
    const element = undefinedTag({}, 80, 60);
    showRing(element);
    assert.equal(element.shadowRoot, null);
  });

  it('is painted by drawers of its own concept alone', () => {
    const kinds = new Set(ring.marks.flatMap((marks) => marks.kinds));
    assert.ok(!kinds.has('lanes') && !kinds.has('walls'));
    const bare: Preview<never, never> = { ...(ring as unknown as Preview<never, never>), marks: [] };
    const element = undefinedTag();
    showPreview(element, bare);
    assert.ok(element.shadowRoot!.querySelectorAll('path').length < 40);
  });
});
