/** What a talk stops at: the notes of figures, one figure after the other. */
import type { NoteDetail } from '../base/events.ts';

/** A figure as a presentation sees it. `notes` and what moves it are there once its code is. */
export interface Figure {
  readonly id: string;
  readonly sync?: string;
  getAttribute?(name: string): string | null;
  readonly notes?: readonly NoteDetail[];
}

/** What a figure follows; known from the markup where its code has not come. */
const leaderOf = (figure: Figure): string => figure.sync ?? figure.getAttribute?.('sync') ?? '';

export interface Moment<Each extends Figure> {
  readonly figure: Each;
  /** Simulated ms; undefined where the code of the figure has not come: it is shown, and has notes then. */
  readonly time: number | undefined;
  /** Where the next note begins, or this one ends; Infinity where nothing does. Simulated ms. */
  readonly end: number;
  readonly text: string;
}

/**
 * The moments of these figures, in their order. One that follows another of them by `sync` is moved by it: its notes stand
 * among those of the other, and where both have one at a time it is one moment, with what the other says.
 */
export function momentsOf<Each extends Figure>(figures: readonly Each[]): readonly Moment<Each>[] {
  const ids = new Set(figures.map(({ id }) => id).filter((id) => id !== ''));
  return figures.filter((each) => !ids.has(leaderOf(each))).flatMap((figure): Moment<Each>[] => {
    if (!figure.notes) return [{ figure, time: undefined, end: Infinity, text: '' }];
    const group = [figure, ...figures.filter((each) => figure.id !== '' && leaderOf(each) === figure.id)];
    const byTime = new Map<number, NoteDetail>();
    for (const note of group.flatMap(({ notes = [] }) => notes)) if (!byTime.has(note.time)) byTime.set(note.time, note);
    const notes = [...byTime.values()].sort((a, b) => a.time - b.time);
    return notes.map(({ time, until, text }, at) => ({ figure, time, text, end: Math.min(until, notes[at + 1]?.time ?? Infinity) }));
  });
}

/** Index of a moment that was shown before, in a list that may be another one by now; -1 where it is not in it. */
export function indexOf<Each extends Figure>(moments: readonly Moment<Each>[], shown: Moment<Each> | null): number {
  if (!shown) return -1;
  const exact = moments.findIndex(({ figure, time }) => figure === shown.figure && time === shown.time);
  // What was shown before its code came has notes now: it stands before the first of them.
  return exact >= 0 ? exact : moments.findIndex(({ figure }) => figure === shown.figure) - 1;
}
