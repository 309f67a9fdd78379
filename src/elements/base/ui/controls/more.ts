/** The sheet behind the three dots: whatever the bar has no room for, every action, and the branches of the run. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ActionSpec } from '../../concept.ts';
import type { DiagramHost } from '../../host.ts';
import { formatTime } from '../format.ts';
import type { Copy } from './copy.ts';
import { icon } from '../icons.ts';
import { legendItems } from '../words.ts';
import { ICONS } from './icons.ts';
import { sheetHead } from './keys.ts';
import { speedSelect } from './transport.ts';
import { switchOf, verbButton, verbsOf } from './verbs.ts';

export interface MoreRequests {
  /** Buttons to take the run along, and what is left to copy by hand. */
  readonly copy: Copy;
  /** Ways to what has no button on the stage. */
  look(): TemplateResult | typeof nothing;
  /** The next stroke over the stage is a cut; null where none can be drawn. */
  readonly drawCut: (() => void) | null;
  /** Null where it is not possible. */
  readonly fullScreen: { readonly on: boolean; toggle(): void } | null;
  close(): void;
  openTable(): void;
  openKeys(): void;
}

const chosen = (event: Event): string => (event.target instanceof HTMLSelectElement ? event.target.value : '');

/** A field with its verb, for actions that take a text such as a key. */
export function textAction(host: DiagramHost, spec: ActionSpec, target?: string): TemplateResult {
  const { action, input, label } = spec;
  const send = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = form instanceof HTMLFormElement ? form.querySelector('input') : null;
    const value = field?.value.trim() ?? '';
    if (!field || value === '') return;
    if (host.act(action, target, { [input?.argument ?? 'key']: value }).ok) field.value = '';
  };
  return html`<form class="field" @submit=${send}><input type="text" maxlength="64" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label=${host.text(label)} placeholder=${input?.example ? host.text(input.example) : nothing}><button type="submit" class="button">${host.text(label)}</button></form>`;
}

export class MoreSheet {
  readonly #host: DiagramHost;
  readonly #requests: MoreRequests;
  #node = '';
  #from = '';
  #to = '';
  readonly #otherSide = new Set<string>();

  constructor(host: DiagramHost, requests: MoreRequests) {
    this.#host = host;
    this.#requests = requests;
  }

  render(): TemplateResult {
    const host = this.#host;
    const { text } = host;
    return html`<div class="sheet more" role="dialog" aria-label=${text('ui.more')} tabindex="-1">
      ${sheetHead(text('ui.more'), text, () => this.#requests.close())}
      ${host.showsPanel('legend') ? html`<ul class="legend" aria-label=${text('ui.legend')}>${legendItems(host.legend)}</ul>` : nothing}
      <div class="wrap phone-row"><button type="button" class="button" @click=${() => host.step(-1)}>${icon(ICONS.back)}${text('ui.back')}</button>${speedSelect(host, '')}</div>
      ${host.readonlyMode ? html`<p class="quiet">${text('ui.readonly')}</p>` : this.#faults()}
      ${this.#requests.look()}
      ${this.#branches()}
      <div class="wrap foot"><button type="button" class="button" @click=${() => host.reset()}>${text('ui.reset')}</button><button type="button" class="button" @click=${() => this.#requests.openTable()}>${text('ui.table.show')}</button><button type="button" class="button" @click=${() => this.#requests.openKeys()}>${text('ui.keys')}</button>${this.#requests.copy.buttons()}${this.#fullScreen()}</div>
      ${this.#requests.copy.field()}
      ${host.flatBecause === null ? nothing : html`<p class="quiet">${text(host.flatBecause === 'slow' ? 'ui.flat.slow' : host.flatBecause === 'context-lost' ? 'ui.flat.lost' : 'ui.flat.no')}</p>`}
    </div>`;
  }

  #fullScreen(): TemplateResult | typeof nothing {
    const { fullScreen } = this.#requests;
    if (!fullScreen) return nothing;
    return html`<button type="button" class="button" @click=${() => fullScreen.toggle()}>${this.#host.text(fullScreen.on ? 'ui.full.leave' : 'ui.full')}</button>`;
  }

  #needing(needs: ActionSpec['needs']): readonly ActionSpec[] {
    return this.#host.actions.filter((spec) => spec.needs === needs);
  }

  #faults(): TemplateResult | typeof nothing {
    const host = this.#host;
    if (host.actions.length === 0) return nothing;
    const { verbs, inBar, switches } = verbsOf(host);
    const plain = this.#needing('nothing').filter((spec) => !inBar.some((each) => each === spec));
    return html`<div class="faults" role="group" aria-label=${host.text('ui.faults')}>
      ${switches.map((each) => switchOf(host, each, each.long ? 'narrow-only long' : 'narrow-only'))}
      <div class="wrap narrow-only">${verbs.map((spec) => verbButton(host, spec))}</div>
      ${plain.length > 0 ? html`<div class="wrap">${plain.map((spec) => this.#button(spec, () => host.act(spec.action)))}</div>` : nothing}
      ${this.#needing('text').map((spec) => textAction(host, spec))}
      ${this.#onNode()}${this.#onLink()}${this.#onGroups()}</div>`;
  }

  #button(spec: ActionSpec, act: () => void): TemplateResult {
    return html`<button type="button" class="button" @click=${act}>${this.#host.text(spec.label)}</button>`;
  }

  #select(label: string, value: string, take: (id: string) => void): TemplateResult {
    const host = this.#host;
    const change = (event: Event): void => {
      take(chosen(event));
      host.requestUpdate();
    };
    return html`<label class="pick"><span>${host.text(label)}</span><select class="button" @change=${change}>${host.nodeIds.map((id) => html`<option value=${id} ?selected=${id === value}>${host.nameOf(id)}</option>`)}</select></label>`;
  }

  #known(id: string, index: number): string {
    const { nodeIds } = this.#host;
    return nodeIds.includes(id) ? id : nodeIds[Math.min(index, nodeIds.length - 1)] ?? '';
  }

  #onNode(): TemplateResult | typeof nothing {
    const host = this.#host;
    const specs = this.#needing('node');
    if (specs.length === 0 || host.nodeIds.length === 0) return nothing;
    const { selection } = host;
    const node = this.#known(this.#node || (selection?.kind === 'node' ? selection.id : ''), 0);
    return html`<div class="wrap">${this.#select('ui.on', node, (id) => { this.#node = id; })}${specs.map((spec) => this.#button(spec, () => host.act(spec.action, node)))}</div>`;
  }

  #onLink(): TemplateResult | typeof nothing {
    const host = this.#host;
    const specs = this.#needing('link');
    if (specs.length === 0 || host.nodeIds.length < 2) return nothing;
    const from = this.#known(this.#from, 0);
    const to = this.#known(this.#to, 1);
    return html`<div class="wrap">${this.#select('ui.from', from, (id) => { this.#from = id; })}${this.#select('ui.to', to, (id) => { this.#to = id; })}${specs.map((spec) => this.#button(spec, () => host.act(spec.action, `${from}-${to}`)))}</div>`;
  }

  #onGroups(): TemplateResult | typeof nothing {
    const host = this.#host;
    const specs = this.#needing('groups');
    if (specs.length === 0 || host.sides.length < 2) return nothing;
    const toggle = (id: string, event: Event): void => {
      if (event.target instanceof HTMLInputElement && event.target.checked) this.#otherSide.add(id);
      else this.#otherSide.delete(id);
      host.requestUpdate();
    };
    const there = host.sides.filter((id) => this.#otherSide.has(id));
    const here = host.sides.filter((id) => !this.#otherSide.has(id));
    const idle = there.length === 0 || here.length === 0;
    return html`<fieldset><legend>${host.text('ui.sides')}</legend><div class="wrap">
      ${host.sides.map((id) => html`<label class="button check"><input type="checkbox" .checked=${this.#otherSide.has(id)} @change=${(event: Event) => toggle(id, event)}>${host.nameOf(id)}</label>`)}
      ${specs.map((spec) => html`<button type="button" class="button" ?disabled=${idle} @click=${() => host.act(spec.action, undefined, { groups: `${here.join(',')}|${there.join(',')}` })}>${host.text(spec.label)}</button>`)}${this.#drawCut()}</div></fieldset>`;
  }

  #drawCut(): TemplateResult | typeof nothing {
    const { drawCut } = this.#requests;
    return drawCut ? html`<button type="button" class="button" @click=${drawCut}>${this.#host.text('ui.cut.draw')}</button>` : nothing;
  }

  #branches(): TemplateResult | typeof nothing {
    const host = this.#host;
    const { branches, branch, text } = host;
    if (branches.length < 2) return nothing;
    return html`<fieldset><legend>${text('ui.branches')}</legend><div class="column">${branches.map((each) => {
      const at = formatTime(each.forkedAtUs / 1_000, host.language);
      const label = each.parent === null ? text('ui.branch.first') : text('ui.branch.at', { label: each.label, time: at });
      const seek = (): void => host.seek(Math.min(host.currentTime, each.endUs / 1_000), each.id);
      return html`<button type="button" class="button branch" aria-pressed=${each.id === branch} @click=${seek}>${label}</button>`;
    })}</div></fieldset>`;
  }
}
