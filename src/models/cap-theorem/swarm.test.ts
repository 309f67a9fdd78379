import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import type { VectorClock } from '../kernel/vector-clock.ts';
import { capTheorem } from './model.ts';
import type { Rules } from './rules.ts';
import { capRules } from './rules.ts';
import { capSwarm, runSwarm } from './swarm.ts';

/** What the sum of both clocks would be: higher than either has seen. */
const summed = (a: VectorClock, b: VectorClock): VectorClock => {
  const sum = new Map(a);
  for (const [node, count] of b) sum.set(node, (sum.get(node) ?? 0) + count);
  return sum;
};

const bugs: Record<string, Partial<Rules>> = {
  'a write that does not ask for the highest version first': { asksBeforeWriting: () => false },
  'quorums of R + W = N taken for overlapping': { overlaps: (read, write, replicas) => read + write >= replicas },
  'a quorum that is one short': { isEnough: (answers, needed) => answers >= Math.max(1, needed - 1) },
  'a read that answers before it repairs': { repairsBeforeAnswering: () => false },
  'a hint that is dropped': { keepsHint: () => false },
  'clocks merged by their sums': { merge: summed },
  'clocks that are merged to the first of them': { merge: (a) => a },
  'a last write that wins by node alone': { winsLast: (a, b) => a.node > b.node },
  'concurrent versions taken for older ones': { compare: (a, b) => (capRules.compare(a, b) === 'concurrent' ? 'before' : capRules.compare(a, b)) },
  'an ap node that refuses without its quorum': { answersAlone: () => false },
  'a highest version by node, not by counter': { isNewer: (a, b) => a.node > b.node || (a.node === b.node && a.counter > b.counter) },
};

describe('A replicated store under random faults', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures.map(({ message }) => message), []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  for (const [bug, rule] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      const failure = catches(capSwarm, capTheorem({ ...capRules, ...rule }), { schedules: 40, events: 1500 });
      assert.ok(failure !== null, 'it got away');
    });
  }
});
