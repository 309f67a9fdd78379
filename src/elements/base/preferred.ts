/** What reader, page and author prefer at this moment: motion, colour scheme, language, direction. */

export type Scheme = 'light' | 'dark';

export const motion = '(prefers-reduced-motion: reduce)';

/** The reader wants no motion. */
export const prefersStill = (): boolean => matchMedia(motion).matches;

/** The `color-scheme` in force for an element, of the page's styles or of its head, else the reader's preference. */
export function schemeOf(element: Element): Scheme {
  const styled = getComputedStyle(element).colorScheme;
  const schemes = styled === 'normal' ? (element.ownerDocument.querySelector<HTMLMetaElement>('meta[name="color-scheme" i]')?.content ?? '') : styled;
  const [only, second] = schemes.split(' ').filter((word): word is Scheme => word === 'light' || word === 'dark');
  if (only && !second) return only;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** BCP 47 tag that holds for an element, across shadow roots: the nearest, even where it is empty or none. Else English. */
export function languageOf(element: Element): string {
  for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    const tag = at instanceof Element ? at.getAttribute('lang') : null;
    if (tag !== null) return /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag) ? tag : 'en';
  }
  return 'en';
}

/** Whether the words of a language are here: only English is. */
export const isEnglish = (language: string): boolean => /^en\b/i.test(language);

export const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';
