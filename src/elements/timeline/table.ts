/** The list as a table: time, diagram, what happened. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Translate } from '../base/strings.ts';
import { formatTime } from '../base/ui/format.ts';
import { GLYPHS } from '../../scene/glyphs.ts';
import type { Row } from './rows.ts';

/** A row and what is shown of it. */
export interface Told extends Row {
  readonly key: string;
  /** What the diagram is called. */
  readonly name: string;
  /** The sentence; undefined while it is not known. */
  readonly words: string | undefined;
  readonly milestone: boolean;
}

export interface Table {
  readonly rows: readonly Told[];
  /** Index of the row that happened last; -1 before the first. */
  readonly current: number;
  /** Index of the row that Tab goes to. */
  readonly stop: number;
  readonly caption: string;
  /** There is more than one diagram, and rows say which. */
  readonly several: boolean;
}

/** The letter that stands for a diagram, in its colour. */
export function badge(of: number): TemplateResult {
  return html`<span class="badge r-owner-${(of % 4) + 1}" aria-hidden="true">${String.fromCharCode(65 + of)}</span>`;
}

/** The mark of milestones. */
export function diamond(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path d=${GLYPHS.diamond}></path></svg>`;
}

export function tableOf({ rows, current, stop, caption, several }: Table, text: Translate, onClick: (event: Event) => void, onKey: (event: KeyboardEvent) => void): TemplateResult {
  const span = rows.at(-1)?.event.time ?? 0;
  const row = ({ of, event, later, name, words, milestone }: Told, at: number): TemplateResult => html`
    <tr part="row" data-at=${at} class="${later ? 'later' : ''} ${milestone ? 'milestone' : ''}" aria-current=${at === current ? 'time' : nothing}>
      <th scope="row"><button type="button" class="go" tabindex=${at === stop ? 0 : -1}>${formatTime(event.time, text.tag, span)}</button></th>
      ${several ? html`<td class="who"><span>${badge(of)}<span class="name">${name}</span></span></td>` : nothing}
      <td class="what ${words === undefined ? 'raw' : ''}">${milestone ? html`<span class="told">${diamond()}<span class="word">${text('timeline.milestone')}</span></span>` : nothing}<bdi>${words ?? event.type}</bdi>${at === current ? html`<span class="now">${text('timeline.now')}</span>` : nothing}</td>
    </tr>`;
  return html`<table><caption class="vh">${caption}</caption>
    <thead><tr><th scope="col">${text('timeline.time')}</th>${several ? html`<th scope="col" class="diagram"><span>${text('timeline.diagram')}</span></th>` : nothing}<th scope="col">${text('timeline.what')}</th></tr></thead>
    <tbody @click=${onClick} @keydown=${onKey}>${repeat(rows, ({ key }) => key, row)}</tbody></table>`;
}
