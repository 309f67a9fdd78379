/** Every event that a scenario brings about is told in a whole sentence. */
import { commonWords } from '../../src/elements/base/common.strings.ts';
import { addStrings, translator } from '../../src/elements/base/strings.ts';
import { assert } from '../assert.ts';
import { conceptOf, runOf, slugs } from '../golden.ts';

describe('events', () => {
  for (const slug of slugs) {
    it(`of ${slug} are known, and have a sentence each`, async function () {
      this.timeout(30_000);
      const concept = await conceptOf(slug);
      const panels = await concept.panels?.();
      addStrings('en', { ...commonWords, ...concept.strings, ...panels?.strings });
      const text = translator('en');
      const types = new Set<string>();
      for (const [scenario, { untilMs }] of concept.scenarios) {
        const run = runOf(concept, { scenario, seed: '1' });
        for (const event of run.advance(Math.min(untilMs ?? Infinity, 60 * concept.pace), () => false).events) {
          types.add(event.type);
          const spec = concept.events.get(event.type) ?? assert.fail(`${scenario}: ${event.type}`);
          const said = spec.say?.(event, text, (id) => id) ?? event.type;
          assert.ok(!said.includes('{') && !/\b[a-z-]+\.say\./.test(said), `${scenario}, ${event.type}: ${said}`);
        }
      }
      assert.ok(types.size > 2, [...types].join());
    });
  }
});
