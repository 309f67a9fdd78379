/** Any body with a bevelled edge that stands on the plate. */
import { mix, satin, SATIN, type Scheme } from '../palette.ts';
import type { Floor } from '../picture.ts';
import { hull, through, type Dot, type Gradient, type Pen, type Stop } from './pen.ts';

/** Colours across the wall of a prism, from the normals of its outline that face the reader. */
function wallGradient(outline: readonly Floor[], base: string, scheme: Scheme): Gradient {
  const count = outline.length;
  let left = Infinity, right = -Infinity;
  for (const { x } of outline) {
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  const stops: Stop[] = [];
  for (let i = 0; i < count; i++) {
    const a = outline[(i + count - 1) % count]!, b = outline[(i + 1) % count]!, at = outline[i]!;
    const length = Math.hypot(b.x - a.x, b.z - a.z) || 1;
    const normal = { x: -(b.z - a.z) / length, z: (b.x - a.x) / length };
    // Outlines run clockwise from above, so the outward normal is to the left of the way.
    const out = { x: -normal.x, z: -normal.z };
    if (out.z < -0.05) continue;
    stops.push({ at: Math.round(((at.x - left) / (right - left)) * 100) / 100, colour: satin(base, [out.x, 0, out.z], scheme) });
  }
  stops.sort((a, b) => a.at - b.at);
  return { kind: 'across', stops: thinned(stops) };
}

/** At most a dozen stops: more would not be seen. */
function thinned(stops: readonly Stop[]): readonly Stop[] {
  if (stops.length <= 12) return stops;
  const step = (stops.length - 1) / 11;
  return Array.from({ length: 12 }, (_, i) => stops[Math.round(i * step)]!);
}

export interface Prism {
  readonly outline: readonly Floor[];
  /** The same outline drawn in by the bevel. */
  readonly inner: readonly Floor[];
  readonly place: Floor;
  readonly height: number;
  readonly bevel: number;
  readonly base: string;
  readonly line: string;
  /** Height it stands on. */
  readonly from?: number;
  readonly opacity?: number;
}

/** Wall, foot, bevel, highlight and top of a prism; contour in the line value in light, a cold rim in dark. */
export function drawPrism(pen: Pen, key: string, prism: Prism): void {
  const { outline, inner, place, base, line, from = 0 } = prism;
  const { scheme } = pen;
  const dark = scheme === 'dark';
  const bevel = Math.min(prism.bevel, prism.height * 0.6);
  const top = from + prism.height;
  const opacity = prism.opacity !== undefined && prism.opacity < 1 ? prism.opacity : undefined;
  const shoulder = pen.outline(outline, top - bevel, place);
  const face = pen.outline(inner, top, place);
  const body = hull([...pen.outline(outline, from, place), ...shoulder, ...face]);
  const edge = dark ? mix(base, '#ffffff', 0.16) : line;
  const d = through(body);
  pen.add(`${key}/wall`, d, { gradient: wallGradient(outline, base, scheme), stroke: edge, width: dark ? 0.8 : 1.3, ...(opacity ? { opacity } : {}) });
  const dim = dark ? '#05070f' : mix(line, '#000000', 0.2);
  const foot = dark ? SATIN.foot * 1.2 : SATIN.foot;
  pen.add(`${key}/foot`, d, { gradient: { kind: 'down', stops: [{ at: prism.height > 0.6 ? 0.72 : 0.55, colour: dim, opacity: 0 }, { at: 1, colour: dim, opacity: foot }] }, ...(opacity ? { opacity } : {}) });
  const left = satin(base, [-0.62, 0.6, 0.5], scheme);
  const right = satin(base, [0.7, 0.6, 0.39], scheme);
  pen.add(`${key}/bevel`, through(hull([...shoulder, ...face])), { gradient: { kind: 'across', stops: [{ at: 0, colour: mix(left, '#ffffff', 0.05) }, { at: 0.45, colour: mix(left, '#ffffff', 0.03) }, { at: 1, colour: right }] }, ...(opacity ? { opacity } : {}) });
  pen.add(`${key}/top`, through(face), { fill: satin(base, [0, 1, 0], scheme), ...(opacity ? { opacity } : {}) });
  if (opacity === undefined) pen.add(`${key}/shine`, shine(shoulder, face), { stroke: '#ffffff', width: 1.1, opacity: dark ? 0.3 : 0.42, cap: 'round' });
}

/** The narrow highlight: a run along the front left of the bevel. */
function shine(shoulder: readonly Dot[], face: readonly Dot[]): string {
  const count = Math.min(shoulder.length, face.length);
  const run: Dot[] = [];
  // Outlines start at the back and run clockwise: the front left is at 0.54–0.7 of the way.
  for (let i = Math.round(count * 0.54); i <= Math.round(count * 0.7); i++) {
    const a = shoulder[i % count]!, b = face[i % count]!;
    run.push({ x: a.x * 0.45 + b.x * 0.55, y: a.y * 0.45 + b.y * 0.55 });
  }
  return through(run, false);
}
