/** Where the sides, their nodes, clients and the services stand, and where the plate breaks. Pure geometry on the floor. */
import type { PartitionState } from '../../models/network-partition/state.ts';
import { zigzag } from '../../scene/kits/split-plate.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

type Place = readonly [x: number, z: number];

/** Places of so many nodes on the right of two sides; those on the left are mirrored. Room for the tiles in front of each. */
const SIDE: readonly (readonly Place[])[] = [
  [[2.7, -0.3]],
  [[2.4, -1.35], [3.55, 1.3]],
  [[2, -1.65], [4, 0.1], [1.85, 1.55]],
  [[1.75, -1.75], [4.05, -1.2], [1.75, 1.05], [4.2, 1.6]],
  [[1.6, -2.25], [4.15, -1.85], [1.6, 0], [4.25, 0.35], [2.5, 2.2]],
];

export interface Layout {
  readonly plate: Plate;
  readonly places: ReadonlyMap<string, Floor>;
  /** Of the nodes. */
  readonly scale: number;
  /** Where the plate breaks, between one side and the next, from the back to the front. */
  readonly cracks: readonly (readonly Floor[])[];
  /** Middle of each side. */
  readonly middles: readonly number[];
}

/** Nodes by side: of the cut that holds, else of the configured one; whoever stands outside joins the first. */
export function sidesNow({ wall, config, nodes, flapping }: PartitionState): readonly (readonly string[])[] {
  const sides = wall?.sides ?? flapping?.sides ?? config.partition;
  const ids = [...nodes.keys()];
  if (sides.length < 2) return [ids.slice(0, Math.ceil(ids.length / 2)), ids.slice(Math.ceil(ids.length / 2))];
  return sides.map((side, at) => ids.filter((id) => side.includes(id) || (at === 0 && !sides.some((each) => each.includes(id)))));
}

/** Wide plates are made narrow and deep for phones. */
export function layoutOf(state: PartitionState, tall: boolean): Layout {
  const sides = sidesNow(state);
  const [width, depth] = tall ? [8.6, 9.3] : [11.6, 7.7];
  const stretch = tall ? { x: 0.75, z: 1.25 } : { x: 1, z: 1 };
  const places = new Map<string, Floor>();
  const middles = sides.map((_, side) => width * ((side + 0.5) / sides.length - 0.5));
  const most = Math.max(...sides.map((side) => side.length));
  sides.forEach((side, at) => {
    const spots = sides.length === 2 ? SIDE[side.length - 1] : undefined;
    side.forEach((id, order) => {
      const spot = spots?.[order];
      places.set(id, spot ? { x: (at === 0 ? -1 : 1) * spot[0] * stretch.x, z: spot[1] * stretch.z } : inGrid(middles[at] ?? 0, width / sides.length, depth, order, side.length));
    });
  });
  placeClients(state, sides, places, { width, depth, most, stretch });
  // Services stand outside every cut: on the line between the sides.
  for (const [id, z] of [['f1', -0.42], ['l1', -0.42], ['s1', 0.3]] as const) places.set(id, { x: 0, z: z * depth });
  return {
    plate: { shape: 'rectangle', width, depth, radius: 1.3, dots: true }, places, middles,
    scale: (most > 5 ? 0.62 : most > 3 ? 0.72 : most > 2 || sides.length > 2 ? 0.82 : 1) * (tall ? 0.94 : 1),
    cracks: sides.slice(1).map((_, side) => zigzag(width * ((side + 1) / sides.length - 0.5), depth, sides.length > 2 ? 0.3 : 0.7)),
  };
}

/** Two columns, row by row. */
function inGrid(middle: number, width: number, depth: number, order: number, count: number): Floor {
  const columns = width < 4 || count < 2 ? 1 : 2;
  const rows = Math.ceil(count / columns);
  return { x: middle + (columns === 1 ? 0 : (order % 2 === 0 ? -1 : 1) * width * 0.22), z: depth * 0.72 * ((Math.floor(order / columns) + 0.5) / rows - 0.56) };
}

interface Room { readonly width: number; readonly depth: number; readonly most: number; readonly stretch: { readonly x: number; readonly z: number } }

/** At the outer edge of its side; in the corner where nodes need the room; between two sides in the back. */
function placeClients({ clients }: PartitionState, sides: readonly (readonly string[])[], places: Map<string, Floor>, { width, depth, most, stretch }: Room): void {
  [...clients.values()].forEach(({ id, home }) => {
    const side = sides.findIndex((each) => each.includes(home));
    const outer = side === 0 ? -1 : side === sides.length - 1 ? 1 : 0;
    const z = most > 2 ? -0.4 * depth : (stretch.z > 1 ? 0.02 : -0.17) * depth;
    places.set(id, outer === 0 ? { x: (width * (side + 0.5)) / sides.length - width / 2, z: -0.42 * depth } : { x: outer * (width / 2 - 0.75), z });
  });
}

/** Share of the way between two places at which the plate is broken; null where it is not. */
export function crossing(from: Floor, to: Floor, { cracks }: Layout): number | null {
  const shares = cracks.map((crack) => {
    const x = crack.reduce((sum, point) => sum + point.x, 0) / crack.length;
    return (x - from.x) / (to.x - from.x);
  }).filter((share) => share > 0 && share < 1);
  return shares.length === 0 ? null : Math.min(...shares);
}
