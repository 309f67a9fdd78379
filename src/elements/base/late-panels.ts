/** What panels say is fetched after the first picture, or comes with the concept. */
import type { Panels } from './concept.ts';
import { addDefaults } from './strings.ts';

interface WithPanels<State> extends Partial<Omit<Panels<State>, 'strings'>> {
  readonly panels?: () => Promise<Panels<State>>;
}

export class LatePanels<State> {
  readonly #concept: WithPanels<State>;
  readonly #loaded: () => void;
  #loading: Promise<void> | null = null;
  /** Null until it was fetched. */
  content: Partial<Panels<State>> | null;

  constructor(concept: WithPanels<State>, loaded: () => void) {
    this.#concept = concept;
    this.#loaded = loaded;
    this.content = concept.panels ? null : concept;
  }

  /** Fetches the panels and their strings; rejects when they cannot be had, and may then be called again. */
  load(): Promise<void> {
    return this.#loading ??= Promise.resolve(this.content ? undefined : this.#concept.panels?.()).then((panels) => {
      if (!panels) return;
      addDefaults('en', panels.strings ?? {});
      this.content = panels;
      this.#loaded();
    }).catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
  }
}
