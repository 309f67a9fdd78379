/** What the first picture of the parted network needs. */
import type { PartitionConfig } from '../../models/network-partition/config.ts';
import { kinds, partitionConfig, partitionDefaults, policies, resolves, sidesFrom } from '../../models/network-partition/config.ts';
import { crdtTypes } from '../../models/network-partition/crdt.ts';
import { partitionScenarios } from '../../models/network-partition/scenarios.ts';
import { startPartition } from '../../models/network-partition/start.ts';
import type { PartitionState } from '../../models/network-partition/state.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawPartition } from './network-partition.picture.ts';
import { networkPartitionStrings, subtitle } from './network-partition.strings.ts';

const defaults = partitionDefaults;
const HOUR = 3_600_000;

/** Attributes of the network; what each means is said at the properties of `DsNetworkPartition`. */
export const own = {
  nodes: { kind: 'integer', fallback: defaults.nodes, min: 2, max: 9, change: 'restart' },
  partition: { kind: 'groups', fallback: defaults.partition, change: 'live' },
  partitionAt: { kind: 'duration', fallback: defaults.partitionAt, min: 0, max: HOUR, never: true, change: 'live' },
  healAt: { kind: 'duration', fallback: defaults.healAt, min: 0, max: HOUR, never: true, change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
  kind: { kind: 'enum', fallback: defaults.kind, words: kinds, change: 'live' },
  policy: { kind: 'enum', fallback: defaults.policy, words: policies, change: 'restart' },
  resolve: { kind: 'enum', fallback: defaults.resolve, words: resolves, change: 'restart' },
  crdt: { kind: 'enum', fallback: defaults.crdt, words: crdtTypes, change: 'restart' },
  clockSkew: { kind: 'list', fallback: defaults.clockSkew, items: 9, change: 'live' },
  detectTimeout: { kind: 'duration', fallback: defaults.detectTimeout, min: 4, max: 60_000, change: 'live' },
  lease: { kind: 'duration', fallback: defaults.lease, min: 3, max: HOUR, change: 'live' },
  writeRate: { kind: 'number', fallback: defaults.writeRate, min: 0, max: 50, change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type NetworkPartitionAdvice =
  | 'a cut needs two sides or more of n1 to n{nodes}, each with a node, and no node twice'
  | 'a type counts only with resolve="crdt"';

/** A cut needs two sides with nodes on each; a type of data needs the resolution that uses it. */
function reconcile(settings: SettingValues): readonly Adjustment<NetworkPartitionAdvice>[] {
  const { nodes, resolve, crdt } = partitionConfig(settings);
  const text = String(settings['partition'] ?? '');
  return [
    ...(text !== '' && text !== 'none' && sidesFrom(text, nodes) === null ? [{ name: 'partition', used: 'none', reason: 'a cut needs two sides or more of n1 to n{nodes}, each with a node, and no node twice' as const, values: { nodes } }] : []),
    ...(crdt !== defaults.crdt && resolve !== 'crdt' ? [{ name: 'crdt', used: defaults.crdt, reason: 'a type counts only with resolve="crdt"' as const }] : []),
  ];
}

export const preview: Preview<PartitionConfig, PartitionState> = {
  slug: 'network-partition',
  pace: 400,
  model: { create: startPartition },
  settings: own,
  configure: partitionConfig,
  reconcile,
  scenarios: partitionScenarios,
  draw: drawPartition,
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.nodes.keys()],
  defaultName: (id) => id,
  strings: networkPartitionStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
