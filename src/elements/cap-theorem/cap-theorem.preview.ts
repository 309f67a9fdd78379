/** What the first picture of the store needs. */
import { capConfig, capDefaults, replicaIds, sidesOf } from '../../models/cap-theorem/config.ts';
import { capScenarios } from '../../models/cap-theorem/scenarios.ts';
import { startStore } from '../../models/cap-theorem/start.ts';
import type { CapConfig, CapState } from '../../models/cap-theorem/state.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawStore } from './cap-theorem.picture.ts';
import { capTheoremStrings, subtitle } from './cap-theorem.strings.ts';

const defaults = capDefaults;
const HOUR = 3_600_000;

/** Attributes of the store; what each means is said at the properties of `DsCapTheorem`. */
export const own = {
  choose: { kind: 'enum', fallback: defaults.choose, words: ['cp', 'ap', 'ca'], change: 'live' },
  replicas: { kind: 'integer', fallback: defaults.replicas, min: 1, max: 7, change: 'restart' },
  readQuorum: { kind: 'integer', fallback: defaults.readQuorum, min: 1, max: 7, change: 'live' },
  writeQuorum: { kind: 'integer', fallback: defaults.writeQuorum, min: 1, max: 7, change: 'live' },
  partition: { kind: 'groups', fallback: defaults.partition, change: 'live' },
  partitionAt: { kind: 'duration', fallback: defaults.partitionAt, min: 0, max: HOUR, never: true, change: 'live' },
  healAt: { kind: 'duration', fallback: defaults.healAt, min: 0, max: HOUR, never: true, change: 'live' },
  readRate: { kind: 'number', fallback: defaults.readRate, min: 0, max: 50, change: 'live' },
  writeRate: { kind: 'number', fallback: defaults.writeRate, min: 0, max: 50, change: 'live' },
  timeout: { kind: 'duration', fallback: defaults.timeout, min: 1, max: HOUR, change: 'live' },
  resolve: { kind: 'enum', fallback: defaults.resolve, words: ['lww', 'siblings', 'merge'], change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type CapTheoremAdvice =
  | 'there are {replicas} copies'
  | 'a partition names two sides or more of n1 to n{replicas}, each node once';

/** No quorum is larger than the number of copies, and a partition names each node once. */
function reconcile(settings: SettingValues): readonly Adjustment<CapTheoremAdvice>[] {
  const { replicas } = capConfig(settings);
  const text = String(settings['partition'] ?? '');
  return [
    ...(['readQuorum', 'writeQuorum'] as const).filter((name) => Number(settings[name] ?? 0) > replicas)
      .map((name) => ({ name, used: replicas, reason: 'there are {replicas} copies' as const, values: { replicas } })),
    ...(text !== '' && text !== 'none' && sidesOf(text, replicaIds(replicas)) === null
      ? [{ name: 'partition', used: 'none', reason: 'a partition names two sides or more of n1 to n{replicas}, each node once' as const, values: { replicas } }] : []),
  ];
}

export const preview: Preview<CapConfig, CapState> = {
  slug: 'cap-theorem',
  pace: 100,
  model: { create: startStore },
  settings: own,
  configure: capConfig,
  reconcile,
  scenarios: capScenarios,
  draw: drawStore,
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.replicas.keys()],
  defaultName: (id) => id,
  strings: capTheoremStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
