/** A page full of diagrams: one context for all, and nothing done for those that nobody sees. */
import { DsDiagram } from '../../src/elements/base/diagram.ts';
import { assert } from '../assert.ts';
import { clear, elements, figureIn, frames, inside, put, until } from './support.ts';
import type { Figure } from './support.ts';

const contexts: object[] = [];
let lost = 0;
for (const Surface of [HTMLCanvasElement, OffscreenCanvas]) {
  const prototype = Surface.prototype as { getContext(kind: string, ...rest: unknown[]): object | null };
  const { getContext } = prototype;
  prototype.getContext = function (this: EventTarget, kind: string, ...rest: unknown[]): object | null {
    const context = getContext.call(this, kind, ...rest);
    if (context && kind.startsWith('webgl') && !contexts.includes(context)) {
      contexts.push(context);
      this.addEventListener('webglcontextlost', () => { lost += 1; });
      this.addEventListener('contextlost', () => { lost += 1; });
    }
    return context;
  };
}

let draws = 0;
for (const name of ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced', 'clear'] as const) {
  const prototype = WebGL2RenderingContext.prototype as unknown as { [name: string]: (...rest: unknown[]) => unknown };
  const original = prototype[name]!;
  prototype[name] = function (this: unknown, ...rest: unknown[]) {
    draws += 1;
    return original.apply(this, rest);
  };
}

const realFrame = requestAnimationFrame.bind(globalThis);
let asked = 0;
globalThis.requestAnimationFrame = (callback) => {
  asked += 1;
  return realFrame(callback);
};

/** Frames that ask nothing of the counted function. */
async function quietFrames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => realFrame(resolve));
}

/** What happens in a number of frames. */
async function workIn(count: number): Promise<{ asked: number; draws: number }> {
  asked = draws = 0;
  await quietFrames(count);
  return { asked, draws };
}

const painters = async () => {
  const stage = (await DsDiagram.page(document).stage()) as unknown as { readonly info: { readonly painters: number; readonly contexts: number } };
  return stage.info;
};

/** Runs the collector where the browser offers it. */
async function collect(refs: readonly WeakRef<object>[]): Promise<void> {
  const { gc } = globalThis as { gc?: (how: { readonly type: 'major'; readonly execution: 'async' }) => Promise<void> };
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  for (let i = 0; i < 60; i++) {
    // In a task of its own: a collection called from here would take old values on the stack for references.
    await gc?.({ type: 'major', execution: 'async' });
    await turn();
    // Who is asked about lives to the end of the turn: the next collection must not be in the same one.
    if (refs.every((ref) => !ref.deref())) return;
    await turn();
  }
}

/** In a function of its own, so that no variable of a test keeps the element. */
async function comeAndGo(tag: string, at: number, box: HTMLElement, refs: WeakRef<object>[]): Promise<void> {
  const figure = document.createElement(tag) as HTMLElement as Figure;
  figure.id = `come-${at}`;
  refs.push(new WeakRef(figure));
  box.append(figure);
  // Some live long enough to be drawn, most do not.
  if (at % 40 === 0) await until(() => inside(figure).querySelector('.canvas canvas') !== null, 'a 3D surface');
  else if (at % 10 === 0) await quietFrames(1);
  figure.remove();
}

describe('many diagrams', () => {
  afterEach(clear);

  it('share one context, and do nothing while they are out of view or stand still', async function () {
    this.timeout(60_000);
    const one = (at: number) => `<${elements[at % elements.length]!.tag} loading="eager" seed="${at}" style="display:block;width:320px"></${elements[at % elements.length]!.tag}>`;
    const box = put(`<div style="display:grid;grid-template-columns:repeat(3,320px);gap:8px">${Array.from({ length: 64 }, (_, at) => one(at)).join('')}</div><div style="height:20000px"></div>`, 1000);
    const figures = [...box.querySelectorAll<Figure>(elements.map(({ tag }) => tag).join())];
    assert.equal(figures.length, 64);
    await Promise.all(figures.map((figure) => figure.ready));
    await until(() => figures.every((figure) => inside(figure).querySelector('.canvas canvas')), 'a 3D surface for each', 1500);
    assert.equal(contexts.length, 1, 'contexts');
    assert.equal(lost, 0);
    assert.equal((await painters()).painters, 64);
    await quietFrames(10);
    const busy = await workIn(6);
    assert.ok(busy.asked > 0 && busy.draws > 0, 'what is in view plays');

    scrollTo(0, document.documentElement.scrollHeight);
    await quietFrames(20);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(figures.every((figure) => figure.playing), 'they are still meant to run');
    assert.deepEqual(await workIn(20), { asked: 0, draws: 0 }, 'out of view');

    scrollTo(0, 0);
    await until(() => draws > 0, 'drawing again', 120);
    for (const figure of figures) figure.pause();
    await quietFrames(60);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(await workIn(20), { asked: 0, draws: 0 }, 'paused in view');
    assert.equal(contexts.length, 1);
    assert.equal(lost, 0);
  });

  it('that come and go two hundred times leave nothing behind', async function () {
    this.timeout(60_000);
    const listening = new Map<string, number>();
    const count = (target: EventTarget, where: string) => {
      const { addEventListener, removeEventListener } = target;
      const held = new Map<unknown, Set<string>>();
      const change = () => listening.set(where, [...held.values()].reduce((sum, types) => sum + types.size, 0));
      target.addEventListener = function (this: EventTarget, type: string, listener: unknown, ...rest: unknown[]) {
        const types = held.get(listener) ?? new Set();
        held.set(listener, types.add(type));
        change();
        (addEventListener as (...all: unknown[]) => void).call(target, type, listener, ...rest);
      } as typeof target.addEventListener;
      target.removeEventListener = function (this: EventTarget, type: string, listener: unknown, ...rest: unknown[]) {
        const types = held.get(listener);
        types?.delete(type);
        // Nothing here may keep a figure alive.
        if (types?.size === 0) held.delete(listener);
        change();
        (removeEventListener as (...all: unknown[]) => void).call(target, type, listener, ...rest);
      } as typeof target.removeEventListener;
      return () => {
        target.addEventListener = addEventListener;
        target.removeEventListener = removeEventListener;
      };
    };
    const stops = [count(document, 'document'), count(globalThis as unknown as EventTarget, 'window')];
    try {
      for (const { tag } of elements) {
        const refs: WeakRef<object>[] = [];
        const box = put('');
        for (let i = 0; i < 200; i++) await comeAndGo(tag, i, box, refs);
        await quietFrames(3);
        await new Promise((resolve) => setTimeout(resolve, 50));
        assert.equal((await painters()).painters, 0, `${tag}: painters`);
        assert.equal(contexts.length, 1, `${tag}: contexts`);
        assert.equal(lost, 0);
        assert.equal(listening.get('document') ?? 0, 0, `${tag}: listeners on the document`);
        assert.deepEqual(await workIn(10), { asked: 0, draws: 0 }, `${tag}: nothing goes on`);
        if ('gc' in globalThis) {
          await collect(refs);
          const kept = refs.flatMap((ref, at) => (ref.deref() ? [at] : []));
          assert.ok(kept.length === 0, `${tag}: kept are ${kept.join(', ')}`);
        }
      }
      assert.equal(listening.get('window') ?? 0, 0, 'listeners on the window');
    } finally {
      for (const stop of stops) stop();
    }
  });

  it('begin again after the last one left', async () => {
    const figure = figureIn(put('<ds-raft-cluster></ds-raft-cluster>'));
    await until(() => inside(figure).querySelector('.canvas canvas') !== null, 'a 3D surface');
    await frames(2);
    assert.equal(contexts.length, 1);
    assert.equal((await painters()).painters, 1);
  });
});
