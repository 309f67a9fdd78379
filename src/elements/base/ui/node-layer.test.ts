import { assert } from '../../../../test/assert.ts';
import { nearestInDirection } from './node-layer.ts';
import type { NodePlace } from './node-layer.ts';
import { FakeHost } from './testing/fake-host.ts';
import { mountFigure } from './testing/figure.ts';
import type { Figure } from './testing/figure.ts';

const place = (id: string, x: number, y: number): NodePlace => ({ id, x, y, width: 50, height: 50, name: id });

function press(element: Element | null, key: string): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
  element?.dispatchEvent(event);
  return event;
}

describe('the node layer', () => {
  let host: FakeHost;
  let figure: Figure;
  const focused = (): string | undefined => (figure.root.activeElement as HTMLElement | null)?.dataset['id'];
  const button = (id: string): HTMLButtonElement => {
    const found = [...figure.root.querySelectorAll<HTMLButtonElement>('.node')].find((each) => each.dataset['id'] === id);
    if (!found) throw new Error(`There is no button for ${id}.`);
    return found;
  };

  beforeEach(() => {
    host = new FakeHost();
    figure = mountFigure(host, document.body, (element) => { element.style.width = '900px'; });
  });
  afterEach(() => {
    figure.shell.dispose();
    figure.element.remove();
  });

  it('leads an arrow to the nearest node in that direction and nowhere when there is none', () => {
    const places = [place('top', 100, 0), place('left', 0, 100), place('right', 210, 110), place('far', 400, 100)];
    assert.equal(nearestInDirection(places, 'left', 'ArrowRight'), 'right');
    assert.equal(nearestInDirection(places, 'far', 'ArrowLeft'), 'right');
    assert.equal(nearestInDirection(places, 'top', 'ArrowUp'), null);
    assert.equal(nearestInDirection(places, 'top', 'ArrowDown'), 'left');
    assert.equal(nearestInDirection(places, 'gone', 'ArrowDown'), null);
  });

  it('has one tab stop that follows focus', () => {
    const stops = (): string[] => [...figure.root.querySelectorAll<HTMLElement>('.node')].filter((each) => each.tabIndex === 0).map((each) => each.dataset['id'] ?? '');
    assert.deepEqual(stops(), ['n1']);
    button('n1').focus();
    press(button('n1'), 'ArrowRight');
    assert.equal(focused(), 'n2');
    assert.deepEqual(stops(), ['n2']);
    press(button('n2'), 'End');
    assert.equal(focused(), 'n5');
    press(button('n5'), 'Home');
    assert.equal(focused(), 'n1');
  });

  it('keeps the keys it handles from the page and lets the others through', () => {
    const seen: string[] = [];
    const listen = (event: KeyboardEvent): void => void seen.push(event.key);
    document.addEventListener('keydown', listen);
    button('n1').focus();
    assert.ok(press(button('n1'), 'ArrowRight').defaultPrevented);
    assert.ok(!press(button('n2'), 'Tab').defaultPrevented);
    assert.ok(!press(button('n2'), 'x').defaultPrevented);
    document.removeEventListener('keydown', listen);
    assert.deepEqual(seen, ['Tab', 'x']);
  });

  it('opens the inspector of a pressed node, and Escape closes it and gives focus back', async () => {
    await figure.shell.loadControls();
    button('n3').focus();
    button('n3').click();
    assert.deepEqual(host.asked, ['select node n3']);
    assert.equal(button('n3').getAttribute('aria-expanded'), 'true');
    const inspector = figure.find('.inspector');
    assert.ok(figure.root.activeElement === inspector, 'the inspector has focus');
    press(inspector, 'Escape');
    assert.deepEqual(host.asked, ['select node n3', 'deselect']);
    assert.equal(figure.root.querySelector('.inspector'), null);
    assert.equal(focused(), 'n3');
  });

  it('leaves no two targets overlapping, and none under 24 px', () => {
    figure.shell.nodes?.update([place('a', 100, 100), place('b', 130, 100), place('c', 131, 101), place('d', 400, 100)]);
    const boxes = ['a', 'b', 'd'].map((id) => button(id).getBoundingClientRect());
    for (const box of boxes) assert.ok(box.width >= 24 && box.height >= 24, 'at least 24 px');
    assert.ok((boxes[0]?.right ?? 0) <= (boxes[1]?.left ?? 0), 'a ends before b begins');
    assert.ok(button('c').classList.contains('crowded'), 'c does not fit and leaves the pointer to what is below');
    assert.equal(getComputedStyle(button('c')).pointerEvents, 'none');
  });

  it('keeps a button and its focus while the node moves', () => {
    const kept = button('n2');
    kept.focus();
    figure.shell.nodes?.update([place('n1', 50, 80), place('n2', 300, 200), place('n9', 90, 300)]);
    assert.ok(button('n2') === kept, 'same element');
    assert.equal(focused(), 'n2');
  });

  it('moves focus to the first node when the focused one goes', () => {
    button('n2').focus();
    figure.shell.nodes?.update([place('n1', 50, 80)]);
    assert.equal(focused(), 'n1');
  });

  it('asks what lies under a press on bare stage', () => {
    host.selection = { kind: 'node', id: 'n1' };
    figure.find('.nodes').click();
    assert.deepEqual(host.asked, ['deselect']);
  });
});
