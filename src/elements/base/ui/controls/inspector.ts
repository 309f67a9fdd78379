/** What is known of the selected node, link or message, and what can be done to it. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { DiagramHost } from '../../host.ts';
import { layoutAt } from '../layout.ts';
import { sheetHead } from './keys.ts';
import { textAction } from './more.ts';

/** Px between a node and its inspector, and between that and the edge. */
const GAP = 18;
const EDGE = 8;
/** How far in px a node may move before its panel follows. */
const DRIFT = 24;

export class Inspector {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  readonly #close: () => void;
  readonly #panel = createRef<HTMLElement>();
  #placedFor = '';
  #focusedFor: string | null = null;

  constructor(host: DiagramHost, root: () => ParentNode, close: () => void) {
    this.#host = host;
    this.#root = root;
    this.#close = close;
  }

  render(): TemplateResult | typeof nothing {
    const { inspection, selection, text } = this.#host;
    if (!inspection || !selection) return nothing;
    return html`<div class="sheet inspector" role="dialog" tabindex="-1" aria-label=${text('ui.inspector', { title: inspection.title })} ${ref(this.#panel)}>
      ${sheetHead(inspection.title, text, this.#close)}
      <dl class="fields">${inspection.fields.map((field) => html`<div><dt>${field.label}</dt><dd>${field.value}</dd></div>`)}</dl>
      ${this.#actions(inspection.actions, selection.id)}</div>`;
  }

  #actions(names: readonly string[], id: string): TemplateResult | typeof nothing {
    const host = this.#host;
    const specs = names.map((name) => host.actions.find((spec) => spec.action === name)).filter((spec) => spec !== undefined);
    if (host.readonlyMode || specs.length === 0) return nothing;
    return html`<div class="wrap">${specs.map((spec) => (spec.needs === 'text' ? textAction(host, spec, id)
      : html`<button type="button" class="button" @click=${() => host.act(spec.action, id)}>${host.text(spec.label)}</button>`))}</div>`;
  }

  /** Stands beside its node where there is room, and takes focus once when that node was just pressed. */
  tick(): void {
    const { selection } = this.#host;
    const panel = this.#panel.value;
    if (!selection || !panel) {
      this.#placedFor = '';
      this.#focusedFor = null;
      return;
    }
    const node = selection.kind === 'node' ? this.#nodeButton(selection.id) : null;
    this.#place(panel, node, selection.id);
    if (this.#focusedFor === selection.id) return;
    this.#focusedFor = selection.id;
    if (node?.matches(':focus')) panel.focus({ preventScroll: true });
  }

  #nodeButton(id: string): HTMLElement | null {
    return [...this.#root().querySelectorAll<HTMLElement>('.node')].find((button) => button.dataset['id'] === id) ?? null;
  }

  #place(panel: HTMLElement, node: HTMLElement | null, id: string): void {
    const { width } = this.#host;
    const stage = this.#root().querySelector<HTMLElement>('.stage');
    const free = !node || !stage || layoutAt(width) === 'phone';
    if (panel.classList.contains('free') !== free) panel.classList.toggle('free', free);
    if (free) return;
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
