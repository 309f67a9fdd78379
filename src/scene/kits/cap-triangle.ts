/** The triangle of Consistency, Availability and Partition tolerance: three lamps, three edges, one of them chosen. */
import type { Floor, PictureBuilder } from '../picture.ts';
import { trimmedLine } from '../shapes.ts';
import { lamp, type LampSpec } from './lamp.ts';

/** A pair of properties. */
export type CapPair = 'CP' | 'AP' | 'CA';

export interface CapTriangleSpec {
  readonly id: string;
  readonly c: LampSpec;
  readonly a: LampSpec;
  readonly p: LampSpec;
  readonly chosen: CapPair;
  /** Words of the pill on the chosen edge: `CP chosen`. */
  readonly chosenLabel: string;
  /** A partition cuts the edge C–A. */
  readonly cut: boolean;
}

/** Edges, then lamps. Draw it before what stands within it. */
export function capTriangle(picture: PictureBuilder, spec: CapTriangleSpec): void {
  edge(picture, spec, 'CP', spec.c, spec.p);
  edge(picture, spec, 'AP', spec.a, spec.p);
  edge(picture, spec, 'CA', spec.c, spec.a);
  for (const corner of [spec.p, spec.a, spec.c]) lamp(picture, corner);
}

function edge(picture: PictureBuilder, { id, chosen, chosenLabel, cut }: CapTriangleSpec, pair: CapPair, from: Floor, to: Floor): void {
  const way = trimmedLine(from, to, 1);
  if (!way) return;
  const points = [way.from, way.to];
  const key = `${id}/${pair}`;
  if (pair !== chosen) {
    picture.paint({ form: 'line', id: key, tone: 'link', width: 0.035, points, ...(pair === 'CA' && cut ? { dash: 'dash' as const } : {}) });
    return;
  }
  picture.paint({ form: 'line', id: `${key}/under`, tone: 'text', opacity: 0.16, width: 0.2, points });
  picture.paint({ form: 'line', id: key, tone: 'text', width: 0.095, points });
  picture.label({ id: `${key}/label`, at: { x: way.from.x + (way.to.x - way.from.x) * 0.72, y: 0, z: way.from.z + (way.to.z - way.from.z) * 0.72 }, text: chosenLabel, role: 'text', priority: 32, side: to.x > from.x ? 'left' : 'right', ground: 'pill' });
}
