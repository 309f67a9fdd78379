/** Motion of solids and paints between pictures, by id: place, size, opacity and colour run over; what is new or gone fades. */
import type { PaintMark, PaintPoint, SolidMark } from './picture.ts';
import { toneOf } from './solid-shapes.ts';

/** How far a span that began at a time has come, 0–1, eased. */
export type Progress = (sinceMs: number) => number;

interface Track<Mark> {
  mark: Mark;
  /** How it stood when it last changed. */
  from: Mark;
  changedMs: number;
  enteredMs: number;
  leftMs: number;
}

const LONG_AGO = -1e9;

type Between<Mark> = (from: Mark, to: Mark, share: number, presence: number) => Mark;

/** The marks of one kind that were there, and what is on its way. */
export class MarkTweener<Mark extends { readonly id: string }> {
  readonly #tracks = new Map<string, Track<Mark>>();
  readonly #between: Between<Mark>;

  constructor(between: Between<Mark>) {
    this.#between = between;
  }

  clear(): void {
    this.#tracks.clear();
  }

  /** The marks to show now. `fresh`: nothing was there before, all is shown as it is. */
  next(marks: readonly Mark[], nowMs: number, fresh: boolean, progress: Progress): readonly Mark[] {
    if (marks.length === 0 && this.#tracks.size === 0) return marks;
    const present = new Set<string>();
    const shown = marks.map((mark) => {
      present.add(mark.id);
      return this.#show(mark, nowMs, fresh, progress);
    });
    for (const [id, track] of this.#tracks) {
      if (present.has(id)) continue;
      if (track.leftMs === LONG_AGO) track.leftMs = nowMs;
      const presence = 1 - progress(track.leftMs);
      if (presence <= 0) this.#tracks.delete(id);
      else shown.push(this.#between(track.mark, track.mark, 1, presence));
    }
    return shown;
  }

  #show(mark: Mark, nowMs: number, fresh: boolean, progress: Progress): Mark {
    let track = this.#tracks.get(mark.id);
    if (!track) {
      track = { mark, from: mark, changedMs: LONG_AGO, enteredMs: fresh ? LONG_AGO : nowMs, leftMs: LONG_AGO };
      this.#tracks.set(mark.id, track);
    } else if (!same(track.mark, mark)) {
      const before = this.#now(track, progress);
      Object.assign(track, { from: before, changedMs: nowMs });
    }
    if (track.leftMs !== LONG_AGO) Object.assign(track, { leftMs: LONG_AGO, enteredMs: nowMs });
    track.mark = mark;
    return this.#now(track, progress);
  }

  #now({ mark, from, changedMs, enteredMs }: Track<Mark>, progress: Progress): Mark {
    const share = progress(changedMs), presence = progress(enteredMs);
    return share >= 1 && presence >= 1 ? mark : this.#between(from, mark, share, presence);
  }
}

/** Plain records with the same values. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

const run = (a: number, b: number, share: number): number => a + (b - a) * share;

/** A solid between two; its silhouette and finish change at once. */
export function solidBetween(from: SolidMark, to: SolidMark, share: number, presence: number): SolidMark {
  const depth = run(from.depth ?? from.width, to.depth ?? to.width, share);
  return {
    ...to, x: run(from.x, to.x, share), y: run(from.y ?? 0, to.y ?? 0, share), z: run(from.z, to.z, share),
    width: run(from.width, to.width, share), depth, height: run(from.height, to.height, share), opacity: run(from.opacity ?? 1, to.opacity ?? 1, share),
    tween: { from: toneOf(from), mix: share, presence },
  };
}

function pointsBetween(from: readonly PaintPoint[], to: readonly PaintPoint[], share: number): readonly PaintPoint[] {
  if (from.length !== to.length) return to;
  return to.map((at, i) => pointBetween(from[i]!, at, share));
}

function pointBetween(from: PaintPoint, to: PaintPoint, share: number): PaintPoint {
  const y = to.y === undefined && from.y === undefined ? {} : { y: run(from.y ?? 0, to.y ?? 0, share) };
  return { x: run(from.x, to.x, share), z: run(from.z, to.z, share), ...y };
}

/** A paint between two of one form. */
export function paintBetween(from: PaintMark, to: PaintMark, share: number, presence: number): PaintMark {
  const common = { opacity: run(from.opacity ?? 1, to.opacity ?? 1, share), presence };
  if (to.form === 'area') return { ...to, ...common, points: from.form === 'area' ? pointsBetween(from.points, to.points, share) : to.points };
  if (to.form === 'line') return from.form === 'line' ? { ...to, ...common, points: pointsBetween(from.points, to.points, share), width: run(from.width, to.width, share) } : { ...to, ...common };
  if (to.form === 'glow') return from.form === 'glow' ? { ...to, ...common, at: pointBetween(from.at, to.at, share), radius: run(from.radius, to.radius, share) } : { ...to, ...common };
  if (from.form !== 'ring') return { ...to, ...common };
  return { ...to, ...common, at: pointBetween(from.at, to.at, share), radius: run(from.radius, to.radius, share), width: run(from.width, to.width, share), from: run(from.from ?? 0, to.from ?? 0, share), to: run(from.to ?? 1, to.to ?? 1, share) };
}
