/** The recipe of the documentation, as it stands there, with a stand-in for what reveal.js tells a page. */
import type { DsDiagram } from '../../src/elements/base/diagram.ts';
import { assert } from '../assert.ts';
import { until } from './support.ts';

/** Walks slides and fragments in document order, marks what was shown and says so, as reveal.js does. */
const standIn = `window.Reveal = {
  heard: new Map(), slide: null,
  on(name, callback) { this.heard.set(name, [...(this.heard.get(name) ?? []), callback]); },
  tell(name, event) { for (const callback of this.heard.get(name) ?? []) callback(event); },
  slides() { return [...document.querySelectorAll('.slides > section')]; },
  enter(slide) { for (const each of this.slides()) each.hidden = each !== slide; const previousSlide = this.slide; this.slide = slide; return { previousSlide, currentSlide: slide }; },
  initialize(config) { this.config = config; this.tell('ready', this.enter(this.slides()[0])); },
  next() {
    const fragment = this.slide.querySelector('.fragment:not(.visible)');
    if (fragment) { fragment.classList.add('visible'); this.tell('fragmentshown', { fragment, fragments: [fragment] }); return; }
    const slide = this.slide.nextElementSibling;
    if (slide) this.tell('slidechanged', this.enter(slide));
  },
  back() {
    const fragment = [...this.slide.querySelectorAll('.fragment.visible')].at(-1);
    if (fragment) { fragment.classList.remove('visible'); this.tell('fragmenthidden', { fragment, fragments: [fragment] }); return; }
    const slide = this.slide.previousElementSibling;
    if (slide) this.tell('slidechanged', this.enter(slide));
  },
};`;

interface Reveal {
  readonly config: { readonly maxScale: number };
  next(): void;
  back(): void;
}

describe('the recipe for slides', () => {
  let frame: HTMLIFrameElement;

  afterEach(() => frame.remove());

  it('walks the notes of a diagram with the slides, forwards and backwards', async function () {
    this.timeout(60_000);
    const text = await (await fetch('/docs/presenting.md')).text();
    const [recipe] = [...text.matchAll(/```html\n([\s\S]*?)```/g)].map((match) => match[1] ?? '').filter((block) => block.startsWith('<!doctype'));
    assert.ok(recipe);
    const fetched = [...recipe.matchAll(/https:\/\/[^"]+/g)].map(([address]) => address);
    assert.equal(fetched.length, 3);
    assert.ok(fetched.every((address) => address.startsWith('https://cdn.jsdelivr.net/npm/reveal.js@5/dist/')));
    const local = recipe.replace(/<link [^>]*https:[^>]*>\n/g, '').replace(/<script src="https:[^"]*"><\/script>/, () => `<script>${standIn}</script>`).replace('src="ds-elements.js"', 'src="/cdn/ds-elements.js"');
    assert.ok(!local.includes('https:'));
    frame = document.createElement('iframe');
    frame.style.cssText = 'position:fixed;inset:0 auto auto 0;border:0;width:1000px;height:760px';
    document.body.append(frame);
    const inner = frame.contentDocument!;
    inner.open();
    inner.write(local.replace('<head>', '<head><base href="/docs/">'));
    inner.close();
    const view = frame.contentWindow as unknown as Window & { readonly Reveal: Reveal; readonly customElements: CustomElementRegistry };
    await until(() => inner.readyState === 'complete', 'the page');
    const raft = inner.querySelector<DsDiagram>('#raft')!;
    await until(() => view.customElements.get('ds-raft-cluster') !== undefined, 'the element', 2000);
    assert.equal(view.Reveal.config.maxScale, 1);
    assert.equal(inner.querySelectorAll('.fragment').length, 2);
    assert.equal(raft.playing, false, 'on a slide that is not shown');
    const seeks: number[] = [];
    raft.addEventListener('ds-seek', () => seeks.push(raft.currentTime));
    view.Reveal.next();
    await until(() => raft.playing, 'the slide plays');
    view.Reveal.next();
    await until(() => seeks.at(-1) === 440, 'the second note');
    view.Reveal.next();
    await until(() => seeks.at(-1) === 600, 'the third note');
    view.Reveal.back();
    await until(() => seeks.at(-1) === 440, 'the second again');
    view.Reveal.back();
    await until(() => seeks.at(-1) === 0, 'the first again');
    view.Reveal.back();
    assert.equal(raft.playing, false, 'left');
  });
});
