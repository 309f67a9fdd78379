/**
 * The figure round the picture: header, stage with its layers, readouts, controls, status, table. `DsDiagram` renders it into
 * its shadow root and hands the layers their contents; the controls themselves come later, as a chunk of their own.
 */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Table } from '../concept.ts';
import type { DiagramHost } from '../host.ts';
import { addDefaults } from '../strings.ts';
import { formatTime } from './format.ts';
import { CLOSE, icon, PAUSE, PLAY } from './icons.ts';
import { layoutAt } from './layout.ts';
import { NodeLayer } from './node-layer.ts';
import { SteadyHeight } from './steady-height.ts';
import { shellWords } from './strings.en.ts';
import { TypeLayer } from './type-layer.ts';
import { factLine, legendItems } from './words.ts';

addDefaults('en', shellWords);

/** What the chunk of the controls gives the shell. */
export interface ControlsPart {
  /** Everything in the transport bar after the play button. */
  bar(): TemplateResult;
  /** The readout column. */
  cards(): TemplateResult;
  /** Sheets and dialogs over the figure. */
  sheets(): TemplateResult;
  /** Moves time and scrubber without a render of the shell; cheap enough for every frame. */
  tick(): void;
  /** Takes a key of the whole figure; false when it is none of its own. */
  key(key: string): boolean;
  /** Closes what is open; false when nothing was. */
  close(): boolean;
  dispose(): void;
}

/** Least time between two contents of an open table while the run moves, in ms. */
const TABLE_EVERY = 1_000;

export class Shell {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  #controls: ControlsPart | null = null;
  #loading: Promise<void> | null = null;
  #failed = false;
  #nodes: NodeLayer | null = null;
  #type: TypeLayer | null = null;
  #tableOpen = false;
  #table: { readonly at: number; readonly content: Table } | null = null;
  #returnTo: string | null = null;
  #captioned = false;
  readonly #line = new SteadyHeight();
  #rendered = false;

  /** @param root - Gives the shadow root it is rendered into; asked only after the first render. */
  constructor(host: DiagramHost, root: () => ParentNode) {
    this.#host = host;
    this.#root = root;
  }

  /** Carries the colour tokens; give it to `readColours`. Null before the first render. */
  get root(): HTMLElement | null {
    return this.#root().querySelector<HTMLElement>('.root');
  }

  /** Box that the frame of the camera measures. */
  get stage(): HTMLElement | null {
    return this.#root().querySelector<HTMLElement>('.stage');
  }

  /** The heading, as large as the page's type. */
  get title(): HTMLElement | null {
    return this.#root().querySelector<HTMLElement>('.title');
  }

  /** Where painters put their surface. Lit leaves its children alone. */
  get canvas(): HTMLElement | null {
    return this.#root().querySelector<HTMLElement>('.canvas');
  }

  /** Layer of text over the picture. Only after the first render. */
  get type(): TypeLayer | null {
    const container = this.#root().querySelector<HTMLElement>('.type');
    return (this.#type ??= container && new TypeLayer(container));
  }

  /** Layer of node buttons. Only after the first render. */
  get nodes(): NodeLayer | null {
    const container = this.#root().querySelector<HTMLElement>('.nodes');
    return (this.#nodes ??= container && new NodeLayer(this.#host, container));
  }

  /**
   * Fetches the controls' chunk once and shows it together with what else was asked for; rejects when it cannot be had, and
   * may then be called again.
   */
  loadControls(words?: Promise<void>): Promise<void> {
    this.#loading ??= Promise.all([import('./controls/controls.ts'), words]).then(([{ Controls }]) => {
      this.#controls = new Controls(this.#host, this.#root, { openTable: () => this.#openTable(), returnFocus: () => this.#returnFocus() });
      this.#host.requestUpdate();
    }).catch((error: unknown) => {
      this.#loading = null;
      this.#failed = true;
      this.#host.requestUpdate();
      throw error;
    });
    return this.#loading;
  }

  /** Moves time and scrubber; after each render, and for frames in which no word changed. */
  tick(): void {
    if (this.#rendered) this.#line.settle(this.#root().querySelector('.line'), this.#host.width);
    this.#rendered = false;
    this.#controls?.tick();
  }

  /** Undoes what templates do not: listeners and children of the layers. */
  dispose(): void {
    this.#nodes?.dispose();
    this.#type?.dispose();
    this.#controls?.dispose();
    this.#nodes = this.#type = null;
  }

  render(): TemplateResult {
    const host = this.#host;
    const { text, problems } = host;
    const layout = host.width > 0 ? layoutAt(host.width) : null;
    this.#rendered = true;
    if (host.selection?.kind === 'node') this.#returnTo = host.selection.id;
    return html`<div class="root ${host.scheme}" lang=${text.words} @keydown=${this.#onKey}>
  <div class="base" part="base" aria-busy=${host.busy}>
    <div class="vh"><slot name="description">${host.summary()}</slot></div>
    <slot hidden></slot>
    <div class="stage">
      <div class="canvas" part="canvas" aria-hidden="true"></div>
      <div class="type" aria-hidden="true"></div>
      <div class="nodes" part="nodes" role="group" aria-roledescription=${text('ui.diagram')} aria-label=${text('ui.nodes')}></div>
      <div class="header">
        <p class="title">${host.heading}</p>
        <span class="subtitle">${host.subtitle}</span>
        ${host.badge ? html`<span class="badge2d">${host.badge}</span>` : nothing}
        ${layout !== 'phone' && host.showsPanel('legend') ? html`<ul class="legend" aria-label=${text('ui.legend')}>${legendItems(host.legend)}</ul>` : nothing}
      </div>
      <ul class="error" part="error" ?hidden=${problems.length === 0}>${problems.map((problem) => html`<li><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2 14.5 13.5h-13ZM8 6.5v3M8 11.5v.2"></path></svg><span>${problem}</span></li>`)}</ul>
      ${layout === null || layout === 'wide' ? html`<div class="cards">${this.#cards()}</div>` : nothing}
    </div>
    ${layout === 'wide' ? nothing : html`<div class="line">${factLine(host)}</div>`}
    ${this.#bar()}
    ${this.#controls?.sheets() ?? nothing}
    <div class="status ${host.statusIsAnswer ? 'answer' : ''}" part="status" role="status">${host.status}</div>
    ${this.#details()}
  </div>
  <div class="caption" part="caption" ?hidden=${!this.#captioned}><slot name="caption" @slotchange=${this.#onCaption}></slot></div>
</div>`;
  }

  /** Nothing until the chunk is there: the column's place is kept, so nothing moves. Facts alone where it cannot be had. */
  #cards(): TemplateResult | typeof nothing {
    return this.#controls?.cards() ?? (this.#failed ? factLine(this.#host) : nothing);
  }

  #bar(): TemplateResult {
    const { noControls, playing, text } = this.#host;
    const play = html`<button type="button" class="button play ${noControls ? 'float' : ''}" aria-label=${text(playing ? 'ui.pause' : 'ui.play')} @click=${this.#onPlay}>${icon(playing ? PAUSE : PLAY)}</button>`;
    if (noControls) return play;
    return html`<div class="controls" part="controls" role="group" aria-label=${text('ui.playback')}>${play}${this.#controls?.bar() ?? nothing}</div>`;
  }

  #details(): TemplateResult {
    const { text, printing } = this.#host;
    const open = this.#tableOpen || printing;
    return html`<details class="table" part="table" ?open=${open} @toggle=${this.#onTable}><summary>${text('ui.table')}${icon(CLOSE)}</summary>${open ? this.#rows() : nothing}</details>`;
  }

  /** The table of this moment, or of up to a second ago while the run moves. */
  #rows(): TemplateResult {
    const now = performance.now();
    if (!this.#table || !this.#host.playing || now - this.#table.at >= TABLE_EVERY) this.#table = { at: now, content: this.#host.table };
    const { caption, columns, rows } = this.#table.content;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table><caption>${caption}</caption>
      <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((value, i) => (i === 0 ? html`<th scope="row">${value}</th>` : html`<td>${value}</td>`))}</tr>`)}</tbody></table>${this.#log()}</div>`;
  }

  /** What happened last, newest first. */
  #log(): TemplateResult | typeof nothing {
    const { language, recentEvents, scrubberEnd, text } = this.#host;
    if (!this.#host.showsPanel('events') || recentEvents.length === 0) return nothing;
    return html`<p class="log">${text('ui.log')}</p><ol class="log">${[...recentEvents].reverse().map((event) => html`<li><span class="time">${formatTime(event.timeUs / 1_000, language, scrubberEnd)}</span> ${this.#host.describe(event)}</li>`)}</ol>`;
  }

  readonly #onPlay = (): void => {
    if (this.#host.playing) this.#host.pause();
    else this.#host.play();
  };

  readonly #onTable = (event: Event): void => {
    if (this.#host.printing || !(event.currentTarget instanceof HTMLDetailsElement) || event.currentTarget.open === this.#tableOpen) return;
    this.#tableOpen = event.currentTarget.open;
    this.#table = null;
    this.#host.requestUpdate();
  };

  readonly #onCaption = (event: Event): void => {
    const captioned = event.target instanceof HTMLSlotElement && event.target.assignedNodes().length > 0;
    if (captioned === this.#captioned) return;
    this.#captioned = captioned;
    this.#host.requestUpdate();
  };

  #openTable(): void {
    const details = this.#root().querySelector('details');
    if (!details) return;
    details.open = true;
    details.querySelector('summary')?.focus();
  }

  #returnFocus(): void {
    this.nodes?.focus(this.#returnTo ?? undefined);
  }

  /** Keys of the whole figure; only while focus is inside, and never while somebody types. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target instanceof HTMLElement && event.target.matches('input[type="text"], select, textarea');
    if (event.key !== 'Escape' && typing) return;
    if (!this.#does(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** True when the key was one of the figure's own. */
  #does(key: string): boolean {
    const host = this.#host;
    switch (key) {
      case 'k': this.#onPlay(); return true;
      case ',': host.step(-1); return true;
      case '.': host.step(1); return true;
      case 'r': host.reset(); return true;
      case 'Escape': return this.#escape();
      default: return this.#controls?.key(key) ?? false;
    }
  }

  #escape(): boolean {
    if (this.#controls?.close()) return true;
    if (this.#tableOpen) {
      const details = this.#root().querySelector('details');
      if (details) details.open = false;
      return true;
    }
    if (!this.#host.selection) return false;
    this.#host.deselect();
    this.#returnFocus();
    return true;
  }
}
