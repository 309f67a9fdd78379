/** Where the corners, the copies and the clients stand. Pure geometry on the floor. */
import type { CapState } from '../../models/cap-theorem/state.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

type Place = readonly [x: number, z: number];

/** Places of so many copies to the right of the fault; those to the left are mirrored. Within the triangle, in front of P. */
const SIDE: readonly (readonly Place[])[] = [
  [[1.75, 0.35]],
  [[1.1, -0.5], [2.15, 1]],
  [[0.95, -0.75], [2.35, 0.35], [1.05, 1.15]],
  [[0.85, -0.9], [2.05, -0.25], [0.95, 0.6], [2.5, 1.15]],
  [[0.85, -1.05], [1.9, -0.35], [0.8, 0.3], [2.35, 0.75], [1.15, 1.45]],
  [[0.8, -1.15], [1.75, -0.5], [0.75, 0.1], [2.25, 0.45], [1.1, 0.95], [2.45, 1.55]],
];

const CORNERS = { p: [0, -2.75], a: [-4.15, 2.35], c: [4.15, 2.35] } as const;
/** Clients on a side, from the back: to the right; to the left mirrored. */
const CLIENTS: readonly Place[] = [[4.85, -2.05], [4.95, 0.1]];

export interface Layout {
  readonly plate: Plate;
  readonly corners: { readonly c: Floor; readonly a: Floor; readonly p: Floor };
  readonly places: ReadonlyMap<string, Floor>;
  /** Of the copies. */
  readonly scale: number;
  /** Where a cut runs, from the back to the front. */
  readonly crack: readonly Floor[];
}

/** Sides as they stand: those of the cut, else of the planned one, else halves. */
function sidesOf({ config, replicas, network }: CapState): readonly [left: readonly string[], right: readonly string[]] {
  const ids = [...replicas.keys()];
  const [first] = network.groups ?? config.partition;
  const left = ids.filter((id) => first?.includes(id));
  if (left.length > 0 && left.length < ids.length) return [left, ids.filter((id) => !left.includes(id))];
  const half = Math.ceil(ids.length / 2);
  return [ids.slice(0, half), ids.slice(half)];
}

/** Wide plates are made narrow and deep for phones. */
export function layoutOf(state: CapState, tall: boolean): Layout {
  const stretch = tall ? { x: 0.76, z: 1.28 } : { x: 1, z: 1 };
  const at = ([x, z]: Place, mirrored = false): Floor => ({ x: (mirrored ? -x : x) * stretch.x, z: z * stretch.z });
  const places = new Map<string, Floor>();
  const sides = sidesOf(state);
  sides.forEach((ids, side) => {
    const row = SIDE[Math.min(ids.length, SIDE.length) - 1] ?? [];
    ids.forEach((id, place) => { places.set(id, at(row[place] ?? [3, 1.8], side === 0)); });
  });
  state.clients.forEach(({ id }, order) => {
    // Two on each side, in this order.
    places.set(id, at(CLIENTS[order % 2] ?? [5, 0], order < 2));
  });
  const most = Math.max(...sides.map((ids) => ids.length));
  const [width, depth] = tall ? [8.6, 9.3] : [11.6, 7.7];
  return {
    plate: { shape: 'rectangle', width, depth, radius: 1.3, dots: true },
    corners: { p: at(CORNERS.p), a: at(CORNERS.a), c: at(CORNERS.c) },
    places, scale: (most > 4 ? 0.66 : most > 2 ? 0.8 : 0.95) * (tall ? 0.94 : 1), crack: crackOf(depth),
  };
}

/** Offsets of the corners of the crack from its line; they look irregular and are always the same. */
const CRACK = [0.12, 0.02, -0.2, 0.08, -0.16, 0.14, -0.24, 0.1, -0.1, -0.3, -0.04] as const;

function crackOf(depth: number): readonly Floor[] {
  return CRACK.map((x, at) => ({ x, z: -depth / 2 + (depth * at) / (CRACK.length - 1) }));
}

/** Share of the way between two places at which the crack is met; null where it is not. */
export function crossing(from: Floor, to: Floor): number | null {
  return from.x < 0 === to.x < 0 ? null : Math.abs(from.x) / Math.abs(to.x - from.x);
}
