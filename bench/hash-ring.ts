/** How fast each algorithm of the ring places 10,000 keys on 64 servers of 256 tokens, and finds one. */
import { allWays } from '../src/models/hash-ring/algorithms/all.ts';
import type { Algorithm } from '../src/models/hash-ring/algorithms/index.ts';
import { keyName, makeKeys } from '../src/models/hash-ring/keys.ts';
import { tokenAt } from '../src/models/hash-ring/ring.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';

const keys = makeKeys(Array.from({ length: 10_000 }, (_, rank) => keyName(rank)), 'murmur3', 0, new Map());
const members = Array.from({ length: 64 }, (_, n) => ({ number: n + 1, weight: 1, tokens: 256, pinned: null }));
const given = { members, keys, hash: 'murmur3', loadFactor: 1.25, before: null } as const;

/** Look-ups of 10,000 positions on a ring of so many tokens, in ns each. */
function lookupTime(tokens: number): number {
  const { ring } = allWays.ring.place({ ...given, members: members.map((member) => ({ ...member, tokens: tokens / 64 })) });
  let sum = 0;
  const ms = median(20, () => { for (const hash of keys.hashes) sum += tokenAt(ring, hash); });
  return sum < 0 ? NaN : (ms * 1e6) / keys.hashes.length;
}

export function figures(): Figure[] {
  return [
    ...(Object.keys(allWays) as Algorithm[]).map((algorithm) => ({ name: `hash-ring: 10,000 keys on 64 servers × 256 by ${algorithm}`, value: median(20, () => { allWays[algorithm].place(given); }), unit: 'ms', goal: 50 })),
    { name: 'hash-ring: a look-up among 256 tokens', value: lookupTime(256), unit: 'ns' },
    { name: 'hash-ring: a look-up among 16,384 tokens, six halvings more', value: lookupTime(16_384), unit: 'ns' },
  ];
}
