/** Hash functions of 64 bits, of UTF-8 bytes. */
import { utf8 } from './fnv.ts';

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => u64(value << by) | (value >> (64n - by));

/** So many bytes from `at` on, little-endian; none past the end. */
function read(bytes: Uint8Array, at: number, count: number): bigint {
  let value = 0n;
  for (let n = Math.min(bytes.length, at + count) - 1; n >= at; n -= 1) value = (value << 8n) | BigInt(bytes[n]!);
  return value;
}

const c1 = 0x87c37b91114253d5n;
const c2 = 0x4cf5ad432745937fn;

function finish(value: bigint): bigint {
  let mixed = value;
  for (const factor of [0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n]) mixed = u64((mixed ^ (mixed >> 33n)) * factor);
  return mixed ^ (mixed >> 33n);
}

/** First 64 bits of MurmurHash3 x64 128 by Appleby, seed 0. */
export function murmur3x64(text: string): bigint {
  const bytes = utf8(text);
  const length = BigInt(bytes.length);
  const low = (at: number): bigint => u64(rotate(u64(read(bytes, at, 8) * c1), 31n) * c2);
  const high = (at: number): bigint => u64(rotate(u64(read(bytes, at + 8, 8) * c2), 33n) * c1);
  let first = 0n;
  let second = 0n;
  const whole = bytes.length - (bytes.length % 16);
  for (let at = 0; at < whole; at += 16) {
    first = u64((rotate(first ^ low(at), 27n) + second) * 5n + 0x52dce729n);
    second = u64((rotate(second ^ high(at), 31n) + first) * 5n + 0x38495ab5n);
  }
  // Of what is missing nothing is read, and the product of nothing is nothing.
  second ^= high(whole) ^ length;
  first = u64((first ^ low(whole) ^ length) + second);
  second = u64(second + first);
  return u64(finish(first) + finish(second));
}

const primes = [11400714785074694791n, 14029467366897019727n, 1609587929392839161n, 9650029242287828579n, 2870177450012600261n] as const;

const round = (sum: bigint, word: bigint): bigint => u64(rotate(u64(sum + word * primes[1]), 31n) * primes[0]);

/** XXH64 by Collet. */
export function xxh64(text: string, seed = 0n): bigint {
  const bytes = utf8(text);
  let at = 0;
  let hash = u64(seed + primes[4]);
  if (bytes.length >= 32) {
    const sums = [u64(seed + primes[0] + primes[1]), u64(seed + primes[1]), seed, u64(seed - primes[0])];
    for (; at + 32 <= bytes.length; at += 32) sums.forEach((sum, lane) => { sums[lane] = round(sum, read(bytes, at + lane * 8, 8)); });
    hash = u64([1n, 7n, 12n, 18n].reduce((all, by, lane) => all + rotate(sums[lane]!, by), 0n));
    for (const sum of sums) hash = u64((hash ^ round(0n, sum)) * primes[0] + primes[3]);
  }
  hash = u64(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) hash = u64(rotate(hash ^ round(0n, read(bytes, at, 8)), 27n) * primes[0] + primes[3]);
  if (at + 4 <= bytes.length) {
    hash = u64(rotate(hash ^ u64(read(bytes, at, 4) * primes[0]), 23n) * primes[1] + primes[2]);
    at += 4;
  }
  for (; at < bytes.length; at += 1) hash = u64(rotate(hash ^ u64(read(bytes, at, 1) * primes[4]), 11n) * primes[0]);
  hash = u64((hash ^ (hash >> 33n)) * primes[1]);
  hash = u64((hash ^ (hash >> 29n)) * primes[2]);
  return hash ^ (hash >> 32n);
}
