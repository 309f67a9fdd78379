/** The keys that each table of a language has: those of the English tables, and the reasons that models give. */
import type { SharedReason } from '../../models/kernel/refusal.ts';
import type { CapTheoremReason } from '../../models/cap-theorem/reasons.ts';
import type { HashRingReason } from '../../models/hash-ring/reasons.ts';
import type { LoadBalancerReason } from '../../models/load-balancer/reasons.ts';
import type { MessageQueueReason } from '../../models/message-queue/reasons.ts';
import type { NetworkPartitionReason } from '../../models/network-partition/reasons.ts';
import type { ObservabilityReason } from '../../models/observability/reasons.ts';
import type { OverviewReason } from '../../models/overview/reasons.ts';
import type { RaftClusterReason } from '../../models/raft-cluster/reasons.ts';
import type { ReplicationReason } from '../../models/replication/reasons.ts';
import type { ServiceMeshReason } from '../../models/service-mesh/reasons.ts';
import type { commonWords } from '../base/common.strings.ts';
import type { Translation } from '../base/languages.ts';
import type { Told } from '../base/told.ts';
import type { controlWords } from '../base/ui/controls/strings.en.ts';
import type { shellWords } from '../base/ui/strings.en.ts';
import type { capTheoremPanelsStrings } from '../cap-theorem/cap-theorem.panels.strings.ts';
import type { capTheoremStrings } from '../cap-theorem/cap-theorem.strings.ts';
import type { capTheoremWords } from '../cap-theorem/cap-theorem.words.strings.ts';
import type { CapTheoremAdvice } from '../cap-theorem/cap-theorem.preview.ts';
import type { hashRingPanelsStrings } from '../hash-ring/hash-ring.panels.strings.ts';
import type { hashRingStrings } from '../hash-ring/hash-ring.strings.ts';
import type { hashRingWords } from '../hash-ring/hash-ring.words.strings.ts';
import type { HashRingAdvice } from '../hash-ring/hash-ring.preview.ts';
import type { loadBalancerPanelsStrings } from '../load-balancer/load-balancer.panels.strings.ts';
import type { loadBalancerStrings } from '../load-balancer/load-balancer.strings.ts';
import type { loadBalancerWords } from '../load-balancer/load-balancer.words.strings.ts';
import type { LoadBalancerAdvice } from '../load-balancer/load-balancer.preview.ts';
import type { messageQueuePanelsStrings } from '../message-queue/message-queue.panels.strings.ts';
import type { messageQueueStrings } from '../message-queue/message-queue.strings.ts';
import type { messageQueueWords } from '../message-queue/message-queue.words.strings.ts';
import type { MessageQueueAdvice } from '../message-queue/message-queue.preview.ts';
import type { networkPartitionPanelsStrings } from '../network-partition/network-partition.panels.strings.ts';
import type { networkPartitionStrings } from '../network-partition/network-partition.strings.ts';
import type { networkPartitionWords } from '../network-partition/network-partition.words.strings.ts';
import type { NetworkPartitionAdvice } from '../network-partition/network-partition.preview.ts';
import type { observabilityPanelsStrings } from '../observability/observability.panels.strings.ts';
import type { observabilityStrings } from '../observability/observability.strings.ts';
import type { observabilityWords } from '../observability/observability.words.strings.ts';
import type { ObservabilityAdvice } from '../observability/observability.preview.ts';
import type { overviewPanelsStrings } from '../overview/overview.panels.strings.ts';
import type { overviewStrings } from '../overview/overview.strings.ts';
import type { overviewWords } from '../overview/overview.words.strings.ts';
import type { OverviewAdvice } from '../overview/overview.preview.ts';
import type { raftClusterPanelsStrings } from '../raft-cluster/raft-cluster.panels.strings.ts';
import type { raftClusterStrings } from '../raft-cluster/raft-cluster.strings.ts';
import type { raftClusterWords } from '../raft-cluster/raft-cluster.words.strings.ts';
import type { PresenterAdvice, presenterWords } from '../presenter/presenter.strings.ts';
import type { RaftClusterAdvice } from '../raft-cluster/raft-cluster.preview.ts';
import type { replicationPanelsStrings } from '../replication/replication.panels.strings.ts';
import type { replicationStrings } from '../replication/replication.strings.ts';
import type { replicationWords } from '../replication/replication.words.strings.ts';
import type { ReplicationAdvice } from '../replication/replication.preview.ts';
import type { serviceMeshPanelsStrings } from '../service-mesh/service-mesh.panels.strings.ts';
import type { serviceMeshStrings } from '../service-mesh/service-mesh.strings.ts';
import type { serviceMeshWords } from '../service-mesh/service-mesh.words.strings.ts';
import type { ServiceMeshAdvice } from '../service-mesh/service-mesh.preview.ts';
import type { TimelineAdvice, timelineWords } from '../timeline/timeline.strings.ts';

/** Presenter mode. */
export type PresenterWords = Translation<typeof presenterWords, PresenterAdvice>;

/** The list of events. */
export type TimelineWords = Translation<typeof timelineWords, TimelineAdvice>;

/** Base, shell and controls. */
export type BaseWords = Translation<typeof commonWords & typeof shellWords & typeof controlWords, SharedReason | Exclude<Told, ''>>;

export type CapTheoremWords = Translation<typeof capTheoremPanelsStrings & typeof capTheoremStrings & typeof capTheoremWords, CapTheoremReason | CapTheoremAdvice>;

export type HashRingWords = Translation<typeof hashRingPanelsStrings & typeof hashRingStrings & typeof hashRingWords, HashRingReason | HashRingAdvice>;

export type LoadBalancerWords = Translation<typeof loadBalancerPanelsStrings & typeof loadBalancerStrings & typeof loadBalancerWords, LoadBalancerReason | LoadBalancerAdvice>;

export type MessageQueueWords = Translation<typeof messageQueuePanelsStrings & typeof messageQueueStrings & typeof messageQueueWords, MessageQueueReason | MessageQueueAdvice>;

export type NetworkPartitionWords = Translation<typeof networkPartitionPanelsStrings & typeof networkPartitionStrings & typeof networkPartitionWords, NetworkPartitionReason | NetworkPartitionAdvice>;

export type ObservabilityWords = Translation<typeof observabilityPanelsStrings & typeof observabilityStrings & typeof observabilityWords, ObservabilityReason | ObservabilityAdvice>;

export type OverviewWords = Translation<typeof overviewPanelsStrings & typeof overviewStrings & typeof overviewWords, OverviewReason | OverviewAdvice>;

export type RaftClusterWords = Translation<typeof raftClusterPanelsStrings & typeof raftClusterStrings & typeof raftClusterWords, RaftClusterReason | RaftClusterAdvice>;

export type ReplicationWords = Translation<typeof replicationPanelsStrings & typeof replicationStrings & typeof replicationWords, ReplicationReason | ReplicationAdvice>;

export type ServiceMeshWords = Translation<typeof serviceMeshPanelsStrings & typeof serviceMeshStrings & typeof serviceMeshWords, ServiceMeshReason | ServiceMeshAdvice>;
