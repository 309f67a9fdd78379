import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { hash32, md5Words, murmur3 } from './hashes.ts';

interface HashVectors { otherHashes: { key: string; fnv1a32: number; murmur3x86_32: number; md5: string; ketama32: number }[] }

const hex = (value: number): string => value.toString(16).padStart(8, '0');

describe('Hash functions of the ring', () => {
  it('agree with the reference implementations on every recorded key', async () => {
    const { otherHashes } = await vectors<HashVectors>('hash-functions.json');
    assert.ok(otherHashes.length > 5);
    for (const { key, fnv1a32, murmur3x86_32, md5, ketama32 } of otherHashes) {
      assert.equal(hash32('murmur3', key), murmur3x86_32, key);
      assert.equal(hash32('fnv1a', key), fnv1a32, key);
      assert.equal(hash32('md5', key), ketama32, key);
      const digest = md5Words(key).map((word) => hex(word).match(/../g)!.reverse().join('')).join('');
      assert.equal(digest, md5, key);
    }
  });

  it('give the published values', () => {
    for (const [text, seed, value] of [['hello', 0, '248bfa47'], ['hello, world', 0, '149bbb7f'], ['', 1, '514e28b7'], ['user:123', 0, '223e14da'], ['tx:456', 0, 'e5be6233']] as const) {
      assert.equal(hex(murmur3(text, seed)), value, text);
    }
    assert.equal((murmur3('user:123') / 2 ** 32).toFixed(6), '0.133760');
    assert.equal(hex(hash32('fnv1a', 'a')), 'e40c292c');
    assert.equal(hex(hash32('fnv1a', 'foobar')), 'bf9cf968');
  });
});
