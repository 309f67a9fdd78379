import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { VectorClock } from './clock.ts';
import { clockText, descends, joinClocks, noClock, relationOf, withCounter } from './clock.ts';

type Counts = Record<string, number>;
interface Case { a: Counts; b: Counts; relation: string; merge: Counts }

const clock = (counts: Counts): VectorClock => Object.entries(counts).reduce((made, [actor, counter]) => withCounter(made, actor, counter), noClock);

describe('Vector clocks of versions', () => {
  it('relate and join as riak_core does', async () => {
    const { cases } = await vectors<{ cases: Case[] }>('vector-clocks.json');
    assert.ok(cases.length >= 40);
    for (const { a, b, relation, merge } of cases) {
      assert.equal(relationOf(clock(a), clock(b)), relation, JSON.stringify([a, b]));
      assert.deepEqual(joinClocks(clock(a), clock(b)), clock(merge));
      assert.deepEqual(joinClocks(clock(b), clock(a)), clock(merge));
    }
  });

  it('tell the versions of the Dynamo paper apart', async () => {
    const { dynamoFigure3: { versions, facts } } = await vectors<{ dynamoFigure3: { versions: Record<string, Counts>; facts: [string, string, string][] } }>('vector-clocks.json');
    for (const [a, b, relation] of facts) assert.equal(relationOf(clock(versions[a]!), clock(versions[b]!)), relation, `${a} ${b}`);
  });

  it('are equal lists when they are equal, in whatever order they grew', () => {
    assert.deepEqual(clock({ n2: 1, n1: 3 }), clock({ n1: 3, n2: 1 }));
    assert.equal(clockText(clock({ n2: 1, n1: 3 })), 'n1:3 n2:1');
    assert.ok(descends(clock({ n1: 1 }), noClock) && !descends(noClock, clock({ n1: 1 })));
  });
});
