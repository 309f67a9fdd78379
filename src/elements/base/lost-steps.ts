/** Reading steps that name a figure which is not there. They have no figure to say so: the first one of the page does. */
import { watchIds } from './figures.ts';

const mostSteps = 200;
const figures = new WeakMap<Document, Set<LostSteps>>();

/** Ids that steps of the page name and no figure has. */
function lostIds(page: Document, hosts: readonly HTMLElement[]): readonly string[] {
  const steps = [...page.querySelectorAll('[data-ds-for]:not([data-ds])')].slice(0, mostSteps);
  const ids = new Set(steps.map((step) => step.getAttribute('data-ds-for') ?? ''));
  return [...ids].filter((id) => {
    const named = page.getElementById(id);
    // Its code may not have come yet.
    return !named?.localName.startsWith('ds-') && !named?.hasAttribute('data-ds') && hosts.every((host) => host.id !== id);
  });
}

export class LostSteps {
  readonly #host: HTMLElement;
  readonly #tell: (ids: readonly string[]) => void;
  #release: (() => void) | null = null;

  /** @param tell - Told of ids that nothing has, each time there are others; none for a figure that another speaks for. */
  constructor(host: HTMLElement, tell: (ids: readonly string[]) => void) {
    this.#host = host;
    this.#tell = tell;
  }

  /** Only once the page is read to its end: what names a figure may come last. */
  start(): void {
    this.#release?.();
    const page = this.#host.ownerDocument;
    const others = figures.get(page) ?? new Set();
    figures.set(page, others.add(this));
    this.#release = () => undefined;
    // Figures of one page come together: a look for all of them.
    queueMicrotask(() => {
      if (this.#release) this.#look();
    });
  }

  stop(): void {
    this.#release?.();
    this.#release = null;
    const others = figures.get(this.#host.ownerDocument);
    others?.delete(this);
    this.#tell([]);
    const [next] = others ?? [];
    if (next) next.#look();
  }

  #look(): void {
    const page = this.#host.ownerDocument;
    const all = [...(figures.get(page) ?? [])];
    const [first] = all.sort((a, b) => (a.#host.compareDocumentPosition(b.#host) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const lost = lostIds(page, all.map((each) => each.#host));
    for (const each of all) each.#told(each === first ? lost : []);
  }

  /** Looks again while something is missing. */
  #told(ids: readonly string[]): void {
    this.#tell(ids);
    const page = this.#host.ownerDocument;
    this.#release?.();
    this.#release = ids.length > 0 ? watchIds(page, () => this.#look()) : () => undefined;
  }
}
