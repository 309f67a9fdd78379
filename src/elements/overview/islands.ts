/** Nine islands, one a chapter of the guide: where they lie, and in which formation the machines on them stand. */
import type { Floor, Role } from '../../scene/picture.ts';

export interface Place extends Floor { readonly radius: number }

export interface Island {
  /** Slug of its concept: what `data-ds-island` names. */
  readonly slug: string;
  /** Who stands in its middle; null where nobody does. */
  readonly hub: Role | null;
  /** Who stands round it, in turn. */
  readonly rim: readonly Role[];
  readonly wide: Place;
  /** Among two columns. */
  readonly column: Place;
}

const at = (x: number, z: number, radius = 1.5): Place => ({ x, z, radius });

/** In the order of the chapters. */
export const islands: readonly Island[] = [
  { slug: 'cap-theorem', hub: null, rim: ['consumer-a', 'owner-3', 'consumer-b'], wide: at(-4.7, -3.5), column: at(-1.6, -9.6) },
  { slug: 'raft-cluster', hub: 'leader', rim: ['follower'], wide: at(-0.4, -3.9, 1.65), column: at(1.6, -7.6) },
  { slug: 'replication', hub: 'primary', rim: ['replica'], wide: at(3.9, -3.5), column: at(-1.6, -4.9) },
  { slug: 'network-partition', hub: null, rim: ['follower'], wide: at(-5.1, 0.3), column: at(1.6, -2.9) },
  { slug: 'observability', hub: 'collector', rim: ['service'], wide: at(-0.5, 0.2), column: at(-1.6, -0.2) },
  { slug: 'service-mesh', hub: 'control-plane', rim: ['service'], wide: at(4.3, 0.3), column: at(1.6, 1.8) },
  { slug: 'hash-ring', hub: null, rim: ['owner-1', 'owner-2', 'owner-3', 'owner-4'], wide: at(-4.6, 4.1), column: at(-1.6, 4.5) },
  { slug: 'load-balancer', hub: 'balancer', rim: ['backend'], wide: at(0, 4.2), column: at(1.6, 6.5) },
  { slug: 'message-queue', hub: 'broker', rim: ['producer', 'consumer-a', 'consumer-b'], wide: at(4.7, 4.1), column: at(-1.6, 9.2) },
];

/** How the islands lie on a stage. */
export interface Layout {
  readonly width: number;
  readonly depth: number;
  readonly places: readonly Place[];
  /** Pairs of islands that a cable joins: neighbours only. */
  readonly cables: readonly (readonly [number, number])[];
  /** There is no room for pills: the names stand on the page as they are. */
  readonly plain: boolean;
}

const rows: Layout['cables'] = [[0, 1], [1, 2], [3, 4], [4, 5], [6, 7], [7, 8], [0, 3], [1, 4], [5, 8]];
const wide: Layout = { width: 13.6, depth: 12.2, places: islands.map((island) => island.wide), cables: rows, plain: false };
/** On phones the stage is square, as seen: the same rows, further apart, the middle ones in front so that names find room. */
const square: Layout = { ...wide, width: 13.2, depth: 18.4, places: wide.places.map(({ x, z, radius }) => ({ x: x * 0.96, z: z * 1.42 + (Math.abs(x) < 1 ? 0.4 : -1.3), radius: radius * 1.08 })), plain: true };
/** A phone's stage without a frame is far higher than wide. */
const columns: Layout = { width: 6.4, depth: 24, places: islands.map((island) => island.column), cables: islands.slice(1).map((_, i) => [i, i + 1]), plain: false };

export const layoutOf = (tall: boolean, framed: boolean): Layout => (!tall ? wide : framed ? square : columns);

/** Machines beyond this are shown as a count on each island. */
export const MOST_DRAWN = 64;

/** Nodes are dealt to the islands in turn. */
export const islandOf = (node: number): number => node % islands.length;

/** The nodes of an island, lowest first. */
export const nodesOf = (island: number, nodes: number): number[] => Array.from({ length: nodes }, (_, node) => node).filter((node) => islandOf(node) === island);

export interface Stand extends Floor { readonly role: Role }

/** Where the machines of an island stand, as what: the first in the middle where there is one, the others round it. */
export function formation(island: Island, count: number, place: Place): readonly Stand[] {
  const hub = island.hub === null || count === 0 ? [] : [{ x: place.x, z: place.z, role: island.hub }];
  const around = count - hub.length;
  const reach = place.radius * 0.66;
  return [...hub, ...Array.from({ length: Math.max(0, around) }, (_, i): Stand => {
    // Half a step aside leaves the middle of the front free for the name.
    const turn = ((i + 0.5) / around) * 2 * Math.PI;
    return { x: place.x + reach * Math.sin(turn), z: place.z - reach * Math.cos(turn), role: island.rim[i % island.rim.length]! };
  })];
}
