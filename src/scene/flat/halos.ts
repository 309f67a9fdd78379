/** Light and emphasis on the floor. */
import type { HaloMark } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { circle } from '../shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { through, type Pen } from './pen.ts';
import { ribbon } from './strokes.ts';

function drawHalo(pen: Pen, halo: HaloMark): void {
  const key = `halo/${halo.id}`;
  const colour = pen.colour(ROLES[halo.role].line);
  const dark = pen.scheme === 'dark';
  if (halo.kind === 'pool') {
    pen.floorGlow(key, halo, halo.radius, pen.colour(ROLES[halo.role].body), (dark ? 0.34 : 0.26) * halo.strength);
    return;
  }
  const d = through(pen.outline(circle(halo.radius, 56), 0.006, halo));
  if (halo.kind === 'impact') pen.floorGlow(`${key}/glow`, halo, halo.radius * 1.7, colour, (dark ? 0.4 : 0.25) * halo.strength);
  pen.add(key, d, { stroke: colour, width: ribbon(pen, 0.04, 2), opacity: halo.strength });
}

export const haloMarks: FlatMarks = {
  kinds: ['halos'],
  floor: [
    { layer: floorLayer.pools, draw: (pen, { halos }) => halos.forEach((halo) => halo.kind === 'pool' && drawHalo(pen, halo)) },
    { layer: floorLayer.halos, draw: (pen, { halos }) => halos.forEach((halo) => halo.kind !== 'pool' && drawHalo(pen, halo)) },
  ],
};
