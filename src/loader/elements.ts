/** Every element that the loader knows: slug → its module. A new concept adds one line; the build reads its entries here. */

/** Fetches and registers one element. */
export type Importer = () => Promise<unknown>;

export const importers: ReadonlyMap<string, Importer> = new Map<string, Importer>([
  ['hash-ring', () => import('../elements/hash-ring/ds-hash-ring.ts')],
  ['raft-cluster', () => import('../elements/raft-cluster/ds-raft-cluster.ts')],
]);
