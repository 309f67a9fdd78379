/**
 * Placement on a ring of 2^32 positions, after Karger et al. (1997) and, with several tokens a server, DeCandia et al.,
 * "Dynamo" (2007), §4.2. Pure: servers in, owners out.
 */
import { hash32 } from './hashes.ts';
import type { HashName } from './hashes.ts';

/** Size of the circle. A position is a 32-bit hash; its share of the circle is position / 2^32. */
export const circle = 4294967296;
/** Most tokens in all. */
export const tokenLimit = 16384;
/** Largest server number: owners are kept in 16 bits. */
export const numberLimit = 65535;

/** A server as placement sees it. Ids are `s` and a number from 1, never reused. */
export interface Member {
  readonly number: number;
  /** > 0. */
  readonly weight: number;
  /** Its tokens: `vnodes × weight`, rounded, at least 1. */
  readonly tokens: number;
  /** Position of its single token, 0 up to 1, instead of hashed ones; null when hashed. */
  readonly pinned: number | null;
}

/** Tokens sorted by position; equal positions: lower server first. Never changes after it is built. */
export interface Ring {
  readonly positions: Uint32Array;
  /** Server number of each token. */
  readonly owners: Uint16Array;
}

/** Places all tokens: token i of server s1 hashes the UTF-8 text `s1#i`. */
export function buildRing(members: readonly Member[], hash: HashName): Ring {
  const count = members.reduce((sum, { tokens, pinned }) => sum + (pinned === null ? tokens : 1), 0);
  // Position and server in one double, exact below 2^53: a numeric sort of typed data, no objects.
  const tokens = new Float64Array(count);
  let at = 0;
  for (const { number, tokens: own, pinned } of members) {
    for (let i = 0; i < (pinned === null ? own : 1); i += 1) {
      const position = pinned === null ? hash32(hash, `s${number}#${i}`) : Math.floor(pinned * circle);
      tokens[at] = position * 65536 + number;
      at += 1;
    }
  }
  tokens.sort();
  const positions = new Uint32Array(count);
  const owners = new Uint16Array(count);
  for (let n = 0; n < count; n += 1) {
    const position = Math.floor(tokens[n]! / 65536);
    positions[n] = position;
    owners[n] = tokens[n]! - position * 65536;
  }
  return { positions, owners };
}

/** Index of the first token at or after a position, clockwise; −1 on an empty ring. O(log tokens). */
export function tokenAt(ring: Ring, position: number): number {
  const { positions } = ring;
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return low < positions.length ? low : positions.length === 0 ? -1 : 0;
}

/** The first `replicas` distinct servers clockwise from a position, after those given. Fewer when there are fewer servers. */
export function preferenceList(ring: Ring, position: number, replicas: number, ...before: readonly number[]): number[] {
  const owners = [...before];
  const start = tokenAt(ring, position);
  for (let step = 0; start >= 0 && step < ring.owners.length && owners.length < replicas; step += 1) {
    const owner = ring.owners[(start + step) % ring.owners.length]!;
    if (!owners.includes(owner)) owners.push(owner);
  }
  return owners;
}

/** Length of the circle that each server owns, in positions; all together exactly 2^32 on a ring that is not empty. */
export function ownedLengths(ring: Ring): Map<number, number> {
  const lengths = new Map<number, number>();
  const { positions, owners } = ring;
  for (let at = 0; at < positions.length; at += 1) {
    const before = at === 0 ? positions[positions.length - 1]! - circle : positions[at - 1]!;
    const owner = owners[at]!;
    lengths.set(owner, (lengths.get(owner) ?? 0) + positions[at]! - before);
  }
  return lengths;
}

/** Owner of every key on the ring; 0 = nobody. */
export function ringOwners(ring: Ring, hashes: Uint32Array): Uint16Array {
  return Uint16Array.from(hashes, (hash) => {
    const token = tokenAt(ring, hash);
    return token === -1 ? 0 : ring.owners[token]!;
  });
}
