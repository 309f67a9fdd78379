/**
 * Finds the library's tags in a document or shadow root, also those added later, and fetches their code when they come
 * near the viewport. One MutationObserver, one IntersectionObserver and one sheet for each root, and all go as soon as
 * every tag is defined: from then on the browser upgrades new tags by itself.
 */
import type { Importer } from './elements.ts';
import { reserveSpace } from './reserve.ts';
import { standIn } from './stand-in.ts';

/** Code is fetched when a tag is less than this far from the viewport, in viewports. */
const near = '150%';

class Watch {
  private readonly waiting = new Map<string, Set<Element>>();
  private readonly mutations = new MutationObserver((records) => this.changed(records));
  private readonly sight = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: near });
  private readonly release: () => void;
  private readonly selector: string;
  private hasStandIns = false;
  private readonly importers: ReadonlyMap<string, Importer>;

  constructor(root: Document | ShadowRoot, importers: ReadonlyMap<string, Importer>) {
    this.importers = importers;
    const slugs = [...importers.keys()];
    const tags = slugs.map((slug) => `ds-${slug}`);
    this.selector = [...tags.map((tag) => `${tag}:not(:defined)`), ...slugs.map((slug) => `[data-ds="${slug}"]`)].join();
    this.release = reserveSpace(root, tags.filter((_tag, at) => importers.get(slugs[at] ?? '')?.preview));
    this.mutations.observe(root, { childList: true, subtree: true });
    this.find(root);
    for (const slug of slugs) void customElements.whenDefined(`ds-${slug}`).then(() => this.defined(slug));
  }

  stop(): void {
    this.mutations.disconnect();
    this.sight.disconnect();
    this.release();
    this.waiting.clear();
  }

  private changed(records: readonly MutationRecord[]): void {
    for (const { addedNodes, removedNodes } of records) {
      for (const node of addedNodes) {
        if (node.nodeType !== 1) continue;
        const element = node as Element;
        if (element.matches(this.selector)) this.add(element);
        if (element.firstElementChild) this.find(element);
      }
      if (removedNodes.length > 0) this.forgetGone();
    }
  }

  private find(within: ParentNode): void {
    for (const element of within.querySelectorAll(this.selector)) this.add(element);
  }

  private add(found: Element): void {
    const slug = found.getAttribute('data-ds');
    const stoodIn = slug !== null && this.importers.has(slug);
    const element = stoodIn ? standIn(found as HTMLElement, slug) : found;
    if (stoodIn) this.hasStandIns = true;
    const name = element?.localName.slice(3) ?? '';
    if (!element || !this.importers.has(name) || customElements.get(element.localName)) return;
    const others = this.waiting.get(name) ?? new Set();
    this.waiting.set(name, others.add(element));
    if (element.getAttribute('loading')?.toLowerCase() === 'eager') void this.fetch(name, element);
    else this.sight.observe(element);
  }

  /** Elements that left the page are not held. */
  private forgetGone(): void {
    for (const elements of this.waiting.values()) {
      for (const element of elements) {
        if (element.isConnected) continue;
        elements.delete(element);
        this.sight.unobserve(element);
      }
    }
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.sight.unobserve(target);
      void this.fetch(target.localName.slice(3), target);
    }
  }

  /** First what draws the opening moment, then, when that can be seen, everything else. */
  private async fetch(slug: string, target: Element): Promise<void> {
    const importer = this.importers.get(slug);
    try {
      (await importer!.preview?.())?.show(target as HTMLElement);
    } catch {
      // A picture that comes a little later is no failure.
    }
    try {
      await importer!.element();
    } catch (error) {
      this.failed(slug, error);
    }
  }

  /** The fallback text is shown again. A tag added later tries again. */
  private failed(slug: string, error: unknown): void {
    const message = `The code of ds-${slug} could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
    console.error(message);
    const detail = { code: 'bad-source', message, recoverable: true };
    for (const element of this.waiting.get(slug) ?? []) {
      element.shadowRoot?.replaceChildren(document.createElement('slot'));
      element.dispatchEvent(new CustomEvent('ds-error', { detail, bubbles: true, composed: true }));
    }
    this.waiting.delete(slug);
  }

  private defined(slug: string): void {
    for (const element of this.waiting.get(slug) ?? []) this.sight.unobserve(element);
    this.waiting.delete(slug);
    const allDefined = [...this.importers.keys()].every((name) => customElements.get(`ds-${name}`));
    // Stand-ins are this loader's own invention; where a page uses them, it may add more.
    if (allDefined && !this.hasStandIns) this.stop();
  }
}

const watched = new WeakMap<Node, Watch>();

/** Starts watching a root, once, and returns what stops it. */
export function watch(root: Document | ShadowRoot, importers: ReadonlyMap<string, Importer>): () => void {
  const running = watched.get(root) ?? new Watch(root, importers);
  watched.set(root, running);
  return () => {
    running.stop();
    watched.delete(root);
  };
}
