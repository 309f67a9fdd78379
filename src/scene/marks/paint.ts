/** Something flat: on the floor, on a tray, or a line in the air. */

/** Point of a paint; on the floor when it has no height. */
export interface PaintPoint {
  readonly x: number;
  readonly z: number;
  readonly y?: number;
}

interface PaintBase {
  readonly id: string;
  /** Colour token, e.g. `leader`, `fail`, `lane`, `text`. */
  readonly tone: string;
  /** 0–1; 1 when absent. */
  readonly opacity?: number;
  /** Painted over what stands, hidden only by bodies in front in 3D: for what hangs in the air. */
  readonly over?: boolean;
  /** Set by the tweener only: how much of it is there, 0–1. */
  readonly presence?: number;
}

/** A filled, from its middle star-shaped, outline, with a hairline where `edge` names a colour token. */
export interface AreaPaint extends PaintBase {
  readonly form: 'area';
  readonly points: readonly PaintPoint[];
  readonly edge?: string;
}

/** A run through points: straight pieces, or a soft curve through them when `smooth`. */
export interface LinePaint extends PaintBase {
  readonly form: 'line';
  readonly points: readonly PaintPoint[];
  /** World units, never under 1.2 px. */
  readonly width: number;
  readonly smooth?: boolean;
  /** Closes the run. */
  readonly closed?: boolean;
  /** `dash`: ART's link dashes; `dots`: round dots as wide as the line. Whole when absent. */
  readonly dash?: 'dash' | 'dots';
  /** An open arrow head at its end. */
  readonly arrow?: boolean;
}

/** A ring or a piece of one, by turns clockwise from the back; whole from 0 to 1. */
export interface RingPaint extends PaintBase {
  readonly form: 'ring';
  readonly at: PaintPoint;
  /** Middle of its width. */
  readonly radius: number;
  readonly width: number;
  readonly from?: number;
  readonly to?: number;
  readonly dash?: 'dash';
}

/** A soft disc of light. */
export interface GlowPaint extends PaintBase {
  readonly form: 'glow';
  readonly at: PaintPoint;
  readonly radius: number;
}

export type PaintMark = AreaPaint | LinePaint | RingPaint | GlowPaint;
