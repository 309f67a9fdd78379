/**
 * What every figure must do, whatever it shows. Run it from the element's own test file:
 *
 *     describeFigure('ds-hash-ring', DsHashRing);
 */
import { assert } from '../../../../test/assert.ts';
import { violations } from '../../../../test/axe.ts';
import type { DsDiagram } from '../diagram.ts';
import type { ErrorDetail } from '../events.ts';
import { forgetWarnings } from '../problems.ts';
import { attributeOf, fallbackOf, settingsOf } from '../settings.ts';
import type { HasSettings, SettingSpec, SettingValue } from '../settings.ts';


const markup = '<img src=x onerror="document.documentElement.dataset.injected=1">';
const long = 'x'.repeat(100_000);
const nonsense: readonly string[] = ['', ' ', 'NaN', '-1', '1e9', '999999999999', '0x10', markup, long, '{"a":1}', '__proto__', '\u0000\u202e', '🙂'.repeat(1000), 'null', ';', '|'];
/** Settings whose values the suite chooses itself, because they move the run or fetch something. */
const steering = ['paused', 'time', 'until', 'loop', 'speed', 'scenario', 'src', 'sync', 'expect', 'loading', 'view'];

/** A value as an author would write it that differs from the default. */
function sample(spec: SettingSpec): string {
  switch (spec.kind) {
    case 'integer': return String(Math.min(spec.max ?? 3, Math.max(spec.min ?? 2, spec.fallback === 2 ? 3 : 2)));
    case 'number': return String(Math.min(spec.max ?? 2, Math.max(spec.min ?? 2, 2)));
    case 'share': return '10%';
    case 'duration': return `${Math.min(spec.max ?? 40, Math.max(spec.min ?? 40, 40))}ms`;
    case 'pair': return '200ms 400ms';
    case 'list': return spec.number ? '2,1' : spec.words ? spec.words[0] ?? '' : 'one, two';
    case 'groups': return '';
    case 'enum': return (typeof spec.words === 'function' ? spec.words() : spec.words).at(-1) ?? '';
    case 'string': return 'seven';
    case 'boolean': return '';
  }
}

function propertyOf(figure: HasSettings, name: string): SettingValue {
  return figure.readSetting(name);
}

function assignTo(figure: HasSettings, name: string, value: unknown): void {
  (figure as unknown as { [key: string]: unknown })[name] = value;
}

/** Runs `work` and returns the warnings it caused; anything else on the console still fails the test. */
async function warningsOf(work: () => Promise<void>): Promise<readonly string[]> {
  const lines: string[] = [];
  const { warn } = console;
  forgetWarnings();
  console.warn = (line: unknown) => lines.push(String(line));
  try {
    await work();
  } finally {
    console.warn = warn;
  }
  return lines;
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** `written`: values, by property name, where a guess from the kind of a setting would not go with the others. */
export function describeFigure<Config extends object, State>(tag: string, element: new () => DsDiagram<Config, State>, written: { readonly [name: string]: string } = {}): void {
  type Figure = DsDiagram<Config, State>;
  const specs = [...settingsOf(element)];
  const samples = specs.filter(([name, spec]) => !steering.includes(name) && spec.kind !== 'groups').map(([name, spec]) => ({ name, attribute: attributeOf(name, spec), text: written[name] ?? sample(spec), boolean: spec.kind === 'boolean' }));
  const bodies: HTMLElement[] = [];

  /** A figure in a box on screen, standing still. */
  async function show(attributes: { readonly [name: string]: string } = { paused: '' }, children: readonly Node[] = []): Promise<Figure> {
    const box = document.createElement('div');
    box.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 900px; height: 700px;';
    const figure = document.createElement(tag) as Figure;
    for (const [name, value] of Object.entries(attributes)) figure.setAttribute(name, value);
    figure.append(...children);
    box.append(figure);
    document.body.append(box);
    bodies.push(box);
    await figure.updateComplete;
    return figure;
  }

  const keep = (figure: Figure) => JSON.stringify({ ...figure.snapshot(), values: specs.map(([name]) => String(propertyOf(figure, name))) });
  const press = (target: Element, key: string) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));

  describe(`<${tag}>, like every figure,`, () => {
    afterEach(() => {
      for (const box of bodies.splice(0)) box.remove();
    });

    it('shows a picture and says which', async () => {
      const figure = await show({ paused: '', view: '2d' });
      assert.deepEqual(await figure.ready, { view: '2d' });
      assert.ok(figure.shadowRoot?.querySelector('.canvas > *'), 'there is a surface');
      assert.ok(figure.summary().length > 10);
    });

    it('comes to the same state whatever the order and way of writing its attributes', async () => {
      const forward = await show();
      for (const { attribute, text } of samples) forward.setAttribute(attribute, text);
      const wanted = keep(forward);

      const backward = await show();
      for (const { attribute, text } of [...samples].reverse()) backward.setAttribute(attribute, text);
      assert.equal(keep(backward), wanted, 'backwards');

      const parsed = await show(Object.fromEntries([['paused', ''], ...samples.map(({ attribute, text }) => [attribute, text])]));
      assert.equal(keep(parsed), wanted, 'before it was connected');

      const assigned = await show();
      for (const { name, text, boolean } of samples) assignTo(assigned, name, boolean ? true : text);
      assert.equal(keep(assigned), wanted, 'by property');

      for (const { attribute } of samples) forward.removeAttribute(attribute);
      const plain = await show();
      assert.equal(keep(forward), keep(plain), 'removed again');
    });

    it('takes over properties that were set before it was defined', async () => {
      const figure = document.createElement(tag) as Figure;
      const first = samples[0];
      assert.ok(first);
      // What a page does to an unknown element: an own property that hides the accessor.
      const early = Object.create(Object.getPrototypeOf(figure) as object) as object;
      assert.ok(first.name in early, 'the accessor is on the prototype');
      for (const { name } of samples) assert.ok(!Object.hasOwn(figure, name), name);
    });

    it('gives the default or the nearest bound for nonsense in any attribute, once said, never thrown', async () => {
      const figure = await show();
      const errors: ErrorDetail[] = [];
      figure.addEventListener('ds-error', ({ detail }) => errors.push(detail));
      const lines = await warningsOf(async () => {
        for (const [name, spec] of specs) {
          if (spec.kind === 'boolean' || name === 'src') continue;
          for (const text of nonsense) {
            figure.setAttribute(attributeOf(name, spec), text);
            await figure.updateComplete;
            const value = propertyOf(figure, name);
            assert.equal(typeof value, typeof fallbackOf(spec), `${name}="${text.slice(0, 30)}"`);
            // A default may lie outside the bounds of what can be written: it stands for what other settings say.
            if (typeof value === 'number' && value !== fallbackOf(spec)) {
              if ('min' in spec && spec.min !== undefined) assert.ok(value >= spec.min, `${name} is ${value}`);
              if ('max' in spec && spec.max !== undefined) assert.ok(value <= spec.max, `${name} is ${value}`);
            }
            assert.equal(figure.getAttribute(attributeOf(name, spec)), text, 'the attribute stays as it was written');
          }
          figure.removeAttribute(attributeOf(name, spec));
          await figure.updateComplete;
        }
      });
      assert.equal(new Set(lines).size, lines.length, 'each line once');
      for (const line of lines) {
        assert.ok(line.startsWith(`${tag}: `), line);
        assert.ok(line.length < 700, `${line.length} characters`);
      }
      assert.ok(errors.length > 0 && errors.every(({ code, recoverable, message }) => code.startsWith('bad-') && recoverable && message.length < 700));
      assert.equal(document.documentElement.dataset['injected'], undefined);
      assert.deepEqual([...(figure.shadowRoot?.querySelectorAll('.error li') ?? [])].map((item) => item.textContent), [], 'messages go with their cause');
    });

    it('coerces what scripts assign as it reads attributes', async () => {
      const byProperty = await show();
      const byAttribute = await show();
      await warningsOf(async () => {
        for (const [name, spec] of specs) {
          if (spec.kind === 'boolean' || name === 'src' || name === 'sync') continue;
          for (const text of nonsense) {
            assignTo(byProperty, name, text);
            byAttribute.setAttribute(attributeOf(name, spec), text);
            assert.equal(propertyOf(byProperty, name), propertyOf(byAttribute, name), `${name} = ${text.slice(0, 30)}`);
          }
          for (const value of [Symbol('x'), {}, [], () => 1, NaN, Infinity, Object.create(null)]) assignTo(byProperty, name, value);
          assignTo(byProperty, name, null);
          byAttribute.removeAttribute(attributeOf(name, spec));
        }
        await byProperty.updateComplete;
        await byAttribute.updateComplete;
      });
    });

    it('leaves out children that it cannot read, and says so', async () => {
      const children = nonsense.map((text) => {
        const child = document.createElement('ds-at');
        child.setAttribute('time', text);
        child.setAttribute('do', text);
        return child;
      });
      const lines = await warningsOf(async () => {
        const figure = await show({ paused: '' }, children);
        figure.seek(100);
        assert.equal(figure.currentTime, 100);
      });
      assert.equal(lines.length, 1);
      assert.equal(document.documentElement.dataset['injected'], undefined);
    });

    it('answers commands of any kind, and refuses with a reason', async () => {
      const figure = await show();
      await warningsOf(async () => {
        for (const text of nonsense) figure.dispatchEvent(Object.assign(new Event('command'), { command: `--${text}` }));
        await figure.updateComplete;
      });
      const result = figure.act('no-such-action', 'n1', { a: [1, { b: null }] });
      assert.ok(!result.ok && result.reason.length > 3, JSON.stringify(result));
      for (const [action, target] of [['crash', long], ['crash', markup], ['heal', '__proto__']] as const) assert.equal(typeof figure.act(action, target).ok, 'boolean');
      assert.throws(() => figure.act(7 as unknown as string), TypeError);
      assert.throws(() => figure.act('crash', {} as unknown as string), TypeError);
      assert.throws(() => figure.seek(Number.NaN), TypeError);
      assert.throws(() => figure.seek(-1), RangeError);
      assert.throws(() => figure.step(0.5), TypeError);
      assert.throws(() => figure.export('xml'), RangeError);
    });

    it('lets a page refuse actions', async () => {
      const figure = await show();
      figure.addEventListener('ds-act', (event) => event.preventDefault());
      const before = figure.snapshot().hash;
      assert.equal(figure.act('crash', 'n1').ok, false);
      assert.equal(figure.snapshot().hash, before);
    });

    it('is back where it was after a step back and one forward, and after seeking away and back', async () => {
      const figure = await show();
      figure.step(3);
      const { time, hash } = figure.snapshot();
      figure.step(-1);
      figure.step(1);
      assert.equal(figure.currentTime, time);
      assert.equal(figure.snapshot().hash, hash);
      figure.seek(time * 4);
      figure.seek(time);
      assert.equal(figure.snapshot().hash, hash);
    });

    it('comes back from its snapshot and from its permalink, bit by bit', async () => {
      const figure = await show({ paused: '', id: 'saved' });
      figure.step(5);
      const saved = figure.snapshot();
      const other = await show();
      assert.equal(await other.restore(JSON.parse(JSON.stringify(saved)) as typeof saved), true);
      assert.equal(other.snapshot().hash, saved.hash);
      assert.ok(figure.permalink().includes('#ds-saved='));
      await assert.rejects(other.restore({ ...saved, tag: 'ds-other' }), TypeError);
    });

    it('handles its keys while focus is inside, and only then', async () => {
      const figure = await show({ paused: '' });
      await figure.ready;
      const passed: string[] = [];
      const listen = (event: KeyboardEvent) => passed.push(event.key);
      document.addEventListener('keydown', listen);
      try {
        press(document.body, '.');
        assert.equal(figure.currentTime, 0);
        const button = figure.shadowRoot?.querySelector('button');
        assert.ok(button);
        press(button, '.');
        assert.ok(figure.currentTime > 0, 'one event on');
        press(button, 'k');
        assert.equal(figure.playing, true);
        press(button, 'k');
        assert.equal(figure.playing, false);
        press(button, 'r');
        assert.equal(figure.currentTime, 0);
        press(button, 'Tab');
        assert.deepEqual(passed, ['.', 'Tab'], 'handled keys do not travel on');
      } finally {
        document.removeEventListener('keydown', listen);
      }
    });

    it('has nothing that axe objects to, in either scheme', async () => {
      for (const theme of ['dark', 'light']) {
        const figure = await show({ paused: '', view: '2d', theme });
        await figure.ready;
        await nextFrame();
        assert.deepEqual(await violations(figure), [], theme);
      }
    });

    it('is a named figure to assistive technology', async () => {
      const figure = await show({ paused: '', label: 'Our cluster' });
      await figure.ready;
      assert.ok(figure.shadowRoot?.textContent?.includes('Our cluster'));
      assert.equal(figure.shadowRoot?.querySelector('.canvas')?.getAttribute('aria-hidden'), 'true');
    });

    it('keeps its run when it is moved, and stands still while it is away', async () => {
      const figure = await show();
      figure.seek(200);
      const { hash } = figure.snapshot();
      const elsewhere = document.createElement('section');
      document.body.append(elsewhere);
      bodies.push(elsewhere);
      elsewhere.append(figure);
      assert.equal(figure.snapshot().hash, hash);
      figure.remove();
      await nextFrame();
      assert.equal(figure.snapshot().hash, hash);
      elsewhere.append(figure);
      await figure.updateComplete;
      await nextFrame();
      assert.ok(figure.shadowRoot?.querySelector('.canvas > *'), 'it is drawn again');
      assert.equal(figure.currentTime, 200);
    });

    it('can come and go two hundred times', async function () {
      this.timeout(20_000);
      const figure = await show({});
      const box = figure.parentElement;
      assert.ok(box);
      for (let i = 0; i < 200; i++) {
        figure.remove();
        if (i % 20 === 0) await nextFrame();
        box.append(figure);
      }
      await figure.updateComplete;
      await nextFrame();
      assert.ok((figure.shadowRoot?.querySelectorAll('.canvas > *').length ?? 0) <= 2, 'no surface is left over');
      figure.remove();
      await nextFrame();
      await new Promise((resolve) => setTimeout(resolve));
      assert.equal(figure.shadowRoot?.querySelectorAll('.canvas > *').length, 0, 'nothing is kept while it is away');
    });

    it('asks for no frame while it is paused', async () => {
      const figure = await show({ paused: '', view: '2d' });
      await figure.ready;
      for (let i = 0; i < 4; i++) await nextFrame();
      assert.equal((figure.constructor as typeof DsDiagram).page(document).ticker.active, false);
    });

    it('has words for everything it reports', async () => {
      const figure = await show();
      figure.seek(5000);
      for (const { type, data } of figure.events()) {
        assert.match(type, /^[a-z]+(\.[a-z-]+)+$/);
        assert.equal(JSON.stringify(JSON.parse(JSON.stringify(data))), JSON.stringify(data));
      }
      assert.ok(Object.isFrozen(figure.readouts));
      assert.ok(JSON.stringify(figure.readouts).length > 2);
    });
  });
}
