/** A whole picture as a flat list of paths in paint order: floor first, then what stands on it from the back to the front. */
import { fitCamera, type Camera } from '../camera.ts';
import type { Picture } from '../picture.ts';
import { packetPoint, LANE } from '../shapes.ts';
import type { Shot } from '../view.ts';
import { drawGauge, drawNode, drawNodeFloor } from './bodies.ts';
import { drawHalo, drawLink, drawPlate, drawSpecks, drawTrace, drawWall } from './ground.ts';
import { drawLane } from './lanes.ts';
import { drawPacket, drawPacketFloor } from './packets.ts';
import { Pen, type Primitive } from './pen.ts';
import { drawRing } from './ring.ts';

/** Writes shots as paths; keeps what has not changed from one shot to the next. */
export class FlatScene {
  #pen: Pen | null = null;
  #fitted = '';

  /** Camera of the last shot. */
  get camera(): Camera | null {
    return this.#pen?.camera ?? null;
  }

  /** Paths of a shot, first painted first. */
  primitives(shot: Shot): readonly Primitive[] {
    const pen = this.#penFor(shot);
    pen.begin();
    drawPicture(pen, shot.picture);
    return pen.primitives;
  }

  #penFor({ picture, frame, colours, scheme }: Shot): Pen {
    const { plate } = picture;
    const fitted = JSON.stringify([frame, plate]);
    const pen = this.#pen;
    if (pen && this.#fitted === fitted && pen.scheme === scheme && sameColours(pen.colours, colours)) return pen;
    this.#fitted = fitted;
    this.#pen = new Pen(fitCamera(plate, frame), colours, scheme, plate);
    return this.#pen;
  }
}

function sameColours(one: Shot['colours'], other: Shot['colours']): boolean {
  if (one === other) return true;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function drawPicture(pen: Pen, picture: Picture): void {
  drawPlate(pen, picture.plate);
  for (const halo of picture.halos) if (halo.kind === 'pool') drawHalo(pen, halo);
  for (const node of picture.nodes) drawNodeFloor(pen, node);
  for (const link of picture.links) {
    const { from, to } = link;
    pen.memo(`link/${link.id}|${from.x}|${from.z}|${to.x}|${to.z}|${link.state}|${link.role}|${link.flow ? (link.phase ?? 0) : ''}|${link.trim ?? ''}`, () => drawLink(pen, link));
  }
  for (const wall of picture.walls) drawWall(pen, wall);
  for (const ring of picture.rings) drawRing(pen, ring);
  for (const trace of picture.traces) drawTrace(pen, trace);
  for (const specks of picture.specks) drawSpecks(pen, specks);
  for (const halo of picture.halos) if (halo.kind !== 'pool') drawHalo(pen, halo);
  const standing: { readonly z: number; readonly draw: () => void }[] = [];
  for (const node of picture.nodes) standing.push({ z: node.z, draw: () => drawNode(pen, node) });
  // A tray lies in front of its token but reaches under nothing: its back edge decides.
  for (const lane of picture.lanes) standing.push({ z: lane.z - LANE.tray.depth / 2, draw: () => drawLane(pen, lane) });
  for (const gauge of picture.gauges) standing.push({ z: gauge.z, draw: () => drawGauge(pen, gauge) });
  for (const packet of picture.packets) {
    const place = packetPoint(packet);
    standing.push({ z: place.z + 0.15, draw: () => { drawPacketFloor(pen, packet); drawPacket(pen, packet); } });
  }
  standing.sort((a, b) => a.z - b.z);
  for (const { draw } of standing) draw();
}

/** Paths of a single shot. */
export function primitives(shot: Shot): readonly Primitive[] {
  return new FlatScene().primitives(shot);
}
