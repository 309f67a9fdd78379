/** Which languages there are, and how their words come: fetched when the `lang` of an element asks for them. */
import * as de from '../languages/de/index.ts';
import * as es from '../languages/es/index.ts';
import * as zhHans from '../languages/zh-Hans/index.ts';
import { addDefaults, tagsFor } from './strings.ts';
import type { Strings } from './strings.ts';

type Fetch = () => Promise<{ readonly strings: Strings }>;

/** What `languages/<tag>/index.ts` gives: where words of base and controls are, and those of each concept. */
export interface Language {
  readonly base: Fetch;
  readonly concepts: { readonly [slug: string]: Fetch };
}

/** A table in another language has the keys of the English ones, no fewer and no more; the reasons of models are keys themselves. */
export type Translation<English, Reasons extends string = never> = { readonly [Key in keyof English | Reasons]: string };

/** Languages other than English that have tables. */
export const languages: ReadonlyMap<string, Language> = new Map<string, Language>([['de', de], ['es', es], ['zh-Hans', zhHans]]);

const fetched = new Map<string, Promise<void>>();

/**
 * Fetches the words for a concept in the language of a tag, once; they are there when it resolves. Rejects where they cannot
 * be had, and may then be called again: English stays.
 */
export function fetchWords(tag: string, slug: string): Promise<void> {
  const words = tagsFor(tag).find((each) => languages.has(each)) ?? '';
  const language = languages.get(words);
  if (!language) return Promise.resolve();
  const key = `${words} ${slug}`;
  const coming = fetched.get(key) ?? Promise.all([language.base(), language.concepts[slug]?.()]).then((tables) => {
    for (const table of tables) if (table) addDefaults(words, table.strings);
  });
  fetched.set(key, coming);
  coming.catch(() => fetched.delete(key));
  return coming;
}
