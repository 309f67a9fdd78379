/** A satin body standing anywhere: tiles, discs, orbs, pins, slabs. What kits are made of. */
import type { Role } from './role.ts';

/**
 * Outline seen from above. `tile` has soft corners, `slab` tight ones, `capsule` round ends; an `orb` is a ball of the given
 * `width`, its depth and height follow.
 */
export type SolidShape = 'round' | 'hexagon' | 'octagon' | 'diamond' | 'rounded-square' | 'pentagon' | 'tile' | 'slab' | 'capsule' | 'orb';

/**
 * `solid` whole; `hollow` a frame with a wide hole in its top; `window` with a hole in the far half of its top; `outline` no
 * body, only its outline where it would stand.
 */
export type SolidFinish = 'solid' | 'hollow' | 'window' | 'outline';

export interface SolidMark {
  readonly id: string;
  readonly shape: SolidShape;
  readonly x: number;
  readonly z: number;
  /** Height it stands on; 0 when absent. */
  readonly y?: number;
  /** Full extent along x. */
  readonly width: number;
  /** Full extent along z; that along x when absent. */
  readonly depth?: number;
  /** From foot to top. An orb's is its width, an outline's does not matter. */
  readonly height: number;
  readonly role: Role;
  /** Colour token instead of that of the role, e.g. `term-3`; `<tone>-body` and `<tone>-line` are used where they exist. */
  readonly tone?: string;
  /** `solid` when absent. */
  readonly finish?: SolidFinish;
  /** 0–1, towards the colour of the plate; 1 when absent. */
  readonly opacity?: number;
  /** Turned clockwise round the upright, in radians; 0 when absent. */
  readonly turn?: number;
  /** Short text on its top in ink; not drawn where it would be under 12 px or too wide. */
  readonly text?: string;
  /** Width of its contour in px; the usual one of the scheme when absent. */
  readonly contour?: number;
  /** Colour token of its contour; that of the role when absent. */
  readonly edge?: string;
  /** Soft shadow on the floor; those standing on the floor have one unless they say `false`. */
  readonly shadow?: boolean;
  /** Node that a pointer on it selects. */
  readonly node?: string;
  /** Entry that a pointer on it selects. */
  readonly entry?: string;
  /** Set by the tweener only: token it changes from, how far it has come, how much of it is there, each 0–1. */
  readonly tween?: { readonly from: string; readonly mix: number; readonly presence: number };
}
