/** Models come to the states on record, in Node and in browsers. */
import { assert } from '../assert.ts';
import { hashesOf } from '../golden.ts';
import type { GoldenRun } from '../golden.ts';
import { vectors } from '../vectors.ts';

describe('the models', () => {
  it('come to the state on record in every scenario', async () => {
    const { runs } = await vectors<{ readonly runs: readonly GoldenRun[] }>('golden-runs.json');
    assert.ok(runs.length >= 18);
    for (const run of runs) assert.deepEqual(hashesOf(run), run.hashes, `${run.slug} ${run.scenario}`);
  });

  it('come to another state from another seed, and from one action more', async () => {
    const { runs } = await vectors<{ readonly runs: readonly GoldenRun[] }>('golden-runs.json');
    for (const run of runs.filter(({ scenario }) => scenario === 'default')) {
      const last = run.hashes.at(-1);
      assert.notEqual(hashesOf({ ...run, seed: run.seed + 1 }).at(-1), last);
      assert.notEqual(hashesOf({ ...run, acts: [{ timeMs: 100, action: 'crash', target: run.slug === 'hash-ring' ? 's1' : 'n2' }] }).at(-1), last);
    }
  });
});
