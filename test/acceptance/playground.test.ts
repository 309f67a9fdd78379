/** The playground, used as a reader uses it. */
import { assert } from '../assert.ts';
import { elements, frames, until } from './support.ts';
import type { Figure } from './support.ts';
import { leave, objections, visit, visitAfter } from './visiting.ts';
import type { Visit } from './visiting.ts';

const { ladder } = (await import('/demo/controls.js' as string)) as { ladder(grammar: object): number[] };
const { catalogue } = (await import('/demo/catalogue.js' as string)) as { catalogue: readonly { readonly tag: string; readonly chapter: string }[] };

interface Bench extends Visit {
  readonly figure: () => Figure;
}

async function settled(bench: Visit): Promise<Bench> {
  const figure = (): Figure => bench.one<Figure>('#stage > *');
  await until(() => bench.page.querySelector('#stage > #figure:defined') !== null && bench.all('[data-attribute]').length > 5, 'the diagram with its controls', 1500);
  await figure().ready;
  await figure().updateComplete;
  await frames(2);
  return { ...bench, figure };
}

const benchOf = async (hash: string, size = {}): Promise<Bench> => settled(await visit(`/demo/playground.html#${hash}`, size));

/** Names of the settings of an element. */
const settingsOf = (tag: string): string[] => (customElements.get(tag) as unknown as { observedAttributes: string[] }).observedAttributes.filter((name) => !['id', 'lang', 'dir'].includes(name));

/** Attributes as a page would write them, by name. */
function written(element: Element): Record<string, string> {
  const settings = settingsOf(element.localName);
  return Object.fromEntries([...element.attributes].filter(({ name }) => settings.includes(name)).map(({ name, value }) => [name, value]).sort());
}

const texts: { readonly [kind: string]: string } = { duration: '1234ms', pair: '200ms 400ms', groups: 'n1 | n2', list: '1, 2', string: 'abc', number: '1.5', share: '0.5', integer: '3' };

/** Turns a control to another value, as a hand does, and gives what the attribute is to be. */
function turn(field: HTMLElement): string {
  const slider = field.querySelector<HTMLInputElement>('[type="range"]');
  const choice = field.querySelector('select');
  const toggle = field.querySelector<HTMLInputElement>('[role="switch"]');
  const text = field.querySelector<HTMLInputElement>('input[type="text"]');
  if (slider) {
    slider.value = slider.value === slider.max ? '1' : String(Number(slider.value) + 1);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    return text!.value;
  }
  if (choice) {
    choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    return choice.value;
  }
  if (toggle) {
    toggle.click();
    return '';
  }
  text!.value = texts[field.dataset['kind']!]!;
  text!.dispatchEvent(new Event('input', { bubbles: true }));
  text!.dispatchEvent(new Event('change', { bubbles: true }));
  return text!.value;
}

/** Presses Copy, and gives what reached the clipboard. */
async function copied({ view, one }: Visit): Promise<string> {
  let taken: string | null = null;
  Object.defineProperty(view.navigator, 'clipboard', { configurable: true, value: { writeText: async (text: string) => { taken = text; } } });
  one('#copy').click();
  await until(() => taken !== null, 'a copy');
  return taken!;
}

const parsed = (markup: string, tag: string): Element => new DOMParser().parseFromString(markup, 'text/html').querySelector(tag)!;

describe('the playground', () => {
  afterEach(leave);

  for (const { tag, node } of elements) {
    it(`turns every attribute of <${tag}> by its control, and takes it back`, async function () {
      this.timeout(60_000);
      const bench = await benchOf(`element=${tag}&view=2d`);
      const { figure, all } = bench;
      assert.equal(bench.one('#notices').textContent, '', 'the manifest fits');
      assert.deepEqual(all('[data-attribute]').map(({ dataset }) => dataset['attribute']).sort(), settingsOf(tag).sort());
      for (const field of all('[data-attribute]')) {
        const name = field.dataset['attribute']!;
        if (name === 'view') continue;
        assert.equal(figure().hasAttribute(name), false, name);
        const expected = turn(field);
        assert.equal(figure().getAttribute(name), expected, name);
        const was = field.querySelector<HTMLElement>('.was')!;
        assert.equal(was.hidden, false, `${name} is marked as changed`);
        was.click();
        assert.equal(figure().hasAttribute(name), false, `${name} is taken back`);
        assert.equal(was.hidden, true, name);
      }
    });

    it(`copies <${tag}> with the attributes that were changed, and as the run that it is`, async function () {
      this.timeout(60_000);
      const bench = await benchOf(`element=${tag}&view=2d&paused=&label=${encodeURIComponent('<b>"1" & 2</b>')}`);
      const { figure, all, one } = bench;
      for (const field of all('[data-attribute]')) if (!['view', 'paused', 'label', 'src', 'sync', 'scenario', 'time', 'until', 'readonly'].includes(field.dataset['attribute']!)) turn(field);
      const markup = await copied(bench);
      assert.equal(markup.split('\n')[0]!.endsWith('>'), true, 'the opening tag stands alone on its line');
      assert.deepEqual(written(parsed(markup, tag)), written(figure()));
      assert.ok(Object.keys(written(figure())).length > 15);
      assert.equal(one('#snippet').textContent, markup, 'what is shown is what is copied');
      one('#form-frame').click();
      const frame = parsed(await copied(bench), 'iframe') as HTMLIFrameElement;
      assert.deepEqual(Object.fromEntries([...new URL(frame.src).searchParams].filter(([name]) => name !== 'element').sort()), written(figure()));
      one('#form-wordpress').click();
      const box = parsed(await copied(bench), '[data-ds]') as HTMLElement;
      assert.deepEqual(Object.fromEntries([...box.attributes].filter(({ name }) => name.startsWith('data-ds-')).map(({ name, value }) => [name.slice(8), value]).sort()), written(figure()));
    });

    it(`acts on <${tag}>, tells its events, and the address gives the same again`, async function () {
      this.timeout(60_000);
      const bench = await benchOf(`element=${tag}&view=2d&seed=8&paused=`);
      const { figure, one, view } = bench;
      one('#side-actions').click();
      one<HTMLInputElement>('#action-crash-target').value = node;
      one('[data-action="crash"]').click();
      assert.match(one('.action:has([data-action="crash"]) .answer').textContent ?? '', /^Done at 0:0/);
      one('#side-events').click();
      await until(() => /act crash/.test(one('#events .log').textContent ?? ''), 'the event');
      one('#form-run').click();
      const run = await copied(bench);
      assert.match(run, new RegExp(`<ds-at [^>]*do="crash" target="${node}"`));
      const { hash } = figure().snapshot();
      one('#link').click();
      const { hash: address } = view.location;
      assert.match(address, new RegExp(`^#element=${tag}&view=2d&seed=8&paused=&ds-figure=`));
      leave();
      const again = await benchOf(address.slice(1));
      await until(() => again.figure().snapshot().hash === hash, 'the same run');
    });
  }

  it('answers bad input below its field in the words of the diagram, until it is mended', async () => {
    const bench = await benchOf('element=ds-hash-ring&view=2d&paused=');
    const { one } = bench;
    const field = one('[data-attribute="servers"]');
    const input = one<HTMLInputElement>('#attribute-servers');
    const type = (text: string): void => {
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    type('lots');
    await until(() => /servers="lots"/.test(field.querySelector('.problem')!.textContent ?? ''), 'the message');
    assert.equal(input.getAttribute('aria-invalid'), 'true');
    type('6');
    await frames(3);
    assert.equal(field.querySelector('.problem')!.textContent, '');
    assert.equal(input.hasAttribute('aria-invalid'), false);
  });

  it('takes a message back when another attribute mends it', async () => {
    const { one, figure } = await benchOf('element=ds-hash-ring&view=2d&paused=&servers=64&vnodes=1024');
    const problem = one('[data-attribute="vnodes"] .problem');
    await until(() => problem.textContent !== '', 'the message');
    const slider = one<HTMLInputElement>('[data-attribute="servers"] [type="range"]');
    slider.value = '4';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => problem.textContent === '', 'no message');
    assert.equal(figure().getAttribute('vnodes'), '1024');
  });

  it('says of an address what it cannot use, and goes on', async () => {
    const strange = await benchOf('element=ds-hash-ring&view=2d&servers=6&onclick=alert(1)&style=color:red&--ds-owner-1=red&--ds-owner-9=red');
    assert.match(strange.one('#notices').textContent ?? '', /onclick=alert\(1\).*style=color:red.*--ds-owner-9/);
    assert.deepEqual(written(strange.figure()), { servers: '6', view: '2d' });
    assert.equal(strange.figure().hasAttribute('onclick'), false);
    assert.equal(strange.figure().style.getPropertyValue('--ds-owner-1'), 'red');
    leave();
    const unknown = await benchOf('element=ds-nothing&servers=6');
    assert.match(unknown.one('#notices').textContent ?? '', /no element “ds-nothing”/);
    assert.equal(unknown.figure().localName, 'ds-hash-ring');
  });

  it('paints the diagram that stands in another colour, and gives it back', async function () {
    this.timeout(40_000);
    const bench = await benchOf('element=ds-hash-ring&view=2d&paused=&time=2s');
    const { one, figure } = bench;
    const picture = (): string => figure().shadowRoot!.querySelector('.canvas > svg')?.outerHTML ?? '';
    await until(() => picture() !== '', 'a picture');
    await frames(40);
    const before = picture();
    await frames(10);
    assert.equal(picture(), before, 'it stands still');
    const well = one<HTMLInputElement>('[data-colour="--ds-owner-1"] [type="color"]');
    well.value = '#ff0000';
    well.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => picture() !== before, 'another picture');
    await frames(10);
    const red = picture();
    assert.match(await copied(bench), /ds-hash-ring \{ --ds-owner-1: #ff0000; \}/);
    one('[data-colour="--ds-owner-1"] .was').click();
    await until(() => picture() !== red, 'the picture without it');
    assert.equal(figure().style.getPropertyValue('--ds-owner-1'), '');
  });

  it('keeps what is chosen when its skip link is followed, and goes back and forth between elements', async () => {
    const { one, figure, view, page } = await benchOf('element=ds-hash-ring&view=2d&paused=&servers=6');
    one<HTMLAnchorElement>('.skip').click();
    await until(() => page.activeElement?.id === 'stage', 'the focus');
    await frames(3);
    assert.equal(figure().getAttribute('servers'), '6');
    assert.match(view.location.hash, /servers=6/);
    one('#elements [data-tag="ds-replication"]').click();
    await until(() => page.querySelector('#stage > ds-replication:defined') !== null, 'the other');
    assert.deepEqual(one('#elements [aria-current]').dataset['tag'], 'ds-replication');
    assert.equal(one<HTMLSelectElement>('#element').value, 'ds-replication');
    view.history.back();
    await until(() => page.querySelector('#stage > ds-hash-ring') !== null, 'the first again');
    await until(() => figure().getAttribute('servers') === '6', 'as it was left');
  });

  const withManifest = (body: string): string => `const real = window.fetch; window.fetch = async (address, ...rest) => { if (!String(address).includes('custom-elements.json')) return real(address, ...rest); ${body} };`;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['that is missing', `return new Response('', { status: 404 });`, /the server answers 404/],
    ['that is not JSON', `return new Response('<!doctype html>');`, /it is not JSON/],
    ['of something else', `return new Response('{"modules": 3}');`, /describes no diagram/],
    ['that is out of date', `const manifest = await (await real(address)).json(); manifest['x-version'] = '0.0.1'; for (const each of manifest.modules.flatMap(({ declarations }) => declarations)) if (each.tagName) each.attributes = [...each.attributes.filter(({ name }) => name !== 'keys'), { name: 'gone' }]; return new Response(JSON.stringify(manifest));`, /out of date.*0\.0\.1.*keys.*gone/],
  ];
  for (const [title, body, said] of cases) {
    it(`goes on with a manifest ${title}, and says so`, async function () {
      this.timeout(40_000);
      const bench = await settled(await visitAfter('/demo/playground.html', withManifest(body)));
      await until(() => said.test(bench.one('#notices').textContent ?? ''), `the message: ${bench.one('#notices').textContent}`);
      const field = bench.one('[data-attribute="keys"]');
      assert.equal(field.querySelector('[type="range"]'), null, 'nothing is known of it');
      const input = field.querySelector('input')!;
      assert.equal(input.value, '48', 'what holds is shown');
      input.value = '64';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
      assert.equal(bench.figure().getAttribute('keys'), '64');
      assert.equal(bench.page.querySelector('[data-attribute="gone"]'), null);
    });
  }

  it('works under a strict policy', async () => {
    const source = await (await fetch('/demo/playground.html')).text();
    for (const unsafe of [/<script(?![^>]*\ssrc=)[^>]*>/i, /\son[a-z]+=/i, /\sstyle=/i, /<style/i]) assert.equal(unsafe.test(source), false, String(unsafe));
    const policy = `document.write('<meta http-equiv="Content-Security-Policy" content="default-src \\'none\\'; script-src ' + location.origin + '; style-src ' + location.origin + '; connect-src ' + location.origin + '; img-src ' + location.origin + ' data: blob:; require-trusted-types-for \\'script\\'; trusted-types lit-html">'); heard = []; addEventListener('securitypolicyviolation', (event) => heard.push(event.violatedDirective + ' ' + event.blockedURI));`;
    const bench = await settled(await visitAfter('/demo/playground.html', policy));
    for (const tab of bench.all('[role="tab"]')) tab.click();
    turn(bench.one('[data-attribute="servers"]'));
    await frames(5);
    assert.equal((bench.view as Window & { heard?: string[] }).heard?.join('\n'), '');
  });

  it('moves between tabs by arrow keys, and shows one panel at a time', async () => {
    const { one, all, page } = await benchOf('element=ds-hash-ring&view=2d&paused=');
    one('#side-attributes').focus();
    one('#side-attributes').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }));
    assert.equal(page.activeElement?.id, 'side-style');
    assert.deepEqual(all('.panel [role="tabpanel"]').filter(({ hidden }) => !hidden).map(({ id }) => id), ['style']);
    assert.deepEqual(all('#sides [role="tab"]').filter(({ tabIndex }) => tabIndex === 0).map(({ id }) => id), ['side-style']);
  });

  for (const [width, height] of [[1440, 900], [1024, 768], [640, 800], [360, 740]] as const) {
    it(`fits ${width} px, and an audit objects to nothing in any panel`, async function () {
      this.timeout(60_000);
      const bench = await benchOf('element=ds-raft-cluster&view=2d&paused=&nodes=7', { width, height });
      for (const tab of ['attributes', 'actions', 'events', 'style']) {
        bench.one(`#side-${tab}`).click();
        await frames(3);
        const { scrollWidth, clientWidth } = bench.page.documentElement;
        assert.ok(scrollWidth <= clientWidth, `${tab}: ${scrollWidth} px in ${clientWidth}`);
        assert.equal((await objections(bench)).join('\n'), '', tab);
      }
    });
  }

  it('has a round step for every turn of a slider, from one bound to the other', async () => {
    const manifest = (await (await fetch('/custom-elements.json')).json()) as { modules: { declarations: { tagName?: string; attributes?: { name: string; 'x-grammar'?: { kind: string; min?: number; max?: number } }[] }[] }[] };
    const attributes = manifest.modules.flatMap(({ declarations }) => declarations).flatMap((each) => (each.tagName ? each.attributes ?? [] : []));
    let sliders = 0;
    for (const { name, 'x-grammar': grammar } of attributes) {
      if (!grammar || !['integer', 'number', 'share'].includes(grammar.kind)) continue;
      const steps = ladder(grammar);
      const { min = 0, max = 1 } = grammar;
      assert.equal(steps[0], min, name);
      assert.equal(steps.at(-1), max, name);
      assert.ok(steps.length <= 260 && steps.every((step, at) => at === 0 || step > steps[at - 1]!), `${name}: ${steps.join()}`);
      if (grammar.kind === 'integer') assert.ok(steps.every(Number.isInteger), name);
      sliders += 1;
    }
    assert.ok(sliders > 40, `${sliders} sliders`);
  });

  it('lists every element there is, each with a chapter of the guide', async () => {
    assert.deepEqual(catalogue.map(({ tag }) => tag).sort(), elements.map(({ tag }) => tag).sort());
    const guide = new DOMParser().parseFromString(await (await fetch('/demo/index.html')).text(), 'text/html');
    for (const { chapter } of catalogue) assert.ok(guide.getElementById(chapter), chapter);
  });
});
