/** Outlines of solids and paints, shared by both painters, and their colours. */
import { blend, colour, mix } from './palette.ts';
import type { Floor, LinePaint, Point, SolidMark, SolidShape } from './picture.ts';
import { roundedRectangle, TOKEN } from './shapes.ts';
import { tokenOutline } from './token-shapes.ts';
import { ROLES } from './roles.ts';
import type { Colours } from './view.ts';

/** An outline of depth 1 with that of its top face, and the ratio of its width to its depth. */
export interface SolidForm {
  /** Names shape and ratio; one geometry each. */
  readonly name: `solid-${string}`;
  readonly outline: readonly Floor[];
  readonly inner: readonly Floor[];
  readonly bevel: number;
  readonly ratio: number;
}

/** Ratios of width to depth for which long shapes are made; what lies between is stretched a little. */
const RATIOS = [0.4, 0.7, 1, 1.4, 2, 2.8, 4, 6, 9, 13] as const;
const CORNERS: { readonly [shape in 'tile' | 'slab' | 'capsule']: number } = { tile: 0.2, slab: 0.1, capsule: 0.5 };
const BEVEL = 0.09;
/** Pucks narrower than this have a third of the corners. */
const SMALL = 0.35;

const forms = new Map<string, SolidForm>();

/** Shape for a footprint: to be scaled by `width / ratio` along x and by `depth` along z. */
export function solidForm(shape: Exclude<SolidShape, 'orb'>, width: number, depth: number): SolidForm {
  const long = shape === 'tile' || shape === 'slab' || shape === 'capsule';
  const wanted = Math.log(Math.max(0.01, width) / Math.max(0.01, depth));
  const ratio = long ? RATIOS.reduce((best, next) => (Math.abs(Math.log(next) - wanted) < Math.abs(Math.log(best) - wanted) ? next : best)) : 1;
  const small = !long && width < SMALL;
  const name = `solid-${shape}-${ratio}${small ? '-small' : ''}` as const;
  let form = forms.get(name);
  if (!form) forms.set(name, (form = long ? box(name, ratio, CORNERS[shape]) : puck(name, shape, small)));
  return form;
}

function box(name: SolidForm['name'], ratio: number, corner: number): SolidForm {
  const radius = corner * Math.min(1, ratio), bevel = BEVEL * Math.min(1, ratio);
  const steps = corner > 0.3 ? 8 : 4;
  return { name, ratio, bevel, outline: roundedRectangle(ratio, 1, radius, steps), inner: roundedRectangle(ratio - 2 * bevel, 1 - 2 * bevel, Math.max(0.02, radius - bevel * 0.7), steps) };
}

/** Form of a name that `solidForm` has given. */
export function namedForm(name: string): SolidForm {
  return forms.get(name)!;
}

function puck(name: SolidForm['name'], shape: Parameters<typeof tokenOutline>[0], small: boolean): SolidForm {
  const size = 1 / (2 * TOKEN.radius);
  const bevel = TOKEN.bevel * size;
  const thinned = (outline: readonly Floor[]): readonly Floor[] => (small ? outline.filter((_, i) => i % 3 === 0) : outline);
  return { name, ratio: 1, bevel, outline: thinned(tokenOutline(shape, size)), inner: thinned(tokenOutline(shape, size, bevel)) };
}

/** Extent along z. */
export function solidDepth({ width, depth = width }: SolidMark): number {
  return depth;
}

/** Height of its top above the floor. */
export function solidTop({ shape, finish, y = 0, width, height }: SolidMark): number {
  return y + (shape === 'orb' ? width : finish === 'outline' ? 0 : height);
}

/** How much of a bevel's usual height a body of this size has. */
export function bevelHeight(form: SolidForm, solid: SolidMark): number {
  return Math.min(form.bevel * Math.min(solid.width / form.ratio, solidDepth(solid)), solid.height * 0.5);
}

/** An outline scaled to a solid's footprint and turned. */
export function shaped(outline: readonly Floor[], solid: SolidMark, ratio: number, grow = 1): Floor[] {
  const sx = (solid.width / ratio) * grow, sz = solidDepth(solid) * grow;
  const sine = Math.sin(solid.turn ?? 0), cosine = Math.cos(solid.turn ?? 0);
  return outline.map(({ x, z }) => ({ x: x * sx * cosine - z * sz * sine, z: x * sx * sine + z * sz * cosine }));
}

/** Hole in the top of a hollow solid or of one with a window, round its place. */
export function holeOf(solid: SolidMark): Floor[] {
  const depth = solidDepth(solid);
  const least = Math.min(solid.width, depth);
  const half = solid.finish === 'window';
  const w = solid.width - least * 0.42, d = half ? depth * 0.3 : depth - least * 0.42;
  const hole = solid.shape === 'round' ? tokenOutline('round', (0.62 * solid.width) / (2 * TOKEN.radius)) : roundedRectangle(w, d, least * 0.12, 3);
  return half ? hole.map(({ x, z }) => ({ x, z: z - depth * 0.2 })) : hole;
}

/** Token whose line and body a solid has. */
export function toneOf(solid: SolidMark): string {
  return solid.tone ?? ROLES[solid.role].line;
}

const lineOf = (colours: Colours, tone: string): string => colours[`${tone}-line`] ?? colour(colours, tone);
const bodyOf = (colours: Colours, tone: string): string => colours[`${tone}-body`] ?? colour(colours, tone);

/** Lit face and contour of a solid, on its way from another tone or faded towards the plate. */
export function solidColours(colours: Colours, solid: SolidMark): { readonly base: string; readonly line: string } {
  const tone = toneOf(solid);
  const share = solid.tween?.mix ?? 1;
  const from = solid.tween?.from ?? tone;
  const opacity = solid.opacity ?? 1;
  const plate = colour(colours, 'plate');
  const base = blend(bodyOf(colours, from), bodyOf(colours, tone), share);
  const line = solid.edge === undefined ? blend(lineOf(colours, from), lineOf(colours, tone), share) : lineOf(colours, solid.edge);
  return opacity < 1 ? { base: mix(plate, base, opacity), line: mix(plate, line, 0.35 + 0.65 * opacity) } : { base, line };
}

/** Points of a line with all its bends: a Catmull-Rom curve through the given ones when smooth. */
export function linePoints(line: LinePaint): Point[] {
  const points = line.points.map(({ x, z, y = 0 }) => ({ x, y, z }));
  if (line.closed && points[0]) points.push(points[0]);
  if (!line.smooth || points.length < 3) return points;
  const steps = 10;
  const run: Point[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const p0 = points[Math.max(0, i - 1)]!, p1 = points[i]!, p2 = points[i + 1]!, p3 = points[Math.min(points.length - 1, i + 2)]!;
    for (let k = 0; k < steps; k++) {
      const t = k / steps;
      const at = (a: number, b: number, c: number, d: number): number => 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
      run.push({ x: at(p0.x, p1.x, p2.x, p3.x), y: at(p0.y, p1.y, p2.y, p3.y), z: at(p0.z, p1.z, p2.z, p3.z) });
    }
  }
  run.push(points[points.length - 1]!);
  return run;
}

/** A run cut into pieces `on` long with gaps of `off`. */
export function dashesOf(points: readonly Point[], on: number, off: number): Point[][] {
  const pieces: Point[][] = [];
  let piece: Point[] = points[0] ? [points[0]] : [];
  let drawing = true, left = on;
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i]!, b = points[i + 1]!;
    const length = Math.hypot(b.x - a.x, b.y - a.y, b.z - a.z);
    let gone = 0;
    while (length - gone > left) {
      gone += left;
      const s = gone / length;
      const at = { x: a.x + (b.x - a.x) * s, y: a.y + (b.y - a.y) * s, z: a.z + (b.z - a.z) * s };
      if (drawing) pieces.push([...piece, at]);
      piece = [at];
      drawing = !drawing;
      left = drawing ? on : off;
    }
    left -= length - gone;
    if (drawing) piece.push(b);
  }
  if (drawing && piece.length > 1) pieces.push(piece);
  return pieces;
}

/** Two wings and the tip of an arrow head at the end of a run. */
export function arrowHead(points: readonly Point[], size: number): Point[] {
  const tip = points[points.length - 1]!, before = points[points.length - 2] ?? tip;
  const length = Math.hypot(tip.x - before.x, tip.z - before.z) || 1;
  const dx = (tip.x - before.x) / length, dz = (tip.z - before.z) / length;
  const wing = (side: number): Point => ({ x: tip.x - dx * size - dz * size * 0.75 * side, y: tip.y, z: tip.z - dz * size + dx * size * 0.75 * side });
  return [wing(1), tip, wing(-1)];
}
