/** Silhouettes of node tokens, of their crown, and of what is between two of them. */
import type { Floor } from './picture.ts';
import { circle, onCircle, regular, roundedPolygon, TOKEN } from './shapes.ts';
import type { TokenShape } from './shapes.ts';

/** Silhouette of the crown: x across, y above the top face. */
export const CROWN_OUTLINE: readonly { readonly x: number; readonly y: number }[] = [
  { x: -0.33, y: 0 }, { x: -0.36, y: 0.52 }, { x: -0.17, y: 0.28 }, { x: 0, y: 0.68 }, { x: 0.17, y: 0.28 }, { x: 0.36, y: 0.52 }, { x: 0.33, y: 0 },
];
/** Centres of the balls on its points. */
export const CROWN_BALLS: readonly { readonly x: number; readonly y: number }[] = [{ x: -0.36, y: 0.53 }, { x: 0, y: 0.7 }, { x: 0.36, y: 0.53 }];

/**
 * Outline of a token of a shape, round the origin, at `size` × its usual radius and drawn in by `inset` all round
 * (bevels). Every outline has 40 points or so, and the same inset gives parallel outlines, point for point.
 */
export function tokenOutline(shape: TokenShape, size = 1, inset = 0): Floor[] {
  const scale = TOKEN.radius * size;
  switch (shape) {
    case 'round': return circle(scale - inset, 48);
    case 'hexagon': return inRadius(6, 0.94 * scale, 0.17 * scale, inset, 0);
    case 'diamond': return inRadius(4, 0.92 * scale, 0.24 * scale, inset, 0);
    case 'rounded-square': return inRadius(4, 0.86 * scale, 0.32 * scale, inset, 1 / 8);
    case 'octagon': return inRadius(8, 0.98 * scale, 0.16 * scale, inset, 1 / 16);
    case 'pentagon': return inRadius(5, 0.88 * scale, 0.2 * scale, inset, 0);
  }
}

function inRadius(sides: number, apothem: number, corner: number, inset: number, first: number): Floor[] {
  const steps = Math.max(4, Math.round(40 / sides));
  const circumradius = (apothem - inset) / Math.cos(Math.PI / sides);
  return roundedPolygon(regular(sides, circumradius, first), Math.max(0.01, corner - inset), steps);
}

/** Number of points of a blended outline. */
const BLEND_SIDES = 72;

/** Distance of an outline from the origin at each of 72 equal turns. Outlines are convex and hold the origin. */
function reach(outline: readonly Floor[]): number[] {
  return Array.from({ length: BLEND_SIDES }, (_, i) => {
    const { x: dx, z: dz } = onCircle(1, i / BLEND_SIDES);
    for (let k = 0; k < outline.length; k++) {
      const a = outline[k]!;
      const b = outline[(k + 1) % outline.length]!;
      const ex = b.x - a.x, ez = b.z - a.z;
      const cross = dx * ez - dz * ex;
      if (Math.abs(cross) < 1e-12) continue;
      const along = (a.x * ez - a.z * ex) / cross;
      const share = (a.x * dz - a.z * dx) / cross;
      if (along > 0 && share >= -1e-9 && share <= 1 + 1e-9) return along;
    }
    return 0;
  });
}

/** Outline between two, for a token that changes its role; `share` 0 is the first, 1 the second. */
export function blendedOutline(one: readonly Floor[], other: readonly Floor[], share: number): Floor[] {
  const a = reach(one);
  const b = reach(other);
  return a.map((radius, i) => onCircle(radius + (b[i]! - radius) * share, i / BLEND_SIDES));
}
