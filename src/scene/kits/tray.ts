/** Flat grounds: sunken trays that hold tiles, and the wide tray under a group of services. */
import type { PaintPoint, PictureBuilder } from '../picture.ts';
import { roundedRectangle } from '../shapes.ts';

export interface TraySpec {
  readonly id: string;
  /** Middle. */
  readonly x: number;
  readonly z: number;
  readonly width: number;
  readonly depth: number;
  /** Corner radius; 0.1 when absent. */
  readonly corner?: number;
  /** Colour token of the hairline; `grid` when absent. */
  readonly edge?: string;
}

/** Outline of a rounded rectangle at a place. */
export function cornersAt(x: number, z: number, width: number, depth: number, corner: number): PaintPoint[] {
  return roundedRectangle(width, depth, corner, 6).map((p) => ({ x: p.x + x, z: p.z + z }));
}

/** A sunken ground in lane colour with a hairline. */
export function tray(picture: PictureBuilder, { id, x, z, width, depth, corner = 0.1, edge = 'grid' }: TraySpec): void {
  picture.paint({ form: 'area', id, tone: 'lane', edge, points: cornersAt(x, z, width, depth, corner) });
}

export interface ServiceTraySpec extends TraySpec {
  /** Name of the group, in a pill in its front right corner; empty: none. */
  readonly name: string;
  /** Where the name stands, as shares of half the extents; `{ x: 0.5, z: 0.82 }` when absent. */
  readonly nameAt?: { readonly x: number; readonly z: number };
}

/** The ground of a service group, with its name. Draw it before what stands on it. */
export function serviceTray(picture: PictureBuilder, spec: ServiceTraySpec): void {
  tray(picture, { corner: 0.5, ...spec });
  if (spec.name === '') return;
  const { x, z } = spec.nameAt ?? { x: 0.5, z: 0.82 };
  picture.label({ id: `${spec.id}/name`, at: { x: spec.x + (x * spec.width) / 2, y: 0, z: spec.z + (z * spec.depth) / 2 }, text: spec.name, role: 'text', priority: 15, side: 'centre', ground: 'pill' });
}

export const OFFSET = { pitch: 0.47, width: 0.405, depth: 0.5, high: 0.2, low: 0.1, newest: 0.3, tray: 0.66, pin: 0.15, thirds: { round: -0.165, square: 0, diamond: 0.165 } } as const;
