/** Which keys changed their owner, and how that compares with what theory and hash mod N say. */
import type { Algorithm, Ways } from './algorithms/index.ts';
import type { HashRingConfig, Placement } from './state.ts';

/** Keys that went from one server to another. */
export interface MovedPair {
  /** Server id, or null for nobody. */
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
}

export interface Ledger {
  /** Keys with a new owner. */
  readonly count: number;
  /** Of all keys, 0–1. */
  readonly share: number;
  /** Share expected of the algorithm, 0–1: on the ring that of the tokens that came or went. Null where no law says. */
  readonly predicted: number | null;
  /** Share that hash mod N moves for the same change of servers, counted on the same keys, 0–1. */
  readonly modulo: number;
  readonly pairs: readonly MovedPair[];
}

/** Indices of keys whose owner differs. */
export function movedKeys(before: Uint16Array, after: Uint16Array): number[] {
  const moved: number[] = [];
  for (let key = 0; key < after.length; key += 1) if (before[key] !== after[key]) moved.push(key);
  return moved;
}

/** The account of a change. Both pairs of owners are over the same keys; 0 = nobody. */
export function makeLedger(before: Uint16Array, after: Uint16Array, moduloBefore: Uint16Array, moduloAfter: Uint16Array, predicted: number | null): Ledger {
  const counts = new Map<number, number>();
  const moved = movedKeys(before, after);
  for (const key of moved) {
    const pair = before[key]! * 65536 + after[key]!;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const total = Math.max(1, after.length);
  const id = (number: number): string | null => (number === 0 ? null : `s${number}`);
  const pairs = [...counts].sort(([a], [b]) => a - b).map(([pair, count]) => ({ from: id(Math.floor(pair / 65536)), to: id(pair % 65536), count }));
  return { count: moved.length, share: moved.length / total, predicted, modulo: movedKeys(moduloBefore, moduloAfter).length / total, pairs };
}

/** The account of a change: both placements must be over the same keys. Only the same way before and after lets it foresee a share. */
export function ledgerOf(before: Placement, after: Placement, [algorithmBefore, algorithm]: readonly [Algorithm, Algorithm], ways: Ways): Ledger {
  const predicted = algorithmBefore === algorithm ? ways[algorithm].predicted(before, after) : null;
  return makeLedger(before.owners, after.owners, before.modulo, after.modulo, predicted);
}

/** The same of the algorithm that it is compared with; null when there is none, or another than before. */
export function comparedLedger(before: Placement, after: Placement, [compareBefore, compare]: readonly [HashRingConfig['compare'], HashRingConfig['compare']], ways: Ways): Ledger | null {
  if (compare === 'none' || compareBefore !== compare || !before.compared || !after.compared) return null;
  return makeLedger(before.compared.owners, after.compared.owners, before.modulo, after.modulo, ways[compare].predicted(before.compared, after.compared));
}
