/** What reader, page and author prefer: motion, colour scheme, contrast, language. */

export type Scheme = 'light' | 'dark';

const looks = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];
const motion = '(prefers-reduced-motion: reduce)';

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
    return matchMedia(motion).matches;
  }

  /** `theme` where the author chose one, else the `color-scheme` in force (of styles or of the page's head), else the reader's preference. */
  scheme(theme: string): Scheme {
    if (theme === 'light' || theme === 'dark') return theme;
    return this.#ofPage ??= this.#schemeOfPage();
  }

  #schemeOfPage(): Scheme {
    const styled = getComputedStyle(this.#element).colorScheme;
    // Where no style says so, a page may still say it in its head.
    const schemes = styled === 'normal' ? (this.#element.ownerDocument.querySelector<HTMLMetaElement>('meta[name="color-scheme" i]')?.content ?? '') : styled;
    const [only, second] = schemes.split(' ').filter((word): word is Scheme => word === 'light' || word === 'dark');
    if (only && !second) return only;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }

  /** The page may have other styles now. */
  forget(): void {
    this.#ofPage = this.#rightToLeft = null;
  }

  /** BCP 47 tag that holds for the element, across shadow roots: the nearest, even where it is empty or none. Else English. */
  get language(): string {
    for (let at: Node | null = this.#element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
      const tag = at instanceof Element ? at.getAttribute('lang') : null;
      if (tag !== null) return /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag) ? tag : 'en';
    }
    return 'en';
  }

  /** Whether the words of that language are to be fetched: English is here. */
  get speaksEnglish(): boolean {
    return /^en\b/i.test(this.language);
  }

  get rightToLeft(): boolean {
    return this.#rightToLeft ??= getComputedStyle(this.#element).direction === 'rtl';
  }
}
