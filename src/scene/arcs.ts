/** Arcs as they are painted: joined where they are too short to be seen, and compared, so that a ring is not written anew while it stays as it is. */
import type { ArcMark, Role } from './picture.ts';
import { trimmedArc } from './shapes.ts';

/** A run of the ring in one look. */
export interface Run {
  from: number;
  to: number;
  readonly role: Role;
  readonly pattern: ArcMark['pattern'];
  readonly dim: boolean;
  /** Where its token stands; absent for what was joined. */
  readonly token: boolean;
}

/** Runs shorter than this, in px on the outer edge, are joined. */
const LEAST = 0.75;

/**
 * What is to be painted of the arcs: each arc with its gaps, split where its owner is just changing; arcs under 0.75 px joined to
 * runs of at least that, in the look of the longest of them.
 *
 * @param turn px of one whole turn along the outer edge.
 */
export function runsOf(arcs: readonly ArcMark[], turn: number): Run[] {
  const runs: Run[] = [];
  let joined: { from: number; to: number; longest: number; arc: ArcMark } | null = null;
  const flush = (): void => {
    if (joined) runs.push({ from: joined.from, to: joined.to, role: joined.arc.role, pattern: 'plain', dim: joined.arc.dim === true, token: false });
    joined = null;
  };
  for (const arc of arcs) {
    const span = arc.end - arc.start;
    if (span * turn < LEAST) {
      if (joined && Math.abs(joined.to - arc.start) > 1e-6) flush();
      if (!joined) joined = { from: arc.start, to: arc.end, longest: span, arc };
      else {
        joined.to = arc.end;
        if (span > joined.longest) Object.assign(joined, { longest: span, arc });
      }
      if ((joined.to - joined.from) * turn >= LEAST) flush();
      continue;
    }
    flush();
    addArc(runs, arc, span * turn);
  }
  flush();
  return runs;
}

function addArc(runs: Run[], arc: ArcMark, length: number): void {
  const trimmed = length < 3 ? { from: arc.start, to: arc.end } : trimmedArc(arc.start, arc.end);
  if (!trimmed) return;
  const look = { pattern: arc.pattern, dim: arc.dim === true };
  if (arc.tween && arc.tween.mix < 1 && arc.tween.from !== arc.role) {
    const seam = trimmed.to - (trimmed.to - trimmed.from) * arc.tween.mix;
    runs.push({ ...look, from: trimmed.from, to: seam, role: arc.tween.from, token: false });
    if (arc.tween.mix > 0) runs.push({ ...look, from: seam, to: trimmed.to, role: arc.role, token: true });
  } else runs.push({ ...look, ...trimmed, role: arc.role, token: true });
}

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
