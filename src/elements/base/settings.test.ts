import { assert } from '../../../test/assert.ts';
import { attributeOf, coerceSetting, setting, Settings, settingsOf } from './settings.ts';
import type { SettingSpec } from './settings.ts';

const specs = new Map<string, SettingSpec>([
  ['servers', { kind: 'integer', fallback: 4, min: 0, max: 64, change: 'live' }],
  ['preVote', { kind: 'boolean', change: 'live' }],
  ['electionTimeout', { kind: 'pair', fallback: '150ms 300ms', min: 10, max: 60_000, change: 'live' }],
  ['until', { kind: 'duration', fallback: Infinity, never: true, change: 'view' }],
  ['weights', { kind: 'list', fallback: '1', number: { min: 0.1, max: 100, fallback: 1 }, change: 'live' }],
  ['algorithm', { kind: 'enum', fallback: 'ring', words: ['ring', 'modulo'], change: 'live' }],
  ['label', { kind: 'string', fallback: '', change: 'view' }],
]);

describe('settings', () => {
  it('name their attributes in kebab-case', () => {
    assert.equal(attributeOf('preVote', { kind: 'boolean', change: 'live' }), 'pre-vote');
    assert.equal(attributeOf('maxInflightMessages', { kind: 'boolean', change: 'live' }), 'max-inflight-messages');
  });

  it('hold the author’s value before the scenario’s, and that before the default', () => {
    const settings = new Settings(specs);
    assert.equal(settings.get('servers'), 4);
    settings.useScenario({ servers: 7, unknown: 1 });
    assert.equal(settings.get('servers'), 7);
    settings.writeText('servers', '9');
    assert.equal(settings.get('servers'), 9);
    settings.writeText('servers', null);
    assert.equal(settings.get('servers'), 7);
    settings.useScenario({});
    assert.equal(settings.get('servers'), 4);
  });

  it('fall back to the scenario where the author wrote what cannot be read, and tell it', () => {
    const settings = new Settings(specs);
    settings.useScenario({ servers: 7 });
    settings.writeText('servers', 'many');
    assert.equal(settings.get('servers'), 7);
    assert.deepEqual(settings.bad, [{ name: 'servers', attribute: 'servers', value: 'many', fault: 'syntax', used: 7 }]);
    settings.writeText('servers', '5');
    assert.deepEqual(settings.bad, []);
  });

  it('read assigned text as they read attributes', () => {
    const texts = ['5', '', ' 7 ', '1e3', '200', 'ring', 'MODULO', '1,2,3', 'x', '2s', '300ms 150ms', '[object Object]'];
    for (const [name, spec] of specs) {
      if (spec.kind === 'boolean') continue;
      for (const text of texts) {
        const [one, two] = [new Settings(specs), new Settings(specs)];
        one.writeText(name, text);
        two.writeValue(name, text);
        assert.deepEqual(two.values, one.values, `${name}="${text}"`);
        assert.deepEqual(two.bad, one.bad, `${name}="${text}"`);
      }
    }
  });

  it('take numbers, truth values and lists that scripts and frameworks assign', () => {
    const settings = new Settings(specs);
    settings.writeValue('servers', 6);
    settings.writeValue('weights', [1, 2, 0]);
    settings.writeValue('until', Infinity);
    assert.equal(settings.get('servers'), 6);
    assert.equal(settings.get('weights'), '1,2,0.1');
    assert.equal(settings.get('until'), Infinity);
    for (const [given, held] of [['', true], ['true', true], ['false', false], [true, true], [false, false], [0, false], [null, false], [undefined, false]] as const) {
      settings.writeValue('preVote', given);
      assert.equal(settings.get('preVote'), held, String(given));
    }
  });

  it('never throw, whatever is assigned', () => {
    const settings = new Settings(specs);
    const hostile = { toString(): string { throw new Error('no'); }, valueOf(): number { throw new Error('no'); } };
    for (const name of specs.keys()) {
      for (const value of [hostile, Symbol('x'), () => 1, NaN, -Infinity, 1e300, 10n ** 400n, [hostile], new Date(NaN), Object.create(null), 'x'.repeat(100_000)]) {
        settings.writeValue(name, value);
        assert.ok(settings.get(name) !== undefined);
      }
    }
  });

  it('keep one object of values until one of them changes', () => {
    const settings = new Settings(specs);
    const before = settings.values;
    assert.equal(settings.values, before);
    assert.equal(settings.writeText('servers', '4'), false, 'the default written out changes nothing');
    assert.equal(settings.writeText('servers', '5'), true);
    assert.notEqual(settings.values, before);
  });

  it('reach from a base class to those that extend it', () => {
    class Base { readSetting(): number { return 0; } writeSetting(): void { /* nothing to keep */ } }
    class Child extends Base {}
    setting({ kind: 'integer', fallback: 1, change: 'live' })(Base.prototype, 'one');
    setting({ kind: 'integer', fallback: 2, change: 'live' })(Child.prototype, 'two');
    assert.deepEqual([...settingsOf(Child).keys()], ['one', 'two']);
    assert.deepEqual([...settingsOf(Base).keys()], ['one']);
  });

  it('read items of lists of numbers one by one', () => {
    const spec = specs.get('weights');
    assert.ok(spec);
    assert.deepEqual(coerceSetting('1 x 500', spec), { value: '1,1,100', fault: 'syntax' });
  });
});
