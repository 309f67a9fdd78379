/** What lies under a pointer, by distance on screen, so that thin and small things can be hit too. */
import type { Camera } from './camera.ts';
import { laneBox, nodeBox, gaugeBox, nodeHeight, solidBox, type Box } from './layout/boxes.ts';
import type { Picture } from './picture.ts';
import { packetPoint } from './packet-path.ts';
import { LANE } from './shapes.ts';

export interface Hit {
  /** `entry` ids are `<lane>:<index>`; arcs and columns are hits on their node. */
  readonly kind: 'node' | 'message' | 'entry' | 'link';
  readonly id: string;
  /** Px from the pointer to its body; 0 within. */
  readonly distance: number;
}

/** How far from a thing a pointer may be and still mean it, px. */
const REACH = { node: 14, message: 14, entry: 6, link: 8 } as const;

function toBox(box: Box, x: number, y: number): number {
  const dx = Math.max(box.left - x, 0, x - box.right);
  const dy = Math.max(box.top - y, 0, y - box.bottom);
  return Math.hypot(dx, dy);
}

function toSegment(x: number, y: number, a: { x: number; y: number }, b: { x: number; y: number }): number {
  const dx = b.x - a.x, dy = b.y - a.y;
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / square));
  return Math.hypot(x - a.x - dx * share, y - a.y - dy * share);
}

/** The server whose arc is under a pixel. */
function arcAt(picture: Picture, camera: Camera, x: number, y: number): string | null {
  for (const ring of picture.rings) {
    const place = camera.unproject(x, y, ring.height);
    if (!place) continue;
    const radius = Math.hypot(place.x, place.z);
    if (radius < ring.inner || radius > ring.outer) continue;
    const turn = (Math.atan2(place.x, -place.z) / (2 * Math.PI) + 1) % 1;
    for (const arc of ring.arcs) {
      for (const shifted of [turn, turn + 1, turn - 1]) if (shifted >= arc.start && shifted < arc.end) return arc.node;
    }
  }
  return null;
}

/** Where on the stage a message, entry or link is drawn, px; null when it is not. */
export function spotOf({ packets, lanes, solids, links }: Picture, camera: Camera, kind: Hit['kind'], id: string): { readonly x: number; readonly y: number } | null {
  if (kind === 'message') {
    const packet = packets.find((each) => each.id === id);
    return packet ? camera.project(packetPoint(packet)) : null;
  }
  if (kind === 'link') {
    const link = links.find((each) => each.id === id);
    return link ? camera.project({ x: (link.from.x + link.to.x) / 2, y: 0, z: (link.from.z + link.to.z) / 2 }) : null;
  }
  if (kind !== 'entry') return null;
  for (const lane of lanes) {
    const index = lane.cells.findIndex((_, at) => `${lane.id}:${lane.first + at}` === id);
    if (index >= 0) return camera.project({ x: lane.x + (index + 0.5 - lane.cells.length / 2) * LANE.pitch, y: LANE.height / 2, z: lane.z });
  }
  const solid = solids.find(({ entry }) => entry === id);
  if (!solid) return null;
  const { left, right, top, bottom } = solidBox(camera, solid);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** The nearest mark within reach of a pixel: what moves and what is small wins over what it lies on. */
export function hitTest(picture: Picture, camera: Camera, x: number, y: number): Hit | null {
  let best: Hit | null = null;
  const offer = (kind: Hit['kind'], id: string, distance: number): void => {
    if (distance <= REACH[kind] && (!best || distance < best.distance - 0.01)) best = { kind, id, distance };
  };
  for (const packet of picture.packets) {
    const at = camera.project(packetPoint(packet));
    offer('message', packet.id, Math.max(0, Math.hypot(at.x - x, at.y - y) - 8));
  }
  for (const lane of picture.lanes) {
    if (toBox(laneBox(camera, lane), x, y) > REACH.entry) continue;
    const place = camera.unproject(x, y, LANE.height / 2);
    const index = place ? Math.floor((place.x - lane.x) / LANE.pitch + lane.cells.length / 2) : -1;
    const cell = lane.cells[index];
    if (cell && cell.state !== 'free') offer('entry', `${lane.id}:${lane.first + index}`, 0);
  }
  for (const node of picture.nodes) {
    const centre = camera.project({ x: node.x, z: node.z, y: nodeHeight(node) / 2 });
    const box = nodeBox(camera, node);
    const rx = (box.right - box.left) / 2, ry = (box.bottom - box.top) / 2;
    const away = Math.hypot((x - centre.x) / rx, (y - (box.top + box.bottom) / 2) / ry);
    offer('node', node.id, Math.max(0, (away - 1) * Math.min(rx, ry)));
  }
  for (const solid of picture.solids) {
    if (solid.node !== undefined) offer('node', solid.node, toBox(solidBox(camera, solid), x, y));
    if (solid.entry !== undefined) offer('entry', solid.entry, toBox(solidBox(camera, solid), x, y));
  }
  for (const gauge of picture.gauges) offer('node', gauge.id, toBox(gaugeBox(camera, gauge), x, y));
  const arc = arcAt(picture, camera, x, y);
  if (arc !== null) offer('node', arc, 0);
  for (const link of picture.links) offer('link', link.id, toSegment(x, y, camera.project({ ...link.from, y: 0 }), camera.project({ ...link.to, y: 0 })));
  return best;
}
