/** Models come to the states on record, in Node and in browsers. */
import { assert } from '../assert.ts';
import { conceptOf, goldenRuns, hashesOf, slugs } from '../golden.ts';

describe('the models', () => {
  for (const slug of slugs) {
    it(`of ${slug} come to the state on record in every scenario`, async function () {
      this.timeout(60_000);
      const concept = await conceptOf(slug);
      const runs = await goldenRuns(slug);
      assert.deepEqual(new Set(runs.map(({ scenario }) => scenario)), new Set(concept.scenarios.keys()), 'no scenario is missing');
      for (const run of runs) assert.deepEqual(hashesOf(concept, run), run.hashes, run.scenario);
    });

    it(`of ${slug} come to another state from another seed, and from one action more`, async () => {
      const concept = await conceptOf(slug);
      const runs = await goldenRuns(slug);
      const run = runs.find(({ scenario, acts }) => scenario === 'default' && acts.length === 0)!;
      const last = run.hashes.at(-1);
      assert.notEqual(hashesOf(concept, { ...run, seed: '4711' }).at(-1), last);
      const acts = runs.find(({ acts: done }) => done.length > 0)!.acts.slice(0, 1).map((act) => ({ ...act, timeMs: Math.min(act.timeMs, run.times.at(-1)!) }));
      assert.notEqual(hashesOf(concept, { ...run, acts }).at(-1), last);
    });
  }
});
