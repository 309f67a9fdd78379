/** What is said of events, asked of the diagrams and kept for those that are listed. */
import type { Diagram } from '../base/audience.ts';
import type { ModelEventDetail } from '../base/events.ts';

/** An event and the diagram that it happened in. */
export interface Happened {
  readonly id: string;
  readonly diagram: Diagram;
  readonly event: ModelEventDetail;
}

/** Sentences that are kept. */
const most = 2000;

export class Words {
  readonly #said = new Map<string, string>();
  /** By tag and type: whether it is a milestone. */
  readonly #milestones = new Map<string, boolean>();
  readonly #asked = new Set<string>();
  readonly #changed: (milestones: boolean) => void;

  /** @param changed - More is known: sentences, or which events are milestones. */
  constructor(changed: (milestones: boolean) => void) {
    this.#changed = changed;
  }

  /** What tells an event, its diagram, and the words it is said in from all others. */
  keyOf({ id, diagram, event }: Happened): string {
    return `${id} ${diagram.names} ${diagram.closest('[lang]')?.getAttribute('lang') ?? ''} ${JSON.stringify(event)}`;
  }

  /** The sentence; undefined where it is not known yet. */
  of(key: string): string | undefined {
    return this.#said.get(key);
  }

  /** Undefined where it is not known yet; asked for then. */
  isMilestone({ diagram, event }: Omit<Happened, 'id'>): boolean | undefined {
    const type = `${diagram.localName} ${event.type}`;
    const known = this.#milestones.get(type);
    if (known === undefined && !this.#asked.has(type)) {
      this.#asked.add(type);
      void diagram.describe(event).then(({ milestone }) => {
        this.#milestones.set(type, milestone);
        if (milestone) this.#changed(true);
      });
    }
    return known;
  }

  /** Asks for the sentences that are not known yet; they come together. */
  ask(happened: readonly Happened[]): void {
    const coming: Promise<void>[] = [];
    for (const each of happened) {
      const key = this.keyOf(each);
      if (this.#said.has(key) || this.#asked.has(key)) continue;
      this.#asked.add(key);
      coming.push(each.diagram.describe(each.event).then(({ text, milestone }) => {
        this.#asked.delete(key);
        this.#said.set(key, text);
        this.#milestones.set(`${each.diagram.localName} ${each.event.type}`, milestone);
      }));
    }
    if (coming.length === 0) return;
    void Promise.all(coming).then(() => {
      for (const key of [...this.#said.keys()].slice(0, Math.max(0, this.#said.size - most))) this.#said.delete(key);
      this.#changed(false);
    });
  }
}
