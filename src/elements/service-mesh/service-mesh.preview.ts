/** What the first picture of a service mesh needs. */
import { faultAbortOf, faultDelayOf, matchOf, serviceMeshConfig, serviceMeshDefaults as defaults, servicesOf, shareOf, splitOf } from '../../models/service-mesh/config.ts';
import { serviceMeshScenarios } from '../../models/service-mesh/scenarios.ts';
import { startMesh } from '../../models/service-mesh/start.ts';
import type { ServiceMeshConfig, ServiceMeshState } from '../../models/service-mesh/state.ts';
import { hostName } from '../../models/service-mesh/watching.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawStanding } from './service-mesh.picture.ts';
import { serviceMeshStrings, subtitle } from './service-mesh.strings.ts';

const hour = 3_600_000;

/** Attributes of a service mesh; what each means is said at the properties of `DsServiceMesh`. */
export const own = {
  services: { kind: 'list', fallback: defaults.services, items: 10, change: 'restart' },
  mode: { kind: 'enum', fallback: defaults.mode, words: ['sidecar', 'ambient'], change: 'restart' },
  mtls: { kind: 'enum', fallback: defaults.mtls, words: ['strict', 'permissive', 'off'], change: 'live' },
  certTtl: { kind: 'duration', fallback: defaults.certTtl, min: 100, max: 24 * hour, change: 'live' },
  breaker: { kind: 'enum', fallback: defaults.breaker, words: ['envoy', 'classic'], change: 'live' },
  retries: { kind: 'integer', fallback: defaults.retries, min: 0, max: 10, change: 'live' },
  retryBackoff: { kind: 'duration', fallback: defaults.retryBackoff, min: 1, max: 10_000, change: 'live' },
  retryBudget: { kind: 'string', fallback: defaults.retryBudget, change: 'live' },
  timeout: { kind: 'duration', fallback: defaults.timeout, min: 1, max: hour, change: 'live' },
  maxRequests: { kind: 'integer', fallback: defaults.maxRequests, min: 1, max: 1024, change: 'live' },
  maxPending: { kind: 'integer', fallback: defaults.maxPending, min: 1, max: 1024, change: 'live' },
  outlierErrors: { kind: 'integer', fallback: defaults.outlierErrors, min: 1, max: 100, change: 'live' },
  outlierInterval: { kind: 'duration', fallback: defaults.outlierInterval, min: 10, max: hour, change: 'live' },
  ejectionTime: { kind: 'duration', fallback: defaults.ejectionTime, min: 10, max: hour, change: 'live' },
  maxEjection: { kind: 'share', fallback: defaults.maxEjection, change: 'live' },
  split: { kind: 'list', fallback: defaults.split, items: 4, change: 'live' },
  match: { kind: 'string', fallback: defaults.match, change: 'live' },
  faultDelay: { kind: 'string', fallback: defaults.faultDelay, change: 'live' },
  faultAbort: { kind: 'string', fallback: defaults.faultAbort, change: 'live' },
  requestRate: { kind: 'number', fallback: defaults.requestRate, min: 0, max: 200, change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
} as const satisfies SettingTable;

/** The share at the end of a fault: `@10%`. */
const faultShare = /@([\d.]+)(%?)\s*$/;
const isOver = (text: string): boolean => {
  const [, digits, percent] = faultShare.exec(text) ?? [];
  return Number(digits) > (percent ? 100 : 1);
};
const capped = (text: string): string => text.replace(faultShare, '@100%');

/** Why settings give way; keys of their translations. */
export type ServiceMeshAdvice =
  | 'a mesh has two services at least'
  | 'a share such as 20%, or none'
  | 'versions with weights, such as v1:90,v2:10'
  | 'header=value:version, with a version of the split'
  | 'such as {example}'
  | 'at most all of the calls';

/** Texts that say nothing that a mesh could do, and shares above one. */
function reconcile(settings: SettingValues): readonly Adjustment<ServiceMeshAdvice>[] {
  const text = (name: string): string => String(settings[name]);
  const split = splitOf(text('split'));
  const found: Adjustment<ServiceMeshAdvice>[] = [];
  const use = (name: string, used: string, reason: ServiceMeshAdvice, values?: Adjustment['values']): void => { found.push({ name, used, reason, ...(values && { values }) }); };
  if (!text('services').startsWith(servicesOf(text('services'))[0]!)) use('services', defaults.services, 'a mesh has two services at least');
  if (text('retryBudget') !== 'none' && shareOf(text('retryBudget')) === null) use('retryBudget', defaults.retryBudget, 'a share such as 20%, or none');
  if (!text('split').split(/[\s,]+/).every((item) => /^[A-Za-z0-9._-]{1,16}:\d{1,6}(\.\d+)?%?\s*$/.test(item))) use('split', split.map(({ version, weight }) => `${version}:${weight}`).join(', '), 'versions with weights, such as v1:90,v2:10');
  if (text('match') !== '' && matchOf(text('match'), split) === null) use('match', '', 'header=value:version, with a version of the split');
  for (const [name, read, example] of [['faultDelay', faultDelayOf, '400ms@10%'], ['faultAbort', faultAbortOf, '503@10%']] as const) {
    if (text(name) === '') continue;
    if (read(text(name)) === null) use(name, '', 'such as {example}', { example });
    else if (isOver(text(name))) use(name, capped(text(name)), 'at most all of the calls');
  }
  return found;
}

export const preview: Preview<ServiceMeshConfig, ServiceMeshState> = {
  slug: 'service-mesh',
  pace: 100,
  model: { create: startMesh },
  settings: own,
  configure: serviceMeshConfig,
  reconcile,
  scenarios: serviceMeshScenarios,
  draw: (moment, picture) => { drawStanding(moment, picture); },
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.hosts.keys(), ...(state.config.mode === 'ambient' ? state.proxies.keys() : []), 'p1'],
  defaultName: (id, text) => (id === 'p1' ? text('role.control-plane') : id === 'w1' ? text('service-mesh.waypoint') : id === 'o1' ? text('service-mesh.outsider') : id.startsWith('z') ? `ztunnel ${id.slice(1)}` : id.toUpperCase()),
  givenName: (state, id) => (state.hosts.has(id) ? hostName(state, state.hosts.get(id)!) : null),
  strings: serviceMeshStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
