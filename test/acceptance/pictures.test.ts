/** Pictures of every element in every scenario: fit to be painted, by the drawers that the element names. */
import type { Moment, Preview } from '../../src/elements/base/concept.ts';
import { addStrings, translator } from '../../src/elements/base/strings.ts';
import { allMarks } from '../../src/scene/flat/all-marks.ts';
import type { FlatMarks } from '../../src/scene/flat/marks.ts';
import { PictureBuilder } from '../../src/scene/picture.ts';
import type { Picture } from '../../src/scene/picture.ts';
import { assert } from '../assert.ts';
import { conceptOf, goldenRuns, runOf, slugs } from '../golden.ts';

const kindsOf = (marks: readonly FlatMarks[]): ReadonlySet<string> => new Set(marks.flatMap(({ kinds }) => kinds));

function drawn({ draw }: Pick<Preview<object, unknown>, 'draw'>, moment: Moment<unknown>): Picture {
  const builder = new PictureBuilder();
  draw(moment, builder);
  return builder.picture();
}

function check(picture: Picture, drawn: ReadonlySet<string>, where: string): void {
  for (const [kind, marks] of Object.entries(picture)) {
    if (!Array.isArray(marks) || marks.length === 0 || kind === 'labels') continue;
    assert.ok(drawn.has(kind), `${where}: nothing draws ${kind}`);
    const ids = (marks as readonly { readonly id: string }[]).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, `${where}: the same id twice among ${kind}: ${ids.find((id, at) => ids.indexOf(id) !== at)}`);
  }
}

describe('the pictures', () => {
  it('can hold no kind of mark that nobody draws', () => {
    const lists = Object.entries(new PictureBuilder().picture()).filter(([kind, marks]) => Array.isArray(marks) && kind !== 'labels');
    for (const [kind] of lists) assert.ok(kindsOf(allMarks).has(kind), kind);
  });

  for (const slug of slugs) {
    it(`of ${slug}, and its panels, give no word two meanings`, async () => {
      const concept = await conceptOf(slug);
      const { preview } = (await import(`../../src/elements/${slug}/${slug}.preview.ts`)) as { readonly preview: Preview<object, unknown> };
      const late = (await concept.panels?.())?.strings ?? {};
      for (const [key, words] of Object.entries(preview.strings)) assert.equal(concept.strings[key], words, key);
      for (const [key, words] of Object.entries(late)) assert.ok(!Object.hasOwn(concept.strings, key) || concept.strings[key] === words, key);
    });

    it(`of ${slug} are drawn whole in every scenario, wide and on phones`, async function () {
      this.timeout(60_000);
      const concept = await conceptOf(slug);
      const { preview } = (await import(`../../src/elements/${slug}/${slug}.preview.ts`)) as { readonly preview: Preview<object, unknown> };
      addStrings('en', concept.strings);
      const text = translator('en');
      for (const { scenario, seed, times } of await goldenRuns(slug)) {
        const run = runOf(concept, { scenario, seed });
        for (const time of times) {
          run.advance(time, () => false);
          for (const tall of [false, true]) {
            const moment: Moment<unknown> = { state: run.timeline.state, nowUs: run.timeline.nowUs, tall, usPerViewingMs: concept.pace, name: (id) => concept.defaultName(id, text), text, selected: null, settings: run.settings };
            check(drawn(concept, moment), kindsOf(concept.marks), `${scenario} at ${time} ms`);
            // What happens at 0 is left to the whole element.
            const acted = concept.scenarios.get(scenario)?.actions.some(({ timeMs }) => timeMs === 0);
            if (time === 0 && !acted && (preview.covers?.(run.settings) ?? true)) check(drawn(preview, moment), kindsOf(preview.marks), `the first picture of ${scenario}`);
          }
        }
      }
    });
  }
});
