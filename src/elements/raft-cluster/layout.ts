/** Where servers stand, and where a cut runs between them. Pure geometry on the floor. */
import type { Floor, Plate } from '../../scene/picture.ts';

/** Places for one to nine servers, clockwise from the back, on the wide plate. Rows leave room for the logs in front. */
const PLACES: readonly (readonly (readonly [x: number, z: number])[])[] = [
  [[0, -0.5]],
  [[-2.6, -0.4], [2.6, -0.4]],
  [[0, -1.75], [3.2, 1.3], [-3.2, 1.3]],
  [[-2.7, -1.6], [2.7, -1.6], [2.7, 1.75], [-2.7, 1.75]],
  [[0, -1.75], [3.85, -1.02], [2.75, 2.12], [-2.75, 2.12], [-3.85, -1.02]],
  [[-1.7, -1.85], [1.7, -1.85], [4.25, 0.05], [1.7, 1.95], [-1.7, 1.95], [-4.25, 0.05]],
  [[0, -2], [2.95, -1.55], [4.35, 0.6], [1.7, 1.95], [-1.7, 1.95], [-4.35, 0.6], [-2.95, -1.55]],
  [[0, -2.05], [2.75, -1.75], [4.5, 0.2], [2.75, 2], [0, 2.05], [-2.75, 2], [-4.5, 0.2], [-2.75, -1.75]],
  [[0, -2.1], [2.35, -1.95], [4.45, -0.7], [4.3, 1.55], [1.5, 2.05], [-1.5, 2.05], [-4.3, 1.55], [-4.45, -0.7], [-2.35, -1.95]],
];

/** More than nine stand round an ellipse, for as long as newcomers and leavers overlap. */
function ellipse(count: number): readonly (readonly [x: number, z: number])[] {
  return Array.from({ length: count }, (_, at) => [4.6 * Math.sin((2 * Math.PI * at) / count), -2.2 * Math.cos((2 * Math.PI * at) / count)]);
}

export interface Layout {
  readonly plate: Plate;
  readonly places: ReadonlyMap<string, Floor>;
  /** Cells in a log lane. */
  readonly slots: number;
  /** Centre of the lane in front of its server. */
  readonly laneOffset: number;
  /** Of the tokens. */
  readonly scale: number;
}

/** The plate for a stage; tall ones are laid out anew, not shrunk. */
export function layoutOf(ids: readonly string[], tall: boolean): Layout {
  const count = Math.max(1, ids.length);
  const crowded = count > 7;
  const stretch = tall ? { x: count > 5 ? 0.72 : 0.77, z: 1.33 } : { x: 1, z: 1 };
  const row = PLACES[count - 1] ?? ellipse(count);
  return {
    plate: tall
      ? { shape: 'rectangle', width: 8.6, depth: 9.3, radius: 1.3, dots: true }
      : { shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true },
    places: new Map(ids.map((id, at) => [id, { x: (row[at]?.[0] ?? 0) * stretch.x, z: (row[at]?.[1] ?? 0) * stretch.z }])),
    slots: count > 9 ? 4 : count > 7 ? 5 : count > 5 ? 6 : 7,
    laneOffset: crowded ? 1.02 : 1.12,
    scale: count > 9 ? 0.72 : crowded ? 0.86 : 1,
  };
}
