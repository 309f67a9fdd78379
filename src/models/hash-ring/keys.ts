import { pow } from '../kernel/exact-math.ts';
import type { RandomStream } from '../kernel/model.ts';
import { hash32 } from './hashes.ts';
import type { HashName } from './hashes.ts';

/** The keys of a run, in rank order: the first is asked for most often. Never changes after it is made. */
export interface KeySet {
  readonly names: readonly string[];
  /** Positions, 0 up to 1, that replace a key's hash. */
  readonly pinned: ReadonlyMap<string, number>;
  /** 32-bit hash of each key, or its pinned position. */
  readonly hashes: Uint32Array;
  /** Share of all requests that goes to each key; together 1. Equal without skew. */
  readonly popularity: Float64Array;
  /** Sum of the popularity up to and with each key, to draw one in O(log keys). */
  readonly upTo: Float64Array;
}

const first = ['user:123', 'tx:456', 'cart:9'];
const families = ['user', 'cart', 'tx', 'photo', 'order', 'session'];

/** Name of the key at a rank: a few known ones first, then every family in turn. */
export function keyName(rank: number): string {
  return first[rank] ?? `${families[rank % families.length]!}:${100 + ((rank * 37) % 90_000)}`;
}

/**
 * Makes keys.
 *
 * @param skew - Exponent of Zipf's law, 0–2: the key at rank r is asked for in proportion to 1 / r^skew. 0 = all alike.
 * @param pinned - Positions 0 up to 1 that replace a key's hash.
 */
export function makeKeys(names: readonly string[], hash: HashName, skew: number, pinned: ReadonlyMap<string, number>): KeySet {
  const hashes = Uint32Array.from(names, (name) => {
    const at = pinned.get(name);
    return at === undefined ? hash32(hash, name) : Math.floor(at * 4294967296);
  });
  const popularity = Float64Array.from(names, (_, rank) => 1 / pow(rank + 1, skew));
  const sum = popularity.reduce((total, weight) => total + weight, 0);
  let passed = 0;
  const upTo = popularity.map((weight) => (passed += weight) / sum);
  return { names, pinned, hashes, popularity: popularity.map((weight) => weight / sum), upTo };
}

/** Draws the index of a key by popularity; −1 when there are none. */
export function drawKey(keys: KeySet, random: RandomStream): number {
  const drawn = random.next();
  let low = 0;
  let high = keys.names.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys.upTo[middle]! <= drawn) low = middle + 1;
    else high = middle;
  }
  return high < 0 ? -1 : low;
}

const ranks = new WeakMap<KeySet, ReadonlyMap<string, number>>();

/** Index of a key by its name; −1 of a stranger. */
export function rankOf(keys: KeySet, name: string): number {
  const known = ranks.get(keys) ?? new Map(keys.names.map((each, rank) => [each, rank]));
  ranks.set(keys, known);
  return known.get(name) ?? -1;
}
