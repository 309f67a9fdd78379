/** What the first picture of a cluster needs. */
import type { ClusterConfig, ClusterState } from '../../models/raft-cluster/cluster.ts';
import { clusterConfig, clusterDefaults } from '../../models/raft-cluster/config.ts';
import { startCluster } from '../../models/raft-cluster/start.ts';
import { raftScenarios } from '../../models/raft-cluster/scenarios.ts';
import { laneMarks } from '../../scene/flat/lanes.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { roleWords } from '../base/ui/role-words.ts';
import { drawStanding } from './raft-cluster.picture.ts';
import { raftClusterStrings, subtitle } from './raft-cluster.strings.ts';

/** Attributes of the cluster; what each means is said at the properties of `DsRaftCluster`. */
export const own = {
  nodes: { kind: 'integer', fallback: clusterDefaults.nodes, min: 1, max: 9, change: 'live' },
  electionTimeout: { kind: 'pair', fallback: clusterDefaults.electionTimeout, min: 10, max: 60_000, change: 'live' },
  heartbeat: { kind: 'duration', fallback: clusterDefaults.heartbeat, min: 1, max: 60_000, change: 'live' },
  latency: { kind: 'duration', fallback: clusterDefaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: clusterDefaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: clusterDefaults.loss, change: 'live' },
  clientRate: { kind: 'number', fallback: clusterDefaults.clientRate, min: 0, max: 100, change: 'live' },
  batch: { kind: 'integer', fallback: clusterDefaults.batch, min: 1, max: 64, change: 'live' },
  preVote: { kind: 'boolean', change: 'live' },
  checkQuorum: { kind: 'boolean', change: 'live' },
  reads: { kind: 'enum', fallback: clusterDefaults.reads, words: ['read-index', 'lease', 'log', 'stale'], change: 'live' },
  learners: { kind: 'integer', fallback: clusterDefaults.learners, min: 0, max: 3, change: 'restart' },
  snapshotAfter: { kind: 'integer', fallback: clusterDefaults.snapshotAfter, min: 0, max: 10_000, change: 'live' },
  partition: { kind: 'groups', fallback: clusterDefaults.partition, change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type RaftClusterAdvice =
  | 'a heartbeat must come before the shortest election timeout ends';

/** A leader must be heard well before anybody's patience ends: a heartbeat of half the shortest timeout at most. */
function reconcile(settings: SettingValues): readonly Adjustment<RaftClusterAdvice>[] {
  const { heartbeatUs, electionTimeoutUs: [lowUs] } = clusterConfig(settings);
  if (heartbeatUs < lowUs) return [];
  return [{ name: 'heartbeat', used: lowUs / 2000, reason: 'a heartbeat must come before the shortest election timeout ends' }];
}

export const preview: Preview<ClusterConfig, ClusterState> = {
  slug: 'raft-cluster',
  pace: 25,
  model: { create: startCluster },
  settings: own,
  configure: clusterConfig,
  reconcile,
  scenarios: raftScenarios,
  draw: (moment, picture) => { drawStanding(moment, picture); },
  marks: [nodeMarks, linkMarks, laneMarks],
  subtitle,
  nodes: (state) => [...state.members.keys()],
  defaultName: (id) => id.replace(/^n/, 'S'),
  strings: { ...roleWords, ...raftClusterStrings },
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
