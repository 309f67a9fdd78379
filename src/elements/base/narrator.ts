/** What is said of a run: names of its nodes, sentences about what happened, reasons why it refuses. */
import type { ActionResult, ModelEvent } from '../../models/kernel/model.ts';
import type { Concept, Panels } from './concept.ts';
import { toUs } from './events.ts';
import type { EventWords, ModelEventDetail } from './events.ts';
import { LatePanels } from './late-panels.ts';
import { Names } from './names.ts';
import type { Phrase, Translate } from './strings.ts';

type Refusal = Exclude<ActionResult, { readonly ok: true }>;

/** The run that is spoken of, and who listens. */
export interface Narrated<State> {
  readonly text: Translate;
  /** The system at the current time. */
  readonly state: State;
  /** Lets no error of a concept's words reach the page. */
  guard<Result>(work: () => Result): Result | undefined;
  milestone(message: string): void;
  answer(message: string): void;
  /** Words that were missing are there. */
  loaded(): void;
}

export class Narrator<Config extends object, State> {
  readonly names: Names;
  readonly #concept: Concept<Config, State>;
  readonly #narrated: Narrated<State>;
  readonly #panels: LatePanels<State>;

  constructor(concept: Concept<Config, State>, narrated: Narrated<State>) {
    this.#concept = concept;
    this.#narrated = narrated;
    this.#panels = new LatePanels(concept, () => narrated.loaded());
    this.names = new Names((id) => concept.defaultName(id, narrated.text));
  }

  /** What panels say; nothing until it was fetched. */
  get panels(): Partial<Panels<State>> {
    return this.#panels.content ?? {};
  }

  /** Fetches the panels and their strings; rejects when they cannot be had, and may then be called again. */
  loadPanels(): Promise<void> {
    return this.#panels.load();
  }

  /** The name of a node now, or at another time. */
  nameOf(id: string, state: State = this.#narrated.state): string {
    return this.#concept.givenName?.(state, id) ?? this.names.of(id, () => this.#concept.nodes(state));
  }

  /** The id that a written target means: an id, a display name, or a role keyword as it is. */
  idOf(target: string): string {
    return this.names.idOf(target, this.#concept.nodes(this.#narrated.state));
  }

  say({ template, values }: Phrase): string {
    return this.#narrated.text(template, values);
  }

  /** Why the system refuses, in the reader's words: with names for ids. */
  reasonOf({ reason, template = reason, values = {} }: Refusal): string {
    const ids = this.#concept.nodes(this.#narrated.state);
    const named = Object.entries(values).map(([place, value]) => [place, ids.includes(String(value)) ? this.nameOf(String(value)) : value] as const);
    return this.#narrated.text(template, Object.fromEntries(named));
  }

  /**
   * Announces an event: always where it answers a reader, else if it is a milestone. Waits for the words, which come after
   * the first picture.
   */
  announce(event: ModelEvent, answers: boolean): void {
    if (!this.#panels.content) {
      this.loadPanels().then(() => this.announce(event, answers), () => undefined);
      return;
    }
    const said = this.describe(event);
    if (answers) this.#narrated.answer(said);
    else if (this.isMilestone(event.type)) this.#narrated.milestone(said);
  }

  isMilestone(type: string): boolean {
    return this.#concept.events.get(type)?.milestone === true;
  }

  /** One sentence about a model event; its type where the concept has no words for it. */
  describe(event: ModelEvent): string {
    return this.#narrated.guard(() => this.#sentence(event)) ?? this.#narrated.text(`event.${event.type}`);
  }

  /**
   * What is said of an event that a page has got hold of: nothing of it is believed, and what cannot be said is its type.
   * Waits for the words, which come after the first picture.
   */
  async wordsOf({ time, seq, type, node, peer, data }: ModelEventDetail): Promise<EventWords> {
    await this.loadPanels().catch(() => undefined);
    const event: ModelEvent = { timeUs: toUs(time), seq, type, ...(node !== undefined && { node }), ...(peer !== undefined && { peer }), data: data ?? {} };
    let said: string | undefined;
    try {
      said = this.#sentence(event);
    } catch {
      // An event of the page's own making.
    }
    return { text: said ?? type, milestone: this.isMilestone(type) };
  }

  #sentence(event: ModelEvent): string | undefined {
    return this.#concept.events.get(event.type)?.say?.(event, this.#narrated.text, (id) => this.nameOf(id));
  }
}
