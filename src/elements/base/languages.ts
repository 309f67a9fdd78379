/** Which languages there are, and how their words come: fetched when the `lang` of an element asks for them. */
import { addDefaults, fullTag } from './strings.ts';
import type { Strings } from './strings.ts';

/** What `languages/<tag>/index.ts` gives: words of base and controls, and where those of each concept are. */
export interface Language {
  readonly base: Strings;
  readonly concepts: ReadonlyMap<string, () => Promise<{ readonly strings: Strings }>>;
}

/** A table in another language has the keys of the English ones, no fewer and no more; the reasons of models are keys themselves. */
export type Translation<English, Reasons extends string = never> = { readonly [Key in keyof English | Reasons]: string };

const languages = new Map<string, () => Promise<Language>>([
  ['de', () => import('../languages/de/index.ts')],
  ['es', () => import('../languages/es/index.ts')],
  ['zh-Hans', () => import('../languages/zh-Hans/index.ts')],
]);

/** Languages other than English that have tables. */
export const languageTags: readonly string[] = [...languages.keys()];

/** The language whose words a tag gets: `de` for `de-AT`, `zh-Hans` for `zh-CN`, `en` where there are none. */
export function wordsFor(tag: string): string {
  return fullTag(tag).slice(1).find((name) => languages.has(name)) ?? 'en';
}

/** Words asked for, by language and concept; true where they are there. */
const fetched = new Map<string, Promise<void> | true>();

/**
 * Fetches the words for a concept in the language of a tag, once; they are there when it resolves. Null where nothing is to
 * be fetched. Rejects where they cannot be had: English stays.
 */
export function fetchWords(tag: string, slug: string): Promise<void> | null {
  const words = wordsFor(tag);
  if (words === 'en') return null;
  const key = `${words} ${slug}`;
  const known = fetched.get(key);
  if (known) return known === true ? null : known;
  const coming = (async () => {
    const { base, concepts } = await languages.get(words)!();
    const concept = await concepts.get(slug)?.();
    addDefaults(words, { ...base, ...concept?.strings });
    fetched.set(key, true);
  })();
  fetched.set(key, coming);
  // Asked for again, it is tried again.
  coming.catch(() => fetched.delete(key));
  return coming;
}
