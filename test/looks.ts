/** Stills on record: what elements look like at a fixed seed and time. Text is laid out by tables of widths, so that they are the same wherever they are drawn. */
import { drawFigure, prepare } from '../src/poster/draw.ts';
import { squeeze } from '../src/poster/squeeze.ts';
import { conceptOf } from './golden.ts';

export interface Look {
  readonly slug: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly scheme: 'light' | 'dark';
  /** px. */
  readonly width: number;
}

const moments: readonly Pick<Look, 'slug' | 'attributes'>[] = [
  // Two sides, one of them with a deposed leader; entries of two terms, some committed.
  { slug: 'raft-cluster', attributes: { seed: '7', scenario: 'minority-partition', time: '700ms' } },
  // A server has joined, a key is on its way.
  { slug: 'hash-ring', attributes: { seed: '7', time: '4s' } },
];

export const looks: readonly Look[] = moments.flatMap((moment) => (['light', 'dark'] as const).flatMap((scheme) => [360, 640, 1280].map((width) => ({ ...moment, scheme, width }))));

/** Name of its file in `test/pictures`. */
export const fileOf = ({ slug, scheme, width }: Look): string => `${slug}-${scheme}-${width}.svg`;

/** A tag to a line, and colours as one writes them: a browser's come in small letters. */
const inLines = (svg: string): string => `${svg.replaceAll('><', '>\n<').replace(/#[0-9a-f]{6}\b/gi, (colour) => colour.toUpperCase())}\n`;

/** The still, drawn without a page. */
export async function drawn({ slug, attributes, scheme, width }: Look): Promise<string> {
  const figure = prepare({
    slug, label: `<ds-${slug}>`, line: 1, id: '', language: 'en', rightToLeft: false, attributes: new Map(Object.entries(attributes)), children: [], content: { from: 0, to: 0 }, posters: [],
  }, await conceptOf(slug));
  const { svg } = await drawFigure(figure, [figure], null, { width, theme: scheme, timeMs: null });
  return inLines(svg);
}

/** A still that an element gave, as its file has it. */
export const written = (svg: string): string => inLines(squeeze(svg));

const number = /-?\d+(?:\.\d+)?/g;

/**
 * Where a still differs from the one on record, the first lines of it; nothing where it does not. Numbers may differ by a
 * tenth, as the last digit of a sine does from one engine to another.
 */
export function differences(is: string, was: string, most = 3): readonly string[] {
  const [now, then] = [is.split('\n'), was.split('\n')];
  const found: string[] = [];
  for (let at = 0; at < Math.max(now.length, then.length) && found.length < most; at++) {
    const [a = '', b = ''] = [now[at], then[at]];
    if (a === b) continue;
    const [ours, theirs] = [a.match(number) ?? [], b.match(number) ?? []];
    const alike = a.replace(number, '#') === b.replace(number, '#') && ours.every((value, n) => Math.abs(Number(value) - Number(theirs[n])) <= 0.1);
    if (!alike) found.push(`line ${at + 1}: ${a.slice(0, 160)} was ${b.slice(0, 160)}`);
  }
  return found;
}
