/**
 * Whether a reader can see an element: near the viewport, on screen, in a shown document, in content that is not
 * skipped by `content-visibility`.
 */

export interface Sight {
  /** Within 1.5 viewports, or on screen: worth fetching what it needs. */
  readonly near: boolean;
  readonly visible: boolean;
}

export class Visibility {
  readonly #element: Element;
  readonly #changed: (sight: Sight) => void;
  #near = false;
  #onScreen = false;
  #skipped = false;
  #stop: (() => void) | null = null;
  #last: Sight = { near: false, visible: false };

  constructor(element: Element, changed: (sight: Sight) => void) {
    this.#element = element;
    this.#changed = changed;
  }

  get sight(): Sight {
    return this.#last;
  }

  start(): void {
    if (this.#stop) return;
    const element = this.#element;
    const page = element.ownerDocument;
    const latest = (entries: readonly IntersectionObserverEntry[]) => entries.at(-1)?.isIntersecting ?? false;
    const screen = new IntersectionObserver((entries) => {
      this.#onScreen = latest(entries);
      this.#tell();
    });
    const around = new IntersectionObserver((entries) => {
      this.#near = latest(entries);
      this.#tell();
    }, { rootMargin: '150% 0px' });
    const shown = () => this.#tell();
    const skip = (event: Event) => {
      this.#skipped = (event as Event & { readonly skipped?: boolean }).skipped ?? false;
      this.#tell();
    };
    screen.observe(element);
    around.observe(element);
    page.addEventListener('visibilitychange', shown);
    element.addEventListener('contentvisibilityautostatechange', skip);
    this.#stop = () => {
      screen.disconnect();
      around.disconnect();
      page.removeEventListener('visibilitychange', shown);
      element.removeEventListener('contentvisibilityautostatechange', skip);
    };
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#near = false;
    this.#onScreen = false;
    this.#skipped = false;
    this.#tell();
  }

  #tell(): void {
    const visible = this.#onScreen && !this.#skipped && this.#element.ownerDocument.visibilityState !== 'hidden';
    const near = this.#near || this.#onScreen;
    if (visible === this.#last.visible && near === this.#last.near) return;
    this.#last = { near, visible };
    this.#changed(this.#last);
  }
}
