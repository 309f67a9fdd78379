/**
 * Vector clocks as plain data: how many updates of each node a version has seen. They tell an older version from a newer
 * one, and both from versions that were made without knowing of each other. They choose nothing.
 *
 * @see Fidge (1988), Mattern (1989); DeCandia et al., Dynamo (SOSP 2007), §4.4; the answers agree with riak_core's vclock.
 */

/** Updates seen, by node id. A node that is absent counts 0. Immutable: changes make a new one. */
export type VectorClock = ReadonlyMap<string, number>;

/** Relation of the first clock to the second. */
export type ClockRelation = 'before' | 'after' | 'equal' | 'concurrent';

export const emptyClock: VectorClock = new Map<string, number>();

/** A clock from pairs of node and count; counts of 0 are left out. */
export function clockOf(entries: Iterable<readonly [string, number]>): VectorClock {
  return new Map([...entries].filter(([, count]) => count > 0));
}

/** The clock after one more update at a node. */
export function increment(clock: VectorClock, node: string): VectorClock {
  return new Map(clock).set(node, (clock.get(node) ?? 0) + 1);
}

/** Whether `a` has seen all that `b` has. True of equal clocks. */
export function descends(a: VectorClock, b: VectorClock): boolean {
  for (const [node, count] of b) if ((a.get(node) ?? 0) < count) return false;
  return true;
}

/** Relation of `a` to `b`. */
export function compareClocks(a: VectorClock, b: VectorClock): ClockRelation {
  const forth = descends(a, b);
  const back = descends(b, a);
  if (forth && back) return 'equal';
  if (forth) return 'after';
  return back ? 'before' : 'concurrent';
}

/** The least clock that descends from both: each node's higher count. */
export function mergeClocks(a: VectorClock, b: VectorClock): VectorClock {
  const merged = new Map(a);
  for (const [node, count] of b) if ((merged.get(node) ?? 0) < count) merged.set(node, count);
  return merged;
}

/** As plain data for events, nodes in order of their ids: `n1:2 n3:1`. */
export function clockText(clock: VectorClock): string {
  return [...clock].sort(([a], [b]) => (a < b ? -1 : 1)).map(([node, count]) => `${node}:${count}`).join(' ');
}
