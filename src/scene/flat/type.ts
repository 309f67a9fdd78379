/** Texts as paths and words for SVG: the ground of a pill, its badge, and where each word stands. */
import type { LaidText } from '../layout/labels.ts';
import { colour, mix, type Scheme } from '../palette.ts';
import { ROLES } from '../roles.ts';
import type { Colours } from '../view.ts';
import type { Primitive } from './pen.ts';

export interface Word {
  readonly text: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly fill: string;
  readonly size: number;
  readonly weight: number;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function plaque(left: number, top: number, right: number, bottom: number, radius: number): string {
  const r = Math.min(radius, (right - left) / 2, (bottom - top) / 2);
  const [l, t, w, h] = [rounded(left), rounded(top), rounded(right - left - 2 * r), rounded(bottom - top - 2 * r)];
  return `M${rounded(l + r)} ${t}h${w}a${r} ${r} 0 0 1 ${r} ${r}v${h}a${r} ${r} 0 0 1 ${-r} ${r}h${-w}a${r} ${r} 0 0 1 ${-r} ${-r}v${-h}a${r} ${r} 0 0 1 ${r} ${-r}Z`;
}

/** Ground of a badge: its role's colour, thinned on the ground of the pill. */
export function badgeGround(role: LaidText['role'], colours: Colours, scheme: Scheme): string {
  return mix(colour(colours, 'pill'), colour(colours, ROLES[role].body), scheme === 'dark' ? 0.24 : 0.2);
}

/** Paths and words of a text, in paint order. */
export function textPrimitives(item: LaidText, colours: Colours, scheme: Scheme): { readonly paths: readonly Primitive[]; readonly words: readonly Word[] } {
  const paths: Primitive[] = [];
  const words: Word[] = [];
  const of = (token: string): string => colour(colours, token);
  if (item.leader) {
    paths.push({ key: `${item.key}/leader`, d: `M${rounded(item.x)} ${rounded(item.y)}L${rounded(item.leader.x)} ${rounded(item.leader.y)}`, fill: 'none', stroke: of('accent'), width: 1.2 });
  }
  if (item.kind === 'pill') {
    const dark = scheme === 'dark';
    paths.push({ key: `${item.key}/shade`, d: plaque(item.left - 0.5, item.top + 1.5, item.right + 0.5, item.bottom + 2, 9.5), fill: of('shadow'), opacity: dark ? 0.35 : 0.09 });
    paths.push({ key: `${item.key}/ground`, d: plaque(item.left, item.top, item.right, item.bottom, 9), fill: of('pill'), opacity: 0.94, stroke: of('pill-edge'), width: 1 });
  }
  if (item.badge && item.badgeX !== undefined && item.badgeWidth !== undefined) {
    const half = item.badgeWidth / 2;
    paths.push({ key: `${item.key}/badge`, d: plaque(item.badgeX - half, item.y - 8.5, item.badgeX + half, item.y + 8.5, 5.5), fill: badgeGround(item.role, colours, scheme) });
    words.push({ text: item.badge, x: rounded(item.badgeX), y: rounded(item.y + 12 * 0.355), fill: of(ROLES[item.role].text), size: 12, weight: 600 });
  }
  if (item.text !== '') words.unshift({ text: item.text, x: rounded(item.textX), y: rounded(item.y + item.size * 0.355), fill: of(item.tone), size: item.size, weight: item.weight });
  return { paths, words };
}
