/** Text whose place is given by its mark: ids on inlays, letters on arcs, digits on cells, shares in front of columns. */
import type { Camera } from '../camera.ts';
import type { GaugeMark, LaneMark, NodeMark, Picture, Point, RingMark, Role } from '../picture.ts';
import { formOf, inlayOf, nodeRadius, textHeight } from '../node-body.ts';
import { ROLES } from '../roles.ts';
import { cellCentre, cellHeight, GAUGE, gaugeHeight, LANE, onCircle, tokenSpan } from '../shapes.ts';
import { boxAround } from './boxes.ts';
import type { LaidText } from './labels.ts';
import { solidText } from './solid-text.ts';
import { fitted, textWidth } from './widths.ts';

/** Text smaller than this is not drawn. */
const SMALLEST = 12;
/** Shortest arc, in px along its middle, that carries a letter. */
const LETTER_FROM = 24;
/** Narrowest cell, in px at the middle of the plate, that carries a digit: all rows agree. */
const DIGIT_FROM = 13.5;
/** Most letters on one ring; beyond, colour and pattern carry it. */
const MOST_LETTERS = 96;

function text(camera: Camera, at: Point, key: string, id: string, kind: LaidText['kind'], words: string, role: Role, size: number, weight: number, tone: string): LaidText {
  const { x, y } = camera.project(at);
  return { ...boxAround(x, y, textWidth(words, size, weight), size), key, id, kind, x, y, text: words, role, size, weight, tone, textX: x };
}

function nodeText(camera: Camera, node: NodeMark): LaidText | null {
  if (node.inlay === '' || ROLES[node.role].crossed || (node.tween && node.tween.presence < 0.5)) return null;
  const at = { x: node.x, z: node.z, y: textHeight(node) };
  const room = 2 * (inlayOf(node)?.x ?? nodeRadius(node) * 0.92) * camera.project(at).scale - 4;
  const tone = formOf(node) === 'orb' ? 'ink' : 'text';
  for (const size of [14, 13, SMALLEST]) {
    // The smallest may fill its inlay to the edge: a whole name is worth more than air around it.
    if (textWidth(node.inlay, size, 600) <= room + (size === SMALLEST ? 4 : 0)) return text(camera, at, `inlay/${node.id}`, node.id, 'inlay', node.inlay, node.role, size, 600, tone);
  }
  const cut = fitted(node.inlay, SMALLEST, 600, room);
  return cut === '' ? null : text(camera, at, `inlay/${node.id}`, node.id, 'inlay', cut, node.role, SMALLEST, 600, tone);
}

function laneTexts(camera: Camera, lane: LaneMark): LaidText[] {
  if (LANE.width * camera.scale < DIGIT_FROM) return [];
  const texts: LaidText[] = [];
  for (const [i, cell] of lane.cells.entries()) {
    if (cell.text === '' || cell.state === 'free' || cell.state === 'dot' || cell.state === 'conflict') continue;
    const centre = cellCentre(i, lane.cells.length);
    const at = { x: lane.x + centre.x, z: lane.z + centre.z, y: cellHeight(cell.state, cell.fill) };
    const size = SMALLEST;
    if (textWidth(cell.text, size, 600) > LANE.width * camera.project(at).scale + 2) continue;
    texts.push(text(camera, at, `digit/${lane.id}/${lane.first + i}`, lane.id, 'digit', cell.text, 'text', size, 600, cell.state === 'hollow' ? 'text' : 'ink'));
  }
  return texts;
}

/** Length of an arc on screen, shorter where it runs away from the reader. */
function lengthSeen(camera: Camera, ring: RingMark, arc: { readonly start: number; readonly end: number }): number {
  const radius = (ring.inner + ring.outer) / 2;
  const a = camera.project({ ...onCircle(radius, arc.start), y: ring.height });
  const b = camera.project({ ...onCircle(radius, arc.end), y: ring.height });
  return arc.end - arc.start > 0.4 ? Infinity : Math.hypot(a.x - b.x, a.y - b.y);
}

function ringTexts(camera: Camera, ring: RingMark): LaidText[] {
  const radius = (ring.inner + ring.outer) / 2;
  const turn = 2 * Math.PI * radius * camera.scale;
  const candidates = ring.arcs.filter((arc) => arc.letter !== '' && (arc.end - arc.start) * turn >= LETTER_FROM);
  candidates.sort((a, b) => b.end - b.start - (a.end - a.start));
  const texts: LaidText[] = [];
  for (const arc of candidates.slice(0, MOST_LETTERS)) {
    const size = arc.letter.length > 2 ? SMALLEST : 13;
    const span = arc.end - arc.start;
    const seen = lengthSeen(camera, ring, arc);
    const dot = ring.tokens ? tokenSpan(ring, span) : 0;
    if (seen < LETTER_FROM || textWidth(arc.letter, size, 600) > seen * (1 - dot / span) - 2) continue;
    // In the middle of a long arc; on a short one in what the token leaves.
    const middle = seen < 90 ? (arc.start + arc.end - dot) / 2 : (arc.start + arc.end) / 2;
    texts.push(text(camera, { ...onCircle(radius, middle), y: ring.height }, `arc/${arc.id}`, arc.node, 'arc', arc.letter, arc.role, size, 650, 'ink'));
  }
  return texts;
}

const topOf = (gauge: GaugeMark): Point => ({ x: gauge.x, z: gauge.z, y: GAUGE.foot.height + gaugeHeight(gauge.share) });

/** Size at which every column can carry its letter, so that either all do or none does; null where one is too wide. */
function inlaySize(camera: Camera, gauges: readonly GaugeMark[]): number | null {
  const fits = (size: number): boolean => gauges.every((gauge) => textWidth(gauge.inlay, size, 600) <= (gauge.width ?? GAUGE.width) * 0.72 * camera.project(topOf(gauge)).scale);
  return [14, 13, SMALLEST].find(fits) ?? null;
}

function gaugeTexts(camera: Camera, gauge: GaugeMark, inlay: number | null): LaidText[] {
  const width = gauge.width ?? GAUGE.width;
  const texts: LaidText[] = [];
  if (gauge.inlay !== '' && inlay !== null) texts.push(text(camera, topOf(gauge), `gauge/${gauge.id}/inlay`, gauge.id, 'inlay', gauge.inlay, gauge.role, inlay, 600, 'text'));
  const front = { x: gauge.x, z: gauge.z + GAUGE.depth / 2 + 0.14, y: 0 };
  const { scale } = camera.project(front);
  if (gauge.text !== '' && textWidth(gauge.text, 13, 600) <= (width + 0.26) * scale + 8) {
    const placed = text(camera, front, `gauge/${gauge.id}/text`, gauge.id, 'gauge', gauge.text, gauge.role, 13, 600, 'text');
    texts.push({ ...placed, y: placed.y + 10, top: placed.top + 10, bottom: placed.bottom + 10 });
  }
  return texts;
}

/** All fixed texts of a picture. Where marks crowd, later ones stand back for earlier ones. */
export function fixedTexts(picture: Picture, camera: Camera): LaidText[] {
  const texts: LaidText[] = [];
  for (const node of picture.nodes) {
    const found = nodeText(camera, node);
    if (found) texts.push(found);
  }
  const inlay = inlaySize(camera, picture.gauges);
  for (const gauge of picture.gauges) texts.push(...gaugeTexts(camera, gauge, inlay));
  for (const ring of picture.rings) texts.push(...ringTexts(camera, ring));
  for (const lane of picture.lanes) texts.push(...laneTexts(camera, lane));
  for (const solid of picture.solids) if (solid.text !== undefined && solid.text !== '') texts.push(...solidText(camera, solid, text));
  return texts;
}
