/** Everything at once, for bundlers. Single elements: `ds-elements/elements/<slug>.js`. */
export { DsDiagram } from './elements/base/diagram.ts';
export { addStrings } from './elements/base/strings.ts';
export { DsCapTheorem } from './elements/cap-theorem/ds-cap-theorem.ts';
export { DsHashRing } from './elements/hash-ring/ds-hash-ring.ts';
export { DsLoadBalancer } from './elements/load-balancer/ds-load-balancer.ts';
export { DsMessageQueue } from './elements/message-queue/ds-message-queue.ts';
export { DsNetworkPartition } from './elements/network-partition/ds-network-partition.ts';
export { DsObservability } from './elements/observability/ds-observability.ts';
export { DsOverview } from './elements/overview/ds-overview.ts';
export { DsRaftCluster } from './elements/raft-cluster/ds-raft-cluster.ts';
export { DsReplication } from './elements/replication/ds-replication.ts';
export { DsServiceMesh } from './elements/service-mesh/ds-service-mesh.ts';
export { DsPresenter } from './elements/presenter/ds-presenter.ts';
export { DsTimeline } from './elements/timeline/ds-timeline.ts';
