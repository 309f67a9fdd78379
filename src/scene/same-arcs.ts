/** Arcs compared, so that a ring is not written anew while it stays as it is. */
import type { ArcMark } from './picture.ts';

/** Whether two lists of arcs would be painted alike. */
export function sameArcs(one: readonly ArcMark[], other: readonly ArcMark[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    const a = one[i]!, b = other[i]!;
    if (a === b) continue;
    if (a.start !== b.start || a.end !== b.end || a.role !== b.role || a.pattern !== b.pattern || a.dim !== b.dim || a.tween?.mix !== b.tween?.mix || a.tween?.from !== b.tween?.from) return false;
  }
  return true;
}
