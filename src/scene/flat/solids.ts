/** Solids as paths: prisms of any outline, balls, and outlines of what is not there. */
import { mix, satin, shade } from '../palette.ts';
import { formOf, inlayOf, nodeHeight, nodeSolids } from '../node-body.ts';
import type { NodeMark, SolidMark } from '../picture.ts';
import { circle, roundedRectangle, SHADOW } from '../shapes.ts';
import { bevelHeight, holeOf, shaped, solidColours, solidDepth, solidForm, solidTop, toneOf } from '../solid-shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { drawNodeCrown } from './nodes.ts';
import { disc, through, type Gradient, type Pen } from './pen.ts';
import { drawPrism } from './prism.ts';

function signature(solid: SolidMark): string {
  const { tween } = solid;
  return `${solid.id}|${solid.shape}|${solid.x}|${solid.z}|${solid.y ?? 0}|${solid.width}|${solid.depth ?? ''}|${solid.height}|${toneOf(solid)}|${solid.finish ?? ''}|${solid.opacity ?? ''}|${solid.turn ?? ''}|${solid.contour ?? ''}|${solid.edge ?? ''}|${tween ? `${tween.from}|${tween.mix}|${tween.presence}` : ''}`;
}

/** Shadow on the floor, painted before every body. */
function drawSolidFloor(pen: Pen, solid: SolidMark): void {
  if (!(solid.shadow ?? ((solid.y ?? 0) < 0.05 && solid.finish !== 'outline'))) return;
  const reach = Math.min(solid.width, solidDepth(solid)) / 2;
  const dark = pen.scheme === 'dark';
  const strength = (dark ? SHADOW.opacity.dark : SHADOW.opacity.light * 1.5) * (solid.tween?.presence ?? 1) * (solid.opacity ?? 1) * Math.min(1, 0.4 + solid.height);
  const long = Math.max(1, Math.round(solid.width / Math.max(0.05, solidDepth(solid))));
  const count = Math.min(4, long);
  for (let i = 0; i < count; i++) {
    const x = solid.x + (count === 1 ? 0 : ((i + 0.5) / count - 0.5) * (solid.width - 2 * reach * 0.3));
    pen.floorGlow(`solid/${solid.id}/shadow${i || ''}`, { x: x + 0.18 * reach, z: solid.z + 0.24 * reach }, reach * SHADOW.grow, pen.colour('shadow'), strength, 0.003);
  }
}

/** The solid itself. */
function drawSolid(pen: Pen, solid: SolidMark, key = `solid/${solid.id}`): void {
  pen.memo(`${key}|${signature(solid)}`, () => writeSolid(pen, solid, key));
}

function writeSolid(pen: Pen, solid: SolidMark, key: string): void {
  const { base, line } = solidColours(pen.colours, solid);
  const presence = solid.tween?.presence ?? 1;
  const fade = presence < 1 ? { opacity: Math.round(presence * 100) / 100 } : {};
  if (solid.shape === 'orb') return drawOrb(pen, key, solid, base, line, fade);
  const form = solidForm(solid.shape, solid.width, solidDepth(solid));
  const y = solid.y ?? 0;
  if (solid.finish === 'outline') {
    pen.add(key, through(pen.outline(shaped(form.outline, solid, form.ratio, 0.92), y + 0.005, solid)), { stroke: line, width: solid.contour ?? 1.5, ...fade });
    return;
  }
  drawPrism(pen, key, { outline: shaped(form.outline, solid, form.ratio), inner: shaped(form.inner, solid, form.ratio), place: solid, height: solid.height, bevel: bevelHeight(form, solid), base, line, from: y, ...fade });
  if (solid.contour !== undefined || solid.edge !== undefined) {
    pen.add(`${key}/edge`, through(pen.outline(shaped(form.outline, solid, form.ratio), y + solid.height, solid)), { stroke: line, width: solid.contour ?? 2, ...fade });
  }
  if (solid.finish !== 'hollow' && solid.finish !== 'window') return;
  const dark = pen.scheme === 'dark';
  pen.add(`${key}/hole`, through(pen.outline(shaped(holeOf(solid), { ...solid, width: 1, depth: 1 }, 1), solidTop(solid) + 0.001, solid)), { fill: pen.colour(dark ? 'lane' : 'inlay'), stroke: shade(base, dark ? 0.5 : 0.75), width: 0.8, ...fade });
}

function drawOrb(pen: Pen, key: string, solid: SolidMark, base: string, line: string, fade: { readonly opacity?: number }): void {
  const { scheme } = pen;
  const dark = scheme === 'dark';
  const radius = solid.width / 2;
  const at = pen.at({ x: solid.x, z: solid.z, y: (solid.y ?? 0) + radius });
  const gradient: Gradient = {
    kind: 'radial', focus: { x: 0.38, y: 0.3 },
    stops: [
      { at: 0, colour: mix(base, '#ffffff', 0.22) }, { at: 0.22, colour: mix(base, '#ffffff', 0.1) }, { at: 0.6, colour: base },
      { at: 0.9, colour: mix(base, satin(base, [0.7, -0.5, 0.4], scheme), dark ? 0.45 : 0.5) }, { at: 1, colour: mix(base, satin(base, [0.7, -0.6, 0.3], scheme), 0.75) },
    ],
  };
  pen.add(`${key}/wall`, disc(at, radius * at.scale), { gradient, stroke: solid.edge !== undefined ? line : dark ? mix(base, '#ffffff', 0.1) : line, width: solid.contour ?? (dark ? 0.7 : 1.2), ...fade });
  const shine = radius * at.scale * 0.13;
  pen.add(`${key}/shine`, disc({ x: at.x - radius * at.scale * 0.32, y: at.y - radius * at.scale * 0.4 }, shine * 1.7), { gradient: { kind: 'radial', stops: [{ at: 0, colour: '#ffffff', opacity: 0.55 }, { at: 0.5, colour: '#ffffff', opacity: 0.25 }, { at: 1, colour: '#ffffff', opacity: 0 }] }, ...fade });
}

/** A node that is no puck, with its inlay. */
function writeNodeBody(pen: Pen, key: string, node: NodeMark): void {
  const solids = nodeSolids(node);
  const presence = node.tween?.presence ?? 1;
  for (const [i, solid] of solids.entries()) writeSolid(pen, solid, i === 0 ? key : `${key}/${i}`);
  const inlay = inlayOf(node);
  if (formOf(node) === 'stack') drawNodeCrown(pen, `${key}/crown`, node);
  if (!inlay || !solids[0]) return;
  const { base, line } = solidColours(pen.colours, solids[0]);
  const dark = pen.scheme === 'dark';
  const outline = inlay.x === inlay.z ? circle(inlay.x, 48) : roundedRectangle(2 * inlay.x, 2 * inlay.z, inlay.z, 8);
  pen.add(`${key}/inlay`, through(pen.outline(outline, nodeHeight(node) * (0.6 + 0.4 * presence) + 0.002, node)), { fill: pen.colour('inlay'), stroke: dark ? mix(base, '#000000', 0.55) : mix(line, '#ffffff', 0.1), width: dark ? 1.4 : 1.2, ...(presence < 1 ? { opacity: presence } : {}) });
}

function drawNodeBody(pen: Pen, node: NodeMark): void {
  const { tween } = node;
  const key = `node/${node.id}`;
  pen.memo(`body/${node.id}|${node.role}|${node.body ?? ''}|${node.x}|${node.z}|${node.scale ?? 1}|${tween ? `${tween.from}|${tween.mix}|${tween.crown}|${tween.presence}` : ''}`, () => writeNodeBody(pen, key, node));
}

/** Solids, and the nodes that are made of them. */
export const solidMarks: FlatMarks = {
  kinds: ['solids'],
  floor: [{ layer: floorLayer.solids, draw: (pen, { solids }) => solids.forEach((solid) => drawSolidFloor(pen, solid)) }],
  standing: (pen, { solids, nodes }) => [
    ...nodes.filter((node) => formOf(node) !== 'token').map((node) => ({ z: node.z, draw: () => drawNodeBody(pen, node) })),
    // Bodies on one another are painted from the floor up.
    ...solids.map((solid) => ({ z: solid.z + (solid.y ?? 0) * 0.001, draw: () => drawSolid(pen, solid) })),
  ],
};
