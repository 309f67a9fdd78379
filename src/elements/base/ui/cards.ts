/** What the diagram says in words beside the picture: facts, cards, the sentence, the legend. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { GLYPH_BARS, GLYPH_CROSS, PACKET_GLYPHS, ROLES } from '../../../scene/roles.ts';
import type { Cell, PacketShape, Role } from '../../../scene/picture.ts';
import type { Card, Fact } from '../concept.ts';
import type { DiagramHost } from '../host.ts';
import type { Translate } from '../strings.ts';
import { vars } from './vars.ts';

type LegendEntry = DiagramHost['legend'][number];

const isPacket = (shape: string | undefined): shape is PacketShape => shape !== undefined && Object.hasOwn(PACKET_GLYPHS, shape);

/** Flat twin of a silhouette, or of a packet's shape. Decorative: a word stands beside it. */
export function glyph(role: Role, shape?: string): TemplateResult {
  const look = ROLES[role];
  const hollow = look.hollow && !shape;
  return html`<svg class="glyph r-${role} ${hollow ? 'hollow' : ''}" viewBox="0 0 16 16" aria-hidden="true"><path d=${isPacket(shape) ? PACKET_GLYPHS[shape] : look.glyph}></path>${hollow
    ? html`<svg><path class="over" d=${look.crossed ? GLYPH_CROSS : GLYPH_BARS}></path></svg>` : nothing}</svg>`;
}

/** Items of the legend, each a silhouette with its word. */
export function legendItems(legend: readonly LegendEntry[]): TemplateResult[] {
  return legend.map((entry) => html`<li>${glyph(entry.role, entry.shape)}<span>${entry.label}</span></li>`);
}

const roleClass = (role: Role | undefined): string => (role ? `r-${role}` : '');

/** Facts and the sentence in one line, for stages with no room beside them. */
export function factLine(host: DiagramHost): TemplateResult {
  const { strong, rest } = host.sentence;
  return html`<dl>${host.facts.slice(0, 4).map((fact) => html`<div class=${roleClass(fact.role)}>${fact.role?.startsWith('owner') ? glyph(fact.role) : nothing}<dt>${fact.label}</dt><dd class="value">${fact.value}</dd></div>`)}</dl>
    <p><b>${strong}</b> ${rest}</p>`;
}

function factCard(fact: Fact): TemplateResult {
  return html`<div class="card ${roleClass(fact.role)}"><dt>${fact.label}</dt><dd><span class="value">${fact.value}</span>${fact.note ? html` ${fact.note}` : nothing}</dd></div>`;
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
        <ul class="bars">${card.rows.map((row) => html`<li class=${roleClass(row.role)}><span class="name">${row.label}</span><span class="bar" aria-hidden="true"><i ${vars({ '--share': Math.max(0, Math.min(1, row.share)) })}></i>${row.mark === undefined ? nothing : html`<em ${vars({ '--share': Math.max(0, Math.min(1, row.mark)) })}></em>`}</span><span class="num">${row.value}</span></li>`)}</ul></section>`;
    case 'lanes':
      return html`<section class="card"><h3><span>${card.title}</span></h3>
        <ul class="lanes">${card.rows.map((row) => html`<li class=${row.dim ? 'dim' : ''}><span class="name">${row.label}</span><span class="cells">${row.cells.length === 0 ? html`<span class="quiet">${text('ui.lane.empty')}</span>` : row.cells.map((each) => cell(each, text))}</span></li>`)}</ul></section>`;
    case 'text':
      return html`<section class="card"><h3><span>${card.title}</span></h3><p class="strong ${roleClass(card.role)}">${card.strong}</p><p class="quiet">${card.rest}</p></section>`;
  }
}

/** The readout column: the concept's cards, then what happens now and why. */
export function cardColumn(host: DiagramHost): TemplateResult {
  const { strong, rest } = host.sentence;
  return html`${host.cards.map((each) => card(each, host.text))}<p class="card now"><b>${strong}</b> ${rest}</p>`;
}
