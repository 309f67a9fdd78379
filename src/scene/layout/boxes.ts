/** Boxes on screen, and those that the bodies of a picture take up: labels keep off them. */
import type { Camera } from '../camera.ts';
import type { Floor, GaugeMark, LaneMark, NodeMark, Picture, Point, SolidMark } from '../picture.ts';
import { formOf, nodeHalfDepth, nodeHeight, nodeRadius } from '../node-body.ts';
import { ROLES } from '../roles.ts';
import { solidDepth, solidTop } from '../solid-shapes.ts';
import { CROWN, GAUGE, gaugeHeight, LANE, onCircle, RING, TOKEN, trayWidth } from '../shapes.ts';

/** In CSS px from the upper left of the stage. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}

export function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function bounds(camera: Camera, points: readonly Point[]): Box {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const point of points) {
    const { x, y } = camera.project(point);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, right, top, bottom };
}

function slab(place: Floor, halfWidth: number, halfDepth: number, low: number, high: number): Point[] {
  const points: Point[] = [];
  for (const y of [low, high]) for (const sx of [-1, 1]) for (const sz of [-1, 1]) points.push({ x: place.x + sx * halfWidth, z: place.z + sz * halfDepth, y });
  return points;
}

export { nodeHeight };

/** What a token takes up, without its crown; a disc is narrower than the box round it. */
export function nodeBox(camera: Camera, node: NodeMark): Box {
  const grow = ROLES[node.role].shape === 'diamond' ? 1.18 : 1;
  const radius = nodeRadius(node) * grow, depth = nodeHalfDepth(node) * grow, height = nodeHeight(node);
  if (formOf(node) === 'orb') {
    const { x, y, scale } = camera.project({ x: node.x, y: radius, z: node.z });
    return boxAround(x, y, 2 * radius * scale, 2 * radius * scale);
  }
  return bounds(camera, [...slab(node, radius, 0, 0, height), { x: node.x, z: node.z - depth, y: height }, { x: node.x, z: node.z + depth, y: 0 }]);
}

/** What the crown takes up; null for the uncrowned. */
export function crownBox(camera: Camera, node: NodeMark): Box | null {
  if (!ROLES[node.role].crown) return null;
  const size = (TOKEN.radius * ROLES[node.role].size * (node.scale ?? 1)) / (TOKEN.radius * 1.16);
  const foot = nodeHeight(node);
  return bounds(camera, slab({ x: node.x, z: node.z - CROWN.back * size }, 0.4 * size, 0, foot, foot + (CROWN.height + CROWN.ball) * size));
}

export function laneBox(camera: Camera, lane: LaneMark): Box {
  return bounds(camera, slab(lane, trayWidth(lane.cells.length) / 2, LANE.tray.depth / 2, 0, 0.1));
}

export function gaugeBox(camera: Camera, gauge: GaugeMark): Box {
  return bounds(camera, slab(gauge, (gauge.width ?? GAUGE.width) / 2 + 0.05, GAUGE.depth / 2, 0, gaugeHeight(gauge.share)));
}

/** What a solid takes up. */
export function solidBox(camera: Camera, solid: SolidMark): Box {
  const y = solid.y ?? 0;
  if (solid.shape === 'orb') {
    const at = camera.project({ x: solid.x, y: y + solid.width / 2, z: solid.z });
    return boxAround(at.x, at.y, solid.width * at.scale, solid.width * at.scale);
  }
  return bounds(camera, slab(solid, solid.width / 2, solidDepth(solid) / 2, y, solidTop(solid)));
}

/** Whether a box lies on the band of a ring, where a pill is better not. */
export function overRing(picture: Picture, camera: Camera, box: Box): boolean {
  for (const ring of picture.rings) {
    for (const x of [box.left, (box.left + box.right) / 2, box.right]) {
      for (const y of [box.top, box.bottom]) {
        const place = camera.unproject(x, y, ring.height);
        const radius = place ? Math.hypot(place.x, place.z) : Infinity;
        if (radius >= ring.inner && radius <= ring.outer) return true;
      }
    }
  }
  return false;
}

/** Everything that no pill may cover. */
export function obstacles(picture: Picture, camera: Camera): Box[] {
  const boxes: Box[] = [];
  for (const node of picture.nodes) {
    boxes.push(nodeBox(camera, node));
    const crown = crownBox(camera, node);
    if (crown) boxes.push(crown);
  }
  for (const lane of picture.lanes) boxes.push(laneBox(camera, lane));
  for (const gauge of picture.gauges) boxes.push(gaugeBox(camera, gauge));
  for (const solid of picture.solids) if (solid.finish !== 'outline') boxes.push(solidBox(camera, solid));
  for (const trace of picture.traces) {
    const { rings, radius } = trace;
    for (const turn of rings === 'both' ? [trace.from, trace.to] : rings === 'none' ? [] : [rings === 'from' ? trace.from : trace.to]) {
      const { x, y, scale } = camera.project({ ...onCircle(radius, turn), y: 0 });
      boxes.push(boxAround(x, y, 2 * RING.ring * scale, 1.6 * RING.ring * scale));
    }
  }
  return boxes;
}
