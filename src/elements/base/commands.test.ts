import { assert } from '../../../test/assert.ts';
import { parseCommands } from './commands.ts';

describe('the grammar of commands', () => {
  it('reads an action, its target and its arguments', () => {
    assert.deepEqual(parseCommands('crash'), { ok: true, commands: [{ action: 'crash' }] });
    assert.deepEqual(parseCommands('crash leader'), { ok: true, commands: [{ action: 'crash', target: 'leader' }] });
    assert.deepEqual(parseCommands('slow n2 factor=2.5 for=2s'), { ok: true, commands: [{ action: 'slow', target: 'n2', args: { factor: 2.5, for: 2000 } }] });
  });

  it('keeps names and payloads as they are written', () => {
    assert.deepEqual(parseCommands('write key=007 value="a b"'), { ok: true, commands: [{ action: 'write', args: { key: '007', value: 'a b' } }] });
    assert.deepEqual(parseCommands('cut groups=n1,n2|n3'), { ok: true, commands: [{ action: 'cut', args: { groups: 'n1,n2|n3' } }] });
    assert.deepEqual(parseCommands(`crash 'Node "A"'`), { ok: true, commands: [{ action: 'crash', target: 'Node "A"' }] });
    assert.deepEqual(parseCommands('add load-factor=1.5'), { ok: true, commands: [{ action: 'add', args: { loadFactor: 1.5 } }] });
  });

  it('takes a setting by its attribute or its property, and leaves other names alone', () => {
    for (const name of ['partition-at', 'partitionAt']) {
      assert.deepEqual(parseCommands(`set name=${name} value=never`), { ok: true, commands: [{ action: 'set', args: { name: 'partitionAt', value: 'never' } }] });
    }
    assert.deepEqual(parseCommands('add name=cache-4'), { ok: true, commands: [{ action: 'add', args: { name: 'cache-4' } }] });
  });

  it('reads several, parted by semicolons that stand outside quotes', () => {
    assert.deepEqual(parseCommands('--seek 2s; --crash "a;b" ;'), { ok: true, commands: [{ action: 'seek', target: '2s' }, { action: 'crash', target: 'a;b' }] });
  });

  it('refuses what it cannot read, with a reason', () => {
    for (const text of ['', ' ; ', '123', 'crash a b', 'write "open', 'crash __proto__=1', '<script>', 'x'.repeat(5000), 'crash;'.repeat(33)]) {
      const parsed = parseCommands(text);
      assert.equal(parsed.ok, false, text.slice(0, 40));
    }
  });

  it('keeps names that mean something to JavaScript harmless', () => {
    const parsed = parseCommands('set constructor=1');
    assert.ok(parsed.ok);
    assert.deepEqual(Object.getPrototypeOf(parsed.commands[0]?.args), Object.prototype);
  });
});
