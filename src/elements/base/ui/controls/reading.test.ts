import { assert } from '../../../../../test/assert.ts';
import { violations } from '../../../../../test/axe.ts';
import { until } from '../../../../../test/until.ts';
import { FakeHost } from '../testing/fake-host.ts';
import { mountFigure } from '../testing/figure.ts';
import type { Figure } from '../testing/figure.ts';
import { cutBy } from './cut-line.ts';

class Host extends FakeHost {
  override readonly things = { message: ['m1', 'm2', 'm3'], entry: ['n1:1'], link: [] };
  override places = [['n1', 100, 100], ['n2', 300, 100], ['n3', 300, 240], ['n4', 100, 240], ['n5', 40, 170]].map(([id, x, y]) => ({ id: String(id), x: Number(x), y: Number(y), width: 40, height: 40, name: String(id) }));
}

const asClipboard = (value: Partial<Clipboard>): (() => void) => {
  Object.defineProperty(navigator, 'clipboard', { value, configurable: true });
  return () => void Reflect.deleteProperty(navigator, 'clipboard');
};

describe('what a reader can do besides the bar', () => {
  const figures: Figure[] = [];
  let restore: () => void = () => undefined;

  async function mount(host: FakeHost = new Host()): Promise<Figure> {
    const figure = mountFigure(host, document.body, (element) => { element.style.width = '700px'; });
    figures.push(figure);
    await figure.shell.loadControls();
    return figure;
  }
  const open = (figure: Figure): void => figure.find('.more-button').click();
  function button(figure: Figure, name: string): HTMLElement {
    const found = [...figure.root.querySelectorAll<HTMLElement>('button')].find((each) => each.offsetParent && (each.getAttribute('aria-label') ?? each.textContent).trim() === name);
    if (!found) throw new Error(`There is no button ${name}.`);
    return found;
  }
  const key = (element: Element, name: string): boolean => !element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }));
  afterEach(() => {
    restore();
    restore = () => undefined;
    for (const figure of figures.splice(0)) {
      figure.shell.dispose();
      figure.element.remove();
    }
  });

  it('copies the run as HTML and its link, and says so', async () => {
    const texts: string[] = [];
    restore = asClipboard({ write: async ([item]) => void texts.push(await (await item!.getType('text/plain')).text()) });
    const host = new Host();
    const figure = await mount(host);
    open(figure);
    button(figure, 'Copy HTML').click();
    button(figure, 'Copy link').click();
    await until(() => texts.length === 2 && host.asked.length === 2, 'both are copied and told');
    assert.deepEqual(texts, ['<ds-fake></ds-fake>', 'https://a.test/#ds-x=1']);
    assert.deepEqual(host.asked, ['say Copied: this run as HTML, as it stands.', 'say Copied: a link to this run at this moment.']);
    assert.equal(figure.root.querySelector('textarea'), null);
  });

  it('offers what is to be copied in a field where the page may not write to the clipboard', async () => {
    restore = asClipboard({ write: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
    const figure = await mount();
    open(figure);
    button(figure, 'Copy HTML').click();
    await until(() => figure.root.activeElement?.localName === 'textarea', 'a field to copy from');
    const field = figure.find('textarea') as HTMLTextAreaElement;
    assert.equal(field.value, '<ds-fake></ds-fake>');
    assert.ok(figure.root.activeElement === field, 'the field has focus');
    assert.equal(field.selectionEnd - field.selectionStart, field.value.length);
    assert.deepEqual(await violations(figure.element), []);
    key(field, 'Escape');
    open(figure);
    assert.equal(figure.root.querySelector('textarea'), null, 'gone when the sheet is opened again');
  });

  it('offers no link where there is none', async () => {
    const host = new Host();
    host.link = null;
    const figure = await mount(host);
    open(figure);
    assert.throws(() => button(figure, 'Copy link'));
    button(figure, 'Copy HTML');
  });

  it('goes from message to message by key, round and round, with focus on each', async () => {
    const host = new Host();
    const figure = await mount(host);
    const node = figure.find('.node');
    assert.ok(key(node, 'm'));
    assert.ok(key(figure.find('.inspector'), 'm'));
    assert.ok(figure.root.activeElement === figure.find('.inspector'), 'focus is on the panel of the second');
    key(figure.find('.inspector'), 'M');
    key(figure.find('.inspector'), 'M');
    key(figure.find('.inspector'), 'e');
    assert.deepEqual(host.asked.filter((each) => each !== 'deselect'), ['select message m1', 'select message m2', 'select message m1', 'select message m3', 'select entry n1:1']);
    assert.equal(figure.find('.spot').style.transform, 'translate(100px, 120px)');
    key(figure.find('.inspector'), 'l');
    assert.equal(host.asked.at(-1), 'say No link is shown.');
  });

  it('goes on by buttons too, in the sheet and in the inspector', async () => {
    const host = new Host();
    const figure = await mount(host);
    open(figure);
    button(figure, 'Messages (3)').click();
    assert.equal(figure.root.querySelector('.sheet.more'), null, 'the sheet gives way');
    assert.ok(figure.root.activeElement === figure.find('.inspector'), 'focus is on the inspector');
    button(figure, 'Next').click();
    button(figure, 'Previous').click();
    assert.deepEqual(host.asked, ['select message m1', 'select message m2', 'select message m1']);
    assert.deepEqual(await violations(figure.element), []);
  });

  it('says in the inspector why an action was refused', async () => {
    const host = new Host();
    host.act = () => ({ ok: false, reason: 'S1 is down already' });
    const figure = await mount(host);
    host.select('node', 'n1');
    assert.equal(figure.root.querySelector('.refused'), null);
    button(figure, 'Crash').click();
    assert.equal(figure.find('.refused').textContent, 'Refused: S1 is down already');
    host.select('node', 'n2');
    assert.equal(figure.root.querySelector('.refused'), null, 'it is about that node only');
  });

  it('cuts by a line: all nodes in two, or the links between those that it separates', () => {
    const { places, sides } = new Host();
    const cuttable = { places, sides, drawn: [] };
    assert.deepEqual(cutBy({ x: 200, y: 0 }, { x: 200, y: 400 }, cuttable), { groups: 'n2,n3|n1,n4,n5', links: [] });
    assert.deepEqual(cutBy({ x: 200, y: 90 }, { x: 200, y: 110 }, cuttable), { groups: null, links: ['n1-n2'] });
    assert.deepEqual(cutBy({ x: 200, y: 0 }, { x: 200, y: 200 }, { ...cuttable, drawn: ['n2-n1', 'n3-n4'] }), { groups: null, links: ['n2-n1'] }, 'of those that are drawn');
    assert.deepEqual(cutBy({ x: 200, y: 0 }, { x: 200, y: 400 }, { places, sides: ['n1', 'n2'], drawn: ['n3-n1'] }), { groups: 'n2|n1', links: ['n3-n1'] }, 'and of what stands on no side');
    assert.equal(cutBy({ x: 500, y: 0 }, { x: 500, y: 400 }, cuttable), null);
  });

  /** What draws is fetched when a mouse comes. */
  async function comeOver(figure: Figure): Promise<void> {
    figure.find('.nodes').dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse' }));
    await until(() => figure.root.querySelector('.cutline') !== null, 'a line to draw with');
  }

  function stroke(figure: Figure, from: readonly [number, number], to: readonly [number, number], pointerType = 'mouse', end = 'pointerup'): void {
    const layer = figure.find('.nodes');
    const box = layer.getBoundingClientRect();
    const send = (type: string, [x, y]: readonly [number, number]): void => {
      layer.dispatchEvent(new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, pointerId: 1, isPrimary: true, pointerType, button: 0, bubbles: true }));
    };
    send('pointerdown', from);
    send('pointermove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
    send('pointermove', to);
    send(end, to);
  }

  it('draws a cut with the mouse; a press, a stroke across nothing and one that is taken away cut nothing', async () => {
    const host = new Host();
    const figure = await mount(host);
    await comeOver(figure);
    stroke(figure, [200, 5], [200, 350]);
    assert.deepEqual(host.asked, ['act cut {"groups":"n2,n3|n1,n4,n5"}']);
    assert.equal(figure.find('.cutline path').getAttribute('d'), null);
    host.asked.length = 0;
    stroke(figure, [200, 100], [203, 102]);
    stroke(figure, [200, 5], [200, 350], 'mouse', 'pointercancel');
    assert.deepEqual(host.asked, []);
    stroke(figure, [500, 5], [500, 350]);
    assert.deepEqual(host.asked, ['say The line crosses no link.']);
  });

  it('draws a cut with the finger only when asked to, since a finger scrolls', async () => {
    const host = new Host();
    const figure = await mount(host);
    stroke(figure, [200, 5], [200, 350], 'touch');
    assert.deepEqual(host.asked, []);
    open(figure);
    button(figure, 'Draw the cut').click();
    await until(() => figure.find('.nodes').classList.contains('cutting'), 'a finger that draws');
    assert.equal(getComputedStyle(figure.find('.nodes')).touchAction, 'none');
    stroke(figure, [200, 5], [200, 350], 'touch');
    assert.equal(host.asked.at(-1), 'act cut {"groups":"n2,n3|n1,n4,n5"}');
    assert.equal(getComputedStyle(figure.find('.nodes')).touchAction, 'pan-y pinch-zoom', 'the page scrolls again');
    stroke(figure, [200, 5], [200, 350], 'touch');
    assert.equal(host.asked.length, 2);
  });

  it('leaves a cut that is to be drawn by Escape', async () => {
    const figure = await mount();
    open(figure);
    button(figure, 'Draw the cut').click();
    await until(() => figure.find('.nodes').classList.contains('cutting'), 'a finger that draws');
    assert.ok(key(figure.find('.node'), 'Escape'));
    assert.ok(!figure.find('.nodes').classList.contains('cutting'));
    assert.ok(!key(figure.find('.node'), 'Escape'), 'nothing is open any more');
  });

  it('offers no cut in a diagram that is only read, or that has none', async () => {
    const host = new Host();
    host.actions = host.actions.filter(({ action }) => action !== 'cut');
    const figure = await mount(host);
    stroke(figure, [200, 5], [200, 350]);
    assert.deepEqual(host.asked, []);
    key(figure.find('.node'), '?');
    assert.ok(!figure.find('.sheet.keys').textContent.includes('Drag'));
  });

  it('fills the screen and leaves it, or says that the page does not allow it', async () => {
    const host = new Host();
    const figure = await mount(host);
    let asked = 0;
    figure.element.requestFullscreen = () => {
      asked += 1;
      return asked === 1 ? Promise.resolve() : Promise.reject(new TypeError('no'));
    };
    assert.equal(document.fullscreenEnabled, true);
    assert.ok(key(figure.find('.node'), 'f'));
    open(figure);
    button(figure, 'Full screen').click();
    await until(() => host.asked.length > 0, 'an answer');
    assert.equal(asked, 2);
    assert.deepEqual(host.asked, ['say This page does not allow full screen.']);
  });

  it('says why the picture is flat, and in the bar that the device is too slow for the speed', async () => {
    const host = new Host();
    host.flatBecause = 'slow';
    host.lagging = true;
    const figure = await mount(host);
    assert.equal(figure.find('.lagging').getAttribute('aria-label'), 'This device is too slow for the chosen speed');
    open(figure);
    assert.match(figure.find('.sheet.more').textContent, /flat picture is shown: this device is too slow/);
    host.flatBecause = 'no WebGL 2';
    figure.draw();
    assert.match(figure.find('.sheet.more').textContent, /there is no WebGL here/);
    host.flatBecause = null;
    figure.draw();
    assert.ok(!figure.find('.sheet.more').textContent.includes('flat picture'));
  });

  it('lists no key that does nothing', async () => {
    const figure = await mount();
    key(figure.find('.node'), '?');
    const listed = [...figure.root.querySelectorAll('kbd')].map((each) => each.textContent ?? '');
    key(figure.find('.sheet.keys'), 'Escape');
    figure.element.requestFullscreen = () => Promise.resolve();
    const names: { readonly [written: string]: readonly string[] } = { 'Arrow keys': ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], Home: ['Home'], End: ['End'], Esc: ['Escape'], Shift: ['M', 'E', 'L'] };
    let tried = 0;
    for (const written of listed) {
      // A button answers these two by itself; the pointer draws.
      if (['Enter', 'Space', 'Drag'].includes(written)) continue;
      for (const name of names[written] ?? [written]) {
        key(figure.find('.node'), 'm');
        assert.ok(key(figure.find('.node'), name), `${written}: ${name}`);
        tried += 1;
      }
    }
    assert.ok(tried >= 18, `${tried} keys`);
  });
});
