import { assert } from '../../../test/assert.ts';
import { Stream } from '../kernel/random.ts';
import { clockOf, clockText, compareClocks, emptyClock, mergeClocks } from '../kernel/vector-clock.ts';
import type { Settling, Version } from './version.ts';
import { absorb, shown, versionRules } from './version.ts';

const version = (value: string, node: string, clock: [string, number][], counter: number, timestampUs = counter): Version =>
  ({ value, writes: [counter], counter, node, clock: clockOf(clock), timestampUs });

const text = (versions: readonly Version[]): string => versions.map(({ value, clock }) => `${value} ${clockText(clock)}`).join(' | ');

/** Writes at three nodes, each of which has seen some of those before. */
function written(random: Stream): Version[] {
  const made = new Map<string, number>();
  const versions: Version[] = [];
  for (let at = 1; at <= 6; at += 1) {
    const node = `n${random.integer(1, 3)}`;
    const seen = versions.filter((each) => each.node === node || random.chance(0.3));
    made.set(node, (made.get(node) ?? 0) + 1);
    const clock = new Map(seen.reduce((joined, each) => mergeClocks(joined, each.clock), emptyClock)).set(node, made.get(node) ?? 0);
    const above = (pick: (each: Version) => number): number => 1 + Math.max(0, ...seen.map(pick));
    versions.push({ value: String(at), writes: [at], node, clock, counter: above((each) => each.counter), timestampUs: Math.max(random.integer(0, 20), above((each) => each.timestampUs)) });
  }
  return versions;
}

describe('A copy', () => {
  it('comes to the same whatever the order in which versions reach it, and however often', () => {
    for (const settling of ['order', 'lww', 'siblings', 'merge'] as const satisfies readonly Settling[]) {
      for (let seed = 1; seed <= 300; seed += 1) {
        const random = Stream.named(seed, settling);
        const versions = written(random);
        const expected = absorb([], versions, settling, versionRules).versions;
        for (let trial = 0; trial < 4; trial += 1) {
          let held: readonly Version[] = [];
          const left = [...versions, ...versions.slice(0, 2)];
          while (left.length > 0) {
            const [next] = left.splice(random.integer(0, left.length - 1), 1);
            // Some reach it by way of another copy, settled there already.
            const relayed = random.chance(0.4) ? absorb([], [next!, ...left.slice(0, 2)], settling, versionRules).versions : [next!];
            held = absorb(held, relayed, settling, versionRules).versions;
          }
          assert.equal(text(held), text(expected), `${settling}, seed ${seed}`);
        }
      }
    }
  });

  it('keeps siblings exactly when their clocks are concurrent, and one that has seen both replaces them', () => {
    const [a, b] = [version('a', 'n1', [['n1', 1]], 1), version('b', 'n2', [['n2', 1]], 1)];
    const both = absorb([a], [b], 'siblings', versionRules);
    assert.equal(both.versions.length, 2);
    assert.equal(both.conflicts.length, 1);
    assert.equal(compareClocks(a.clock, b.clock), 'concurrent');
    const next = version('c', 'n1', [['n1', 2], ['n2', 1]], 2);
    assert.equal(text(absorb(both.versions, [next], 'siblings', versionRules).versions), text([next]));
  });

  it('does not bring back a replaced value by way of an older merge', () => {
    const [three, six] = [version('3', 'n3', [['n3', 1]], 1), version('6', 'n2', [['n2', 1]], 1)];
    const seven = version('7', 'n3', [['n3', 2]], 2);
    const late = absorb(absorb([three], [six], 'merge', versionRules).versions, [seven], 'merge', versionRules).versions;
    assert.equal(shown(late, 'merge', versionRules).map(({ value }) => value).join(), '6,7');
  });
});
