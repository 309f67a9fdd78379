/** What the diagram says in words from the first picture on: legend, facts, the sentence. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { GLYPH_BARS, GLYPH_CROSS, GLYPHS, PACKET_GLYPHS } from '../../../scene/glyphs.ts';
import type { PacketShape, Role } from '../../../scene/picture.ts';
import { ROLES } from '../../../scene/roles.ts';
import type { Fact } from '../concept.ts';
import type { DiagramHost } from '../host.ts';

type LegendEntry = DiagramHost['legend'][number];

const isPacket = (shape: string | undefined): shape is PacketShape => shape !== undefined && Object.hasOwn(PACKET_GLYPHS, shape);

/** Flat twin of a silhouette, or of a packet's shape. Decorative: a word stands beside it. */
export function glyph(role: Role, shape?: string): TemplateResult {
  const look = ROLES[role];
  const hollow = look.hollow && !shape;
  return html`<svg class="glyph r-${role} ${hollow ? 'hollow' : ''}" viewBox="0 0 16 16" aria-hidden="true"><path d=${isPacket(shape) && shape !== 'key' ? PACKET_GLYPHS[shape] : GLYPHS[look.glyph]}></path>${hollow
    ? html`<svg><path class="over" d=${look.crossed ? GLYPH_CROSS : GLYPH_BARS}></path></svg>` : nothing}</svg>`;
}

/** Items of the legend, each a silhouette with its word. */
export function legendItems(legend: readonly LegendEntry[]): TemplateResult[] {
  return legend.map((entry) => html`<li>${glyph(entry.role, entry.shape)}<span>${entry.label}</span></li>`);
}

/** Class that gives a role's colours; none for what has no role. */
export const roleClass = (role: Role | undefined): string => (role ? `r-${role}` : '');

/** The value of a fact; a verdict has its lamp before it. */
export const factValue = ({ role, value }: Fact): TemplateResult => html`<span class="value">${role?.startsWith('lamp') ? glyph(role) : nothing}${value}</span>`;

/** Facts and the sentence in one line, for stages with no room beside them. A caption that holds now takes the sentence's place. */
export function factLine(host: DiagramHost): TemplateResult {
  const { caption, sentence: { strong, rest } } = host;
  return html`<dl>${host.facts.slice(0, 4).map((fact) => html`<div class=${roleClass(fact.role)}>${fact.role?.startsWith('owner') ? glyph(fact.role) : nothing}<dt>${fact.label}</dt><dd>${factValue(fact)}</dd></div>`)}</dl>
    ${caption ? html`<p class="told">${caption.text}</p>` : html`<p><b>${strong}</b> ${rest}</p>`}`;
}
