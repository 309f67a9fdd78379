import { assert } from '../../../../test/assert.ts';
import { TypeLayer } from './type-layer.ts';
import type { PlacedText } from './type-layer.ts';

describe('the type layer', () => {
  const text = (key: string, more: Partial<PlacedText> = {}): PlacedText => ({ key, kind: 'pill', text: key, role: 'leader', x: 100, y: 50, size: 13, weight: 500, tone: 'text', ...more });

  it('keeps an element while its text stands for the same thing', () => {
    const container = document.createElement('div');
    const layer = new TypeLayer(container);
    layer.update([text('a', { badge: 'T4' }), text('b')]);
    const [a, b] = container.children;
    assert.equal(container.textContent, 'aT4b');
    layer.update([text('b', { x: 130 }), text('a', { badge: 'T5' })]);
    assert.ok(container.children[0] === a && container.children[1] === b, 'same elements, not reordered');
    assert.equal(container.textContent, 'aT5b');
    layer.update([text('b')]);
    assert.equal(container.textContent, 'b');
  });

  it('writes to an element only when something changed', async () => {
    const container = document.createElement('div');
    const layer = new TypeLayer(container);
    layer.update([text('a'), text('b')]);
    const written: MutationRecord[] = [];
    const observer = new MutationObserver((records) => void written.push(...records));
    observer.observe(container, { subtree: true, attributes: true, childList: true, characterData: true });
    layer.update([text('a'), text('b', { x: 101 })]);
    await Promise.resolve();
    assert.deepEqual(written.map((record) => record.attributeName), ['style']);
    observer.disconnect();
  });

  it('draws the line of a selected text below the texts and takes it away with it', () => {
    const container = document.createElement('div');
    const layer = new TypeLayer(container);
    layer.update([text('a'), text('b', { leader: { x: 100, y: 90 } })]);
    assert.equal(container.firstElementChild?.tagName, 'I');
    layer.update([text('a'), text('b')]);
    assert.equal(container.querySelector('i'), null);
    layer.update([text('b', { leader: { x: 0, y: 0 } })]);
    layer.dispose();
    assert.equal(container.childElementCount, 0);
  });
});
