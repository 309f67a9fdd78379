/** A plate that breaks in two: a gap with red edges along a zig-zag; healed, a dashed seam stays. */
import type { Floor, PictureBuilder } from '../picture.ts';
import { PLATE_THICKNESS } from '../shapes.ts';

export interface SplitPlateSpec {
  readonly id: string;
  /** From the back edge of the plate to the front edge. */
  readonly points: readonly Floor[];
  readonly state: 'open' | 'healed';
  /** Width of the gap; 0.26 when absent. */
  readonly gap?: number;
}

/** A zig-zag across a plate, back to front, about a middle that leans by `lean` to the left. */
export function zigzag(middle: number, depth: number, lean = 0.7, teeth = 8, reach = 0.3): Floor[] {
  return Array.from({ length: teeth + 1 }, (_, i) => {
    const share = i / teeth;
    const x = middle + lean * (0.5 - share) + (i === 0 || i === teeth ? 0 : i % 2 === 0 ? reach / 2 : -reach / 2);
    return { x, z: depth * (share - 0.5) };
  });
}

/** Gap, edges and glow, or the seam. Draw it before what stands on the plate. */
export function splitPlate(picture: PictureBuilder, { id, points, state, gap = 0.26 }: SplitPlateSpec): void {
  const first = points[0], last = points[points.length - 1];
  if (!first || !last || points.length < 2) return;
  if (state === 'healed') {
    picture.paint({ form: 'line', id: `${id}/seam`, tone: 'link', width: 0.05, dash: 'dash', points });
    return;
  }
  const side = (by: number): Floor[] => points.map(({ x, z }) => ({ x: x + (by * gap) / 2, z }));
  const left = side(-1), right = side(1);
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i]!, b = points[i + 1]!;
    picture.paint({ form: 'glow', id: `${id}/glow-${i}`, tone: 'fail', opacity: 0.5, at: { x: (a.x + b.x) / 2, z: (a.z + b.z) / 2 }, radius: 0.95 });
  }
  // What is seen between the halves, piece by piece: the whole outline is not star-shaped.
  for (let i = 0; i + 1 < points.length; i++) {
    const quad = [left[i]!, right[i]!, right[i + 1]!, left[i + 1]!];
    picture.paint({ form: 'area', id: `${id}/gap-${i}`, tone: 'surface', points: quad });
    picture.paint({ form: 'area', id: `${id}/depth-${i}`, tone: 'fail', opacity: 0.42, points: quad });
    // The wall of the left half, seen through the gap.
    picture.paint({ form: 'area', id: `${id}/wall-${i}`, tone: 'fail', opacity: 0.45, points: [left[i]!, left[i + 1]!, { x: left[i + 1]!.x + gap * 0.42, z: left[i + 1]!.z }, { x: left[i]!.x + gap * 0.42, z: left[i]!.z }] });
  }
  const front = (x: number): readonly [{ x: number; z: number }, { x: number; z: number; y: number }] => [{ x, z: last.z }, { x, z: last.z, y: -PLATE_THICKNESS }];
  const [a, b] = front(last.x - gap / 2), [d, c] = front(last.x + gap / 2);
  picture.paint({ form: 'area', id: `${id}/front`, tone: 'surface', points: [a, d, c, b] });
  picture.paint({ form: 'line', id: `${id}/left`, tone: 'fail', width: 0.05, points: left });
  picture.paint({ form: 'line', id: `${id}/right`, tone: 'fail', width: 0.05, points: right });
}
