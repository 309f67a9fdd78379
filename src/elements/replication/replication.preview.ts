/** What the first picture of replication needs. */
import type { ReplicationConfig } from '../../models/replication/config.ts';
import { replicationConfig, replicationDefaults } from '../../models/replication/config.ts';
import { replicationScenarios } from '../../models/replication/scenarios.ts';
import { startReplication } from '../../models/replication/start.ts';
import type { ReplicationState } from '../../models/replication/state.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawReplication } from './replication.picture.ts';
import { replicationStrings, subtitle } from './replication.strings.ts';

const defaults = replicationDefaults;

/** Attributes of replication; what each means is said at the properties of `DsReplication`. */
export const own = {
  mode: { kind: 'enum', fallback: defaults.mode, words: ['async', 'sync', 'semi-sync'], change: 'live' },
  replicas: { kind: 'integer', fallback: defaults.replicas, min: 0, max: 8, change: 'restart' },
  acks: { kind: 'integer', fallback: defaults.acks, min: 0, max: 8, change: 'live' },
  ackAt: { kind: 'enum', fallback: defaults.ackAt, words: ['received', 'flushed', 'applied'], change: 'live' },
  degradeAfter: { kind: 'duration', fallback: defaults.degradeAfter, min: 0, max: 3_600_000, never: true, change: 'live' },
  writeRate: { kind: 'number', fallback: defaults.writeRate, min: 0, max: 100, change: 'live' },
  latency: { kind: 'list', fallback: defaults.latency, items: 8, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
  standbys: { kind: 'string', fallback: defaults.standbys, length: 16, change: 'live' },
  flushTime: { kind: 'list', fallback: defaults.flushTime, items: 8, change: 'live' },
  applyTime: { kind: 'list', fallback: defaults.applyTime, items: 8, change: 'live' },
  failover: { kind: 'enum', fallback: defaults.failover, words: ['manual', 'auto'], change: 'live' },
  failoverAfter: { kind: 'duration', fallback: defaults.failoverAfter, min: 10, max: 3_600_000, change: 'live' },
  readFrom: { kind: 'enum', fallback: defaults.readFrom, words: ['primary', 'replica', 'any'], change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type ReplicationAdvice =
  | 'writes block: {acks} acknowledgements are asked for, and there are {replicas} replicas';

/** Acknowledgements that cannot come are asked for all the same: writes block, and the author is told. */
function reconcile(settings: SettingValues): readonly Adjustment<ReplicationAdvice>[] {
  const { acks, replicas } = replicationConfig(settings);
  if (acks === null || acks <= replicas) return [];
  return [{ name: 'acks', used: acks, reason: 'writes block: {acks} acknowledgements are asked for, and there are {replicas} replicas', values: { acks: String(acks), replicas: String(replicas) } }];
}

export const preview: Preview<ReplicationConfig, ReplicationState> = {
  slug: 'replication',
  pace: 100,
  model: { create: startReplication },
  settings: own,
  configure: replicationConfig,
  reconcile,
  scenarios: replicationScenarios,
  draw: drawReplication,
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.servers.keys()],
  defaultName: (id) => (id === 'p1' ? 'P' : id.toUpperCase()),
  strings: replicationStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
