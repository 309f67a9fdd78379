/** The string table: every word a reader sees or hears. English comes with the code, other languages on demand (`languages.ts`). */

/** Words of one language by key. */
export type Strings = { readonly [key: string]: string };

/** A text with places for values, itself the key of its translation; where it has none it is shown as it is. */
export interface Phrase {
  readonly template: string;
  readonly values?: PhraseValues;
}

export type PhraseValues = { readonly [name: string]: string | number | Phrase };

/** Looks up a key and fills `{name}` and `{count|one|others}` places. An unknown key is shown as it is, so that a gap is seen. */
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

/** The plural categories of CLDR in its order; a language has some of them. */
const categories: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** Which form of a word goes with a number, counted in the order of the categories that the language has. */
function pluralsOf(language: string): (count: number) => number {
  const rules = new Intl.PluralRules(language);
  const has = rules.resolvedOptions().pluralCategories;
  const order = categories.filter((each) => has.includes(each));
  return (count) => order.indexOf(rules.select(count));
}

const inEnglish = pluralsOf('en');

/**
 * Fills the places of a template: `{count}` with the value, `{count|request|requests}` with the form that goes with it (in
 * English for one, for any other number); fewer forms than the language has leave the last for the rest.
 *
 * @param said - Gives the text of a value.
 */
export function fill(template: string, values: PhraseValues, said: (value: string | number | Phrase) => string, plural = inEnglish): string {
  return template.replace(/\{(\w+)(\|[^{}]*)?\}/g, (place, name: string, forms?: string) => {
    const value = values[name];
    if (value === undefined) return place;
    if (forms === undefined) return said(value);
    const given = forms.slice(1).split('|');
    return given[typeof value === 'number' ? Math.min(plural(value), given.length - 1) : given.length - 1] ?? '';
  });
}

/** The look-up for a language, falling back from `de-AT` to `de` to `en`. Numbers are formatted for the language. */
export function translator(language: string): Translate {
  const tags = tagsFor(language);
  const [tag = 'en'] = tags;
  const known = [...tags, 'en'].filter((each) => tables.has(each.toLowerCase()));
  const chain = known.map((each) => tables.get(each.toLowerCase())!);
  const numbers = new Intl.NumberFormat(tag);
  const plural = pluralsOf(known[0] ?? 'en');
  const say = (key: string, values?: PhraseValues): string => {
    const template = chain.find((table) => table.has(key))?.get(key) ?? key;
    return values ? fill(template, values, said, plural) : template;
  };
  const said = (value: string | number | Phrase): string =>
    typeof value === 'number' ? numbers.format(value) : typeof value === 'string' ? value : say(value.template, value.values);
  return Object.assign(say, { tag, words: known[0] ?? 'en', comma: new Intl.ListFormat(tag).formatToParts(['1', '2', '3'])[1]?.value ?? ', ' });
}
