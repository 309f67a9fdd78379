/** Where messages vanish: the sides of a cut, the kind of cut, and single links. Immutable. */

export type Kind = 'full' | 'one-way' | 'partial' | 'flapping';

/** Every id that stands on a side is named, clients too; ids that are not named stand outside and reach everybody. */
export interface Wall {
  readonly sides: readonly (readonly string[])[];
  readonly kind: Kind;
  /** The node that reaches all sides in a `partial` cut; null in the others. */
  readonly bridge: string | null;
}

/** Side of an id, from 0; -1 outside. */
export function sideIn(sides: Wall['sides'], id: string): number {
  return sides.findIndex((side) => side.includes(id));
}

/** Whether a message in this direction vanishes. One-way: what the first side sends reaches nobody else, but it hears. */
export function isBlocked({ sides, kind, bridge }: Wall, from: string, to: string): boolean {
  const [here, there] = [sideIn(sides, from), sideIn(sides, to)];
  if (here === -1 || there === -1 || here === there) return false;
  if (kind === 'one-way') return here === 0;
  return bridge === null || (from !== bridge && to !== bridge);
}

export function directionsOf(wall: Wall): readonly string[] {
  const ids = wall.sides.flat();
  return ids.flatMap((from) => ids.filter((to) => isBlocked(wall, from, to)).map((to) => `${from}>${to}`));
}

/** The bridge of a partial cut is the first node of the last side. */
export function makeWall(sides: Wall['sides'], kind: Kind): Wall {
  return { sides, kind, bridge: kind === 'partial' ? sides.at(-1)?.find((id) => id.startsWith('n')) ?? null : null };
}

/** The kind that a word names, or null. */
export function kindOf(word: unknown): Kind | null {
  return word === 'full' || word === 'one-way' || word === 'partial' || word === 'flapping' ? word : null;
}
