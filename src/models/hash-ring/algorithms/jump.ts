/**
 * Jump consistent hash: Lamping and Veach, "A fast, minimal memory, consistent hash algorithm" (2014), over the first 64
 * bits of murmur3 x64 128 of the key. Buckets are the servers that live, in order of their numbers: only the last one can
 * come or go without moving keys of others.
 */
import { murmur3x64 } from '../../kernel/hashes-64.ts';
import type { KeySet } from '../keys.ts';
import { bare, difference, inOrder, someKeys } from './way.ts';
import type { Way } from './way.ts';

/** Bucket, 0 up to `buckets` − 1, of an unsigned 64-bit key; −1 without buckets. */
export function jump(key: bigint, buckets: number): number {
  let seed = key;
  let bucket = -1;
  let next = 0;
  while (next < buckets) {
    bucket = next;
    seed = BigInt.asUintN(64, seed * 2862933555777941757n + 1n);
    next = Math.floor((bucket + 1) * (2147483648 / (Number(seed >> 33n) + 1)));
  }
  return bucket;
}

const hashed = new WeakMap<KeySet, BigUint64Array>();

function hashesOf(keys: KeySet): BigUint64Array {
  const made = hashed.get(keys) ?? BigUint64Array.from(keys.names, murmur3x64);
  hashed.set(keys, made);
  return made;
}

export const jumpWay: Way = {
  of: 'keys',
  tokens: false,
  weighs: false,
  minimal: 'last',
  place: (given) => bare(given, Uint16Array.from(hashesOf(given.keys), (key) => given.members[jump(key, given.members.length)]?.number ?? 0)),
  find: ({ members }, _keys, key, _position, replicas) => ({ owners: inOrder(members, jump(murmur3x64(key), members.length), replicas), token: null, full: [] }),
  /**
   * Of N servers the one at place i, from 0, comes or goes: keys of the i before it stay, one in N of them each. Those after
   * it change their number, so their keys move, but for the keys that jumped from the last bucket to the one before.
   */
  predicted(before, after) {
    const one = difference(before, after);
    if (!one) return null;
    const { at, many } = one;
    return (many - at) / many - (at < many - 1 ? 1 / (many * (many - 1)) : 0);
  },
  wrong({ members, owners }, keys) {
    // With one bucket less a key is in the same one, unless it was in the last.
    const last = members.length - 1;
    for (const key of someKeys(keys)) {
      const bucket = members.findIndex(({ number }) => number === owners[key]);
      if (bucket < last && bucket !== jump(murmur3x64(keys.names[key]!), last)) return `${keys.names[key]} would leave s${owners[key]} without the last server`;
    }
    return null;
  },
};
