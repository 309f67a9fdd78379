/**
 * The one camera: a long lens from the front, 52° up, that fits the plate into its frame. Moving the picture aside is done by
 * shifting the lens, never by turning it, so the plate stays straight. Pure arithmetic; both painters, the labels, the node
 * buttons and the hit test share it, so they coincide.
 */
import type { Floor, Plate, Point } from './picture.ts';
import { plateOutline, PLATE_THICKNESS } from './shapes.ts';
import type { Frame } from './view.ts';

/** Vertical field of view of the free part of the frame, in degrees. */
export const FIELD_OF_VIEW = 16;
/** Angle of the line of sight above the floor, in degrees. */
export const ELEVATION = 52;

const FOCAL_SHARE = 1 / (2 * Math.tan((FIELD_OF_VIEW / 2) * (Math.PI / 180)));
const SINE = Math.sin(ELEVATION * (Math.PI / 180));
const COSINE = Math.cos(ELEVATION * (Math.PI / 180));
/** Room left between plate and frame, as a share of the lesser free side and at least in px; more above, for pills and crowns. */
const MARGIN = { side: 0.05, top: 0.06, bottom: 0.035, least: 8 } as const;
/** Height above the floor that the near plane must clear, in world units. */
const TALLEST = 2.6;

/** 4 × 4 matrix, column by column. */
export type Matrix = readonly number[];

/** A point on screen: CSS px from the upper left of the frame, distance along the line of sight, px per world unit there. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly scale: number;
}

export interface Camera {
  readonly frame: Frame;
  /** Eye, in world units; it looks at the origin. */
  readonly position: Point;
  /** Distance from the eye to the origin. */
  readonly distance: number;
  /** Focal length in px. */
  readonly focal: number;
  /** Where the origin appears: the shifted centre of the lens, in px. */
  readonly centre: { readonly x: number; readonly y: number };
  readonly near: number;
  readonly far: number;
  /** World → eye. */
  readonly view: Matrix;
  /** Eye → clip, with the shift of the lens; for a canvas of the frame's full size. */
  readonly projection: Matrix;
  project(point: Point): Projected;
  /** Point at a height (the floor when absent) under a pixel; null where the line of sight never meets it. */
  unproject(x: number, y: number, height?: number): Floor | null;
  /** Px per world unit at the origin. */
  readonly scale: number;
}

/** Outline of everything that must fit: the rim of the plate, above and below. */
function rim(plate: Plate): Point[] {
  const outline = plateOutline(plate);
  return [...outline.map((at) => ({ ...at, y: 0 })), ...outline.map((at) => ({ ...at, y: -PLATE_THICKNESS }))];
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Bounds in px of points seen from a distance, with the origin at 0, 0. */
function boundsAt(points: readonly Point[], distance: number, focal: number): Box {
  const box: Box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y, z } of points) {
    const scale = focal / (distance - (y * SINE + z * COSINE));
    const across = x * scale;
    const down = (z * SINE - y * COSINE) * scale;
    if (across < box.left) box.left = across;
    if (across > box.right) box.right = across;
    if (down < box.top) box.top = down;
    if (down > box.bottom) box.bottom = down;
  }
  return box;
}

/** Nearest distance from which the points fit into a width and height; halving the interval, 40 times. */
function fittingDistance(points: readonly Point[], focal: number, width: number, height: number, reach: number): number {
  let low = reach * 1.05;
  let high = Math.max(reach * 400, focal * reach);
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    const box = boundsAt(points, middle, focal);
    if (box.right - box.left <= width && box.bottom - box.top <= height) high = middle;
    else low = middle;
  }
  return high;
}

/** The camera that shows a whole plate in the middle of what the frame leaves free. */
export function fitCamera(plate: Plate, frame: Frame): Camera {
  const { inset } = frame;
  const freeWidth = Math.max(16, frame.width - inset.left - inset.right);
  const freeHeight = Math.max(16, frame.height - inset.top - inset.bottom);
  const lesser = Math.min(freeWidth, freeHeight);
  const margin = (share: number): number => Math.max(MARGIN.least, share * lesser);
  const focal = lesser * FOCAL_SHARE;
  const points = rim(plate);
  const reach = Math.hypot(plate.width, plate.depth) / 2;
  const width = Math.max(8, freeWidth - 2 * margin(MARGIN.side));
  const height = Math.max(8, freeHeight - margin(MARGIN.top) - margin(MARGIN.bottom));
  const distance = fittingDistance(points, focal, width, height, reach);
  const box = boundsAt(points, distance, focal);
  const centre = {
    x: inset.left + freeWidth / 2 - (box.left + box.right) / 2,
    y: inset.top + (margin(MARGIN.top) + freeHeight - margin(MARGIN.bottom)) / 2 - (box.top + box.bottom) / 2,
  };
  return cameraAt(frame, distance, focal, centre, points);
}

function cameraAt(frame: Frame, distance: number, focal: number, centre: { x: number; y: number }, points: readonly Point[]): Camera {
  let nearest = Infinity;
  let farthest = 0;
  for (const { x: _x, y, z } of points) {
    nearest = Math.min(nearest, distance - (y * SINE + z * COSINE) - TALLEST * SINE);
    farthest = Math.max(farthest, distance - (y * SINE + z * COSINE));
  }
  const near = Math.max(distance * 0.05, nearest * 0.98);
  const far = farthest * 1.02 + 0.5;
  const { width, height } = frame;
  return {
    frame, distance, focal, centre, near, far,
    position: { x: 0, y: distance * SINE, z: distance * COSINE },
    scale: focal / distance,
    view: [1, 0, 0, 0, 0, COSINE, SINE, 0, 0, -SINE, COSINE, 0, 0, 0, -distance, 1],
    projection: [
      (2 * focal) / width, 0, 0, 0,
      0, (2 * focal) / height, 0, 0,
      1 - (2 * centre.x) / width, (2 * centre.y) / height - 1, -(far + near) / (far - near), -1,
      0, 0, (-2 * far * near) / (far - near), 0,
    ],
    project({ x, y, z }) {
      const depth = distance - (y * SINE + z * COSINE);
      const scale = focal / depth;
      return { x: centre.x + x * scale, y: centre.y + (z * SINE - y * COSINE) * scale, depth, scale };
    },
    unproject(x, y, level = 0) {
      // With h = level: (y − cy)/f · (d − h·sin − z·cos) = z·sin − h·cos, solved for z.
      const slope = (y - centre.y) / focal;
      const bend = SINE + slope * COSINE;
      if (bend <= 1e-6) return null;
      const z = (slope * (distance - level * SINE) + level * COSINE) / bend;
      const depth = distance - (level * SINE + z * COSINE);
      if (depth <= 0) return null;
      return { x: ((x - centre.x) * depth) / focal, z };
    },
  };
}
