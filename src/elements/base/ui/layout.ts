/** Widths at which a figure is laid out anew, and what they leave of the stage. One place for style sheet and camera. */
import type { Frame } from '../../../scene/view.ts';

/** Container width in px from which readouts stand in a column over the stage. */
export const WIDE = 861;
/** Greatest container width in px of the phone layout. */
export const PHONE = 460;
/** Width of the readout column in px, its distance to the edge included. */
export const COLUMN = 286;
/** Height of the header in px; it lies over the top of the stage. */
export const HEADER = 44;

export type Layout = 'wide' | 'middle' | 'phone';

/** Layout at a container width in CSS px. */
export function layoutAt(width: number): Layout {
  return width >= WIDE ? 'wide' : width > PHONE ? 'middle' : 'phone';
}

/**
 * Parts of the stage that header and readouts cover, for `Frame.inset`.
 *
 * @param width - Container width in CSS px.
 * @param rightToLeft - The column stands on the left then.
 * @param column - False where the author hides the readouts.
 */
export function insetsAt(width: number, rightToLeft = false, column = true): Frame['inset'] {
  const side = column && layoutAt(width) === 'wide' ? COLUMN : 0;
  return { top: HEADER, right: rightToLeft ? 0 : side, bottom: 0, left: rightToLeft ? side : 0 };
}
