/** The string table: every word a reader sees or hears. English ships; others are added by `addStrings`. */

/** Looks up a key and fills `{name}` places. An unknown key is shown as it is, so that a gap is seen. */
export type Translate = (key: string, values?: { readonly [name: string]: string | number }) => string;

const tables = new Map<string, Map<string, string>>();

/** Adds or overrides strings of a language (BCP 47 tag; `de` serves `de-AT` too). */
export function addStrings(language: string, strings: { readonly [key: string]: string }): void {
  const tag = language.toLowerCase();
  const table = tables.get(tag) ?? new Map<string, string>();
  for (const [key, value] of Object.entries(strings)) table.set(key, value);
  tables.set(tag, table);
}

/** As `addStrings`, but only where the language has no such key yet: what ships late must not undo what an author has said. */
export function addDefaults(language: string, strings: { readonly [key: string]: string }): void {
  const table = tables.get(language.toLowerCase());
  addStrings(language, table ? Object.fromEntries(Object.entries(strings).filter(([key]) => !table.has(key))) : strings);
}

/** The look-up for a language, falling back from `de-AT` to `de` to `en`. Numbers are formatted for the language. */
export function translator(language: string): Translate {
  const tag = language.toLowerCase();
  const chain = [tag, tag.split('-')[0] ?? tag, 'en'].map((name) => tables.get(name)).filter((table) => table !== undefined);
  let numbers: Intl.NumberFormat;
  try {
    numbers = new Intl.NumberFormat(language);
  } catch {
    numbers = new Intl.NumberFormat('en');
  }
  return (key, values) => {
    const template = chain.find((table) => table.has(key))?.get(key) ?? key;
    if (!values) return template;
    return template.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name];
      return value === undefined ? place : typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}
