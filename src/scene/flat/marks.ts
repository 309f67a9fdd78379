/**
 * How kinds of marks are drawn flat. A concept names those that its pictures hold, so that a page fetches no others.
 */
import type { Picture } from '../picture.ts';
import type { Pen } from './pen.ts';

/** What lies on the floor is painted by layer, lowest first. */
export const floorLayer = { areas: -1, pools: 0, nodes: 1, paints: 1.5, links: 2, walls: 3, rings: 4, traces: 5, specks: 6, solids: 6.5, halos: 7 } as const;

/** Something that stands on the plate; painted from the back to the front. */
export interface Standing {
  /** Depth; the greatest number for what hangs over everything. */
  readonly z: number;
  readonly draw: () => void;
}

/** Drawers of some kinds of marks. */
export interface FlatMarks {
  /** Lists of the picture that are drawn here. */
  readonly kinds: readonly Exclude<keyof Picture, 'plate' | 'labels'>[];
  readonly floor?: readonly { readonly layer: number; readonly draw: (pen: Pen, picture: Picture) => void }[];
  readonly standing?: (pen: Pen, picture: Picture) => readonly Standing[];
}
