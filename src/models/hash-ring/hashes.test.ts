import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { jump } from './algorithms/jump.ts';
import { crc16, slotOf } from './algorithms/slots.ts';
import { murmur3x64, xxh64 } from '../kernel/hashes-64.ts';
import { hash32, murmur3 } from './hashes.ts';
import { md5Words } from './md5.ts';

interface HashVectors {
  otherHashes: { key: string; fnv1a32: number; murmur3x86_32: number; xxh64hex: string; cassandraToken: string; md5: string; ketama32: number }[];
  redisSlot: { key: string; slot: number }[];
  jump: { key: string; buckets: number; bucket: number }[];
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');

describe('Hash functions of the ring', () => {
  it('agree with the reference implementations on every recorded key', async () => {
    const { otherHashes } = await vectors<HashVectors>('hash-functions.json');
    assert.ok(otherHashes.length > 5);
    for (const { key, fnv1a32, murmur3x86_32, xxh64hex, md5, ketama32 } of otherHashes) {
      assert.equal(xxh64(key).toString(16).padStart(16, '0'), xxh64hex, key);
      assert.equal(hash32('murmur3', key), murmur3x86_32, key);
      assert.equal(hash32('fnv1a', key), fnv1a32, key);
      assert.equal(hash32('md5', key), ketama32, key);
      const digest = md5Words(key).map((word) => hex(word).match(/../g)!.reverse().join('')).join('');
      assert.equal(digest, md5, key);
    }
  });

  it('agree with Cassandra’s tokens, which take bytes of the last block as signed', async () => {
    const { otherHashes } = await vectors<HashVectors>('hash-functions.json');
    let agreed = 0;
    for (const { key, cassandraToken } of otherHashes) {
      const bytes = new TextEncoder().encode(key);
      // Only there the sign shows.
      if (bytes.slice(bytes.length - (bytes.length % 16)).some((byte) => byte > 127)) continue;
      assert.equal(BigInt.asIntN(64, murmur3x64(key)).toString(), cassandraToken, key);
      agreed += 1;
    }
    assert.ok(agreed > 100, `${agreed} keys`);
  });

  it('put keys into the slots that a Redis server names, hash tags included', async () => {
    const { redisSlot } = await vectors<HashVectors>('hash-functions.json');
    assert.ok(redisSlot.length > 100);
    for (const { key, slot } of redisSlot) assert.equal(slotOf(key), slot, key);
    assert.equal(crc16('123456789'), 0x31c3);
  });

  it('jump to the buckets on record', async () => {
    const { jump: recorded } = await vectors<HashVectors>('hash-functions.json');
    assert.ok(recorded.length > 20);
    for (const { key, buckets, bucket } of recorded) assert.equal(jump(BigInt(key), buckets), bucket, `${key} of ${buckets}`);
    assert.equal(jump(7n, 0), -1);
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
