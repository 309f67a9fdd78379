/** Courses of walls. */
import type { Floor, WallMark } from './picture.ts';

/** Points of a wall with the part that has not run yet cut off; runs from the last point (front) to the first (back). */
export function wallPoints(wall: WallMark): Floor[] {
  const points = [...wall.points];
  const extent = wall.tween ? wall.tween.extent : 1;
  if (extent >= 1 || points.length < 2) return points;
  const lengths = points.slice(1).map((to, i) => Math.hypot(to.x - points[i]!.x, to.z - points[i]!.z));
  let left = lengths.reduce((sum, length) => sum + length, 0) * Math.max(0, extent);
  const kept: Floor[] = [points[points.length - 1]!];
  for (let i = lengths.length - 1; i >= 0 && left > 0; i--) {
    const share = Math.min(1, left / Math.max(1e-9, lengths[i]!));
    const near = points[i + 1]!;
    const next = points[i]!;
    kept.unshift({ x: near.x + (next.x - near.x) * share, z: near.z + (next.z - near.z) * share });
    left -= lengths[i]!;
  }
  return kept;
}
