/** Jagged cuts across the plate, with their glow and their faint wall. */
import { mix } from '../palette.ts';
import type { Floor, WallMark } from '../picture.ts';
import { WALL } from '../shapes.ts';
import { wallPoints } from '../wall-shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { through, type Pen } from './pen.ts';
import { dashes, ribbon } from './strokes.ts';

function drawWall(pen: Pen, wall: WallMark): void {
  const course = wall.points.reduce((sum, { x, z }, i) => sum + (i + 1) * (x + 31 * z), 0);
  pen.memo(`wall/${wall.id}|${wall.state}|${wall.points.length}|${course}|${wall.tween ? `${wall.tween.extent}|${wall.tween.strength}` : ''}`, () => writeWall(pen, wall));
}

function writeWall(pen: Pen, wall: WallMark): void {
  const points = wallPoints(wall);
  if (points.length < 2) return;
  const key = `wall/${wall.id}`;
  const strength = wall.tween ? wall.tween.strength : 1;
  const floor = points.map((p) => pen.at({ ...p, y: 0.005 }));
  const d = through(floor, false);
  const red = pen.colour('fail');
  if (wall.state === 'healed') {
    pen.add(`${key}/seam`, d, { stroke: pen.colour('link'), width: ribbon(pen, WALL.seam), dash: dashes(pen, WALL.dash), opacity: 0.8, cap: 'butt' });
    if (!wall.tween || strength <= 0) return;
  }
  const dark = pen.scheme === 'dark';
  drawWallGlow(pen, key, points, red, strength);
  drawSheet(pen, key, points, red, strength);
  pen.add(key, d, { stroke: dark ? mix(red, '#ffffff', 0.05) : red, width: ribbon(pen, WALL.width, 2.5), opacity: strength, cap: 'butt' });
}

/** Soft light on both sides: many wide strokes, drawn in at the ends so that they do not spill over the plate. */
function drawWallGlow(pen: Pen, key: string, points: readonly Floor[], red: string, strength: number): void {
  const dark = pen.scheme === 'dark';
  const layers = 14;
  for (let i = 0; i < layers; i++) {
    const share = (1 - i / layers) ** 1.5;
    const width = Math.round(WALL.glow * 0.95 * pen.camera.scale * share * 10) / 10;
    const d = through(shortened(points, WALL.glow * 0.4 * share).map((p) => pen.at({ ...p, y: 0.004 })), false);
    pen.add(`${key}/glow-${i}`, d, { stroke: red, width, opacity: Math.round((dark ? 0.025 : 0.019) * strength * 1000) / 1000, cap: 'round' });
  }
}

/** A run of points with a length taken off at both ends. */
function shortened(points: readonly Floor[], by: number): Floor[] {
  const cut = (list: readonly Floor[]): Floor[] => {
    let left = by;
    for (let i = 0; i + 1 < list.length; i++) {
      const a = list[i]!, b = list[i + 1]!;
      const length = Math.hypot(b.x - a.x, b.z - a.z);
      if (length > left) return [{ x: a.x + ((b.x - a.x) * left) / length, z: a.z + ((b.z - a.z) * left) / length }, ...list.slice(i + 1)];
      left -= length;
    }
    return list.slice(-1);
  };
  return cut(cut(points).reverse()).reverse();
}

/** The faint wall over the crack: one quad to a stretch, fading upwards. */
function drawSheet(pen: Pen, key: string, points: readonly { x: number; z: number }[], red: string, strength: number): void {
  const share = pen.scheme === 'dark' ? 0.3 : 0.22;
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i]!, b = points[i + 1]!;
    const quad = [pen.at({ ...a, y: 0 }), pen.at({ ...b, y: 0 }), pen.at({ ...b, y: WALL.height }), pen.at({ ...a, y: WALL.height })];
    const turned = Math.abs(quad[0]!.x - quad[1]!.x) / (pen.camera.scale * 0.5);
    const opacity = Math.round((0.35 + 0.65 * Math.min(1, turned)) * strength * 100) / 100;
    pen.add(`${key}/sheet-${i}`, through(quad), { opacity, gradient: { kind: 'down', stops: [{ at: 0, colour: red, opacity: 0 }, { at: 1, colour: red, opacity: share }] } });
  }
}

export const wallMarks: FlatMarks = {
  kinds: ['walls'],
  floor: [{ layer: floorLayer.walls, draw: (pen, { walls }) => walls.forEach((wall) => drawWall(pen, wall)) }],
};
