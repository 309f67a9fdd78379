import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { Audience } from '../base/audience.ts';
import type { Diagram } from '../base/audience.ts';
import { Companion } from '../base/companion.ts';
import { define } from '../base/define.ts';
import type { ModelEventDetail } from '../base/events.ts';
import { excerpt } from '../base/grammar.ts';
import { setting } from '../base/settings.ts';
import { addDefaults } from '../base/strings.ts';
import type { Phrase, Translate } from '../base/strings.ts';
import { inARow } from '../base/told.ts';
import { Visibility } from '../base/visibility.ts';
import { rowsOf } from './rows.ts';
import type { Row, Rows } from './rows.ts';
import { badge, diamond, tableOf } from './table.ts';
import { own } from './timeline.settings.ts';
import { timelineWords } from './timeline.strings.ts';
import type { TimelineAdvice } from './timeline.strings.ts';
import { timelineStyles } from './timeline.styles.ts';
import { Words } from './words.ts';
import type { Happened } from './words.ts';

addDefaults('en', timelineWords);

/** The list is made anew at most this often, in ms, and only when something happened. */
const everyMs = 250;
const noRows: Rows = { rows: [], current: -1, cut: false };

const advice = (template: TimelineAdvice, values?: Phrase['values']): Phrase => ({ template, ...(values && { values }) });

/**
 * One list of what happens in several diagrams: when, in which of them, and what, in words. Choosing a row moves all of
 * them there.
 *
 * Lists at most 400 events up to the moment that the diagrams are at, and 100 after it where a run is known further; made
 * anew at most four times a second, and not at all while nothing happens or it cannot be seen. Of a page whose editor strips
 * unknown tags: `<div data-ds="timeline" data-ds-for="raft copies">`; `data-ds-for` names no reading step there.
 *
 * @summary One list of events for several diagrams.
 * @tag ds-timeline
 * @slot - Readable text for pages without JavaScript; replaced by the list.
 * @fires {CustomEvent<ErrorDetail>} ds-error - An id in `for` that no diagram has, or another attribute that could not be used.
 * @csspart base - The panel.
 * @csspart filter - The buttons that choose what is listed.
 * @csspart list - The list, which scrolls.
 * @csspart row - An event.
 * @csspart error - Messages about bad input.
 */
export class DsTimeline extends Companion {
  static override styles = timelineStyles;

  /** Ids of the diagrams, at most 16, separated by spaces. They may come later, go, and change. */
  @setting(own.for) for!: string;
  /** Lists milestones only, until the reader chooses otherwise. */
  @setting(own.milestones) milestones!: boolean;
  /** Title and accessible name; “Events” when absent. */
  @setting(own.label) label!: string;
  /** `auto` follows `color-scheme`, then the reader's preference. */
  @setting(own.theme) theme!: string;

  /** Resolves when the list is there for the first time. */
  readonly ready: Promise<void>;

  protected readonly slug = 'timeline';
  readonly #visibility = new Visibility(this, () => this.#soon());
  readonly #audience = new Audience(this, () => this.#meant(), () => this.#soon());
  readonly #words = new Words((milestones) => {
    if (milestones && this.milestones) this.#soon();
    else this.requestUpdate();
  });
  readonly #hidden = new Set<string>();
  #resolveReady: () => void = () => undefined;
  #list: Rows = noRows;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #lastLook = -Infinity;
  /** Key of the row that Tab goes to; the current one when null. */
  #stop: string | null = null;
  #follows = true;
  #scrolledTo = -1;

  constructor() {
    super();
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.internals.role = 'group';
    this.#visibility.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#audience.stop();
    this.#visibility.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  protected override follow(): void {
    this.#audience.follow(this.idsOf(this.for));
  }

  /** Other diagrams are there. What was wrong with the ids is said, and taken back. */
  #meant(): void {
    this.#tellFaults();
    this.#follows = true;
    this.#lastLook = -Infinity;
    this.#soon();
    this.requestUpdate();
  }

  #tellFaults(): void {
    const { members } = this.#audience;
    const faults = members.flatMap(({ id, fault }) => (fault ? [advice(fault === 'missing' ? 'nothing has the id "{id}"' : 'no diagram has the id "{id}"', { id: excerpt(id) })] : []));
    if (members.length === 0) faults.push(advice('no diagram is named'));
    if (faults.length === 0) return this.problems.clear('for');
    const value = excerpt(this.for);
    const why = inARow(faults);
    const used = members.filter(({ fault }) => !fault).map(({ id }) => id).join(' ');
    const phrase = advice('for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed', { value, why });
    this.problems.report('for', { code: 'bad-attribute', topic: `for ${value}`, recoverable: true, attribute: 'for', value, used, phrase });
  }

  // ---- the list

  /** Looks at the diagrams soon, once, unless nobody can see it. */
  #soon(): void {
    if (this.#timer !== null || !this.isConnected || !this.#visibility.sight.near) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.isConnected) this.#look();
    }, Math.max(0, everyMs - (performance.now() - this.#lastLook)));
  }

  #look(): void {
    this.#lastLook = performance.now();
    const { members } = this.#audience;
    const wanted = (of: number, event: ModelEventDetail): boolean => {
      const diagram = members[of]?.diagram;
      return !this.milestones || (!!diagram && this.#words.isMilestone({ diagram, event }) === true);
    };
    this.#list = rowsOf(members.map(({ id, diagram }) => (diagram && !this.#hidden.has(id) ? diagram : null)), wanted);
    this.#words.ask(this.#list.rows.flatMap((row) => this.#happened(row) ?? []));
    this.requestUpdate();
  }

  #happened({ of, event }: Row): Happened | null {
    const { id = '', diagram } = this.#audience.members[of] ?? {};
    return diagram ? { id, diagram, event } : null;
  }

  #keyOf(row: Row | undefined): string | null {
    const happened = row && this.#happened(row);
    return happened ? this.#words.keyOf(happened) : null;
  }

  // ---- what is shown

  protected override render(): TemplateResult {
    const { text } = this;
    const messages = this.problems.messages(text);
    return html`<div class="root ${this.preferences.scheme(this.theme)}" lang=${text.words}><div class="base" part="base">
  <slot hidden></slot>
  <div class="head"><p class="title">${this.label || text('timeline.title')}</p>${this.#filter(text)}</div>
  <ul class="error" part="error" role="status" ?hidden=${messages.length === 0}>${messages.map((message) => html`<li><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2 14.5 13.5h-13ZM8 6.5v3M8 11.5v.2"></path></svg><span>${message}</span></li>`)}</ul>
  <div class="scroll" part="list" @scroll=${this.#onScroll}>${this.#list.rows.length > 0 ? this.#table(text) : html`<p class="empty">${this.#emptyWords(text)}</p>`}</div>
</div></div>`;
  }

  #emptyWords(text: Translate): string {
    const { diagrams, members } = this.#audience;
    if (diagrams.length === 0) return members.some(({ diagram }) => diagram === undefined) ? text('timeline.waiting') : '';
    return text(this.#hidden.size > 0 || this.milestones ? 'timeline.nothing-of-it' : 'timeline.nothing');
  }

  #filter(text: Translate): TemplateResult {
    const shown = this.#audience.members.map((member, of) => ({ ...member, of })).filter(({ fault }) => !fault);
    return html`<div class="filter" part="filter" role="group" aria-label=${text('timeline.show')}>
      ${shown.map(({ id, diagram, of }) => html`<button type="button" class="toggle" aria-pressed=${!this.#hidden.has(id)} @click=${() => this.#toggle(id)}>${badge(of)}<span>${nameOf(id, diagram)}</span></button>`)}
      <button type="button" class="toggle" aria-pressed=${this.milestones} @click=${this.#onMilestones}>${diamond()}<span>${text('timeline.milestones')}</span></button></div>`;
  }

  #table(text: Translate): TemplateResult {
    const { members, diagrams } = this.#audience;
    const { current, cut } = this.#list;
    const rows = this.#list.rows.flatMap((row) => {
      const happened = this.#happened(row);
      if (!happened) return [];
      const key = this.#words.keyOf(happened);
      return [{ ...row, key, name: nameOf(happened.id, happened.diagram), words: this.#words.of(key), milestone: !this.milestones && this.#words.isMilestone(happened) === true }];
    });
    const stop = Math.max(0, this.#stop === null ? current : rows.findIndex(({ key }) => key === this.#stop));
    const names = members.filter(({ diagram }) => diagram).map(({ id, diagram }) => nameOf(id, diagram)).join(', ');
    const caption = `${text('timeline.caption', { names })}${cut ? ` ${text('timeline.more')}` : ''}`;
    return tableOf({ rows, current, stop, caption, several: diagrams.length > 1 }, text, this.#onClick, this.#onKey);
  }

  protected override updated(): void {
    this.internals.ariaLabel = this.label || this.text('timeline.title');
    this.#scroll();
    if (this.#lastLook > 0) this.#resolveReady();
  }

  // ---- what the reader does

  /** The row that happened last stays in sight, unless the reader looks elsewhere. */
  #scroll(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroll');
    if (!scroller || !this.#follows || scroller.matches(':focus-within')) return;
    const row = scroller.querySelector<HTMLElement>('[aria-current]');
    const to = row ? row.offsetTop + row.offsetHeight - scroller.clientHeight + (this.#list.rows.at(-1)?.later ? scroller.clientHeight / 3 : 0) : 0;
    if (Math.abs(scroller.scrollTop - to) > 1) scroller.scrollTop = to;
    this.#scrolledTo = scroller.scrollTop;
  }

  readonly #onScroll = (event: Event): void => {
    const scroller = event.currentTarget as HTMLElement;
    if (Math.abs(scroller.scrollTop - this.#scrolledTo) <= 2) return;
    const row = scroller.querySelector<HTMLElement>('[aria-current]');
    this.#follows = row === null || (row.offsetTop + row.offsetHeight <= scroller.scrollTop + scroller.clientHeight + 2 && row.offsetTop >= scroller.scrollTop);
  };

  #toggle(id: string): void {
    if (!this.#hidden.delete(id)) this.#hidden.add(id);
    this.#look();
  }

  readonly #onMilestones = (): void => {
    this.milestones = !this.milestones;
    this.#look();
  };

  readonly #onClick = (event: Event): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr') : null;
    if (row) this.#go(Number(row.dataset['at']));
  };

  /** All diagrams of the list go to the moment of a row; those that follow another of them go along with it. */
  #go(at: number): void {
    const row = this.#list.rows[at];
    if (!row) return;
    this.#stop = this.#keyOf(row);
    this.#follows = true;
    const { diagrams } = this.#audience;
    const ids = this.idsOf(this.for);
    const leads = diagrams.filter(({ sync }) => sync === '' || !ids.includes(sync));
    for (const diagram of leads.length > 0 ? leads : diagrams) diagram.seek(row.event.time);
    this.#lastLook = -Infinity;
    this.#soon();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.go')];
    const at = buttons.indexOf(event.target as HTMLElement);
    const page = 10;
    const moves: { readonly [key: string]: number } = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: buttons.length - 1 };
    const to = moves[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(buttons.length - 1, Math.max(0, to));
    this.#stop = this.#keyOf(this.#list.rows[next]);
    buttons[at]?.setAttribute('tabindex', '-1');
    buttons[next]?.setAttribute('tabindex', '0');
    buttons[next]?.focus();
  };
}

function nameOf(id: string, diagram: Diagram | null | undefined): string {
  return diagram?.label || diagram?.getAttribute('aria-label') || id;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-timeline': DsTimeline;
  }
}

define('ds-timeline', DsTimeline);
