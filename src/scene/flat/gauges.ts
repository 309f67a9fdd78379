/** Load columns. */
import { mix, shade } from '../palette.ts';
import type { GaugeMark } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { GAUGE, gaugeHeight, roundedRectangle } from '../shapes.ts';
import type { FlatMarks } from './marks.ts';
import { disc, hull, through, type Pen } from './pen.ts';
import { drawPrism } from './prism.ts';
import { ribbon } from './strokes.ts';

/** Shadow and foot of a load column, then the column. */
function drawGauge(pen: Pen, gauge: GaugeMark): void {
  const key = `gauge/${gauge.id}`;
  pen.memo(`${key}|${gauge.x}|${gauge.z}|${gauge.role}|${gauge.share.toFixed(4)}|${gauge.width ?? ''}|${gauge.down ? 1 : 0}|${gauge.pattern}|${gauge.inlay === '' ? 0 : 1}|${gauge.selected ? 1 : 0}`, () => {
    const look = ROLES[gauge.down ? 'idle' : gauge.role];
    const width = gauge.width ?? GAUGE.width;
    const depth = Math.min(GAUGE.depth, Math.max(0.2, width * 0.9));
    const corner = Math.min(GAUGE.corner, width * 0.3);
    const dark = pen.scheme === 'dark';
    const neutral = dark ? mix(pen.colour('plate'), '#ffffff', 0.2) : mix(pen.colour('lane'), '#ffffff', 0.1);
    const grow = Math.min(GAUGE.foot.grow, width * 0.25);
    const foot = roundedRectangle(width + grow, depth + grow, corner + grow / 2);
    pen.floorGlow(`${key}/shadow`, { x: gauge.x + 0.1, z: gauge.z + 0.1 }, width, pen.colour('shadow'), dark ? 0.55 : 0.2);
    const base = pen.outline(foot, 0, gauge), lid = pen.outline(foot, GAUGE.foot.height, gauge);
    pen.add(`${key}/foot-wall`, through(hull([...base, ...lid])), { fill: dark ? shade(neutral, 0.7) : shade(neutral, 0.92), ...(gauge.selected ? { stroke: pen.colour('accent'), width: 2.5 } : {}) });
    pen.add(`${key}/foot-top`, through(lid), { fill: neutral });
    drawPrism(pen, key, {
      outline: roundedRectangle(width, depth, corner), inner: roundedRectangle(width - 2 * GAUGE.bevel, depth - 2 * GAUGE.bevel, Math.max(0.02, corner - GAUGE.bevel)),
      place: gauge, from: GAUGE.foot.height, height: gaugeHeight(gauge.share), bevel: GAUGE.bevel, base: pen.colour(look.body), line: pen.colour(look.line),
    });
    drawGaugeFace(pen, key, gauge, width, depth, corner);
  });
}

function drawGaugeFace(pen: Pen, key: string, gauge: GaugeMark, width: number, depth: number, corner: number): void {
  const height = GAUGE.foot.height + gaugeHeight(gauge.share);
  if (gauge.pattern !== 'plain') {
    let d = '';
    const front = gauge.z + depth / 2;
    for (let y = 0.12; y < gaugeHeight(gauge.share) - 0.12; y += 0.16) {
      d += gauge.pattern === 'stripes'
        ? through([pen.at({ x: gauge.x - width * 0.38, y, z: front }), pen.at({ x: gauge.x + width * 0.38, y, z: front })], false)
        : [-0.24, 0, 0.24].map((x) => disc(pen.at({ x: gauge.x + x * width, y, z: front }), 0.03 * pen.camera.scale)).join('');
    }
    pen.add(`${key}/pattern`, d, gauge.pattern === 'stripes' ? { stroke: pen.colour('ink'), width: ribbon(pen, 0.03, 1.2), opacity: 0.55 } : { fill: pen.colour('ink'), opacity: 0.55 });
  }
  if (gauge.inlay === '') return;
  const inlay = roundedRectangle(width * 0.72, depth * 0.68, corner * 0.7);
  const base = pen.colour(ROLES[gauge.down ? 'idle' : gauge.role].body);
  const rim = pen.scheme === 'dark' ? mix(base, '#000000', 0.45) : mix(base, '#000000', 0.12);
  pen.add(`${key}/inlay`, through(pen.outline(inlay, height + 0.002, gauge)), { fill: pen.colour('inlay'), stroke: rim, width: 1.2 });
}

export const gaugeMarks: FlatMarks = {
  kinds: ['gauges'],
  standing: (pen, { gauges }) => gauges.map((gauge) => ({ z: gauge.z, draw: () => drawGauge(pen, gauge) })),
};
