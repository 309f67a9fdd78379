/** What the reader looks at: one node, link, message or entry, or nothing. Never part of a run. */
import { fire } from './events.ts';
import type { SelectDetail, SelectionKind } from './events.ts';

export class Selection {
  readonly #host: HTMLElement;
  readonly #changed: () => void;
  #current: SelectDetail | null = null;

  constructor(host: HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get current(): SelectDetail | null {
    return this.#current;
  }

  select(kind: SelectionKind, id: string): void {
    if (this.#current?.kind === kind && this.#current.id === id) return;
    this.#current = { kind, id };
    this.#changed();
    fire(this.#host, 'ds-select', this.#current);
  }

  /** Returns true when something was selected. */
  clear(): boolean {
    if (!this.#current) return false;
    this.#current = null;
    this.#changed();
    return true;
  }
}
