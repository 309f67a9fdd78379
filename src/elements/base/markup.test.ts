import { assert } from '../../../test/assert.ts';
import { parseCommands } from './commands.ts';
import { elementMarkup, pinned, scriptMarkup } from './markup.ts';
import type { Figured } from './markup.ts';
import type { SettingSpec } from './settings.ts';

const specs = new Map<string, SettingSpec>([
  ['seed', { kind: 'string', fallback: '1', change: 'restart' }], ['scenario', { kind: 'enum', fallback: 'default', words: ['default', 'dark'], change: 'restart' }],
  ['time', { kind: 'duration', fallback: 0, change: 'view' }], ['paused', { kind: 'boolean', change: 'view' }],
  ['beacons', { kind: 'integer', fallback: 5, change: 'live' }], ['preBlink', { kind: 'boolean', change: 'live' }],
  ['interval', { kind: 'duration', fallback: 500, change: 'live' }], ['loss', { kind: 'share', fallback: 0, change: 'live' }], ['label', { kind: 'string', fallback: '', change: 'view' }],
]);
const usual = { seed: '1', scenario: 'default', beacons: 5, preBlink: false, interval: 500, loss: 0, label: '' };
const figured = (more: Partial<Figured> = {}): Figured => ({ tag: 'ds-toy', specs, settings: usual, scenario: undefined, actions: [], ownActions: [], notes: [], timeMs: 0, playing: true, text: '', ...more });

describe('a run as markup', () => {
  it('is a bare tag where nothing differs from the defaults', () => {
    assert.equal(elementMarkup(figured()), '<ds-toy>\n</ds-toy>');
  });

  it('names what differs, in the grammar of attributes, with the opening tag alone on its line', () => {
    const settings = { ...usual, seed: 'a "b" <c>', preBlink: true, interval: 1200, loss: 1e-7, label: 'x & y' };
    assert.equal(elementMarkup(figured({ settings, timeMs: 1234.567, playing: false, text: 'Two < three' })), [
      '<ds-toy seed="a &quot;b&quot; &lt;c&gt;" pre-blink interval="1.2s" loss="0.0000001" label="x &amp; y" time="1234.567ms" paused>', 'Two &lt; three', '</ds-toy>',
    ].join('\n'));
  });

  it('leaves to the scenario what is the scenario’s, and says where the author differs from it', () => {
    const scenario = { settings: { beacons: 3 }, actions: [{ timeMs: 5, action: 'crash', target: 'n1' }], stillMs: 0, seed: 7 };
    const settings = { ...usual, scenario: 'dark', seed: '7', beacons: 3 };
    const actions = [{ timeMs: 5, action: 'crash', target: 'n1' }, { timeMs: 5, action: 'crash', target: 'n1' }, { timeMs: 900, action: 'recover' }];
    assert.equal(elementMarkup(figured({ scenario, settings, actions, ownActions: scenario.actions })), [
      '<ds-toy scenario="dark">', '  <ds-at time="5ms" do="crash" target="n1"></ds-at>', '  <ds-at time="900ms" do="recover"></ds-at>', '</ds-toy>',
    ].join('\n'));
    assert.equal(elementMarkup(figured({ scenario, settings: { ...settings, beacons: 5, seed: '1' } })), '<ds-toy seed="1" scenario="dark" beacons="5">\n</ds-toy>');
  });

  it('gives actions their arguments, as attributes where those are free, else in the command itself', () => {
    const action = { timeMs: 10, action: 'do-it', args: { loadFactor: 1.25, value: 'a "b"', time: 3, title: 'it\'s "so"; x=1', on: true } };
    const written = elementMarkup(figured({ actions: [action] }));
    assert.equal(written.split('\n')[1], '  <ds-at time="10ms" do="do-it time=3 title=&quot;it\'s &quot;\'&quot;\'&quot;so&quot;\'&quot;\'&quot;; x=1&quot;" load-factor="1.25" value="a &quot;b&quot;" on="true"></ds-at>');
    const parsed = parseCommands('do-it time=3 title="it\'s "\'"\'"so"\'"\'"; x=1"');
    assert.deepEqual(parsed.ok && parsed.commands[0]?.args, { time: 3, title: 'it\'s "so"; x=1' });
  });

  it('keeps captions', () => {
    assert.equal(elementMarkup(figured({ notes: [{ fromMs: 0, untilMs: 2000, text: 'a < b' }, { fromMs: 5, untilMs: Infinity, text: 'c' }] })).split('\n').slice(1, 3).join(), '  <ds-note time="0ms" until="2s">a &lt; b</ds-note>,  <ds-note time="5ms">c</ds-note>');
  });

  it('pins the file of the library by the checksum that lies beside it, where there is one', async () => {
    const sum = `sha384-${'aB3+'.repeat(16)}`;
    const asked: string[] = [];
    const load = (sums: { readonly [file: string]: string }) => (address: string) => {
      asked.push(address);
      return Promise.resolve({ sums });
    };
    const tag = { src: 'https://a.test/v1/cdn/ds-elements.js', module: true, integrity: '', crossOrigin: null };
    assert.deepEqual(await pinned(tag, load({ 'ds-elements.js': sum })), { ...tag, integrity: sum, crossOrigin: 'anonymous' });
    const single = { ...tag, src: 'https://a.test/v1/cdn/elements/hash-ring.js' };
    assert.equal((await pinned(single, load({ 'elements/hash-ring.js': sum }))).integrity, sum);
    assert.deepEqual(asked, ['https://a.test/v1/cdn/integrity.js', 'https://a.test/v1/cdn/integrity.js']);
    assert.deepEqual(await pinned(tag, load({ 'ds-elements.js': 'sha384-" onload=' })), tag, 'nothing but a checksum');
    assert.deepEqual(await pinned(tag, load({})), tag);
    assert.deepEqual(await pinned(tag, () => Promise.reject(new TypeError('not there'))), tag);
    const own = { ...tag, integrity: 'sha384-own' };
    assert.equal(await pinned(own, () => assert.fail('it is there already')), own);
  });

  it('loads the library as the page does, and says the version it was copied from', () => {
    assert.equal(scriptMarkup({ src: 'https://a.test/cdn/ds-elements.js', module: true, integrity: 'sha384-x', crossOrigin: 'anonymous' }), '<script type="module" src="https://a.test/cdn/ds-elements.js" integrity="sha384-x" crossorigin="anonymous" data-version="0.1.0"></script>');
    assert.match(scriptMarkup({ src: 'ds-elements.all.js', module: false, integrity: '', crossOrigin: null }), /^<script src="ds-elements\.all\.js" data-version=/);
  });
});
