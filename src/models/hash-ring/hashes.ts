import { fnv1a32, utf8 } from '../kernel/fnv.ts';

/** Hash functions a ring can use. All give 32 bits. */
export type HashName = 'murmur3' | 'fnv1a' | 'md5';

export const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** MurmurHash3 x86 32 by Appleby, of UTF-8 bytes. */
export const murmur3 = (text: string, seed = 0): number => {
  const bytes = utf8(text);
  return murmur3Of(bytes, bytes.length, seed);
};

/** The same of the first `length` bytes. */
export function murmur3Of(bytes: Uint8Array, length: number, seed = 0): number {
  const whole = length - (length % 4);
  let hash = seed;
  for (let at = 0; at < whole; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash ^= Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = length - 1; at >= whole; at -= 1) tail = (tail << 8) | bytes[at]!;
  if (whole < length) hash ^= Math.imul(rotate(Math.imul(tail, 0xcc9e2d51), 15), 0x1b873593);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** By name. MD5 comes with the model: see `md5.ts`. */
export const hashers = { murmur3: (text) => murmur3(text), fnv1a: fnv1a32 } as Record<HashName, (text: string) => number>;

/** 32-bit hash of a text. `md5` takes the first four bytes of the digest, little-endian, as ketama does. */
export const hash32 = (name: HashName, text: string): number => hashers[name](text);
