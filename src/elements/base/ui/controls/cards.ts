/** The readout column: the concept's cards, then what happens now and why. Comes with the controls. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Cell } from '../../../../scene/picture.ts';
import type { Card, Fact } from '../../concept.ts';
import type { DiagramHost } from '../../host.ts';
import type { Translate } from '../../strings.ts';
import { factValue, roleClass } from '../words.ts';
import { vars } from '../vars.ts';

function factCard(fact: Fact): TemplateResult {
  return html`<div class="card ${roleClass(fact.role)}"><dt>${fact.label}</dt><dd>${factValue(fact)}${fact.note ? html` ${fact.note}` : nothing}</dd></div>`;
}

/** Facts two abreast; one that is alone in its row, or has a note, takes the row. */
function factCards(facts: readonly Fact[]): TemplateResult {
  return html`<dl class="row">${facts.map(factCard)}</dl>`;
}

function cell(cell: Cell, text: Translate): TemplateResult {
  if (cell.state === 'free') return html`<span class="cell free" aria-hidden="true"></span>`;
  const spoken = cell.state === 'solid' || cell.state === 'dot' ? cell.text : text(`ui.cell.${cell.state}`, { text: cell.text });
  return html`<span class="cell ${cell.state} ${cell.tint ? `t-${cell.tint}` : ''}"><span aria-hidden="true">${cell.state === 'dot' ? nothing : cell.text}</span><span class="vh">${spoken} </span></span>`;
}

function card(card: Card, text: Translate): TemplateResult {
  switch (card.kind) {
    case 'facts':
      return factCards(card.facts);
    case 'bars':
      return html`<section class="card"><h3><span>${card.title}</span><span>${card.note ?? nothing}</span></h3>
        <ul class="bars">${card.rows.map((row) => html`<li class="${roleClass(row.role)} ${row.dim ? 'faint' : ''}"><span class="name">${row.label}</span><span class="bar" aria-hidden="true"><i ${vars({ '--share': Math.max(0, Math.min(1, row.share)), ...(row.from === undefined ? {} : { '--from': row.from }) })}></i>${row.mark === undefined ? nothing : html`<em ${vars({ '--share': Math.max(0, Math.min(1, row.mark)) })}></em>`}</span><span class="num">${row.value}</span></li>`)}</ul></section>`;
    case 'columns':
      return html`<section class="card ${roleClass(card.role)}"><h3><span>${card.title}</span><span>${card.note ?? nothing}</span></h3>
        <div class="columns" role="img" aria-label=${card.spoken}>${card.columns.map(({ share, dot }) => html`<i ${vars({ '--share': Math.max(0, Math.min(1, share)) })}>${dot ? html`<b class=${roleClass(dot)}></b>` : nothing}</i>`)}${card.marks.map(({ at, label }, n) => html`<em class="m${n}" ${vars({ '--at': Math.max(0, Math.min(1, at)) })}><span>${label}</span></em>`)}</div>
        <p class="axis quiet" aria-hidden="true">${card.axis.map((each) => html`<span>${each}</span>`)}</p></section>`;
    case 'lines':
      return html`<section class="card"><h3><span>${card.title}</span></h3>
        <ul class="lines">${card.rows.map((row) => html`<li class=${roleClass(row.role)}><span class="num">${row.time}</span> <span class="what"><b>${row.strong}</b> ${row.rest}</span></li>`)}</ul></section>`;
    case 'lanes':
      return html`<section class="card"><h3><span>${card.title}</span></h3>
        <ul class="lanes">${card.rows.map((row) => html`<li class=${row.dim ? 'dim' : ''}><span class="name">${row.label}</span><span class="cells">${row.cells.length === 0 ? html`<span class="quiet">${text('ui.lane.empty')}</span>` : row.cells.map((each) => cell(each, text))}</span></li>`)}</ul></section>`;
    case 'text':
      return html`<section class="card"><h3><span>${card.title}</span></h3><p class="strong ${roleClass(card.role)}">${card.strong}</p><p class="quiet">${card.rest}</p></section>`;
  }
}

/** The readout column: the concept's cards, which scroll where the stage is low, and below them what happens now and why, always in sight. */
export function cardColumn(host: DiagramHost): TemplateResult {
  const { strong, rest } = host.sentence;
  return html`<div class="list" role="group" aria-label=${host.text('ui.readouts')}>${host.cards.map((each) => card(each, host.text))}</div><p class="card now"><b>${strong}</b> ${rest}</p>${host.caption ? html`<p class="card told">${host.caption.text}</p>` : nothing}`;
}
