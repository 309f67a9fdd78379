/** Whatever a page writes, a diagram runs on, and says what was wrong and what holds instead. */
import type { ErrorDetail } from '../../src/elements/base/events.ts';
import { attributeOf, settingsOf } from '../../src/elements/base/settings.ts';
import type { SettingSpec } from '../../src/elements/base/settings.ts';
import { assert } from '../assert.ts';
import { clear, elements, figureIn, forgetWarnings, inside, messagesOf, put, warningsOf } from './support.ts';
import type { Figure } from './support.ts';

const markup = '<img src=x onerror="document.documentElement.dataset.ran=1"><script>document.documentElement.dataset.ran=1</script>';
const long = 'y'.repeat(100_000);
const table: readonly string[] = ['', '-1', '9'.repeat(40), 'NaN', '1e9', 'sideways', markup, long];
/** No setting of these kinds may take any of these as they are. */
const strict: readonly SettingSpec['kind'][] = ['integer', 'number', 'share', 'duration', 'pair', 'enum'];
const never = ['-1', 'NaN', '1e9', 'sideways', markup, long];

function assign(figure: Figure, name: string, value: unknown): void {
  (figure as unknown as { [name: string]: unknown })[name] = value;
}

/** Some of it is found out at the end of a render, and told with the next. */
async function settled(figure: Figure): Promise<void> {
  await figure.updateComplete;
  await Promise.resolve();
  await figure.updateComplete;
}

for (const { tag, type, node } of elements) {
  const specs = [...settingsOf(type)].filter(([name]) => name !== 'src');

  describe(`<${tag}> and bad input:`, () => {
    beforeEach(forgetWarnings);
    afterEach(() => {
      clear();
      assert.equal(document.documentElement.dataset['ran'], undefined, 'nothing of it was run');
    });

    /** Writes the whole table; returns what was reported, by attribute and value. */
    async function write(figure: Figure, set: (name: string, attribute: string, text: string) => void, unset: (name: string, attribute: string) => void): Promise<Map<string, ErrorDetail>> {
      const reported = new Map<string, ErrorDetail>();
      let at = '';
      figure.addEventListener('ds-error', ({ detail }) => reported.set(`${at} ${detail.attribute ?? ''}`, detail));
      for (const [name, spec] of specs) {
        const attribute = attributeOf(name, spec);
        if (spec.kind === 'boolean') continue;
        for (const [row, text] of table.entries()) {
          at = `${row}`;
          set(name, attribute, text);
          await settled(figure);
          const detail = reported.get(`${row} ${attribute}`);
          if (strict.includes(spec.kind) && never.includes(text)) assert.ok(detail, `${attribute}="${text.slice(0, 20)}" was reported`);
          if (!detail) continue;
          assert.equal(detail.attribute, attribute);
          assert.equal(detail.recoverable, true);
          const shown = messagesOf(figure).find((message) => message.includes(`${attribute}="`));
          assert.ok(shown, `${attribute}="${text.slice(0, 20)}" is told on the page`);
          assert.ok(shown.includes(text.slice(0, 8)), `${shown} names the value`);
          assert.match(shown, / is not .+; .+ (?:is|are) used|: .+; .+/, 'what is allowed, and what holds');
          assert.ok(shown.length < 600, `${shown.length} characters`);
        }
        unset(name, attribute);
        await figure.updateComplete;
      }
      return reported;
    }

    it('any attribute may hold anything: message on the page, event, and one warning each', async function () {
      this.timeout(40_000);
      const first = figureIn(put(`<${tag} paused view="2d"></${tag}>`));
      await first.ready;
      const lines = await warningsOf(async () => {
        const reported = await write(first, (_, attribute, text) => first.setAttribute(attribute, text), (_, attribute) => first.removeAttribute(attribute));
        assert.ok(reported.size > 40, `${reported.size} reported`);
      });
      assert.equal(new Set(lines).size, lines.length, 'no line twice');
      for (const line of lines) assert.ok(line.startsWith(`${tag}: `), line);
      for (const [name, spec] of specs) if (strict.includes(spec.kind)) assert.ok(lines.some((line) => line.includes(`${attributeOf(name, spec)}="`)), `${name} was warned of`);
      const reasons = lines.map((line) => /^\S+ (\S+?)=".*?" is not (.*); /s.exec(line)).filter((match) => match !== null).map(([, attribute, allowed]) => `${attribute} ${allowed}`);
      assert.ok(reasons.length > 20);

      const second = figureIn(put(`<${tag} paused view="2d"></${tag}>`));
      await second.ready;
      const again = await warningsOf(async () => {
        await write(second, (_, attribute, text) => second.setAttribute(attribute, text), (_, attribute) => second.removeAttribute(attribute));
      });
      assert.deepEqual(again, [], 'the same on another figure is on the page, not on the console again');
      second.reset();
      assert.equal(second.act('crash', node).ok, true, 'it works');
      assert.deepEqual(messagesOf(second), []);
    });

    it('any property may be given anything', async function () {
      this.timeout(40_000);
      const figure = figureIn(put(`<${tag} paused view="2d"></${tag}>`));
      await figure.ready;
      await warningsOf(async () => {
        const reported = await write(figure, (name, _, text) => assign(figure, name, text), (name) => assign(figure, name, null));
        assert.ok(reported.size > 40, `${reported.size} reported`);
        for (const [name] of specs) for (const value of [-1, 1e21, NaN, -Infinity, 1e9, undefined, null, {}, [], Symbol('s')]) assign(figure, name, value);
        await figure.updateComplete;
        for (const [name] of specs) assign(figure, name, null);
        assign(figure, 'paused', true);
        await figure.updateComplete;
      });
      figure.reset();
      assert.equal(figure.act('crash', node).ok, true, 'it works');
    });

    it('a message can be seen: it has a place and a colour', async () => {
      const figure = figureIn(put(`<${tag} paused view="2d"></${tag}>`));
      await figure.ready;
      await warningsOf(async () => {
        figure.setAttribute('speed', 'sideways');
        await figure.updateComplete;
      });
      const item = inside(figure).querySelector('.error li');
      assert.ok(item);
      const { width, height } = item.getBoundingClientRect();
      assert.ok(width > 100 && height > 12, `${width} × ${height}`);
      assert.equal(getComputedStyle(item).visibility, 'visible');
      assert.match(item.textContent ?? '', /speed="sideways" is not a.*0\.1.*16.*; 1 is used/s);
    });

    it('an address that cannot be read is told, and the run of the attributes stays', async () => {
      const figure = figureIn(put(`<${tag} paused view="2d"></${tag}>`));
      await figure.ready;
      const { hash } = figure.snapshot();
      await warningsOf(async () => {
        for (const src of ['data:text/plain,nonsense', 'javascript:document.documentElement.dataset.ran=1', 'ftp://x', `data:application/json,${encodeURIComponent(JSON.stringify({ tag: 'ds-other' }))}`]) {
          const told = new Promise<ErrorDetail>((resolve) => figure.addEventListener('ds-error', ({ detail }) => resolve(detail), { once: true }));
          figure.setAttribute('src', src);
          const { code, attribute } = await told;
          assert.equal(`${code} ${attribute ?? ''}`, 'bad-source src', src);
          assert.equal(figure.snapshot().hash, hash);
        }
      });
    });

    it('children that say nothing usable are left out, and one message says so', async () => {
      const box = document.createElement('div');
      const figure = document.createElement(tag) as HTMLElement as Figure;
      figure.setAttribute('paused', '');
      figure.setAttribute('view', '2d');
      for (const text of table) {
        for (const name of ['ds-at', 'ds-note', 'div']) {
          const child = document.createElement(name);
          const prefix = name === 'div' ? 'data-ds-' : '';
          if (prefix) child.dataset['ds'] = text === '' ? 'at' : text === '-1' ? 'note' : text.slice(0, 200);
          child.setAttribute(`${prefix}time`, text);
          child.setAttribute(`${prefix}until`, text);
          child.setAttribute(`${prefix}do`, text);
          child.setAttribute(`${prefix}target`, text);
          child.textContent = text.slice(0, 5000);
          figure.append(child);
        }
      }
      box.append(figure);
      const lines = await warningsOf(async () => {
        put('').append(box);
        await figure.ready;
        figure.seek(3000);
        await figure.updateComplete;
      });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(messagesOf(figure).length >= 1);
      assert.equal(figure.currentTime, 3000);
      assert.equal(inside(figure).querySelector('img, script'), null);
    });

    it('commands that cannot be obeyed change nothing, and an unknown node is refused by name', async () => {
      const figure = figureIn(put(`<${tag} paused view="2d"></${tag}>`));
      await figure.ready;
      const { hash } = figure.snapshot();
      await warningsOf(async () => {
        for (const text of [...table, 'crash nobody', 'crash "', 'seek never', 'step 1e9x', 'no-such-thing', `crash ${markup}`, `set name=__proto__ value=1`, `set name=seed value=2`]) {
          figure.dispatchEvent(Object.assign(new Event('command'), { command: `--${text}` }));
          assert.equal(figure.snapshot().hash, hash, text.slice(0, 40));
        }
        await figure.updateComplete;
      });
      assert.equal(figure.snapshot().hash, hash);
      for (const [action, target] of [['crash', 'nobody'], ['recover', 'n99'], ['crash', '__proto__'], ['crash', '']] as const) {
        const result = figure.act(action, target);
        assert.ok(!result.ok && result.reason.length > 5, `${action} ${target}`);
        if (target.length > 1) assert.ok(result.reason.includes(target), `${action} ${target}: ${result.reason}`);
      }
      const far = figure.act('crash', long);
      assert.ok(!far.ok && far.reason.length < 600);
      assert.equal(figure.snapshot().hash, hash, 'refusals leave no trace');
    });
  });
}
