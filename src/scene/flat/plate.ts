/** The table top that carries everything, and its print. */
import { mix } from '../palette.ts';
import type { Plate } from '../picture.ts';
import { circle, DOTS, PLATE_THICKNESS, plateDots, plateOutline } from '../shapes.ts';
import { through, type Pen } from './pen.ts';

/** The table top, its shadow, edge, dots and bands. */
export function drawPlate(pen: Pen, plate: Plate): void {
  if (plate.hidden) return;
  pen.memo('plate', () => {
    const { scheme } = pen;
    const outline = plateOutline(plate);
    const top = pen.outline(outline, 0);
    const under = pen.outline(outline, -PLATE_THICKNESS);
    drawPlateShadow(pen, plate);
    const colour = pen.colour('plate');
    pen.add('plate/side', through(under), { fill: scheme === 'dark' ? mix(colour, pen.colour('surface-lit'), 0.5) : pen.colour('plate-side') });
    // A breath of light towards the front keeps a large plane from looking like a hole.
    const shaded = scheme === 'dark'
      ? { gradient: { kind: 'down' as const, stops: [{ at: 0, colour: mix(colour, '#ffffff', 0.004) }, { at: 0.55, colour: mix(colour, '#2A3A66', 0.25) }, { at: 1, colour }] } }
      : { fill: colour };
    pen.add('plate/top', through(top), shaded);
    for (const [i, band] of (plate.bands ?? []).entries()) drawBand(pen, `plate/band-${i}`, band);
    drawDots(pen, plate);
    pen.add('plate/edge', through(top), { stroke: pen.colour('plate-edge'), width: scheme === 'dark' ? 1.5 : 1.75 });
  });
}

function drawPlateShadow(pen: Pen, plate: Plate): void {
  const dark = pen.scheme === 'dark';
  const shadow = pen.colour('shadow');
  const round = plate.shape === 'round';
  const layers = 10;
  for (let i = 0; i < layers; i++) {
    const grow = 0.62 - (i / layers) * 0.62;
    const outline = plateOutline({ ...plate, width: plate.width + 2 * grow - 0.3, depth: round ? plate.width + 2 * grow - 0.3 : plate.depth + 2 * grow - 0.3, radius: plate.radius + grow });
    pen.add(`plate/shadow-${i}`, through(pen.outline(outline, -PLATE_THICKNESS - 0.28, { x: 0.06, z: 0.14 })), { fill: dark ? shadow : '#000000', opacity: dark ? 0.042 : 0.0105 });
  }
}

function drawBand(pen: Pen, key: string, band: { readonly inner: number; readonly outer: number; readonly tone: 'lane' | 'plate' }): void {
  const outer = through(pen.outline(circle(band.outer, 96), 0.001));
  const inner = band.inner > 0 ? through(pen.outline(circle(band.inner, 96), 0.001)) : '';
  const light = pen.scheme === 'light';
  const fill = band.tone === 'plate' ? pen.colour('plate') : light ? mix(pen.colour('lane'), pen.colour('surface'), 0.55) : pen.colour('lane');
  pen.add(key, outer + inner, { fill, evenOdd: true });
}

function drawDots(pen: Pen, plate: Plate): void {
  let d = '';
  for (const place of plateDots(plate)) {
    const { x, y, scale } = pen.at({ ...place, y: 0.001 });
    const rx = Math.max(0.7, DOTS.radius * scale);
    const ry = Math.max(0.6, rx * 0.8);
    const f = (v: number): number => Math.round(v * 10) / 10;
    d += `M${f(x - rx)} ${f(y)}a${f(rx)} ${f(ry)} 0 1 1 ${f(2 * rx)} 0a${f(rx)} ${f(ry)} 0 1 1 ${f(-2 * rx)} 0Z`;
  }
  pen.add('plate/dots', d, { fill: pen.colour('grid') });
}
