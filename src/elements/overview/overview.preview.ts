/** What the first picture of the opening scene needs. */
import type { OverviewConfig } from '../../models/overview/config.ts';
import { overviewConfig, overviewDefaults } from '../../models/overview/config.ts';
import { overviewScenarios } from '../../models/overview/scenarios.ts';
import { startOverview } from '../../models/overview/start.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import { idOf } from '../../models/overview/topology.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawOverview } from './overview.picture.ts';
import { overviewStrings, subtitle } from './overview.strings.ts';

const defaults = overviewDefaults;
const DAY_MS = 86_400_000;

/** Attributes of the opening scene; what each means is said at the properties of `DsOverview`. */
export const own = {
  nodes: { kind: 'integer', fallback: defaults.nodes, min: 4, max: 400, change: 'restart' },
  regions: { kind: 'integer', fallback: defaults.regions, min: 1, max: 8, change: 'restart' },
  degree: { kind: 'integer', fallback: defaults.degree, min: 1, max: 12, change: 'restart' },
  mttf: { kind: 'duration', fallback: defaults.mttf, min: 1, max: 365 * DAY_MS, change: 'live' },
  mttr: { kind: 'duration', fallback: defaults.mttr, min: 1, max: 365 * DAY_MS, change: 'live' },
  replicas: { kind: 'integer', fallback: defaults.replicas, min: 1, max: 7, change: 'live' },
  requestRate: { kind: 'number', fallback: defaults.requestRate, min: 0, max: 200, change: 'live' },
  heartbeat: { kind: 'duration', fallback: defaults.heartbeat, min: 10, max: 3_600_000, change: 'live' },
  suspectAfter: { kind: 'duration', fallback: defaults.suspectAfter, min: 0, max: 3_600_000, change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 60_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 60_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type OverviewAdvice =
  | '{nodes} nodes have at most {most} neighbours each'
  | 'there are {nodes} nodes';

/** A node has no more neighbours than there are others, a key no more owners than there are nodes. */
function reconcile(settings: SettingValues): readonly Adjustment<OverviewAdvice>[] {
  const { nodes, degree, replicas } = overviewConfig(settings);
  return [
    ...(degree < Number(settings['degree']) ? [{ name: 'degree', used: degree, reason: '{nodes} nodes have at most {most} neighbours each' as const, values: { nodes, most: nodes - 1 } }] : []),
    ...(replicas < Number(settings['replicas']) ? [{ name: 'replicas', used: replicas, reason: 'there are {nodes} nodes' as const, values: { nodes } }] : []),
  ];
}

export const preview: Preview<OverviewConfig, OverviewState> = {
  slug: 'overview',
  pace: 1000,
  model: { create: (config, world) => startOverview(config, world) },
  settings: own,
  configure: overviewConfig,
  reconcile,
  scenarios: overviewScenarios,
  draw: drawOverview,
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => Array.from({ length: state.config.nodes }, (_, node) => idOf(node)),
  defaultName: (id) => id.toUpperCase(),
  strings: overviewStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
