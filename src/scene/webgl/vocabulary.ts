/** Solids and paints in 3D: instances of one geometry a shape, and polygons in the two batches. */
import { mix, shade } from '../palette.ts';
import type { NodeMark, PaintMark, Point, SolidMark } from '../picture.ts';
import { inlayOf, nodeHeight, nodeSolids } from '../node-body.ts';
import { circle, LINK, roundedRectangle, SHADOW } from '../shapes.ts';
import { arrowHead, bevelHeight, dashesOf, holeOf, linePoints, shaped, solidColours, solidDepth, solidForm, solidTop } from '../solid-shapes.ts';
import type { Batch, Paint } from './batch.ts';
import { glowPaint, ribbonWidth, tone } from './ground.ts';
import type { Studio } from './ground.ts';
import type { Company } from './standing.ts';

export function drawSolidFloor(batch: Batch, studio: Studio, solid: SolidMark): void {
  if (!(solid.shadow ?? ((solid.y ?? 0) < 0.05 && solid.finish !== 'outline'))) return;
  const depth = solidDepth(solid);
  const reach = Math.min(solid.width, depth) / 2;
  const dark = studio.scheme === 'dark';
  const opacity = (dark ? SHADOW.opacity.dark : SHADOW.opacity.light * 1.5) * (solid.tween?.presence ?? 1) * (solid.opacity ?? 1) * Math.min(1, 0.4 + solid.height);
  const count = Math.min(4, Math.max(1, Math.round(solid.width / Math.max(0.05, depth))));
  for (let i = 0; i < count; i += 1) {
    const x = solid.x + (count === 1 ? 0 : ((i + 0.5) / count - 0.5) * (solid.width - 2 * reach * 0.3));
    batch.glow({ x: x + 0.18 * reach, z: solid.z + 0.24 * reach }, 0.003, reach * SHADOW.grow, { colour: tone(studio, 'shadow'), opacity });
  }
}

export function drawSolid({ crowd, overlay }: Company, studio: Studio, solid: SolidMark): void {
  const { base, line } = solidColours(studio.colours, solid);
  const presence = solid.tween?.presence ?? 1;
  const light = studio.scheme === 'light';
  const { x, z, y = 0, width } = solid;
  const contour = solid.contour ?? (solid.edge !== undefined ? 2 : light ? 1.2 : 0);
  if (solid.shape === 'orb') {
    const radius = width / 2;
    crowd(radius * studio.camera.scale > 14 ? 'orb' : 'ball').add({ at: { x, y: y + radius, z }, width: radius, tall: radius, colour: base, line, contour, opacity: presence });
    return;
  }
  const form = solidForm(solid.shape, width, solidDepth(solid));
  if (solid.finish === 'outline') {
    const rim = shaped(form.outline, solid, form.ratio, 0.92).map((p) => ({ x: p.x + x, z: p.z + z }));
    overlay.ribbon([...rim, rim[0]!, rim[1]!], y + 0.006, (solid.contour ?? 1.5) / studio.camera.scale, { colour: line, opacity: presence });
    return;
  }
  const depth = solidDepth(solid);
  crowd(form.name).add({ at: { x, y: y + 0.003, z }, width: width / form.ratio, depth, tall: bevelHeight(form, solid) / form.bevel, height: solid.height, turn: solid.turn ?? 0, colour: base, line, contour, opacity: presence });
  if (solid.finish !== 'hollow' && solid.finish !== 'window') return;
  const hole = shaped(holeOf(solid), { ...solid, width: 1, depth: 1 }, 1);
  const edge = 0.8 / studio.camera.scale / Math.min(width, depth);
  const top = solidTop(solid) + 0.01;
  overlay.polygon(hole.map((p) => ({ x: p.x * (1 + edge * 2), z: p.z * (1 + edge * 2) })), top, { colour: shade(base, light ? 0.75 : 0.5), opacity: presence }, solid);
  overlay.polygon(hole, top + 0.001, { colour: tone(studio, light ? 'inlay' : 'lane'), opacity: presence }, solid);
}

/** A node that is no puck, with its inlay. */
export function drawNodeBody(company: Company, studio: Studio, node: NodeMark): void {
  for (const solid of nodeSolids(node)) drawSolid(company, studio, solid);
  const inlay = inlayOf(node);
  const presence = node.tween?.presence ?? 1;
  const first = nodeSolids(node)[0];
  if (!inlay || !first) return;
  const { base, line } = solidColours(studio.colours, first);
  const edge = 1.2 / studio.camera.scale;
  const outline = (grow: number) => (inlay.x === inlay.z ? circle(inlay.x + grow, 40) : roundedRectangle(2 * inlay.x + 2 * grow, 2 * inlay.z + 2 * grow, inlay.z + grow, 8));
  const y = nodeHeight(node) * (0.6 + 0.4 * presence) + 0.012;
  company.overlay.polygon(outline(edge / 2), y, { colour: studio.scheme === 'dark' ? mix(base, '#000000', 0.55) : mix(line, '#ffffff', 0.1), opacity: presence }, node);
  company.overlay.polygon(outline(-edge / 2), y + 0.001, { colour: tone(studio, 'inlay'), opacity: presence }, node);
}

/** On the floor or, for those in the air, in the batch that bodies hide. */
export function drawPaint(batch: Batch, studio: Studio, paint: PaintMark): void {
  const look: Paint = { colour: tone(studio, paint.tone), opacity: (paint.opacity ?? 1) * (paint.presence ?? 1) };
  switch (paint.form) {
    case 'area': {
      const points = paint.points.map(({ x, z, y = 0.002 }) => ({ x, y, z }));
      batch.face(points, look);
      if (paint.edge !== undefined && points[0]) batch.strip([...points, points[0]], 1.2 / studio.camera.scale, { colour: tone(studio, paint.edge), opacity: look.opacity ?? 1 });
      return;
    }
    case 'glow': {
      const { x, z, y = 0.0025 } = paint.at;
      batch.glow({ x, z }, y, paint.radius, glowPaint(studio, look.colour, (studio.scheme === 'dark' ? 0.34 : 0.45) * (look.opacity ?? 1)));
      return;
    }
    case 'ring': {
      const { at, radius, from = 0, to = 1 } = paint;
      const wide = ribbonWidth(studio, paint.width, 1.4);
      if (to - from <= 0.0005) return;
      if (!paint.dash) {
        batch.band(radius - wide / 2, radius + wide / 2, from, to, at.y ?? 0.0045, look, at);
        return;
      }
      const count = Math.max(6, Math.round((2 * Math.PI * radius) / 0.29));
      for (let i = 0; i < count; i += 1) batch.band(radius - wide / 2, radius + wide / 2, i / count, (i + 0.58) / count, at.y ?? 0.0045, look, at);
      return;
    }
    case 'line': {
      const points = linePoints(paint).map((p): Point => ({ ...p, y: p.y || 0.004 }));
      const width = ribbonWidth(studio, paint.width, 1.2);
      if (points.length < 2) return;
      if (paint.dash === 'dots') for (const [at] of dashesOf(points, 0.001, width * 1.7)) batch.billboard(at!, width / 2, look);
      else if (paint.dash === 'dash') for (const piece of dashesOf(points, Math.max(LINK.dash[0], 3 / studio.camera.scale), Math.max(LINK.dash[1], 2.5 / studio.camera.scale))) batch.strip(piece, width, look);
      else batch.strip(points, width, look);
      if (paint.arrow) batch.strip(arrowHead(points, Math.max(0.16, paint.width * 3)), width, look);
    }
  }
}
