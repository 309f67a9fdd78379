/** The string table: every word a reader sees or hears. English comes with the code, other languages on demand (`languages.ts`). */

/** Words of one language by key. */
export type Strings = { readonly [key: string]: string };

/** A text with places for values, itself the key of its translation; where it has none it is shown as it is. */
export interface Phrase {
  readonly template: string;
  readonly values?: PhraseValues;
}

export type PhraseValues = { readonly [name: string]: string | number | Phrase };

/** Looks up a key and fills `{name}` places. An unknown key is shown as it is, so that a gap is seen. */
export interface Translate {
  (key: string, values?: PhraseValues): string;
  /** BCP 47 tag for `Intl`. */
  readonly tag: string;
  /** Language of the words: the tag's own, or English where there are none of it. */
  readonly words: string;
  /** What stands between the items of a list. */
  readonly comma: string;
}

const tables = new Map<string, Map<string, string>>();

/** Adds or overrides strings of a language (BCP 47 tag; `de` serves `de-AT` too, `zh-Hans` serves `zh-CN`). */
export function addStrings(language: string, strings: Strings): void {
  const tag = language.toLowerCase();
  const table = tables.get(tag) ?? new Map<string, string>();
  for (const [key, value] of Object.entries(strings)) table.set(key, value);
  tables.set(tag, table);
}

/** As `addStrings`, but only where the language has no such key yet: what ships late must not undo what an author has said. */
export function addDefaults(language: string, strings: Strings): void {
  const table = tables.get(language.toLowerCase());
  addStrings(language, table ? Object.fromEntries(Object.entries(strings).filter(([key]) => !table.has(key))) : strings);
}

/** A tag and what serves it too, `de-AT`, `de-Latn` and `de`; English for what is no tag of a language. */
export function tagsFor(language: string): readonly string[] {
  try {
    const { language: name, script = '' } = new Intl.Locale(language).maximize();
    return [language, `${name}-${script}`, name];
  } catch {
    return ['en'];
  }
}

/** Fills the places of a template; `said` gives the text of a value. */
export function fill(template: string, values: PhraseValues, said: (value: string | number | Phrase) => string): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : said(value);
  });
}

/** The look-up for a language, falling back from `de-AT` to `de` to `en`. Numbers are formatted for the language. */
export function translator(language: string): Translate {
  const tags = tagsFor(language);
  const [tag = 'en'] = tags;
  const known = [...tags, 'en'].filter((each) => tables.has(each.toLowerCase()));
  const chain = known.map((each) => tables.get(each.toLowerCase())!);
  const numbers = new Intl.NumberFormat(tag);
  const say = (key: string, values?: PhraseValues): string => {
    const template = chain.find((table) => table.has(key))?.get(key) ?? key;
    return values ? fill(template, values, said) : template;
  };
  const said = (value: string | number | Phrase): string =>
    typeof value === 'number' ? numbers.format(value) : typeof value === 'string' ? value : say(value.template, value.values);
  return Object.assign(say, { tag, words: known[0] ?? 'en', comma: new Intl.ListFormat(tag).formatToParts(['1', '2', '3'])[1]?.value ?? ', ' });
}
