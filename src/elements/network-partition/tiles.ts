/** What a node holds, as tiles: by whom each was written, and whether it is common ground. */
import type { PartitionNode, PartitionState } from '../../models/network-partition/state.ts';
import type { VersionTile } from '../../models/network-partition/views.ts';
import { tilesOf } from '../../models/network-partition/views.ts';
import type { Version } from '../../scene/kits/version-tiles.ts';
import { sidesNow } from './layout.ts';

/** Tiles on a strip, at most. */
const MOST = 3;

export interface Strip {
  readonly versions: readonly Version[];
  readonly siblings: boolean;
  /** Clock of the newest tile. */
  readonly clock: string;
}

/** Node that took the write: `n1` of the dot `n1:3`, or of `n1.2:1` with its third disk. */
const writerOf = ({ id }: VersionTile): string => /^[a-z]+\d+/.exec(id)?.[0] ?? '';

const isVersion = ({ timestamp }: VersionTile): boolean => timestamp !== null;

/** The key that pictures and cards tell of: the one with the most versions anywhere, else the first. */
export function keyShown(state: PartitionState): string | null {
  const counts = new Map<string, number>();
  for (const node of state.nodes.values()) for (const { key } of tilesOf(node)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/** Whether a node has the version, or has seen it and holds a later one. */
function knows(node: PartitionNode, { id, timestamp }: VersionTile): boolean {
  if (timestamp === null) return tilesOf(node).some((tile) => tile.id === id);
  const at = id.lastIndexOf(':');
  return node.durable.store.context.some(([actor, seen]) => actor === id.slice(0, at) && seen >= Number(id.slice(at + 1)));
}

/**
 * The tiles of the key shown. One that every node knows, and that nothing stands beside, is common ground; else it is in the
 * colour of the side that wrote it, or, of a data type, that has it.
 */
export function stripOf(state: PartitionState, node: PartitionNode, key: string, tall: boolean): Strip {
  const sides = sidesNow(state);
  const tiles = tilesOf(node).filter((tile) => tile.key === key).slice(-MOST);
  const others = [...state.nodes.values()].filter(({ up }) => up);
  const by = (tile: VersionTile): Version['by'] => {
    const knowing = others.filter((other) => knows(other, tile));
    const home = isVersion(tile) ? writerOf(tile) : (knowing[0]?.id ?? node.id);
    // What storage took belongs to no side.
    if ((knowing.length === others.length && tile.siblings.length === 0) || !state.nodes.has(home)) return 'ancestor';
    return (sides[0]?.includes(home) ?? true) ? 'a' : 'b';
  };
  return {
    versions: tiles.map((tile) => ({ id: tile.id, text: isVersion(tile) && !tall ? `${tile.key}=${tile.value}` : tile.value, by: by(tile) })),
    siblings: tiles.some(({ siblings }) => siblings.length > 0),
    clock: tiles.at(-1)?.clockText ?? '',
  };
}
