import { assert } from '../../../test/assert.ts';
import { Stream } from '../kernel/random.ts';
import { keyName, makeKeys } from './keys.ts';
import { moduloOwners } from './algorithms/modulo.ts';
import { buildRing, circle, ownedLengths, preferenceList, ringOwners, tokenAt } from './ring.ts';
import type { Member, Ring } from './ring.ts';

const members = (count: number, tokens: number, first = 1): Member[] => Array.from({ length: count }, (_, n) => ({ number: first + n, weight: 1, tokens, pinned: null }));
const keys = makeKeys(Array.from({ length: 10_000 }, (_, rank) => keyName(rank)), 'murmur3', 0, new Map());

/** The first token clockwise, found by going through all. */
function obvious({ positions, owners }: Ring, position: number): number {
  const at = positions.findIndex((token) => token >= position);
  return owners[at < 0 ? 0 : at]!;
}

/** Server numbers far apart give each ring its own tokens. */
const rings = (count: number, servers: number, tokens: number): Ring[] => Array.from({ length: count }, (_, n) => buildRing(members(servers, tokens, 1 + n * servers), 'murmur3'));

describe('Placement on the ring', () => {
  it('finds the owner that a search of all tokens finds', () => {
    const random = Stream.named(7, 'positions');
    for (const ring of [...rings(10, 5, 8), buildRing(members(1, 1), 'fnv1a')]) {
      const positions = [0, circle - 1, ...ring.positions, ...Array.from({ length: 200 }, () => random.integer(0, circle - 1))];
      for (const position of positions) assert.equal(ring.owners[tokenAt(ring, position)], obvious(ring, position));
    }
    assert.equal(tokenAt(buildRing([], 'murmur3'), 5), -1);
  });

  it('gives a key at a token to it, and of equal tokens to the lower server', () => {
    const ring = buildRing([{ number: 9, weight: 1, tokens: 1, pinned: 0.5 }, { number: 2, weight: 1, tokens: 1, pinned: 0.5 }, { number: 1, weight: 1, tokens: 1, pinned: 0.75 }], 'murmur3');
    assert.equal(ring.owners[tokenAt(ring, circle / 2)], 2);
    assert.equal(ring.owners[tokenAt(ring, circle / 2 + 1)], 1);
  });

  it('shares out the whole circle', () => {
    for (const ring of [...rings(20, 7, 16), ...rings(3, 1, 1)]) assert.equal([...ownedLengths(ring).values()].reduce((a, b) => a + b, 0), circle);
  });

  it('prefers distinct servers, the owner first', () => {
    const [ring] = rings(1, 5, 8) as [Ring];
    for (const hash of keys.hashes.slice(0, 500)) {
      const list = preferenceList(ring, hash, 3);
      assert.equal(new Set(list).size, 3);
      assert.equal(list[0], obvious(ring, hash));
    }
    assert.equal(preferenceList(ring, 0, 7).length, 5);
  });

  it('moves keys only to a newcomer, about 1/(N+1) of them, and back when it leaves', () => {
    for (const tokens of [1, 8, 128]) {
      const before = ringOwners(buildRing(members(4, tokens), 'murmur3'), keys.hashes);
      const after = ringOwners(buildRing(members(5, tokens), 'murmur3'), keys.hashes);
      const moved = [...after.keys()].filter((key) => before[key] !== after[key]);
      for (const key of moved) assert.equal(after[key], 5);
      if (tokens === 128) assert.ok(Math.abs(moved.length / 10_000 - 0.2) < 0.08, `${moved.length}`);
    }
  });

  it('moves N/(N+1) of the keys by hash mod N', () => {
    const before = moduloOwners(members(4, 1), keys.hashes);
    const after = moduloOwners(members(5, 1), keys.hashes);
    const share = before.filter((owner, key) => owner !== after[key]).length / 10_000;
    assert.ok(Math.abs(share - 0.8) < 4 * Math.sqrt(0.8 * 0.2 / 10_000), `${share}`);
  });

  it('spreads load as random tokens do', () => {
    const table = [[4, 1, 2.1], [4, 8, 1.39], [4, 16, 1.27], [4, 64, 1.13], [8, 1, 2.7], [8, 8, 1.55], [8, 16, 1.39], [8, 64, 1.18]] as const;
    for (const [servers, tokens, expected] of table) {
      const loads = rings(400, servers, tokens).map((ring) => [...ownedLengths(ring).values()].map((length) => (length / circle) * servers));
      const most = loads.map((load) => Math.max(...load));
      const mean = most.reduce((a, b) => a + b, 0) / 400;
      const deviation = Math.sqrt(most.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
      // The table is itself a mean over 400 rings, rounded to 0.01.
      assert.ok(Math.abs(mean - expected) < 4 * deviation * Math.sqrt(2 / 400) + 0.005, `${servers} × ${tokens}: ${mean}, not ${expected}`);
      const variances = loads.map((load) => load.reduce((sum, value) => sum + (value - 1) ** 2, 0) / servers);
      const variance = variances.reduce((a, b) => a + b, 0) / 400;
      const error = Math.sqrt(variances.reduce((sum, value) => sum + (value - variance) ** 2, 0) / 399 / 400);
      const law = (servers - 1) / (servers * tokens + 1);
      assert.ok(Math.abs(variance - law) < 4 * error, `${servers} × ${tokens}: ${Math.sqrt(variance)}, not ${Math.sqrt(law)}`);
    }
  });

  it('names every key differently', () => assert.equal(new Set(keys.names).size, 10_000));
});
