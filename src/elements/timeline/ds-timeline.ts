import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { allowedOf } from '../base/allowed.ts';
import { define, version } from '../base/define.ts';
import type { EventWords, ModelEventDetail } from '../base/events.ts';
import { excerpt } from '../base/grammar.ts';
import { Preferences } from '../base/preferences.ts';
import { Problems } from '../base/problems.ts';
import { attributeOf, setting, Settings, settingsOf } from '../base/settings.ts';
import type { HasSettings, SettingValue } from '../base/settings.ts';
import { addDefaults, translator } from '../base/strings.ts';
import type { Translate } from '../base/strings.ts';
import { formatTime } from '../base/ui/format.ts';
import { Visibility } from '../base/visibility.ts';
import { GLYPHS } from '../../scene/glyphs.ts';
import { Audience } from './audience.ts';
import type { Diagram } from './audience.ts';
import { rowsOf } from './rows.ts';
import type { Row, Rows } from './rows.ts';
import { own } from './timeline.settings.ts';
import { timelineWords } from './timeline.strings.ts';
import { timelineStyles } from './timeline.styles.ts';

addDefaults('en', timelineWords);

/** The list is made anew at most this often, in ms, and only when something happened. */
const everyMs = 250;
const mostDiagrams = 16;
/** Words that are kept, of rows that were shown. */
const mostWords = 2000;
const noRows: Rows = { rows: [], current: -1, cut: false };

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
export class DsTimeline extends LitElement implements HasSettings {
  /** Version of the library. */
  static readonly version = version;
  static override styles = timelineStyles;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...[...settingsOf(this)].map(([name, spec]) => attributeOf(name, spec)), 'lang', 'dir'];
  }

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

  readonly #internals: ElementInternals;
  readonly #settings = new Settings(settingsOf(this.constructor));
  readonly #early = new Map<string, unknown>();
  readonly #problems = new Problems(this, () => this.requestUpdate());
  readonly #preferences = new Preferences(this, () => this.requestUpdate());
  readonly #visibility = new Visibility(this, () => this.#soon());
  readonly #audience = new Audience(this, () => this.#meant(), () => this.#soon());
  readonly #hidden = new Set<string>();
  /** What is said of events that were looked at, and which types of a tag are milestones. */
  readonly #words = new Map<string, string>();
  readonly #types = new Map<string, boolean>();
  readonly #asked = new Set<string>();
  #text: Translate | null = null;
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
    this.#internals = this.attachInternals();
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
    for (const name of this.#settings.specs.keys()) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early.set(name, (this as unknown as { readonly [key: string]: unknown })[name]);
      Reflect.deleteProperty(this, name);
    }
  }

  /** @internal */
  readSetting(name: string): SettingValue {
    return this.#settings.get(name);
  }

  /** @internal */
  writeSetting(name: string, value: unknown): void {
    if (this.#settings.writeValue(name, value)) this.#written();
  }

  override attributeChangedCallback(attribute: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(attribute, before, now);
    if (before === now) return;
    for (const [name, spec] of this.#settings.specs) if (attributeOf(name, spec) === attribute) this.#settings.writeText(name, now);
    this.#written();
  }

  #written(): void {
    this.#text = null;
    if (this.isConnected) this.#follow();
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [name, value] of this.#early) this.writeSetting(name, value);
    this.#early.clear();
    this.#internals.role = 'group';
    this.#preferences.start();
    this.#visibility.start();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#audience.stop();
    this.#visibility.stop();
    this.#preferences.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  get #ids(): readonly string[] {
    return [...new Set(this.for.split(/[ \t\n\f\r]+/).filter((id) => id !== ''))].slice(0, mostDiagrams);
  }

  #follow(): void {
    this.#audience.follow(this.#ids);
  }

  /** Other diagrams are there. What was wrong with the ids is said, and taken back. */
  #meant(): void {
    const { members } = this.#audience;
    const allowed = 'ids of diagrams of this page, separated by spaces, are allowed';
    const faults = members.flatMap(({ id, fault }) => (fault ? [`${fault === 'missing' ? 'nothing' : 'no diagram'} has the id "${excerpt(id)}"`] : []));
    if (members.length === 0) faults.push('no diagram is named');
    if (faults.length === 0) this.#problems.clear('for');
    else {
      const value = excerpt(this.for);
      const used = this.#audience.members.filter(({ fault }) => !fault).map(({ id }) => id).join(' ');
      this.#problems.report('for', { code: 'bad-attribute', topic: `for ${faults.join()}`, recoverable: true, attribute: 'for', value, used, message: `for="${value}": ${faults.join(', ')}; ${allowed}` });
    }
    this.#follows = true;
    this.#lastLook = -Infinity;
    this.#soon();
    this.requestUpdate();
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
    const only = this.milestones;
    this.#list = rowsOf(members.map(({ id, diagram }) => (diagram && !this.#hidden.has(id) ? diagram : null)), (of, event) => !only || this.#isMilestone(members[of]?.diagram, event) === true);
    this.#ask();
    this.requestUpdate();
  }

  /** Undefined where it is not known yet; asked for then. */
  #isMilestone(diagram: Diagram | null | undefined, event: ModelEventDetail): boolean | undefined {
    if (!diagram) return undefined;
    const type = `${diagram.localName} ${event.type}`;
    const known = this.#types.get(type);
    if (known === undefined && !this.#asked.has(type)) {
      this.#asked.add(type);
      void diagram.describe(event).then(({ milestone }) => {
        this.#types.set(type, milestone);
        if (milestone) this.#soon();
      });
    }
    return known;
  }

  #keyOf({ of, event }: Row): string {
    const { id, diagram } = this.#audience.members[of] ?? {};
    return `${id ?? ''} ${diagram?.names ?? ''} ${diagram?.lang ?? ''} ${JSON.stringify(event)}`;
  }

  /** Asks for the words of rows that have none; they are shown together. */
  #ask(): void {
    const asked: Promise<void>[] = [];
    for (const row of this.#list.rows) {
      const key = this.#keyOf(row);
      const diagram = this.#audience.members[row.of]?.diagram;
      if (!diagram || this.#words.has(key) || this.#asked.has(key)) continue;
      this.#asked.add(key);
      asked.push(diagram.describe(row.event).then(({ text, milestone }: EventWords) => {
        this.#asked.delete(key);
        this.#words.set(key, text);
        this.#types.set(`${diagram.localName} ${row.event.type}`, milestone);
      }));
    }
    if (asked.length === 0) return;
    void Promise.all(asked).then(() => {
      const tooMany = this.#words.size - mostWords;
      for (const key of [...this.#words.keys()].slice(0, Math.max(0, tooMany))) this.#words.delete(key);
      this.requestUpdate();
    });
  }

  // ---- what is shown

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const keep = new Set<string>();
    for (const { name, attribute, value, used, fault } of this.#settings.bad) {
      keep.add(`attribute ${attribute}`);
      this.#problems.report(`attribute ${attribute}`, { code: 'bad-attribute', topic: `${attribute} ${fault}`, recoverable: true, attribute, value, used, message: `${attribute}="${value}" is not ${allowedOf(this.#settings.specs.get(name)!)}; ${excerpt(String(used)) || 'none'} is used` });
    }
    this.#problems.clearExcept('attribute ', keep);
  }

  get #translate(): Translate {
    return this.#text ??= translator(this.#preferences.language);
  }

  #labelOf(id: string, diagram: Diagram | null | undefined): string {
    return diagram?.label || diagram?.getAttribute('aria-label') || id;
  }

  protected override render(): TemplateResult {
    const text = this.#translate;
    const messages = this.#problems.messages;
    return html`<div class="root ${this.#preferences.scheme(this.theme)}"><div class="base" part="base">
  <slot hidden></slot>
  <div class="head"><p class="title">${this.label || text('timeline.title')}</p>${this.#filter(text)}</div>
  <ul class="error" part="error" ?hidden=${messages.length === 0}>${messages.map((message) => html`<li><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2 14.5 13.5h-13ZM8 6.5v3M8 11.5v.2"></path></svg><span>${message}</span></li>`)}</ul>
  <div class="scroll" part="list" @scroll=${this.#onScroll}>${this.#list.rows.length > 0 ? this.#table(text) : html`<p class="empty">${this.#emptyWords(text)}</p>`}</div>
</div></div>`;
  }

  #emptyWords(text: Translate): string {
    const { diagrams, members } = this.#audience;
    if (diagrams.length === 0) return members.some(({ diagram }) => diagram === undefined) ? text('timeline.waiting') : '';
    return text(this.#hidden.size > 0 || this.milestones ? 'timeline.nothing-of-it' : 'timeline.nothing');
  }

  #badge(of: number): TemplateResult {
    return html`<span class="badge r-owner-${(of % 4) + 1}" aria-hidden="true">${String.fromCharCode(65 + of)}</span>`;
  }

  #filter(text: Translate): TemplateResult {
    const { members } = this.#audience;
    const shown = members.map((member, of) => ({ ...member, of })).filter(({ fault }) => !fault);
    return html`<div class="filter" part="filter" role="group" aria-label=${text('timeline.show')}>
      ${shown.map(({ id, diagram, of }) => html`<button type="button" class="toggle" aria-pressed=${!this.#hidden.has(id)} @click=${() => this.#toggle(id)}>${this.#badge(of)}<span>${this.#labelOf(id, diagram)}</span></button>`)}
      <button type="button" class="toggle" aria-pressed=${this.milestones} @click=${this.#onMilestones}>${this.#diamond()}<span>${text('timeline.milestones')}</span></button></div>`;
  }

  #diamond(): TemplateResult {
    return html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path d=${GLYPHS.diamond}></path></svg>`;
  }

  #table(text: Translate): TemplateResult {
    const { rows, current } = this.#list;
    const { members, diagrams } = this.#audience;
    const language = this.#preferences.language;
    const span = rows.at(-1)?.event.time ?? 0;
    const keys = rows.map((row) => this.#keyOf(row));
    const stop = Math.max(0, this.#stop === null ? current : keys.indexOf(this.#stop));
    const names = members.filter(({ diagram }) => diagram).map(({ id, diagram }) => this.#labelOf(id, diagram)).join(', ');
    const several = diagrams.length > 1;
    return html`<table><caption class="vh">${text('timeline.caption', { names })} ${this.#list.cut ? text('timeline.more') : nothing}</caption>
      <thead><tr><th scope="col">${text('timeline.time')}</th>${several ? html`<th scope="col" class="diagram"><span>${text('timeline.diagram')}</span></th>` : nothing}<th scope="col">${text('timeline.what')}</th></tr></thead>
      <tbody @click=${this.#onClick} @keydown=${this.#onKey}>${repeat(rows, (_row, at) => keys[at], ({ of, event, later }, at) => {
        const key = keys[at] ?? '';
        const { id = '', diagram } = members[of] ?? {};
        const words = this.#words.get(key);
        const milestone = this.#types.get(`${diagram?.localName ?? ''} ${event.type}`) === true;
        return html`<tr part="row" data-at=${at} class="${later ? 'later' : ''} ${milestone ? 'milestone' : ''}" aria-current=${at === current ? 'time' : nothing}>
          <th scope="row"><button type="button" class="go" tabindex=${at === stop ? 0 : -1}>${formatTime(event.time, language, span)}</button></th>
          ${several ? html`<td class="who"><span>${this.#badge(of)}<span class="name">${this.#labelOf(id, diagram)}</span></span></td>` : nothing}
          <td class="what ${words === undefined ? 'raw' : ''}">${milestone ? html`<span class="told">${this.#diamond()}<span class="word">${text('timeline.milestone')}</span></span>` : nothing}${words ?? event.type}${at === current ? html`<span class="now">${text('timeline.now')}</span>` : nothing}</td></tr>`;
      })}</tbody></table>`;
  }

  protected override updated(): void {
    this.#internals.ariaLabel = this.label || this.#translate('timeline.title');
    this.#scroll();
    if (this.#lastLook > 0) this.#resolveReady();
  }

  // ---- what the reader does

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.scroll');
  }

  /** The row that happened last stays in sight, unless the reader looks elsewhere. */
  #scroll(): void {
    const scroller = this.#scroller;
    if (!scroller || !this.#follows || scroller.matches(':focus-within')) return;
    const row = scroller.querySelector<HTMLElement>('[aria-current]');
    const to = row ? row.offsetTop + row.offsetHeight - scroller.clientHeight + (this.#list.rows.at(-1)?.later ? scroller.clientHeight / 3 : 0) : 0;
    if (Math.abs(scroller.scrollTop - to) > 1) scroller.scrollTop = to;
    this.#scrolledTo = scroller.scrollTop;
  }

  readonly #onScroll = (): void => {
    const scroller = this.#scroller;
    if (!scroller || Math.abs(scroller.scrollTop - this.#scrolledTo) <= 2) return;
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
    const { diagrams } = this.#audience;
    const leads = diagrams.filter(({ sync }) => sync === '' || !this.#ids.includes(sync));
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
    const row = this.#list.rows[next];
    if (row) this.#stop = this.#keyOf(row);
    buttons[at]?.setAttribute('tabindex', '-1');
    buttons[next]?.setAttribute('tabindex', '0');
    buttons[next]?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-timeline': DsTimeline;
  }
}

define('ds-timeline', DsTimeline);
