import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { ClockRelation, VectorClock } from './vector-clock.ts';
import { clockOf, clockText, compareClocks, descends, emptyClock, increment, mergeClocks } from './vector-clock.ts';

type Plain = Record<string, number>;
interface Vectors {
  dynamoFigure3: { versions: Record<string, Plain>; facts: [string, string, ClockRelation][] };
  cases: { a: Plain; b: Plain; relation: ClockRelation; merge: Plain }[];
}

const clock = (plain: Plain | undefined): VectorClock => clockOf(Object.entries(plain ?? {}));
const opposite = { before: 'after', after: 'before', equal: 'equal', concurrent: 'concurrent' } as const;

describe('Vector clocks', () => {
  let known: Vectors;
  before(async () => { known = await vectors<Vectors>('vector-clocks.json'); });

  it('relate and merge as those of riak_core', () => {
    for (const { a, b, relation, merge } of known.cases) {
      const is = `${JSON.stringify(a)} and ${JSON.stringify(b)}`;
      assert.equal(compareClocks(clock(a), clock(b)), relation, is);
      assert.equal(compareClocks(clock(b), clock(a)), opposite[relation], `${is}, the other way`);
      assert.equal(clockText(mergeClocks(clock(a), clock(b))), clockText(clock(merge)), is);
      assert.equal(clockText(mergeClocks(clock(b), clock(a))), clockText(clock(merge)), `${is}, the other way`);
      assert.ok(descends(mergeClocks(clock(a), clock(b)), clock(a)));
    }
  });

  it('relate the versions of figure 3 of the Dynamo paper', () => {
    const { versions, facts } = known.dynamoFigure3;
    for (const [a, b, relation] of facts) assert.equal(compareClocks(clock(versions[a]), clock(versions[b])), relation, `${a} to ${b}`);
  });

  it('are later than what they were incremented from, and change nothing in it', () => {
    const first = increment(emptyClock, 'n1');
    const second = increment(first, 'n2');
    assert.equal(compareClocks(second, first), 'after');
    assert.equal(compareClocks(increment(first, 'n1'), second), 'concurrent');
    assert.equal(clockText(first), 'n1:1');
    assert.equal(emptyClock.size, 0);
  });
});
