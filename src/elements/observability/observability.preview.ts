/** What the first picture of observability needs. */
import { observabilityConfig, observabilityDefaults as defaults, serviceNames } from '../../models/observability/config.ts';
import { observabilityScenarios } from '../../models/observability/scenarios.ts';
import { capped, labelsOf, productLimit, productOf } from '../../models/observability/series.ts';
import { startObserving } from '../../models/observability/start.ts';
import { collectorId, nameOf, tailSamplings } from '../../models/observability/state.ts';
import type { ObservabilityConfig, ObservabilityState } from '../../models/observability/state.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawObserving } from './observability.picture.ts';
import { observabilityStrings, subtitle } from './observability.strings.ts';

/** Attributes of observability; what each means is said at the properties of `DsObservability`. */
export const own = {
  services: { kind: 'list', fallback: defaults.services, items: 12, change: 'restart' },
  requestRate: { kind: 'number', fallback: defaults.requestRate, min: 0, max: 100, change: 'live' },
  errorRate: { kind: 'share', fallback: defaults.errorRate, change: 'live' },
  sampling: { kind: 'share', fallback: defaults.sampling, change: 'live' },
  tailSampling: { kind: 'enum', fallback: defaults.tailSampling, words: tailSamplings, change: 'live' },
  labels: { kind: 'list', fallback: defaults.labels, items: 8, change: 'live' },
  logFormat: { kind: 'enum', fallback: defaults.logFormat, words: ['json', 'text'], change: 'live' },
  signals: { kind: 'enum', attribute: 'focus', fallback: defaults.focus, words: ['all', 'logs', 'metrics', 'traces'], change: 'view' },
  noExemplars: { kind: 'boolean', change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
} as const satisfies SettingTable;

const usual = serviceNames(defaults.services);

/** Why settings give way; keys of their translations. */
export type ObservabilityAdvice =
  | 'the numbers of values multiply to 10,000 series at most';

/** Every combination of label values is a series of its own: their number is limited. */
function reconcile({ labels }: SettingValues): readonly Adjustment<ObservabilityAdvice>[] {
  const wanted = labelsOf(String(labels));
  if (productOf(wanted) <= productLimit) return [];
  return [{ name: 'labels', used: capped(wanted).map(({ name, values }) => `${name}:${values}`).join(','), reason: 'the numbers of values multiply to 10,000 series at most' }];
}

export const preview: Preview<ObservabilityConfig, ObservabilityState> = {
  slug: 'observability',
  pace: 50,
  model: { create: startObserving },
  settings: own,
  configure: observabilityConfig,
  reconcile,
  scenarios: observabilityScenarios,
  draw: drawObserving,
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.services.keys(), collectorId],
  defaultName: (id) => (id === collectorId ? 'OTel' : usual[Number(id.slice(1)) - 1] ?? id.toUpperCase()),
  // Only what `services` names otherwise than usual wins over `names`.
  givenName: (state, id) => (state.services.has(id) && nameOf(state, id) !== usual[Number(id.slice(1)) - 1] ? nameOf(state, id) : null),
  strings: observabilityStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
