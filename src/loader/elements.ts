/** Every element that the loader knows: slug → its modules. A new concept adds one line; the build reads its entries here. */

export interface Importer {
  /** Fetches what shows the first picture, of those that have one. */
  readonly preview?: () => Promise<{ readonly show: (element: HTMLElement) => void }>;
  /** Fetches and registers the element. */
  readonly element: () => Promise<unknown>;
}

export const importers: ReadonlyMap<string, Importer> = new Map<string, Importer>([
  ['cap-theorem', { preview: () => import('../elements/cap-theorem/cap-theorem.preview.ts'), element: () => import('../elements/cap-theorem/ds-cap-theorem.ts') }],
  ['hash-ring', { preview: () => import('../elements/hash-ring/hash-ring.preview.ts'), element: () => import('../elements/hash-ring/ds-hash-ring.ts') }],
  ['load-balancer', { preview: () => import('../elements/load-balancer/load-balancer.preview.ts'), element: () => import('../elements/load-balancer/ds-load-balancer.ts') }],
  ['message-queue', { preview: () => import('../elements/message-queue/message-queue.preview.ts'), element: () => import('../elements/message-queue/ds-message-queue.ts') }],
  ['network-partition', { preview: () => import('../elements/network-partition/network-partition.preview.ts'), element: () => import('../elements/network-partition/ds-network-partition.ts') }],
  ['observability', { preview: () => import('../elements/observability/observability.preview.ts'), element: () => import('../elements/observability/ds-observability.ts') }],
  ['overview', { preview: () => import('../elements/overview/overview.preview.ts'), element: () => import('../elements/overview/ds-overview.ts') }],
  ['raft-cluster', { preview: () => import('../elements/raft-cluster/raft-cluster.preview.ts'), element: () => import('../elements/raft-cluster/ds-raft-cluster.ts') }],
  ['replication', { preview: () => import('../elements/replication/replication.preview.ts'), element: () => import('../elements/replication/ds-replication.ts') }],
  ['service-mesh', { preview: () => import('../elements/service-mesh/service-mesh.preview.ts'), element: () => import('../elements/service-mesh/ds-service-mesh.ts') }],
]);

/** What is no concept but works with them, and shows nothing before its code is there. */
export const companions: ReadonlyMap<string, Importer> = new Map<string, Importer>([
  ['presenter', { element: () => import('../elements/presenter/ds-presenter.ts') }],
  ['timeline', { element: () => import('../elements/timeline/ds-timeline.ts') }],
]);
