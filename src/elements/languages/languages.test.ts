import { assert } from '../../../test/assert.ts';
import { importers } from '../../loader/elements.ts';
import { languages } from '../base/languages.ts';
import { commonWords } from '../base/common.strings.ts';
import type { Strings } from '../base/strings.ts';
import { controlWords } from '../base/ui/controls/strings.en.ts';
import { shellWords } from '../base/ui/strings.en.ts';
import { presenterWords } from '../presenter/presenter.strings.ts';
import { timelineWords } from '../timeline/timeline.strings.ts';

/** Languages whose tables are not finished yet. */
const unfinished: readonly string[] = [];

/** Values that a text has places for; whether it has forms of a word for one as well is up to the language. */
const placesOf = (text: string): string => [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([place]) => place))].sort().join(' ');
/** A key that is its own English text: why a model refuses, what an author is told. */
const isPhrase = (key: string): boolean => !/^[a-z][a-z0-9-]*\.[a-z0-9.-]+$/.test(key);
/** Terms that a language may keep. */
const terms: readonly string[] = ['message-queue.go.at-most-once', 'message-queue.go.at-least-once', 'message-queue.go.exactly-once'];
/** Says something that a translation would say otherwise: two words or more. */
const isSentence = (text: string): boolean => text.replace(/\{[^{}]*\}/g, '').split(/[^\p{L}]+/u).filter((word) => word.length > 1).length > 2;

/** What differs between a table and the English one, in sentences. Keys of `elsewhere` are in another table as well. */
function gaps(english: Strings, table: Strings, elsewhere: Strings = {}): string[] {
  const missing = Object.keys(english).filter((key) => !Object.hasOwn(table, key) && !Object.hasOwn(elsewhere, key)).map((key) => `${key} is missing`);
  const wrong = Object.entries(table).flatMap(([key, value]) => {
    const original = english[key] ?? (isPhrase(key) ? key : undefined);
    if (original === undefined) return [`${key} is no key of the English table`];
    if (placesOf(original) !== placesOf(value)) return [`${key} has places ${placesOf(value)} for ${placesOf(original)}`];
    return value === '' || (value === original && isSentence(value) && !terms.includes(key)) ? [`${key} is not translated`] : [];
  });
  return [...missing, ...wrong];
}

const english = async (slug: string): Promise<Strings> => {
  const { concept } = (await import(`../${slug}/${slug}.concept.ts`)) as { readonly concept: { readonly strings: Strings; readonly panels?: () => Promise<{ readonly strings?: Strings }> } };
  const panels = await concept.panels?.();
  return { ...concept.strings, ...panels?.strings };
};

describe('languages', () => {
  for (const [tag, { base, concepts }] of languages) {
    if (unfinished.includes(tag)) continue;

    it(`says all that the base says in ${tag}, with the same places for values`, async () => {
      assert.deepEqual(gaps({ ...commonWords, ...shellWords, ...controlWords }, (await base()).strings), []);
    });

    for (const [slug, english] of Object.entries({ presenter: presenterWords, timeline: timelineWords })) {
      it(`says all that ${slug} says in ${tag}, with the same places for values`, async () => {
        const load = concepts[slug];
        assert.ok(load !== undefined, `no table for ${slug}`);
        assert.deepEqual(gaps(english, (await load()).strings), []);
      });
    }

    for (const slug of importers.keys()) {
      it(`says all that ${slug} says in ${tag}, with the same places for values`, async () => {
        const load = concepts[slug];
        assert.ok(load !== undefined, `no table for ${slug}`);
        assert.deepEqual(gaps(await english(slug), (await load()).strings, shellWords), []);
      });
    }
  }
});
