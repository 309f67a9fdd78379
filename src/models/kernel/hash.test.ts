import { assert } from '../../../test/assert.ts';
import { fnv1a32, parseSeed, utf8 } from './fnv.ts';
import { hashOf } from './hash.ts';

describe('hashes of data', () => {
  it('are FNV-1a for texts (vectors of draft-eastlake-fnv, appendix C)', () => {
    for (const [text, value] of [['', 0x811c9dc5], ['a', 0xe40c292c], ['b', 0xe70c2de5], ['foobar', 0xbf9cf968]] as const) assert.equal(fnv1a32(text), value);
  });

  it('see texts as UTF-8', () => {
    assert.deepEqual([...utf8('aé€😀')], [0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]);
    assert.deepEqual([...utf8('\ud800')], [0xef, 0xbf, 0xbd]);
  });

  it('take numbers below 2^32 as seeds as they are, and other texts by their hash', () => {
    assert.equal(parseSeed('42'), 42);
    assert.equal(parseSeed('4294967295'), 4294967295);
    assert.equal(parseSeed('4294967296'), fnv1a32('4294967296'));
    assert.equal(parseSeed('tea'), fnv1a32('tea'));
    assert.equal(parseSeed('-1'), fnv1a32('-1'));
  });

  it('give in every engine the digits that they gave first', () => {
    assert.equal(hashOf({ b: [1, 2.5, -0, NaN, 'é', null, true], a: new Map([['k', new Set([1])]]), t: new Uint16Array([1, 2]) }), '6042e6e3aab3a915');
  });

  it('do not depend on the order in which fields were set, nor on fields that are undefined', () => {
    assert.equal(hashOf({ a: 1, b: { c: 2, d: 3 } }), hashOf({ b: { d: 3, c: 2, e: undefined }, a: 1 }));
  });

  it('tell apart what is not the same', () => {
    const values: unknown[] = [
      null, undefined, 0, 1, -1, 0.5, 1e300, NaN, Infinity, '', '0', 'null', true, false, [], {}, new Map(), new Set(), [[]], [0], ['a', 'b'], ['ab'],
      new Map([[1, 2]]), new Set([1, 2]), [1, 2], { a: 1 }, { b: 1 }, { a: '1' }, new Map([[2, 1]]), new Map([['a', new Map()]]), new Uint8Array([1, 2]), 2147483648, -2147483649,
    ];
    assert.equal(new Set(values.map(hashOf)).size, values.length);
  });

  it('change with any single bit of a long record', () => {
    const seen = new Set<string>();
    for (let at = 0; at < 256; at += 1) for (let bit = 0; bit < 31; bit += 1) seen.add(hashOf(Array.from({ length: 256 }, (_, n) => (n === at ? n ^ (1 << bit) : n))));
    assert.equal(seen.size, 256 * 31);
  });

  it('refuse what could hide state: functions, symbols, instances of classes', () => {
    class Box { readonly #inside = 1; get inside(): number { return this.#inside; } }
    for (const value of [() => 1, Symbol('s'), new Box(), new Date(0), { deep: [new Box()] }]) assert.throws(() => hashOf(value), TypeError);
  });
});
