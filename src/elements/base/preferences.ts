/** Preferences of reader, page and author as a live element needs them: heard when they change, and not read in every frame. */
import { isEnglish, isRightToLeft, languageOf, motion, prefersStill, schemeOf } from './preferred.ts';
import type { Scheme } from './preferred.ts';

const looks = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];

export class Preferences {
  readonly #element: HTMLElement;
  readonly #changed: (what: 'looks' | 'motion') => void;
  #stop: (() => void) | null = null;
  /** What the page's styles say; null: to be read anew, which makes the browser calculate styles at once. */
  #ofPage: Scheme | null = null;
  #rightToLeft: boolean | null = null;

  constructor(element: HTMLElement, changed: (what: 'looks' | 'motion') => void) {
    this.#element = element;
    this.#changed = changed;
  }

  start(): void {
    this.forget();
    if (this.#stop) return;
    const looksChanged = () => this.#changed('looks');
    const motionChanged = () => this.#changed('motion');
    const queries = looks.map((query) => matchMedia(query));
    const still = matchMedia(motion);
    for (const query of queries) query.addEventListener('change', looksChanged);
    still.addEventListener('change', motionChanged);
    this.#stop = () => {
      for (const query of queries) query.removeEventListener('change', looksChanged);
      still.removeEventListener('change', motionChanged);
    };
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** The reader wants no motion. */
  get reduced(): boolean {
    return prefersStill();
  }

  /** `theme` where the author chose one, else what the page says, else the reader's preference. */
  scheme(theme: string): Scheme {
    if (theme === 'light' || theme === 'dark') return theme;
    return this.#ofPage ??= schemeOf(this.#element);
  }

  /** The page may have other styles now. */
  forget(): void {
    this.#ofPage = this.#rightToLeft = null;
  }

  get language(): string {
    return languageOf(this.#element);
  }

  /** Whether the words of that language are to be fetched: English is here. */
  get speaksEnglish(): boolean {
    return isEnglish(this.language);
  }

  get rightToLeft(): boolean {
    return this.#rightToLeft ??= isRightToLeft(this.#element);
  }
}
