/** A page as a talk, shown on the toy, frame by frame. */
import { assert } from '../../../test/assert.ts';
import { violations } from '../../../test/axe.ts';
import { expectConsole } from '../../../test/console.ts';
import { define } from '../base/define.ts';
import { Page } from '../base/page.ts';
import type { StageLike } from '../base/painters.ts';
import { forgetWarnings } from '../base/problems.ts';
import { HandFrames } from '../base/testing/frames.ts';
import { DsToy } from '../base/testing/toy.ts';
import type { DsPresenter, PresentDetail } from './ds-presenter.ts';
import './ds-presenter.ts';

const frames = new HandFrames();
const page = new Page<StageLike>(document, () => Promise.reject(new Error('no 3D in this test')), frames);

class DsTalked extends DsToy {
  static override page(): Page<StageLike> {
    return page;
  }
}
define('ds-talked', DsTalked);

const boxes: HTMLElement[] = [];
const still = 'view="2d" paused style="height: 260px; width: 400px"';
const notes = '<ds-note time="0s" until="400ms">All blink.</ds-note><ds-note time="1s">One goes dark.</ds-note>';

async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}

interface Shown {
  readonly presenter: DsPresenter;
  readonly figure: (id: string) => DsTalked;
  readonly box: HTMLElement;
  readonly told: PresentDetail[];
  readonly inside: <Found extends HTMLElement>(selector: string) => Found;
}

async function show(markup: string): Promise<Shown> {
  const box = document.createElement('div');
  box.innerHTML = markup;
  document.body.append(box);
  boxes.push(box);
  for (const figure of box.querySelectorAll<DsTalked>('ds-talked')) await figure.ready;
  const presenter = box.querySelector('ds-presenter')!;
  await presenter.updateComplete;
  const told: PresentDetail[] = [];
  presenter.addEventListener('ds-present', (event) => told.push((event as CustomEvent<PresentDetail>).detail));
  return {
    presenter, box, told,
    figure: (id) => box.querySelector<DsTalked>(`#${id}`)!,
    inside: (selector) => presenter.shadowRoot!.querySelector(selector)!,
  };
}

/** Presses a key where the focus is; true when the page was kept from doing its own with it. */
function press(key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more });
  on.dispatchEvent(event);
  return event.defaultPrevented;
}

const sizeOfType = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);

describe('ds-presenter', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
    forgetWarnings();
    scrollTo(0, 0);
  });

  it('makes type larger, walks the notes with the keys of a slide remote, and leaves by Escape', async () => {
    const { presenter, figure, told, inside } = await show(`<ds-presenter></ds-presenter><ds-talked id="a" ${still}>${notes}</ds-talked><ds-talked id="b" ${still}><ds-note time="700ms">Another.</ds-note></ds-talked>`);
    const before = sizeOfType();
    assert.equal(press('PageDown'), false, 'not presenting: the key is the page’s');
    inside('button').click();
    await settled();
    assert.equal(presenter.presenting, true);
    assert.ok(sizeOfType() > before * 1.2);
    assert.ok(inside('.bar').matches(':popover-open'));
    assert.deepEqual([inside('.note').textContent, inside('.at').textContent], ['All blink.', '1 of 3']);
    assert.equal(press('PageDown'), true);
    assert.equal(figure('a').currentTime, 1000);
    assert.equal(press(' '), true);
    assert.equal(figure('b').currentTime, 700);
    assert.equal(figure('a').paused, true, 'the one that was shown stands');
    assert.equal(press('PageUp'), true);
    assert.equal(press(' ', document.body, { shiftKey: true }), true);
    assert.equal(figure('a').currentTime, 0);
    assert.deepEqual(told.map(({ at, count, diagram, time }) => `${at}/${count} ${diagram} ${time ?? ''}`), ['1/3 a 0', '2/3 a 1000', '3/3 b 700', '2/3 a 1000', '1/3 a 0']);
    assert.equal(press('Escape'), true);
    await settled();
    assert.equal(presenter.presenting, false);
    assert.equal(sizeOfType(), before);
    assert.equal(inside('.bar').matches(':popover-open'), false);
    assert.equal(press('PageDown'), false);
    assert.equal(told.at(-1)?.presenting, false);
  });

  it('makes the words in the picture larger too, and small again', async () => {
    const { presenter, figure } = await show(`<ds-presenter></ds-presenter><ds-talked id="a" ${still}>${notes}</ds-talked>`);
    // Measured on a piece of type of a known size, since the toy's own fill their bodies.
    const words = (): number => {
      const piece = figure('a').shadowRoot!.querySelector('.type')!.appendChild(document.createElement('span'));
      piece.className = 'pill';
      const { height } = piece.getBoundingClientRect();
      piece.remove();
      return height;
    };
    const until = async (done: () => boolean): Promise<void> => {
      for (let i = 0; i < 60 && !done(); i++) {
        frames.pass(1, 20);
        await new Promise(requestAnimationFrame);
      }
    };
    const before = words();
    presenter.start();
    await until(() => words() > before * 1.2);
    assert.ok(words() > before * 1.2);
    presenter.stop();
    await until(() => words() < before * 1.05);
    assert.ok(words() < before * 1.05);
  });

  it('runs each diagram to the end of its note, where it waits', async () => {
    const { presenter, figure } = await show(`<ds-presenter></ds-presenter><ds-talked id="a" ${still}>${notes}</ds-talked>`);
    presenter.start();
    assert.equal(figure('a').playing, true);
    for (let i = 0; i < 80 && figure('a').playing; i++) {
      frames.pass(1, 20);
      await new Promise(requestAnimationFrame);
    }
    assert.equal(figure('a').playing, false);
    assert.equal(figure('a').currentTime, 399.999);
    presenter.next();
    assert.equal(figure('a').playing, true, 'the last note has no end');
  });

  it('traps nobody: fields, buttons, ends of the talk and combinations keep their keys', async () => {
    const { presenter, box, inside } = await show(`<ds-presenter></ds-presenter><input><button>Own</button><ds-talked id="a" ${still}>${notes}</ds-talked>`);
    presenter.start();
    await settled();
    const field = box.querySelector('input')!;
    const button = box.querySelector('button')!;
    for (const key of ['PageDown', ' ', 'PageUp', 'a']) assert.equal(press(key, field), false, `${key} in a field`);
    assert.equal(press(' ', button), false);
    assert.equal(press('Tab'), false);
    assert.equal(press('PageDown', document.body, { ctrlKey: true }), false);
    assert.equal(press('PageUp'), false, 'before the first note');
    assert.equal(press('PageDown', button), true);
    assert.equal(press('PageDown'), false, 'after the last note');
    inside('.leave').click();
    assert.equal(presenter.presenting, false);
    presenter.start();
    presenter.remove();
    assert.equal(press('PageDown'), false, 'gone with the element');
    assert.equal(presenter.presenting, false);
  });

  it('gives Space to the talk after its button was pressed, and focus back when it is left', async () => {
    const { presenter, inside } = await show(`<ds-presenter></ds-presenter><ds-talked id="a" ${still}>${notes}</ds-talked>`);
    inside('.begin-button').focus();
    inside('.begin-button').click();
    await settled();
    assert.equal(presenter.shadowRoot?.activeElement, inside('.next'));
    presenter.shadowRoot?.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }));
    await settled();
    assert.equal(presenter.shadowRoot?.activeElement, inside('.begin-button'));
  });

  it('moves diagrams that run together as one, and only those it is for', async () => {
    const { presenter, figure, told } = await show(`<ds-presenter for="b c"></ds-presenter><ds-talked id="a" ${still}>${notes}</ds-talked>
      <ds-talked id="b" ${still}>${notes}</ds-talked><ds-talked id="c" sync="b" ${still}><ds-note time="500ms">Its own.</ds-note></ds-talked>`);
    presenter.start();
    presenter.next();
    assert.deepEqual(told.map(({ diagram, time, text }) => `${diagram} ${time ?? ''} ${text}`), ['b 0 All blink.', 'b 500 Its own.']);
    assert.deepEqual(['a', 'b', 'c'].map((id) => figure(id).currentTime), [0, 500, 500]);
  });

  it('says that nothing can be presented, or which id nothing has, and the page goes on', async () => {
    expectConsole('warn', /there is no diagram with notes to present/);
    expectConsole('warn', /nothing has the id "ghost"/);
    const { presenter, inside } = await show('<ds-presenter for="ghost"></ds-presenter>');
    inside('button').click();
    await settled();
    assert.equal(presenter.presenting, false);
    assert.equal(inside('.error').hidden, false);
    assert.match(inside('.error').textContent, /nothing has the id "ghost".*there is no diagram with notes/s);
  });

  it('has nothing that axe finds, in light and in dark', async () => {
    for (const theme of ['light', 'dark']) {
      const { presenter, box } = await show(`<ds-presenter theme="${theme}"></ds-presenter><ds-talked id="a" ${still}>${notes}</ds-talked>`);
      assert.deepEqual(await violations(presenter), []);
      presenter.start();
      await settled();
      assert.deepEqual(await violations(presenter), []);
      presenter.stop();
      box.remove();
    }
  });
});
