import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { Audience } from '../base/audience.ts';
import { Companion } from '../base/companion.ts';
import { define } from '../base/define.ts';
import { figureWithId } from '../base/figures.ts';
import { excerpt } from '../base/grammar.ts';
import { setting } from '../base/settings.ts';
import { addDefaults } from '../base/strings.ts';
import type { Phrase } from '../base/strings.ts';
import { inARow } from '../base/told.ts';
import { own } from './presenter.settings.ts';
import { presenterWords } from './presenter.strings.ts';
import type { PresenterAdvice } from './presenter.strings.ts';
import { presenterStyles } from './presenter.styles.ts';
import { Talk } from './talk.ts';
import type { Shown } from './talk.ts';

addDefaults('en', presenterWords);

/** What `ds-present` tells. */
export interface PresentDetail {
  readonly presenting: boolean;
  /** Number of the note from 1; 0 before the first. */
  readonly at: number;
  readonly count: number;
  /** Id of the diagram that is shown; empty where it has none. */
  readonly diagram: string;
  /** Simulated ms. */
  readonly time: number | null;
  readonly text: string;
}

const advice = (template: PresenterAdvice, values?: Phrase['values']): Phrase => ({ template, ...(values && { values }) });
/** Tags of the library that are no figures. */
const noFigures: readonly string[] = ['ds-at', 'ds-note', 'ds-timeline', 'ds-presenter'];

/**
 * A button that makes the page a talk: type grows, and page keys, as slide remotes send them, walk the notes of its
 * diagrams, each of which runs to the end of its note and waits there.
 *
 * Page Down and Space go on, Page Up and Shift+Space go back; Escape, or the button at the foot, leaves. Before the first note
 * and after the last the keys scroll the page as ever; in fields nothing is taken; Tab goes everywhere. A diagram that
 * follows another by `sync` goes along with it. With reduced motion diagrams stand at the beginning of each note.
 *
 * @summary Presenter mode for the diagrams of a page.
 * @tag ds-presenter
 * @slot - Readable text for pages without JavaScript; replaced by the button.
 * @fires {CustomEvent<PresentDetail>} ds-present - Presentation begun, another note, presentation left. Does not bubble.
 * @fires {CustomEvent<ErrorDetail>} ds-error - An id in `for` that no diagram has, nothing to present, or another attribute that could not be used.
 * @csspart button - The button that begins.
 * @csspart bar - The bar at the foot of the window while presenting.
 * @csspart note - The words of the note, in the bar.
 * @csspart error - Messages about bad input.
 */
export class DsPresenter extends Companion {
  static override styles = presenterStyles;

  /** Ids of the diagrams to present, in this order, separated by spaces; all diagrams of the page when absent. */
  @setting(own.for) for!: string;
  /** Words of the button; “Present” when absent. */
  @setting(own.label) label!: string;
  /** `auto` follows `color-scheme`, then the reader's preference. */
  @setting(own.theme) theme!: string;

  protected readonly slug = 'presenter';
  readonly #audience = new Audience(this, () => this.#tellFaults(), () => undefined);
  readonly #talk = new Talk(this.ownerDocument, () => this.#figures(), () => this.#moved(), () => this.stop());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.#audience.stop();
  }

  /** Whether it is presenting. */
  get presenting(): boolean {
    return this.#talk.under;
  }

  /** Begins with the diagram in view. False, with a message on the page, where no diagram has notes. */
  start(): boolean {
    if (!this.isConnected) return false;
    const begun = this.#talk.start();
    if (begun) this.problems.clear('nothing');
    else this.problems.report('nothing', { code: 'bad-attribute', topic: 'nothing', recoverable: true, phrase: advice('there is no diagram with notes to present') });
    return begun;
  }

  /** Leaves; type is as before, and diagrams stay where they are. */
  stop(): void {
    const inBar = this.renderRoot.querySelector('.bar')?.matches(':focus-within') === true;
    this.#talk.stop();
    if (inBar) this.renderRoot.querySelector<HTMLElement>('.begin-button')?.focus({ preventScroll: true });
  }

  /** Shows the next note; false where there is none, or while not presenting. */
  next(): boolean {
    return this.#talk.step(1);
  }

  /** Shows the note before; false where there is none, or while not presenting. */
  previous(): boolean {
    return this.#talk.step(-1);
  }

  protected override follow(): void {
    const ids = this.idsOf(this.for);
    if (ids.length > 0) this.#audience.follow(ids);
    else {
      this.#audience.stop();
      this.problems.clear('for');
    }
  }

  #tellFaults(): void {
    const faults = this.#audience.members.flatMap(({ id, fault }) => (fault ? [advice(fault === 'missing' ? 'nothing has the id "{id}"' : 'no diagram has the id "{id}"', { id: excerpt(id) })] : []));
    if (faults.length === 0) return this.problems.clear('for');
    const value = excerpt(this.for);
    const phrase = advice('for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed', { value, why: inARow(faults) });
    this.problems.report('for', { code: 'bad-attribute', topic: `for ${value}`, recoverable: true, attribute: 'for', value, used: '', phrase });
  }

  #figures(): readonly Shown[] {
    const ids = this.idsOf(this.for);
    const all = ids.length > 0 ? ids.map((id) => figureWithId(this, id)) : [...this.ownerDocument.querySelectorAll('*')];
    return all.filter((element): element is Shown => {
      if (!(element instanceof HTMLElement) || noFigures.includes(element.localName)) return false;
      return 'notes' in element || (element.localName.startsWith('ds-') && !customElements.get(element.localName));
    });
  }

  #moved(): void {
    this.requestUpdate();
    const { moment, at, moments, under } = this.#talk;
    const detail: PresentDetail = { presenting: under, at, count: moments.length, diagram: moment?.figure.id ?? '', time: moment?.time ?? null, text: moment?.text ?? '' };
    this.dispatchEvent(new CustomEvent('ds-present', { detail }));
  }

  protected override render(): TemplateResult {
    const { text } = this;
    const messages = this.problems.messages(text);
    const mark = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2 14.5 13.5h-13ZM8 6.5v3M8 11.5v.2"></path></svg>`;
    return html`<div class="root ${this.preferences.scheme(this.theme)}" lang=${text.words}>
  <slot hidden></slot>
  <button type="button" part="button" class="begin-button" aria-pressed=${this.presenting} @click=${this.#onButton}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 2.5h13M2.7 2.5v7.3h10.6V2.5M8 9.8v2M5 14.3 8 11.8l3 2.5"></path></svg>${this.label || text('presenter.present')}</button>
  <ul class="error" part="error" role="status" ?hidden=${messages.length === 0}>${messages.map((message) => html`<li>${mark}<span>${message}</span></li>`)}</ul>
  ${this.#bar()}</div>`;
  }

  /** Above everything else of the page, but no dialog: what is behind it works on. */
  #bar(): TemplateResult {
    const { text } = this;
    const { at, moments, moment } = this.#talk;
    const count = moments.length;
    const move = (label: string, by: 1 | -1, path: string, can: boolean): TemplateResult =>
      html`<button type="button" class="move ${by > 0 ? 'next' : 'previous'}" aria-label=${label} title=${label} aria-disabled=${!can} @click=${() => this.#talk.step(by)}><svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg></button>`;
    return html`<div class="bar" part="bar" popover="manual" role="region" aria-label=${text('presenter.bar')}>
    <p class="note ${moment?.text ? '' : 'begin'}" part="note">${moment?.text || text('presenter.begin')}</p>
    <span class="at">${text('presenter.at', { at, count })}</span>
    <span class="keys">${move(text('presenter.previous'), -1, 'M10 3 5 8l5 5', at > 1)}${move(text('presenter.next'), 1, 'M6 3l5 5-5 5', at < count)}
      <button type="button" class="leave" @click=${() => this.stop()}>${text('presenter.leave')}</button></span></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const bar = this.renderRoot.querySelector<HTMLElement>('.bar');
    if (!bar || bar.classList.contains('shown') === this.presenting) return;
    bar.classList.toggle('shown', this.presenting);
    if (typeof bar.showPopover !== 'function') bar.classList.toggle('plain', this.presenting);
    else if (this.presenting) bar.showPopover();
    else bar.hidePopover();
    // Space is the speaker's from now on, and not the button's that was pressed last.
    if (this.presenting && this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement) this.renderRoot.querySelector<HTMLElement>('.next')?.focus({ preventScroll: true });
  }

  readonly #onButton = (): void => {
    if (this.presenting) this.stop();
    else this.start();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-presenter': DsPresenter;
  }
}

define('ds-presenter', DsPresenter);
