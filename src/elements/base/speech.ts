/** The language that a figure speaks: that of its `lang`, once its words are there; English until then. */
import type { Preferences } from './preferences.ts';
import { translator } from './strings.ts';
import type { Translate } from './strings.ts';

export class Speech {
  readonly #preferences: Preferences;
  readonly #slug: () => string;
  readonly #changed: () => void;
  #language = 'en';
  #text: Translate | null = null;

  /** @param changed - Everything is to be said anew. */
  constructor(preferences: Preferences, slug: () => string, changed: () => void) {
    this.#preferences = preferences;
    this.#slug = slug;
    this.#changed = changed;
  }

  get language(): string {
    return this.#language;
  }

  get text(): Translate {
    return this.#text ??= translator(this.#language);
  }

  /** Another `lang` than at the last look: its words are fetched. `failed` hears where they cannot be, and null when nothing is wrong. */
  listen(failed: (problem: { readonly language: string; readonly error: unknown } | null) => void): void {
    const { language } = this.#preferences;
    if (language === this.#language) return;
    this.#language = language;
    this.#reword();
    failed(null);
    if (this.#preferences.speaksEnglish) return;
    import('./languages.ts').then(({ fetchWords }) => fetchWords(language, this.#slug())).then(() => {
      if (this.#language === language) this.#reword();
    }, (error: unknown) => {
      if (this.#language === language) failed({ language, error });
    });
  }

  #reword(): void {
    this.#text = null;
    this.#changed();
  }
}
