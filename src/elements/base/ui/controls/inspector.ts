/** What is known of the selected node, link or message, and what can be done to it. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { createRef, ref } from 'lit/directives/ref.js';
import type { Inspection } from '../../concept.ts';
import type { DiagramHost } from '../../host.ts';
import { icon } from '../icons.ts';
import { layoutAt } from '../layout.ts';
import { ICONS } from './icons.ts';
import { sheetHead } from './keys.ts';
import { isThing } from './look.ts';
import type { Thing } from './look.ts';
import { textAction } from './more.ts';

/** Px between a node and its inspector, and between that and the edge. */
const GAP = 18;
const EDGE = 8;
/** Height in px of the bar below a panel at the foot. */
const FOOT = 60;
/** Least height in px of a panel that scrolls. */
const LOWEST = 140;
/** How far in px a node may move before its panel follows. */
const DRIFT = 24;

export interface InspectorRequests {
  close(): void;
  /** Goes on to the next message, entry or link, or to the one before. */
  go(kind: Thing, by: 1 | -1): void;
}

export class Inspector {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  readonly #requests: InspectorRequests;
  readonly #panel = createRef<HTMLElement>();
  readonly #spot = createRef<HTMLElement>();
  #placedFor = '';
  #focusedFor: string | null = null;
  #takesFocus = false;
  /** Why the last action on what is selected was refused. */
  #refused: { readonly id: string; readonly why: string } | null = null;

  constructor(host: DiagramHost, root: () => ParentNode, requests: InspectorRequests) {
    this.#host = host;
    this.#root = root;
    this.#requests = requests;
  }

  render(): TemplateResult | typeof nothing {
    const { inspection, selection, text } = this.#host;
    if (!inspection || !selection) return nothing;
    // Another panel for something else: focus that moves to it is heard.
    return html`${selection.kind === 'node' ? nothing : html`<i class="spot" aria-hidden="true" ${ref(this.#spot)}></i>`}${keyed(`${selection.kind} ${selection.id}`, html`<div class="sheet inspector" role="dialog" tabindex="-1" aria-label=${text('ui.inspector', { title: inspection.title })} ${ref(this.#panel)}>
      ${sheetHead(inspection.title, text, () => this.#requests.close(), this.#onward(selection.kind))}
      <dl class="fields">${inspection.fields.map((field) => html`<div><dt>${field.label}</dt><dd>${field.value}</dd></div>`)}</dl>
      ${this.#actions(inspection, selection.id)}
      ${this.#refused?.id === selection.id ? html`<p class="refused">${text('ui.refused', { why: this.#refused.why })}</p>` : nothing}</div>`)}`;
  }

  /** The panel takes focus when it is there. */
  takeFocus(): void {
    this.#takesFocus = true;
  }

  #onward(kind: string): TemplateResult | typeof nothing {
    if (!isThing(kind) || this.#host.drawn(kind).length < 2) return nothing;
    const button = (by: 1 | -1, label: string, path: string): TemplateResult => html`<button type="button" class="button close" aria-label=${this.#host.text(label)} @click=${() => this.#requests.go(kind, by)}>${icon(path)}</button>`;
    return html`${button(-1, 'ui.previous', ICONS.before)}${button(1, 'ui.next', ICONS.after)}`;
  }

  #act(action: string, id: string, target: string | undefined): void {
    const result = this.#host.act(action, target);
    this.#refused = result.ok ? null : { id, why: result.reason };
    this.#host.requestUpdate();
  }

  #actions({ actions: names, target }: Inspection, id: string): TemplateResult | typeof nothing {
    const host = this.#host;
    const on = target === null ? undefined : id;
    const specs = names.map((name) => host.actions.find((spec) => spec.action === name)).filter((spec) => spec !== undefined);
    if (host.readonlyMode || specs.length === 0) return nothing;
    return html`<div class="wrap">${specs.map((spec) => (spec.needs === 'text' ? textAction(host, spec, on)
      : html`<button type="button" class="button" @click=${() => this.#act(spec.action, id, on)}>${host.text(spec.label)}</button>`))}</div>`;
  }

  /** Stands beside its node where there is room, and takes focus once when that node was just pressed. */
  tick(): void {
    const { selection } = this.#host;
    const panel = this.#panel.value;
    if (!selection || !panel) {
      this.#placedFor = '';
      this.#focusedFor = null;
      if (!selection) this.#refused = null;
      return;
    }
    this.#mark(selection);
    const node = selection.kind === 'node' ? this.#nodeButton(selection.id) : null;
    this.#place(panel, node, selection.id);
    if (this.#focusedFor === `${selection.kind} ${selection.id}`) return;
    this.#focusedFor = `${selection.kind} ${selection.id}`;
    if (this.#takesFocus || node?.matches(':focus')) panel.focus({ preventScroll: true });
    this.#takesFocus = false;
  }

  /** A ring round what has no button of its own. */
  #mark({ kind, id }: NonNullable<DiagramHost['selection']>): void {
    const mark = this.#spot.value;
    if (!mark) return;
    const at = this.#host.spotOf(kind, id);
    const spotted = at ? `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` : '';
    if (mark.hidden === Boolean(at)) mark.hidden = !at;
    if (mark.style.transform !== spotted) mark.style.transform = spotted;
  }

  /** A panel at the foot goes to the head where it would cover what it is about; where it fits on neither side it scrolls. */
  #dock(panel: HTMLElement, node: HTMLElement | null, id: string): void {
    const key = `${id} ${this.#host.width} ${panel.scrollHeight}`;
    const about = (node ?? this.#spot.value)?.getBoundingClientRect();
    const base = panel.parentElement?.getBoundingClientRect();
    if (key === this.#placedFor || !about || about.width === 0 || !base) return;
    this.#placedFor = key;
    const { left, right } = panel.getBoundingClientRect();
    const beside = about.right <= left || about.left >= right;
    const below = base.bottom - FOOT - about.bottom - EDGE;
    const over = about.top - base.top - 2 * EDGE;
    const above = !beside && below < panel.scrollHeight + 2 && over > below;
    panel.classList.toggle('above', above);
    if (beside) panel.style.removeProperty('--most');
    else panel.style.setProperty('--most', `${Math.round(Math.max(LOWEST, above ? over : below))}px`);
  }

  #nodeButton(id: string): HTMLElement | null {
    return [...this.#root().querySelectorAll<HTMLElement>('.node')].find((button) => button.dataset['id'] === id) ?? null;
  }

  #place(panel: HTMLElement, node: HTMLElement | null, id: string): void {
    const { width } = this.#host;
    const stage = this.#root().querySelector<HTMLElement>('.stage');
    const free = !node || !stage || layoutAt(width) === 'phone';
    if (panel.classList.contains('free') !== free) panel.classList.toggle('free', free);
    if (free) {
      this.#dock(panel, node, id);
      return;
    }
    const within = stage.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    // A node that drifts a little does not drag its panel along: a moving panel cannot be read.
    const key = `${id} ${width} ${panel.offsetHeight} ${Math.round((box.left - within.left) / DRIFT)} ${Math.round((box.top - within.top) / DRIFT)}`;
    if (key === this.#placedFor) return;
    this.#placedFor = key;
    const after = box.right - within.left + GAP;
    const left = after + panel.offsetWidth + EDGE <= within.width ? after : Math.max(EDGE, box.left - within.left - GAP - panel.offsetWidth);
    const highest = Math.max(EDGE, within.height - panel.offsetHeight - EDGE);
    const top = Math.max(EDGE, Math.min(highest, box.top - within.top + box.height / 2 - panel.offsetHeight / 2));
    panel.style.setProperty('--left', `${Math.round(left)}px`);
    panel.style.setProperty('--top', `${Math.round(top)}px`);
  }
}
