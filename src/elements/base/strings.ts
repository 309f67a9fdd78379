/** The string table: every word a reader sees or hears. English comes with the code, other languages on demand (`languages.ts`). */

/** Words of one language by key. */
export type Strings = { readonly [key: string]: string };

/** A text with places for values, itself the key of its translation; where it has none it is shown as it is. */
export interface Phrase {
  readonly template: string;
  readonly values?: PhraseValues;
}

export type PhraseValues = { readonly [name: string]: string | number | Phrase };

/** How a language says things. */
export interface Translate {
  /** Looks up a key and fills `{name}` places. An unknown key is shown as it is, so that a gap is seen. */
  (key: string, values?: PhraseValues): string;
  /** `S1, S4 and S5`. */
  and(items: readonly string[]): string;
  /** `S1, S4, S5`; a dash for none. */
  list(items: readonly string[]): string;
  /** A number with this many decimals. */
  fixed(value: number, decimals: number): string;
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

/** `zh-Hans-CN` of `zh-CN`, `de-Latn-DE` of `de`; what is no tag of a language is English. */
export function fullTag(language: string): readonly [tag: string, language: string, script: string] {
  try {
    const { language: name, script = '' } = new Intl.Locale(language).maximize();
    return [language, name, `${name}-${script}`];
  } catch {
    return ['en', 'en', 'en-Latn'];
  }
}

/** Fills the places of a template; `said` gives the text of a value. */
export function fill(template: string, values: PhraseValues, said: (value: string | number | Phrase) => string): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : said(value);
  });
}

/** The look-up for a language, falling back from `de-AT` to `de` to `en`. Numbers and lists are formatted for the language. */
export function translator(language: string): Translate {
  const [tag, name, script] = fullTag(language);
  const chain = [tag, script, name, 'en'].map((each) => tables.get(each.toLowerCase())).filter((table) => table !== undefined);
  const numbers = new Intl.NumberFormat(tag);
  // Without a comma before the last `and`, as all English here.
  const lists = (): Intl.ListFormat => new Intl.ListFormat(tag === 'en' ? 'en-GB' : tag);
  const say = (key: string, values?: PhraseValues): string => {
    const template = chain.find((table) => table.has(key))?.get(key) ?? key;
    return values ? fill(template, values, said) : template;
  };
  const said = (value: string | number | Phrase): string =>
    typeof value === 'number' ? numbers.format(value) : typeof value === 'string' ? value : say(value.template, value.values);
  return Object.assign(say, {
    and: (items: readonly string[]) => lists().format(items),
    list: (items: readonly string[]) => items.join(lists().formatToParts(['1', '2', '3'])[1]?.value) || '–',
    fixed: (value: number, decimals: number) => value.toLocaleString(tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  });
}
