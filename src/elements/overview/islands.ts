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
  readonly tall: Place;
}

const at = (x: number, z: number, radius = 1.5): Place => ({ x, z, radius });

/** In the order of the chapters. */
export const islands: readonly Island[] = [
  { slug: 'cap-theorem', hub: null, rim: ['consumer-a', 'owner-3', 'consumer-b'], wide: at(-4.7, -3.5), tall: at(-1.6, -9.6) },
  { slug: 'raft-cluster', hub: 'leader', rim: ['follower'], wide: at(-0.4, -3.9, 1.65), tall: at(1.6, -7.6) },
  { slug: 'replication', hub: 'primary', rim: ['replica'], wide: at(3.9, -3.5), tall: at(-1.6, -4.9) },
  { slug: 'network-partition', hub: null, rim: ['follower'], wide: at(-5.1, 0.3), tall: at(1.6, -2.9) },
  { slug: 'observability', hub: 'collector', rim: ['service'], wide: at(-0.5, 0.2), tall: at(-1.6, -0.2) },
  { slug: 'service-mesh', hub: 'control-plane', rim: ['service'], wide: at(4.3, 0.3), tall: at(1.6, 1.8) },
  { slug: 'hash-ring', hub: null, rim: ['owner-1', 'owner-2', 'owner-3', 'owner-4'], wide: at(-4.6, 4.1), tall: at(-1.6, 4.5) },
  { slug: 'load-balancer', hub: 'balancer', rim: ['backend'], wide: at(0, 4.2), tall: at(1.6, 6.5) },
  { slug: 'message-queue', hub: 'broker', rim: ['producer', 'consumer-a', 'consumer-b'], wide: at(4.7, 4.1), tall: at(-1.6, 9.2) },
];

/** Pairs of islands that a cable joins: neighbours only. */
export const cables: { readonly wide: readonly (readonly [number, number])[]; readonly tall: readonly (readonly [number, number])[] } = {
  wide: [[0, 1], [1, 2], [3, 4], [4, 5], [6, 7], [7, 8], [0, 3], [1, 4], [5, 8]],
  tall: [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 7], [7, 8]],
};

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
