/** Packets in flight: the shape, its trail, its shadow on the floor, and the ring of impact of one that is lost. */
import { mix, satin, shade } from '../palette.ts';
import type { PacketMark, Point } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { packetPoint, travelled } from '../packet-path.ts';
import { circle, PACKET, roundedRectangle } from '../shapes.ts';
import type { FlatMarks } from './marks.ts';
import { disc, glow, hull, softened, through, type Dot, type Pen } from './pen.ts';
import { ribbon } from './strokes.ts';

/** Half the size of a packet's body in world units, kept between 12 and 20 px across whatever the zoom. */
export function packetSize(pen: Pen, packet: PacketMark): number {
  const world = packet.shape === 'octahedron' ? PACKET.octahedron : packet.shape === 'ball' ? PACKET.ball : packet.shape === 'key' || packet.shape === 'plus' || packet.shape === 'bar' ? PACKET[packet.shape] : PACKET.cube;
  const size = 2 * world * pen.camera.scale;
  const least = packet.shape === 'ball' ? PACKET.least * 0.8 : PACKET.least;
  const most = packet.shape === 'key' ? PACKET.most * 1.25 : PACKET.most * 1.15;
  return world * (packet.scale ?? 1) * (Math.max(least, Math.min(most, size)) / size);
}

/** Of a lost packet, what is left of it. */
function left(packet: PacketMark): number {
  return packet.lost === undefined ? 1 : Math.max(0, 1 - packet.lost);
}

/** Shadow, glow, trail: painted over the floor, under the bodies. */
function drawPacketFloor(pen: Pen, packet: PacketMark): void {
  const key = `packet/${packet.id}`;
  const dark = pen.scheme === 'dark';
  const place = packetPoint(packet);
  const whole = left(packet);
  const role = packet.shape === 'key' ? 'key' : packet.role;
  pen.floorGlow(`${key}/shadow`, { x: place.x + 0.04, z: place.z + 0.05 }, PACKET.shadow, pen.colour('shadow'), (dark ? 0.6 : 0.26) * whole, 0.007);
  if (packet.lost !== undefined) drawImpact(pen, key, place, packet.lost);
  drawTrail(pen, key, packet, pen.colour(ROLES[role].line));
  const colour = pen.colour(packet.shape === 'key' && !dark ? 'shadow' : ROLES[role].body);
  const at = pen.at(place);
  const strength = (dark ? 0.55 : packet.shape === 'key' ? 0.2 : 0.24) * whole;
  if (strength > 0.02) pen.add(`${key}/glow`, disc(at, PACKET.glow * pen.camera.scale), { gradient: glow(colour, Math.round(strength * 50) / 50) });
}

function drawImpact(pen: Pen, key: string, place: Point, age: number): void {
  const red = pen.colour('fail');
  const strength = Math.max(0, 1 - age);
  const radius = PACKET.impact * (0.45 + 0.55 * Math.min(1, age * 1.6));
  const floor = { x: place.x, z: place.z };
  pen.floorGlow(`${key}/flash`, floor, PACKET.impact * 1.9, red, (pen.scheme === 'dark' ? 0.5 : 0.3) * strength, 0.008);
  const opacity = Math.round(Math.min(1, strength * 1.6) * 100) / 100;
  pen.add(`${key}/impact`, through(pen.outline(circle(radius, 40), 0.009, floor)), { stroke: red, width: ribbon(pen, 0.045, 2.2), opacity });
}

/** A taper over the last 22% of the way, in three steps of strength. */
function drawTrail(pen: Pen, key: string, packet: PacketMark, colour: string): void {
  const end = travelled(packet.share);
  const start = Math.max(0, end - PACKET.trail);
  if (end - start < 0.01) return;
  const steps = 9;
  const half = packetSize(pen, packet) * pen.camera.scale * 0.62;
  const line: Dot[] = Array.from({ length: steps + 1 }, (_, i) => pen.at(packetPoint(packet, start + ((end - start) * i) / steps)));
  const whole = left(packet);
  for (let part = 0; part < 3; part++) {
    const over: Dot[] = [], under: Dot[] = [];
    for (let i = part * 3; i <= part * 3 + 3; i++) {
      const a = line[Math.max(0, i - 1)]!, b = line[Math.min(steps, i + 1)]!, at = line[i]!;
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const width = (half * i) / steps;
      over.push({ x: at.x - ((b.y - a.y) / length) * width, y: at.y + ((b.x - a.x) / length) * width });
      under.unshift({ x: at.x + ((b.y - a.y) / length) * width, y: at.y - ((b.x - a.x) / length) * width });
    }
    pen.add(`${key}/trail-${part}`, through([...over, ...under]), { fill: colour, opacity: Math.round([0.1, 0.24, 0.42][part]! * whole * 100) / 100 });
  }
}

/** The packet itself. */
function drawPacket(pen: Pen, packet: PacketMark): void {
  const key = `packet/${packet.id}`;
  const opacity = Math.round(Math.min(1, left(packet) * 1.5) * 100) / 100;
  if (opacity <= 0.02) return;
  const fade = opacity < 1 ? { opacity } : {};
  const place = packetPoint(packet);
  const size = packetSize(pen, packet);
  switch (packet.shape) {
    case 'cube': return drawCube(pen, key, packet, place, size, fade);
    case 'octahedron': return drawOctahedron(pen, key, packet, place, size, fade);
    case 'card': return drawCard(pen, key, packet, place, size, fade);
    case 'plus': return drawPlus(pen, key, packet, place, size, fade);
    case 'bar': return drawBar(pen, key, packet, place, size, fade);
    case 'torus': return drawTorus(pen, key, packet, place, fade);
    case 'ball': case 'key': return drawBall(pen, key, packet, place, size, fade);
  }
}

type Fade = { readonly opacity?: number };

function contour(pen: Pen, packet: PacketMark): { stroke: string; width: number } {
  const look = ROLES[packet.shape === 'key' ? 'key' : packet.role];
  const base = pen.colour(look.body);
  return pen.scheme === 'dark' ? { stroke: mix(base, '#ffffff', 0.2), width: 0.6 } : { stroke: pen.colour(look.line), width: 1.1 };
}

function drawCube(pen: Pen, key: string, packet: PacketMark, place: Point, size: number, fade: Fade): void {
  const base = pen.colour(ROLES[packet.role].body);
  const { scheme } = pen;
  const corner = (turn: number, up: number): Dot => {
    const angle = 2 * Math.PI * (turn + 0.06);
    return pen.at({ x: place.x + 1.3 * size * Math.sin(angle), z: place.z - 1.3 * size * Math.cos(angle), y: place.y + up * size * 0.95 });
  };
  // Clockwise from the back right; 1 and 2 are in front of the reader, right then left.
  const top = [0.125, 0.375, 0.625, 0.875].map((turn) => corner(turn, 1));
  const low = [0.125, 0.375, 0.625, 0.875].map((turn) => corner(turn, -1));
  const round = size * pen.camera.scale * 0.42;
  pen.add(`${key}/body`, softened(hull([...top, ...low]), round), { fill: shade(satin(base, [0.2, 0, 0.95], scheme), scheme === 'dark' ? 0.84 : 0.9), ...contour(pen, packet), ...fade });
  pen.add(`${key}/side`, softened([top[0]!, top[1]!, low[1]!, low[0]!], round * 0.6), { fill: shade(satin(base, [0.85, 0, 0.45], scheme), 0.96), ...fade });
  pen.add(`${key}/top`, softened(top, round * 0.9), { fill: satin(base, [0, 1, 0], scheme), ...fade });
}

function drawOctahedron(pen: Pen, key: string, packet: PacketMark, place: Point, size: number, fade: Fade): void {
  const base = pen.colour(ROLES[packet.role].body);
  const { scheme } = pen;
  const at = (x: number, y: number, z: number): Dot => pen.at({ x: place.x + x * size, y: place.y + y * size, z: place.z + z * size });
  const up = at(0, 1.4, 0), down = at(0, -1.4, 0), west = at(-0.95, 0, 0.2), east = at(0.95, 0, -0.2), front = at(0.22, 0, 0.9);
  pen.add(`${key}/body`, through(hull([up, down, west, east, front])), { fill: base, ...contour(pen, packet), ...fade });
  pen.add(`${key}/upper-left`, through([up, west, front]), { fill: satin(base, [-0.5, 0.6, 0.6], scheme), ...fade });
  pen.add(`${key}/upper-right`, through([up, front, east]), { fill: satin(base, [0.75, 0.35, 0.5], scheme), ...fade });
  pen.add(`${key}/lower-left`, through([west, front, down]), { fill: satin(base, [-0.4, -0.6, 0.6], scheme), ...fade });
  pen.add(`${key}/lower-right`, through([front, east, down]), { fill: satin(base, [0.7, -0.6, 0.4], scheme), ...fade });
}

function drawBall(pen: Pen, key: string, packet: PacketMark, place: Point, size: number, fade: Fade): void {
  const { scheme } = pen;
  const isKey = packet.shape === 'key';
  const base = pen.colour(isKey ? 'key-body' : ROLES[packet.role].body);
  const under = isKey ? (scheme === 'dark' ? '#D9E0F2' : '#B9C1D2') : satin(base, [0.6, -0.3, 0.5], scheme);
  const stops = [{ at: 0, colour: mix(base, '#ffffff', isKey ? 0 : 0.45) }, { at: 0.3, colour: isKey ? base : mix(base, '#ffffff', 0.1) }, { at: 0.7, colour: mix(base, under, isKey ? 0.2 : 0.15) }, { at: 1, colour: under }];
  pen.add(`${key}/body`, disc(pen.at(place), size * pen.camera.scale), { gradient: { kind: 'radial', focus: { x: 0.36, y: 0.3 }, stops }, ...contour(pen, packet), ...fade });
}

function drawPlus(pen: Pen, key: string, packet: PacketMark, place: Point, size: number, fade: Fade): void {
  const at = pen.at(place);
  const r = size * at.scale, arm = r * 0.34;
  const rim = [[-arm, -r], [arm, -r], [arm, -arm], [r, -arm], [r, arm], [arm, arm], [arm, r], [-arm, r], [-arm, arm], [-r, arm], [-r, -arm], [-arm, -arm]] as const;
  pen.add(`${key}/body`, softened(rim.map(([x, y]) => ({ x: at.x + x, y: at.y + y })), r * 0.16), { fill: pen.colour(ROLES[packet.role].body), ...contour(pen, packet), ...fade });
}

function drawBar(pen: Pen, key: string, packet: PacketMark, place: Point, size: number, fade: Fade): void {
  const base = pen.colour(ROLES[packet.role].body);
  const face = (y: number, grow: number): Dot[] => roundedRectangle(2.6 * size * grow, 1.1 * size * grow, 0.4 * size * grow, 4).map((p) => pen.at({ x: place.x + p.x, y, z: place.z + p.z }));
  pen.add(`${key}/body`, through(hull([...face(place.y, 1), ...face(place.y + 0.6 * size, 1)])), { fill: satin(base, [0, 0, 1], pen.scheme), ...contour(pen, packet), ...fade });
  pen.add(`${key}/top`, through(face(place.y + 0.65 * size, 0.9)), { fill: satin(base, [0, 1, 0], pen.scheme), ...fade });
}

function drawTorus(pen: Pen, key: string, packet: PacketMark, place: Point, fade: Fade): void {
  const base = pen.colour(ROLES[packet.role].body);
  const d = through(pen.outline(circle(PACKET.torus.ring * 1.2, 28), place.y, place));
  const width = Math.max(3.4, PACKET.torus.tube * 2 * pen.camera.scale);
  if (pen.scheme === 'light') pen.add(`${key}/contour`, d, { stroke: pen.colour(ROLES[packet.role].line), width: width + 1.8, ...fade });
  pen.add(`${key}/body`, d, { stroke: base, width, ...fade });
}

function drawCard(pen: Pen, key: string, packet: PacketMark, place: Point, size: number, fade: Fade): void {
  const grow = size / PACKET.cube;
  const w = (PACKET.card.width / 2) * grow, t = (PACKET.card.depth / 2) * grow;
  const base = pen.colour(ROLES[packet.role].body);
  const face = (y: number): Dot[] => [[-w, -t], [w, -t], [w, t], [-w, t]].map(([x, z]) => pen.at({ x: place.x + x!, y, z: place.z + z! }));
  pen.add(`${key}/body`, softened(hull([...face(place.y), ...face(place.y + PACKET.card.height)]), 3), { fill: satin(base, [0, 0, 1], pen.scheme), ...contour(pen, packet), ...fade });
  pen.add(`${key}/top`, softened(face(place.y + PACKET.card.height), 3), { fill: satin(base, [0, 1, 0], pen.scheme), ...fade });
}

export const packetMarks: FlatMarks = {
  kinds: ['packets'],
  standing: (pen, { packets }) => packets.map((packet) => ({ z: packetPoint(packet).z + 0.15, draw: () => { drawPacketFloor(pen, packet); drawPacket(pen, packet); } })),
};
