/**
 * Sizes and outlines of everything on the plate, in world units. Both painters build from these polygons, so that the
 * outlines of the flat picture and of the 3D one coincide. Outlines run clockwise seen from above, from the back.
 */
import type { Cell, Floor, LinkMark, Plate } from './picture.ts';

export type TokenShape = 'round' | 'hexagon' | 'diamond' | 'rounded-square' | 'octagon' | 'pentagon';

const TURN = 2 * Math.PI;

/** Thickness of the plate under y = 0, and the step by which bands are printed on it. */
export const PLATE_THICKNESS = 0.18;

/** Node token. */
export const TOKEN = { radius: 0.55, height: 0.3, bevel: 0.07, inlay: 0.385, rim: 0.02 } as const;

/** Floor ring of a node, by radii: the running timer, the thin one of a leader, the one round a selected node. */
export const FLOOR_RING = {
  inner: 0.7, outer: 0.79,
  thin: { inner: 0.885, outer: 0.915 },
  selected: { inner: 0.85, outer: 0.89 },
  /** Height above the floor that keeps coplanar marks apart. */
  lift: 0.004,
} as const;

/** Blurred contact shadow: radius × that of the body, offset to the right and to the front, greatest opacity. */
export const SHADOW = { grow: 1.65, offset: { x: 0.1, z: 0.13 }, opacity: { dark: 0.62, light: 0.24 } } as const;

/** Pool of light under a leader. */
export const POOL = { radius: 1.75, opacity: { dark: 0.34, light: 0.2 } } as const;

/** Crown: upright plate with three points, standing on the top face near the back edge. */
export const CROWN = { back: 0.5, depth: 0.1, ball: 0.058, height: 0.7, drop: 0.9 } as const;

/** Packets: half the size of the body, height of the hop above the link, share of the way that the trail covers. */
export const PACKET = {
  cube: 0.13, octahedron: 0.17, ball: 0.1, torus: { ring: 0.11, tube: 0.042 }, card: { width: 0.34, depth: 0.24, height: 0.04 }, key: 0.15, plus: 0.16, bar: 0.12,
  hop: 0.34, rest: 0.16, trail: 0.22, shadow: 0.24, glow: 0.5, least: 12, most: 20, impact: 0.42,
  /** Share of the way, at its end, over which it slows. */
  ease: 0.12,
} as const;

/** Log lane: sunken tray and its cells. */
export const LANE = {
  pitch: 0.3, width: 0.25, depth: 0.29, height: 0.16, hollow: 0.08, corner: 0.05, bevel: 0.03,
  tray: { pad: 0.08, depth: 0.46, corner: 0.09 }, dot: 0.035,
} as const;

/** Load column and its foot. */
export const GAUGE = { width: 0.66, depth: 0.5, tallest: 1.5, least: 0.06, corner: 0.13, bevel: 0.06, foot: { grow: 0.13, height: 0.05, corner: 0.16 }, inlay: 0.62 } as const;

/** Fault wall: ribbon on the floor, its glow, the faint wall above. */
export const WALL = { width: 0.085, glow: 1.5, height: 1, seam: 0.05, dash: [0.16, 0.12] as const } as const;

/** Flat ribbons on the floor, and the least width in px. */
export const LINK = { width: 0.04, least: 1.7, dash: [0.16, 0.13] as const, idle: 0.35, trim: 0.86 } as const;

/** Ring: gap in turns at each end of an arc, token dot, width of rails, hollow ring of a trace. */
export const RING = { gap: 0.0022, token: 0.062, tokenFrom: 0.3, rail: 0.025, railDash: [0.11, 0.09] as const, trace: 0.055, ring: 0.13, ringWidth: 0.05, speck: 0.055, bevel: 0.03 } as const;

/** Grid of dots printed on the plate. */
export const DOTS = { pitch: 0.62, radius: 0.026, keep: 0.3 } as const;

/** A place on a circle: turns clockwise from the back. */
export function onCircle(radius: number, turn: number): Floor {
  return { x: radius * Math.sin(TURN * turn), z: -radius * Math.cos(TURN * turn) };
}

/** Circle as a polygon. */
export function circle(radius: number, sides = 48): Floor[] {
  return Array.from({ length: sides }, (_, i) => onCircle(radius, i / sides));
}

/** Convex polygon with its corners rounded; `steps` points to a corner. */
export function roundedPolygon(corners: readonly Floor[], radius: number, steps = 5): Floor[] {
  const outline: Floor[] = [];
  const count = corners.length;
  for (let i = 0; i < count; i++) {
    const before = corners[(i + count - 1) % count]!;
    const corner = corners[i]!;
    const after = corners[(i + 1) % count]!;
    outline.push(...roundedCorner(before, corner, after, radius, steps));
  }
  return outline;
}

function roundedCorner(before: Floor, corner: Floor, after: Floor, radius: number, steps: number): Floor[] {
  const ax = before.x - corner.x, az = before.z - corner.z;
  const bx = after.x - corner.x, bz = after.z - corner.z;
  const a = Math.hypot(ax, az), b = Math.hypot(bx, bz);
  const cosine = (ax * bx + az * bz) / (a * b);
  const half = Math.acos(Math.max(-1, Math.min(1, cosine))) / 2;
  const reach = Math.min(radius / Math.tan(half), a / 2, b / 2);
  const round = reach * Math.tan(half);
  const toCentre = round / Math.sin(half);
  const mx = ax / a + bx / b, mz = az / a + bz / b;
  const m = Math.hypot(mx, mz);
  const centre = { x: corner.x + (mx / m) * toCentre, z: corner.z + (mz / m) * toCentre };
  const start = Math.atan2(corner.z + (az / a) * reach - centre.z, corner.x + (ax / a) * reach - centre.x);
  let sweep = Math.atan2(corner.z + (bz / b) * reach - centre.z, corner.x + (bx / b) * reach - centre.x) - start;
  if (sweep > Math.PI) sweep -= TURN;
  if (sweep < -Math.PI) sweep += TURN;
  return Array.from({ length: steps }, (_, i) => {
    const angle = start + (sweep * i) / (steps - 1);
    return { x: centre.x + round * Math.cos(angle), z: centre.z + round * Math.sin(angle) };
  });
}

/** Regular polygon; its first corner at a turn clockwise from the back. */
export function regular(sides: number, circumradius: number, first = 0): Floor[] {
  return Array.from({ length: sides }, (_, i) => onCircle(circumradius, first + i / sides));
}

/** Rectangle round the origin, clockwise from its back left corner. */
export function rectangle(width: number, depth: number): Floor[] {
  const x = width / 2, z = depth / 2;
  return [{ x: -x, z: -z }, { x, z: -z }, { x, z }, { x: -x, z }];
}

/** Rectangle with round corners. */
export function roundedRectangle(width: number, depth: number, radius: number, steps = 5): Floor[] {
  return roundedPolygon(rectangle(width, depth), Math.min(radius, width / 2, depth / 2), steps);
}

/** Outline of the plate. */
export function plateOutline(plate: Plate): Floor[] {
  if (plate.shape === 'round') return circle(plate.width / 2, 96);
  return roundedRectangle(plate.width, plate.depth, plate.radius, 13);
}

/** Whether a place is on the plate, at least `margin` from its edge. */
export function onPlate(plate: Plate, { x, z }: Floor, margin = 0): boolean {
  if (plate.shape === 'round') return Math.hypot(x, z) <= plate.width / 2 - margin;
  const dx = Math.abs(x) - (plate.width / 2 - plate.radius);
  const dz = Math.abs(z) - (plate.depth / 2 - plate.radius);
  if (dx <= 0 || dz <= 0) return dx <= plate.radius - margin && dz <= plate.radius - margin;
  return Math.hypot(dx, dz) <= plate.radius - margin;
}

/** Places of the printed dots, the middle of the plate being one. */
export function plateDots(plate: Plate): Floor[] {
  if (!plate.dots) return [];
  const dots: Floor[] = [];
  const columns = Math.floor(plate.width / 2 / DOTS.pitch);
  const rows = Math.floor(plate.depth / 2 / DOTS.pitch);
  for (let row = -rows; row <= rows; row++) {
    for (let column = -columns; column <= columns; column++) {
      const at = { x: column * DOTS.pitch, z: row * DOTS.pitch };
      if (onPlate(plate, at, DOTS.keep)) dots.push(at);
    }
  }
  return dots;
}

/** Points along an arc from one turn to another, ends included; more where it is longer. */
export function arcPoints(radius: number, from: number, to: number, sidesPerTurn = 192): Floor[] {
  const steps = Math.max(1, Math.ceil(Math.abs(to - from) * sidesPerTurn));
  return Array.from({ length: steps + 1 }, (_, i) => onCircle(radius, from + ((to - from) * i) / steps));
}

/** Outline of a piece of an annulus: out along the outer edge, back along the inner. */
export function arcOutline(inner: number, outer: number, from: number, to: number, sidesPerTurn = 192): Floor[] {
  return [...arcPoints(outer, from, to, sidesPerTurn), ...arcPoints(inner, to, from, sidesPerTurn)];
}

/** Start and end of an arc with its gaps taken off; null where nothing is left. Short arcs lose an eighth at each end. */
export function trimmedArc(start: number, end: number): { readonly from: number; readonly to: number } | null {
  const span = end - start;
  if (span <= 0) return null;
  if (span >= 1) return { from: start, to: start + 1 };
  const gap = Math.min(RING.gap, span * 0.12);
  return { from: start + gap, to: end - gap };
}

/** Turns that the token dot takes at the end of an arc of a span: its own width and a little air; half of a short arc at most. */
export function tokenSpan(ring: { readonly inner: number; readonly outer: number }, span: number): number {
  return Math.min(span * 0.5, (RING.token * 2) / 0.72 / (Math.PI * (ring.inner + ring.outer)));
}

/** Tray of a lane: its full width for a number of cells. */
export function trayWidth(cells: number): number {
  return cells * LANE.pitch + 2 * LANE.tray.pad;
}

/** Centre of cell `i` of a lane of `count`, relative to the centre of the tray. */
export function cellCentre(i: number, count: number): Floor {
  return { x: (i - (count - 1) / 2) * LANE.pitch, z: 0 };
}

/** Height of a cell by its state, in world units. */
export function cellHeight(state: Cell['state'], fill = 1): number {
  switch (state) {
    case 'solid': return LANE.hollow + (LANE.height - LANE.hollow) * fill;
    case 'hollow': case 'conflict': case 'dot': return LANE.hollow;
    case 'free': return 0;
  }
}

/** Height of a load column. */
export function gaugeHeight(share: number): number {
  return Math.max(GAUGE.least, share * GAUGE.tallest);
}

/** A straight line with both ends taken off; null where nothing is left. */
export function trimmedLine(from: Floor, to: Floor, trim: number): { readonly from: Floor; readonly to: Floor } | null {
  const length = Math.hypot(to.x - from.x, to.z - from.z);
  if (length <= trim * 2 + 0.02) return null;
  const dx = ((to.x - from.x) / length) * trim;
  const dz = ((to.z - from.z) / length) * trim;
  return { from: { x: from.x + dx, z: from.z + dz }, to: { x: to.x - dx, z: to.z - dz } };
}

/** The two lines of a double link, one on either side of its middle. */
export function doubled(link: LinkMark): LinkMark[] {
  const { from, to, double: gap = 0, ...rest } = link;
  const length = Math.hypot(to.x - from.x, to.z - from.z) || 1;
  const dx = (-(to.z - from.z) / length) * (gap / 2), dz = ((to.x - from.x) / length) * (gap / 2);
  return [1, -1].map((side) => ({ ...rest, id: `${link.id}/${side > 0 ? 'a' : 'b'}`, from: { x: from.x + dx * side, z: from.z + dz * side }, to: { x: to.x + dx * side, z: to.z + dz * side } }));
}
