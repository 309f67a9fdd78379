/** Hero: small round plates that carry a miniature each, with cables sagging between them. */
import type { Floor, PaintMark, PaintPoint, PictureBuilder, Point } from '../picture.ts';
import { circle } from '../shapes.ts';

export interface IslandSpec extends Floor {
  readonly id: string;
  /** Radius of its plate, 1.3–1.75. */
  readonly radius: number;
  /** Name in a pill on its front rim. */
  readonly name: string;
  /** The one that is spoken of: its rim is lit. */
  readonly selected?: boolean;
  /** The name stands without a pill. */
  readonly plain?: boolean;
}

/** Thickness of an island's plate. */
const THICK = 0.16;

/** Plates that were made before, by what they were made of: they stand still, and who gets the same paints again need not compare them. */
const plates = new Map<string, readonly PaintMark[]>();
const mostPlates = 100;

/** Plate with its edge, side, shadow and name. Draw its miniature after it, round the same place. */
export function island(picture: PictureBuilder, { id, x, z, radius, name, selected = false, plain }: IslandSpec): void {
  const key = [id, x, z, radius, selected].join();
  let plate = plates.get(key);
  if (!plate) {
    if (plates.size >= mostPlates) plates.clear();
    plates.set(key, plate = plateOf(id, { x, z }, radius, selected));
  }
  for (const paint of plate) picture.paint(paint);
  picture.label({ id, at: { x, y: 0, z: z + radius + (plain ? 0.62 : 0.1) }, text: name, role: 'text', priority: 45, side: 'centre', ground: plain ? 'plain' : 'pill' });
}

function plateOf(id: string, { x, z }: Floor, radius: number, selected: boolean): PaintMark[] {
  const rim = (r: number, y: number): PaintPoint[] => circle(r, 72).map((p) => ({ x: x + p.x, z: z + p.z, y }));
  return [
    ...[0.4, 0.32, 0.25, 0.18, 0.12, 0.06].map((grow, i): PaintMark => ({ form: 'area', id: `${id}/shade-${i}`, tone: 'shadow', opacity: 0.055, points: rim(radius + grow, -0.3).map((p) => ({ ...p, x: p.x + 0.05, z: p.z + 0.08 })) })),
    { form: 'area', id: `${id}/under`, tone: 'plate-side', points: rim(radius, -THICK) },
    { form: 'area', id: `${id}/side`, tone: 'plate-side', points: sideOf(x, z, radius) },
    { form: 'area', id: `${id}/top`, tone: 'plate', points: rim(radius, 0.001) },
    { form: 'line', id: `${id}/rim`, tone: selected ? 'accent' : 'plate-edge', width: 0.035, closed: true, points: rim(radius, 0.002) },
  ];
}

/** The part of the side that faces the reader: front half of the rim, above and below. */
function sideOf(x: number, z: number, radius: number): PaintPoint[] {
  const at = (i: number, y: number): PaintPoint => {
    const turn = 0.25 + (0.5 * i) / 32;
    return { x: x + radius * Math.sin(2 * Math.PI * turn), z: z - radius * Math.cos(2 * Math.PI * turn), y };
  };
  return [...Array.from({ length: 33 }, (_, i) => at(i, 0)), ...Array.from({ length: 33 }, (_, i) => at(32 - i, -THICK))];
}

export interface CableSpec {
  readonly id: string;
  /** Middles of two islands and their radii. */
  readonly from: Floor & { readonly radius: number };
  readonly to: Floor & { readonly radius: number };
  /** Colour token of its dashes and of the light on it. */
  readonly tone: string;
  /** Where a light travels on it, 0–1; none when absent. */
  readonly light?: number;
}

/** A cable that hangs from rim to rim; draw it before the islands. */
export function cable(picture: PictureBuilder, { id, from, to, tone, light }: CableSpec): void {
  const length = Math.hypot(to.x - from.x, to.z - from.z) || 1;
  const dx = (to.x - from.x) / length, dz = (to.z - from.z) / length;
  const a = { x: from.x + dx * from.radius, z: from.z + dz * from.radius }, b = { x: to.x - dx * to.radius, z: to.z - dz * to.radius };
  const sag = Math.min(0.7, Math.max(0.25, (length - from.radius - to.radius) * 0.35));
  const at = (s: number): Point => ({ x: a.x + (b.x - a.x) * s, z: a.z + (b.z - a.z) * s, y: -0.05 - sag * 4 * s * (1 - s) });
  const points = Array.from({ length: 17 }, (_, i) => at(i / 16));
  picture.paint({ form: 'line', id: `${id}/bed`, tone: 'plate-edge', width: 0.1, points });
  picture.paint({ form: 'line', id, tone, width: 0.045, dash: 'dash', points });
  if (light === undefined) return;
  const lamp = at(Math.max(0, Math.min(1, light)));
  picture.paint({ form: 'glow', id: `${id}/glow`, tone, at: lamp, radius: 0.34, opacity: 1.6 });
  picture.solid({ id: `${id}/light`, shape: 'orb', x: lamp.x, z: lamp.z, y: lamp.y - 0.08, width: 0.17, height: 0.17, role: 'key', tone, shadow: false });
}
