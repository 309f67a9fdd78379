/** A talk under way: large type, the keys of slide remotes, and figures that run from note to note. */
import type { NoteDetail } from '../base/events.ts';
import { indexOf, momentsOf } from './moments.ts';
import type { Figure, Moment } from './moments.ts';

/** A figure of the page, before and after its code has come. */
export type Shown = HTMLElement & Figure & {
  readonly currentTime?: number;
  readonly notes?: readonly NoteDetail[];
  seek?(ms: number): void;
  play?(): void;
  pause?(): void;
};

/** How much larger type becomes. Figures follow the type of the page. */
const larger = 1.25;
/** A caption holds up to, not at, the moment when the next one begins. Simulated ms. */
const justBefore = 0.001;
/** Space and Enter work what has the focus, there. */
const worked = 'a[href], button, summary, video, audio, [role="button"], [tabindex]:not([tabindex="-1"])';
const written = 'input, select, textarea, [contenteditable]:not([contenteditable="false"])';

export class Talk {
  readonly #page: Document;
  readonly #figures: () => readonly Shown[];
  readonly #changed: () => void;
  readonly #leave: () => void;
  #sheet: CSSStyleSheet | null = null;
  #frame: number | null = null;
  #moment: Moment<Shown> | null = null;

  /**
   * @param figures - Those to present, in their order.
   * @param changed - Another moment is shown.
   * @param leave - The speaker wants to leave.
   */
  constructor(page: Document, figures: () => readonly Shown[], changed: () => void, leave: () => void) {
    this.#page = page;
    this.#figures = figures;
    this.#changed = changed;
    this.#leave = leave;
  }

  get under(): boolean {
    return this.#sheet !== null;
  }

  /** What is shown; null before the first. */
  get moment(): Moment<Shown> | null {
    return this.#moment;
  }

  get moments(): readonly Moment<Shown>[] {
    return momentsOf(this.#figures());
  }

  /** Number of the moment from 1; 0 before the first. */
  get at(): number {
    return indexOf(this.moments, this.#moment) + 1;
  }

  /** False where there is nothing to present. */
  start(): boolean {
    if (this.under) return true;
    if (this.moments.length === 0) return false;
    const root = this.#page.documentElement;
    this.#sheet = new CSSStyleSheet();
    this.#sheet.replaceSync(`:root:root{font-size:${(parseFloat(getComputedStyle(root).fontSize) * larger).toFixed(2)}px !important}`);
    this.#page.adoptedStyleSheets = [...this.#page.adoptedStyleSheets, this.#sheet];
    const view = this.#page.defaultView;
    // Before figures and lists take page keys for themselves; Escape after them, who close what they have open.
    view?.addEventListener('keydown', this.#onKey, { capture: true });
    view?.addEventListener('keydown', this.#onEscape);
    this.#begin();
    return true;
  }

  stop(): void {
    if (!this.#sheet) return;
    const view = this.#page.defaultView;
    view?.removeEventListener('keydown', this.#onKey, { capture: true });
    view?.removeEventListener('keydown', this.#onEscape);
    this.#page.adoptedStyleSheets = this.#page.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    this.#sheet = null;
    this.#letRun();
    this.#moment = null;
    this.#changed();
  }

  /** Begins with the first figure that is not above the window already. */
  #begin(): void {
    const { moments } = this;
    this.#show(moments.find(({ figure }) => figure.getBoundingClientRect().bottom > 80) ?? moments[0] ?? null);
  }

  /** Shows the next moment, or an earlier one for -1; false where there is none. */
  step(by: 1 | -1): boolean {
    const { moments } = this;
    const next = moments[indexOf(moments, this.#moment) + by];
    if (!this.under || !next) return false;
    this.#show(next);
    return true;
  }

  #show(moment: Moment<Shown> | null): void {
    const before = this.#moment?.figure;
    this.#letRun();
    if (before && before !== moment?.figure) before.pause?.();
    this.#moment = moment;
    if (moment) {
      const { figure, time, end } = moment;
      this.#bringIntoView(figure);
      if (time === undefined) this.#whenReady(moment);
      else {
        figure.pause?.();
        figure.seek?.(time);
        if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
          figure.play?.();
          this.#holdAt(figure, end);
        }
      }
    }
    this.#changed();
  }

  /** The code of the figure comes, now that it is in view: its first note is shown. */
  #whenReady(moment: Moment<Shown>): void {
    void customElements.whenDefined(moment.figure.localName).then(() => {
      const { moments } = this;
      if (this.#moment === moment && moments[indexOf(moments, moment) + 1]?.figure === moment.figure) this.step(1);
    });
  }

  #bringIntoView(figure: Shown): void {
    const fits = figure.getBoundingClientRect().height < innerHeight * 0.8;
    figure.scrollIntoView({ block: fits ? 'center' : 'start', behavior: 'instant' });
  }

  /** The figure runs to the end of the note and waits there for the speaker. */
  #holdAt(figure: Shown, end: number): void {
    if (!Number.isFinite(end)) return;
    const look = (): void => {
      this.#frame = null;
      if ((figure.currentTime ?? Infinity) < end - justBefore) this.#frame = requestAnimationFrame(look);
      else {
        figure.pause?.();
        figure.seek?.(end - justBefore);
      }
    };
    this.#frame = requestAnimationFrame(look);
  }

  #letRun(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const [target] = event.composedPath();
    if (target instanceof Element && target.matches(written)) return;
    const space = event.key === ' ' && !(target instanceof Element && target.closest(worked));
    const by = event.key === 'PageDown' || (space && !event.shiftKey) ? 1 : event.key === 'PageUp' || space ? -1 : null;
    // Before the first and after the last the keys are the page's own.
    if (by === null || !this.step(by)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  readonly #onEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#leave();
  };
}
