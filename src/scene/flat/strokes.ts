/** Widths and dashes of lines, from world units to px. */
import { LINK } from '../shapes.ts';
import type { Pen } from './pen.ts';

/** Width in px of a ribbon of a width in world units, never under the least. */
export function ribbon(pen: Pen, width: number, least: number = LINK.least): number {
  return Math.round(Math.max(least, width * pen.camera.scale) * 100) / 100;
}

/** A dash pattern in world units, kept long enough to be seen. */
export function dashes(pen: Pen, [on, off]: readonly [number, number]): string {
  const scale = pen.camera.scale;
  return `${Math.round(Math.max(3, on * scale) * 10) / 10} ${Math.round(Math.max(2.5, off * scale) * 10) / 10}`;
}
