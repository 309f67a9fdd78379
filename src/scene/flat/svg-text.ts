/** A shot as one SVG string, without a DOM: posters, print, `toImage`, and the first picture a server sends. */
import { layoutLabels, type LaidText } from '../layout/labels.ts';
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
  /** Fill behind everything; transparent when absent. */
  readonly background?: string;
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

/** The whole picture with its labels. The same shot gives the same string wherever it runs. `marks`: drawers of the kinds in it. */
export function svgText(shot: Shot, marks: readonly FlatMarks[], options: SvgOptions = {}): string {
  const { frame } = shot;
  const list = primitives(shot, marks);
  const camera = fitCamera(shot.picture.plate, frame);
  const texts = layoutLabels(shot.picture, camera, { badgesOnly: options.badgesOnly ?? false }).texts;
  const title = options.title ? `<title>${escapeMarkup(options.title)}</title>` : '';
  const background = options.background ? `<path fill="${options.background}" d="M0 0H${frame.width}V${frame.height}H0Z"/>` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${frame.width}" height="${frame.height}" viewBox="0 0 ${frame.width} ${frame.height}"${options.title ? ' role="img"' : ''}>${title}${definitions(list)}${background}${list.map(pathMarkup).join('')}${textMarkup(shot, texts, options.font ?? FONT)}</svg>`;
}
