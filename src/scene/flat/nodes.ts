/** Tokens of nodes, with inlay, crown, floor ring and shadow. */
import { blend, mix, satin, shade } from '../palette.ts';
import type { Floor, NodeMark, Role } from '../picture.ts';
import { formOf, nodeHalfDepth, nodeHeight, nodeRadius, thinRing } from '../node-body.ts';
import { ROLES, type RoleLook } from '../roles.ts';
import { arcOutline, circle, CROWN, FLOOR_RING, POOL, SHADOW, TOKEN } from '../shapes.ts';
import { blendedOutline, CROWN_BALLS, CROWN_OUTLINE, tokenOutline } from '../token-shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { disc, through, type Pen } from './pen.ts';
import { drawPrism } from './prism.ts';
import { ribbon } from './strokes.ts';

interface Body {
  readonly outline: readonly Floor[];
  readonly inner: readonly Floor[];
  readonly base: string;
  readonly line: string;
  readonly height: number;
  readonly size: number;
  readonly opacity: number;
}

function bodyOf(pen: Pen, look: RoleLook, scale: number): Body {
  const size = look.size * scale;
  return {
    outline: tokenOutline(look.shape, size), inner: tokenOutline(look.shape, size, TOKEN.bevel * scale), base: pen.colour(look.body),
    line: pen.colour(look.line), height: TOKEN.height * look.height * scale, size, opacity: look.opacity,
  };
}

/** A see-through body as an opaque one: its parts lie over one another and would not add up. */
function thinnedOnPlate(pen: Pen, body: Body): Body {
  if (body.opacity >= 1) return body;
  const plate = pen.colour('plate');
  return { ...body, base: mix(plate, body.base, body.opacity), line: mix(plate, body.line, 0.4 + 0.6 * body.opacity) };
}

/** Body between two roles. */
function blendedBody(pen: Pen, from: Role, to: Role, share: number, scale: number): Body {
  const a = bodyOf(pen, ROLES[from], scale);
  const b = bodyOf(pen, ROLES[to], scale);
  if (share >= 1 || from === to) return b;
  const between = (x: number, y: number): number => x + (y - x) * share;
  const same = ROLES[from].shape === ROLES[to].shape && a.size === b.size;
  return {
    outline: same ? b.outline : blendedOutline(a.outline, b.outline, share), inner: same ? b.inner : blendedOutline(a.inner, b.inner, share),
    base: blend(a.base, b.base, share), line: blend(a.line, b.line, share), height: between(a.height, b.height), size: between(a.size, b.size),
    opacity: between(a.opacity, b.opacity),
  };
}

function bodyOfNode(pen: Pen, node: NodeMark): Body {
  const presence = node.tween?.presence ?? 1;
  const scale = (node.scale ?? 1) * (0.6 + 0.4 * presence);
  const body = thinnedOnPlate(pen, node.tween ? blendedBody(pen, node.tween.from, node.role, node.tween.mix, scale) : bodyOf(pen, ROLES[node.role], scale));
  return { ...body, opacity: presence };
}

/** What a node has on the floor: pool of light, shadow, rings. Painted before every body. */
function drawNodeFloor(pen: Pen, node: NodeMark): void {
  const { tween } = node;
  const signature = `floor/${node.id}|${node.role}|${node.x}|${node.z}|${node.scale ?? 1}|${node.body ?? ''}|${node.pool ? 1 : 0}${node.selected ? 1 : 0}${node.timer ? 1 : 0}|${tween ? `${tween.mix}|${tween.presence}` : ''}`;
  pen.memo(signature, () => writeNodeFloor(pen, node));
  drawTimer(pen, node);
}

function writeNodeFloor(pen: Pen, node: NodeMark): void {
  const key = `node/${node.id}`;
  const look = ROLES[node.role];
  const change = node.tween ? node.tween.mix * node.tween.presence : 1;
  const presence = node.tween?.presence ?? 1;
  const scale = node.scale ?? 1;
  if (node.pool) pen.floorGlow(`${key}/pool`, node, POOL.radius * scale, pen.colour(`${look.accent ?? look.line}-body`), POOL.opacity[pen.scheme] * change, 0.0025);
  const dark = pen.scheme === 'dark';
  const form = formOf(node);
  const radius = form === 'capsule' ? nodeHalfDepth(node) : nodeRadius(node);
  const flat = 0.55 + 0.45 * Math.min(1, look.height);
  const sides = form === 'none' ? [] : form === 'capsule' ? [-0.8, 0, 0.8] : [0];
  for (const side of sides) pen.floorGlow(`${key}/shadow${side || ''}`, { x: node.x + side * scale + SHADOW.offset.x * flat, z: node.z + SHADOW.offset.z * flat }, radius * SHADOW.grow, pen.colour('shadow'), (dark ? SHADOW.opacity.dark : SHADOW.opacity.light * 1.5) * presence * flat, 0.003);
  drawRings(pen, key, node, look, change, presence);
}

/** Part of a floor ring between two turns, or the whole of it. */
function drawBand(pen: Pen, key: string, node: NodeMark, inner: number, outer: number, from: number, to: number, fill: string, opacity: number): void {
  if (to - from <= 0.0005 || opacity <= 0) return;
  const d = to - from >= 0.9995
    ? through(pen.outline(circle(outer, 64), FLOOR_RING.lift, node)) + through(pen.outline(circle(inner, 64), FLOOR_RING.lift, node))
    : through(pen.outline(arcOutline(inner, outer, from, to, 72), FLOOR_RING.lift, node));
  pen.add(key, d, { fill, evenOdd: true, ...(opacity < 1 ? { opacity: Math.round(opacity * 100) / 100 } : {}) });
}

/** What is left of the time of a node. */
function drawTimer(pen: Pen, node: NodeMark): void {
  if (!node.timer) return;
  const scale = node.scale ?? 1;
  const fill = pen.colour(node.timer.urgent ? 'fail' : ROLES[node.role].line);
  drawBand(pen, `node/${node.id}/timer`, node, FLOOR_RING.inner * scale, FLOOR_RING.outer * scale, 1 - Math.max(0, Math.min(1, node.timer.share)), 1, fill, node.tween?.presence ?? 1);
}

function drawRings(pen: Pen, key: string, node: NodeMark, look: RoleLook, change: number, presence: number): void {
  const scale = node.scale ?? 1;
  const band = (name: string, inner: number, outer: number, from: number, to: number, fill: string, opacity: number): void => drawBand(pen, `${key}/${name}`, node, inner, outer, from, to, fill, opacity);
  const line = pen.colour(look.accent ?? look.line);
  const thin = scale * thinRing(look.size);
  const inner = FLOOR_RING.inner * scale, outer = FLOOR_RING.outer * scale;
  if (look.ring === 'thin') band('ring', FLOOR_RING.thin.inner * thin, FLOOR_RING.thin.outer * thin, 0, 1, line, change);
  if (node.timer) {
    band('track', inner, outer, 0, 1, pen.scheme === 'dark' ? mix(pen.colour('plate'), pen.colour('link'), 0.32) : mix(pen.colour('plate'), pen.colour('link'), 0.38), presence);
  } else if (look.ring === 'full') band('ring', inner, outer, 0, 1, line, change);
  if (node.selected) band('selected', FLOOR_RING.selected.inner * look.size * scale + 0.06, FLOOR_RING.selected.outer * look.size * scale + 0.07, 0, 1, pen.colour('accent'), 1);
}

/** The token itself. */
function drawNode(pen: Pen, node: NodeMark): void {
  const key = `node/${node.id}`;
  const tween = node.tween;
  const signature = `${key}|${node.role}|${node.x}|${node.z}|${node.scale ?? 1}|${tween ? `${tween.from}|${tween.mix}|${tween.crown}|${tween.presence}` : ''}`;
  pen.memo(signature, () => {
    const body = bodyOfNode(pen, node);
    if (body.opacity <= 0.01) return;
    const look = ROLES[node.role];
    drawPrism(pen, key, { outline: body.outline, inner: body.inner, place: node, height: body.height, bevel: TOKEN.bevel * (node.scale ?? 1), base: body.base, line: body.line, opacity: body.opacity });
    if (look.crown) drawCrown(pen, `${key}/crown`, node, body, tween ? tween.crown : 1);
    drawInlay(pen, key, node, body);
  });
}

function drawInlay(pen: Pen, key: string, node: NodeMark, body: Body): void {
  const y = body.height + 0.002;
  const dark = pen.scheme === 'dark';
  const faded = ROLES[node.role].opacity < 1;
  const disc = pen.outline(circle(TOKEN.inlay * body.size, 48), y, node);
  const rim = dark ? mix(body.base, '#000000', 0.55) : mix(body.line, '#ffffff', 0.1);
  pen.add(`${key}/inlay`, through(disc), { fill: faded ? mix(pen.colour('plate'), pen.colour('inlay'), dark ? 0.6 : 1) : pen.colour('inlay'), stroke: rim, width: dark ? 1.4 : 1.2, ...(body.opacity < 1 ? { opacity: body.opacity } : {}) });
  if (!ROLES[node.role].crossed) return;
  const arm = 0.09 * body.size;
  const cross = (sx: number): string => through([pen.at({ x: node.x - arm * sx, y, z: node.z - arm }), pen.at({ x: node.x + arm * sx, y, z: node.z + arm })], false);
  pen.add(`${key}/cross`, cross(1) + cross(-1), { stroke: pen.colour('muted'), width: ribbon(pen, 0.024, 1.4), cap: 'round' });
}

/** Crown of a node whose body is drawn elsewhere; it may be of another colour than the body. */
export function drawNodeCrown(pen: Pen, key: string, node: NodeMark): void {
  const { accent, crown } = ROLES[node.role];
  if (!crown || node.body === 'none') return;
  const body = { ...bodyOfNode(pen, node), height: nodeHeight(node) };
  drawCrown(pen, key, node, accent === undefined ? body : { ...body, base: pen.colour(`${accent}-body`), line: pen.colour(accent) }, node.tween?.crown ?? 1);
}

/** The crown: a plate cut to three points, with its thickness behind it, coming down from above. */
function drawCrown(pen: Pen, key: string, node: NodeMark, body: Body, seated: number): void {
  const opacity = Math.max(0, Math.min(1, seated * 1.6));
  if (opacity <= 0.01) return;
  const size = body.size / 1.16;
  const y = body.height + (1 - seated) * CROWN.drop;
  const place = (x: number, up: number, back: number) => pen.at({ x: node.x + x * size, y: y + up * size, z: node.z - (CROWN.back + back) * size });
  const front = CROWN_OUTLINE.map((p) => place(p.x, p.y, 0));
  const behind = CROWN_OUTLINE.map((p) => place(p.x, p.y, CROWN.depth));
  const fade = opacity < 1 ? { opacity: Math.round(opacity * 100) / 100 } : {};
  const { scheme } = pen;
  const dark = scheme === 'dark';
  const edge = dark ? mix(body.base, '#ffffff', 0.16) : body.line;
  const ball = CROWN.ball * size * pen.at({ ...node, y }).scale;
  let sides = '';
  for (let i = 0; i + 1 < front.length; i++) sides += through([front[i]!, front[i + 1]!, behind[i + 1]!, behind[i]!]);
  const balls = CROWN_BALLS.map((p) => disc(place(p.x, p.y, CROWN.depth / 2), ball)).join('');
  pen.add(`${key}/sides`, sides, { fill: satin(body.base, [0.75, 0.3, 0], scheme), stroke: edge, width: 0.8, ...fade });
  pen.add(`${key}/balls`, balls, { fill: satin(body.base, [-0.2, 0.9, 0.3], scheme), stroke: edge, width: dark ? 0.6 : 1, ...fade });
  pen.add(`${key}/face`, through(front), { gradient: { kind: 'down', stops: [{ at: 0, colour: satin(body.base, [-0.3, 0.75, 0.5], scheme) }, { at: 1, colour: mix(body.base, shade(body.base, 0.9), 0.5) }] }, stroke: edge, width: dark ? 0.6 : 1.2, ...fade });
}

/** Pucks with all that lies round any node; stacks, balls and capsules come with the solids. */
export const nodeMarks: FlatMarks = {
  kinds: ['nodes'],
  floor: [{ layer: floorLayer.nodes, draw: (pen, { nodes }) => nodes.forEach((node) => drawNodeFloor(pen, node)) }],
  standing: (pen, { nodes }) => nodes.filter((node) => formOf(node) === 'token').map((node) => ({ z: node.z, draw: () => drawNode(pen, node) })),
};
