/** A shot as one SVG string, without a DOM: posters, print, `toImage`, and the first picture a server sends. */
import { layoutLabels, type LaidText } from '../layout/labels.ts';
import { fitted, textWidth } from '../layout/widths.ts';
import { colour } from '../palette.ts';
import type { Shot } from '../view.ts';
import { fitCamera } from '../camera.ts';
import { gradientAttributes, gradientId, PATH_ATTRIBUTES, pathValues, stopAttributes, type Attributes } from './markup.ts';
import type { FlatMarks } from './marks.ts';
import type { Gradient, Primitive } from './pen.ts';
import { primitives } from './shapes-2d.ts';
import { textPrimitives } from './type.ts';

export interface SvgOptions {
  /** Phones: node pills show only their badge. */
  readonly badgesOnly?: boolean;
  /** `font-family` of all text; the page's own sans by default. */
  readonly font?: string;
  /** Name of the image for readers who do not see it. */
  readonly title?: string;
  /** What it shows, in a sentence or two, for the same readers. */
  readonly description?: string;
  /** BCP 47 tag of all text. */
  readonly language?: string;
  /** Fill behind everything; transparent when absent. */
  readonly background?: string;
  /** Panel behind everything, with a heading at its top, as live figures have it. */
  readonly panel?: Panel;
  /** Size of the image in px where that differs from the frame's: the same picture, enlarged. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Panel {
  readonly title: string;
  /** Muted clause after the title; left out where there is no room. */
  readonly clause: string;
  /** Height of the heading's strip in px; the frame's inset should leave it free. */
  readonly strip: number;
  readonly rightToLeft?: boolean;
}

const FONT = 'system-ui, sans-serif';

export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
}

function written(attributes: Attributes): string {
  return attributes.map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`).join('');
}

function pathMarkup(primitive: Primitive): string {
  const values = pathValues(primitive);
  let text = '<path';
  for (const [i, name] of PATH_ATTRIBUTES.entries()) {
    const value = values[i];
    if (value !== null && value !== undefined) text += ` ${name}="${value}"`;
  }
  return `${text}/>`;
}

function definitions(list: readonly Primitive[]): string {
  const known = new Map<string, Gradient>();
  for (const { gradient } of list) if (gradient) known.set(gradientId(gradient), gradient);
  let text = '';
  for (const gradient of known.values()) {
    const { name, attributes } = gradientAttributes(gradient);
    text += `<${name}${written(attributes)}>${stopAttributes(gradient).map((stop) => `<stop${written(stop)}/>`).join('')}</${name}>`;
  }
  return `<defs>${text}</defs>`;
}

function textMarkup(shot: Shot, texts: readonly LaidText[], font: string): string {
  let text = '';
  for (const item of texts) {
    const { paths, words } = textPrimitives(item, shot.colours, shot.scheme);
    text += paths.map(pathMarkup).join('');
    for (const word of words) {
      text += `<text${written([['x', String(word.x)], ['y', String(word.y)], ['fill', word.fill], ['font-family', font], ['font-size', String(word.size)], ['font-weight', String(word.weight)], ['text-anchor', 'middle']])}>${escapeMarkup(word.text)}</text>`;
    }
  }
  return text;
}

const heading = { size: 15, weight: 620, edge: 16, gap: 14, clause: 13 } as const;

/** Lit ground, hairline and heading. What does not fit beside the title is left out, what does not fit of the title is cut. */
function panelMarkup({ frame, colours }: Shot, { title, clause, strip, rightToLeft = false }: Panel, font: string): string {
  const of = (token: string): string => colour(colours, token);
  const { width, height } = frame;
  const room = width - 2 * heading.edge;
  const words = fitted(title, heading.size, heading.weight, room);
  // An image is seen where fonts are wider than any table allows for, and a clause that is cut is worse than none.
  const rest = 0.88 * room - textWidth(words, heading.size, heading.weight) - heading.gap;
  const beside = fitted(clause, heading.clause, 400, rest) === clause ? clause : '';
  const tail = beside && `<tspan${written([['dx', String(rightToLeft ? -heading.gap : heading.gap)], ['font-size', String(heading.clause)], ['font-weight', '400'], ['fill', of('muted')]])}>${escapeMarkup(beside)}</tspan>`;
  const stops = [['0', 'surface-lit'], ['.72', 'surface']] as const;
  return `<radialGradient id="ds-panel" cx=".42" cy=".3" r=".88">${stops.map(([at, token]) => `<stop offset="${at}" stop-color="${of(token)}"/>`).join('')}</radialGradient>`
    + `<rect${written([['x', '.5'], ['y', '.5'], ['width', String(width - 1)], ['height', String(height - 1)], ['rx', '17.5'], ['fill', 'url(#ds-panel)'], ['stroke', of('plate-edge')], ['stroke-opacity', '.6']])}/>`
    + `<text${written([['x', String(rightToLeft ? width - heading.edge : heading.edge)], ['y', String(strip / 2 + 5.5)], ['fill', of('text')], ['font-family', font], ['font-size', String(heading.size)], ['font-weight', String(heading.weight)], ...(rightToLeft ? [['direction', 'rtl']] as const : [])])}>${escapeMarkup(words)}${tail}</text>`;
}

/** The whole picture with its labels. The same shot gives the same string wherever it runs. `marks`: drawers of the kinds in it. */
export function svgText(shot: Shot, marks: readonly FlatMarks[], options: SvgOptions = {}): string {
  const { frame } = shot;
  const list = primitives(shot, marks);
  const camera = fitCamera(shot.picture.plate, frame);
  const texts = layoutLabels(shot.picture, camera, { badgesOnly: options.badgesOnly ?? false }).texts;
  const { width, height } = options.size ?? frame;
  const font = options.font ?? FONT;
  const language = options.language ? written([['lang', options.language], ['xml:lang', options.language]]) : '';
  const title = options.title ? `<title>${escapeMarkup(options.title)}</title>` : '';
  const description = options.description ? `<desc>${escapeMarkup(options.description)}</desc>` : '';
  const background = options.background ? `<path fill="${options.background}" d="M0 0H${frame.width}V${frame.height}H0Z"/>` : '';
  const panel = options.panel ? panelMarkup(shot, options.panel, font) : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${frame.width} ${frame.height}"${language}${options.title ? ' role="img"' : ''}>${title}${description}${definitions(list)}${background}${panel}${list.map(pathMarkup).join('')}${textMarkup(shot, texts, font)}</svg>`;
}
