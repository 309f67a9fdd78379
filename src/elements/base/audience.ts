/** The diagrams that a timeline or a presentation is for: found by their ids, whenever they come, and listened to until they go. */
import { figureWithId, watchIds } from './figures.ts';
import type { DiagramEventDetails, EventWords, ModelEventDetail } from './events.ts';

/** A diagram as a page sees it. */
export type Diagram = HTMLElement & {
  readonly currentTime: number;
  readonly pace: number;
  readonly label: string;
  readonly sync: string;
  readonly names: string;
  readonly lang: string;
  readonly branch: string;
  events(from?: number, to?: number): readonly ModelEventDetail[];
  seek(ms: number): void;
  describe(event: ModelEventDetail): Promise<EventWords>;
};

/** An id that the author wrote, and what has it. `undefined`: its code has not come yet; null: nothing, or no diagram. */
export interface Named {
  readonly id: string;
  readonly diagram: Diagram | null | undefined;
  /** Why it is none. */
  readonly fault?: 'missing' | 'no-diagram';
}

/** Whatever can put another event into the list, or another moment. */
const heard: readonly (keyof DiagramEventDetails)[] = ['ds-event', 'ds-seek', 'ds-play', 'ds-pause', 'ds-step', 'ds-end', 'ds-act', 'ds-ready'];
const methods = ['events', 'seek', 'describe'] as const;

function isDiagram(element: Element): element is Diagram {
  return methods.every((name) => typeof (element as unknown as { readonly [name: string]: unknown })[name] === 'function');
}

export class Audience {
  readonly #element: HTMLElement;
  readonly #changed: () => void;
  readonly #happened: () => void;
  readonly #waiting = new Set<string>();
  #ids: readonly string[] = [];
  #release: (() => void) | null = null;
  members: readonly Named[] = [];

  /**
   * @param changed - Other diagrams are meant than before.
   * @param happened - Something happened in one of them, or it was moved.
   */
  constructor(element: HTMLElement, changed: () => void, happened: () => void) {
    this.#element = element;
    this.#changed = changed;
    this.#happened = happened;
  }

  get diagrams(): readonly Diagram[] {
    return this.members.flatMap(({ diagram }) => diagram ?? []);
  }

  /** Follows the diagrams with these ids from now on. */
  follow(ids: readonly string[]): void {
    if (this.#release && ids.join(' ') === this.#ids.join(' ')) return;
    this.#ids = ids;
    const page = this.#element.ownerDocument;
    const look = (): void => this.#look();
    this.#release?.();
    const unwatch = watchIds(this.#element, look);
    page.addEventListener('DOMContentLoaded', look, { once: true });
    this.#release = () => {
      unwatch();
      page.removeEventListener('DOMContentLoaded', look);
    };
    this.#look(true);
  }

  stop(): void {
    this.#release?.();
    this.#release = null;
    this.#listenTo([]);
  }

  #look(anew = false): void {
    const members = this.#ids.map((id) => this.#find(id));
    const same = members.length === this.members.length && members.every(({ id, diagram, fault }, at) => {
      const before = this.members[at];
      return before?.id === id && before.diagram === diagram && before.fault === fault;
    });
    if (same && !anew) return;
    this.#listenTo(members);
    this.#changed();
  }

  #listenTo(members: readonly Named[]): void {
    for (const diagram of this.diagrams) for (const name of heard) diagram.removeEventListener(name, this.#happened);
    this.members = members;
    for (const diagram of this.diagrams) for (const name of heard) diagram.addEventListener(name, this.#happened);
  }

  #find(id: string): Named {
    const found = figureWithId(this.#element, id);
    // What follows in the page has not been read yet.
    if (!found) return this.#element.ownerDocument.readyState === 'loading' ? { id, diagram: undefined } : { id, diagram: null, fault: 'missing' };
    if (isDiagram(found)) return { id, diagram: found };
    const tag = found.localName;
    if (!(tag.startsWith('ds-') && !customElements.get(tag)) && !found.hasAttribute('data-ds')) return { id, diagram: null, fault: 'no-diagram' };
    if (tag.startsWith('ds-') && !this.#waiting.has(tag)) {
      this.#waiting.add(tag);
      void customElements.whenDefined(tag).then(() => {
        this.#waiting.delete(tag);
        if (this.#release) this.#look();
      });
    }
    return { id, diagram: undefined };
  }
}
