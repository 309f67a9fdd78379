/** Paints as paths: areas, lines, rings, light. */
import type { PaintMark, RingPaint } from '../picture.ts';
import { arcOutline, circle, LINK } from '../shapes.ts';
import { arrowHead, linePoints } from '../solid-shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { through, type Pen } from './pen.ts';
import { dashes, ribbon } from './strokes.ts';

function opacityOf(paint: PaintMark): { readonly opacity?: number } {
  const opacity = Math.round((paint.opacity ?? 1) * (paint.presence ?? 1) * 100) / 100;
  return opacity < 1 ? { opacity } : {};
}

/** What a paint says, of those that are kept from picture to picture. */
const said = new WeakMap<PaintMark, string>();

/** One paint; the same numbers give the same paths. */
function drawPaint(pen: Pen, paint: PaintMark): void {
  let signature = said.get(paint);
  if (signature === undefined) said.set(paint, signature = `paint/${JSON.stringify(paint)}`);
  pen.memo(signature, () => writePaint(pen, paint));
}

function writePaint(pen: Pen, paint: PaintMark): void {
  const key = `paint/${paint.id}`;
  const colour = pen.colour(paint.tone);
  const fade = opacityOf(paint);
  switch (paint.form) {
    case 'area': {
      const d = through(paint.points.map(({ x, z, y = 0.002 }) => pen.at({ x, y, z })));
      pen.add(key, d, { fill: colour, ...(paint.edge === undefined ? {} : { stroke: pen.colour(paint.edge), width: 1.2 }), ...fade });
      return;
    }
    case 'glow': {
      const { x, z, y = 0.0025 } = paint.at;
      pen.floorGlow(key, { x, z }, paint.radius, colour, (pen.scheme === 'dark' ? 0.36 : 0.26) * (paint.opacity ?? 1) * (paint.presence ?? 1), y);
      return;
    }
    case 'ring': return writeRing(pen, key, paint, colour, fade);
    case 'line': {
      const points = linePoints(paint);
      if (points.length < 2) return;
      const width = ribbon(pen, paint.width, 1.2);
      const dash = paint.dash === 'dash' ? { dash: dashes(pen, LINK.dash) } : paint.dash === 'dots' ? { dash: `0.1 ${Math.round(width * 17) / 10}` } : {};
      pen.add(key, through(points.map(({ x, y, z }) => pen.at({ x, y: y || 0.004, z })), false), { stroke: colour, width, cap: paint.dash === 'dash' ? 'butt' : 'round', ...dash, ...fade });
      if (paint.arrow) pen.add(`${key}/head`, through(arrowHead(points, Math.max(0.16, paint.width * 3)).map(({ x, y, z }) => pen.at({ x, y: y || 0.004, z })), false), { stroke: colour, width, cap: 'round', ...fade });
    }
  }
}

function writeRing(pen: Pen, key: string, { at, radius, width, from = 0, to = 1, dash }: RingPaint, fill: string, fade: { readonly opacity?: number }): void {
  if (to - from <= 0.0005) return;
  const y = at.y ?? 0.0045;
  const wide = Math.max(width, 1.4 / pen.camera.scale);
  // As many corners as keep within a twentieth of a px of the circle.
  const sides = Math.min(64, Math.ceil(10 * Math.sqrt(radius * pen.camera.scale)));
  if (dash) {
    pen.add(key, through(pen.outline(circle(radius, sides), y, at)), { stroke: fill, width: ribbon(pen, width, 1.4), dash: dashes(pen, [0.17, 0.12]), ...fade });
    return;
  }
  const inner = radius - wide / 2, outer = radius + wide / 2;
  const d = to - from >= 0.9995
    ? through(pen.outline(circle(outer, sides), y, at)) + through(pen.outline(circle(inner, sides), y, at))
    : through(pen.outline(arcOutline(inner, outer, from, to, 72), y, at));
  pen.add(key, d, { fill, evenOdd: true, ...fade });
}

/** Areas under everything, other paints over pools and shadows of nodes, those in the air at the very end. */
export const paintMarks: FlatMarks = {
  kinds: ['paints'],
  floor: [
    { layer: floorLayer.areas, draw: (pen, { paints }) => paints.forEach((paint) => paint.form === 'area' && !paint.over && drawPaint(pen, paint)) },
    { layer: floorLayer.paints, draw: (pen, { paints }) => paints.forEach((paint) => paint.form !== 'area' && !paint.over && drawPaint(pen, paint)) },
  ],
  standing: (pen, { paints }) => paints.filter((paint) => paint.over).map((paint) => ({ z: Number.MAX_VALUE, draw: () => drawPaint(pen, paint) })),
};
