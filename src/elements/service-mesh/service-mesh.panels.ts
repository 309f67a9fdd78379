/** What the panels of a mesh say: cards, table, inspector. Fetched after the first picture. */
import { isCut } from '../../models/kernel/network-state.ts';
import { certificateOf, circuitOf, ejectionOf, serviceMeshReadouts, shareOfCalls, travelling, waysOf, wireOf } from '../../models/service-mesh/readouts.ts';
import type { Cluster, Host } from '../../models/service-mesh/state.ts';
import { identityOf, splitService } from '../../models/service-mesh/state.ts';
import type { Card, Inspection, Table } from '../base/concept.ts';
import { standingOf } from './service-mesh.picture.ts';
import { facts, percentOf } from './service-mesh.words.ts';
import type { MeshWords } from './service-mesh.words.ts';

export { serviceMeshPanelsStrings as strings } from './service-mesh.panels.strings.ts';

type Field = Inspection['fields'][number];

const seconds = (us: number, { text }: MeshWords): string => text('service-mesh.seconds', { seconds: us >= 9_950_000 ? Math.round(us / 1_000_000) : Math.max(0, Math.round(us / 100_000) / 10) });

export function cards(moment: MeshWords): readonly Card[] {
  const { state, nowUs, text } = moment;
  const read = serviceMeshReadouts(state, nowUs);
  const ages = Object.values(read.certificateAge).filter((age) => age !== null);
  const versions = Object.entries(read.proxyVersions);
  const [success, attempts, ejected] = facts(moment);
  return [
    { kind: 'facts', facts: [success!, attempts!] },
    { kind: 'facts', facts: [ejected!, { label: text('service-mesh.age'), value: ages.length === 0 ? '–' : seconds(Math.max(...ages) * 1000, moment), note: text('service-mesh.of-life', { seconds: Math.round(state.config.certTtlUs / 100_000) / 10 }) }] },
    {
      kind: 'bars', title: text('service-mesh.split', { service: splitService(state).name }), note: text('service-mesh.split-note'),
      rows: Object.entries(read.configuredSplit).map(([version, mark]) => ({ label: version, role: 'sidecar' as const, share: read.measuredSplit[version] ?? 0, mark, value: percentOf(read.measuredSplit[version], moment, 1) })),
    },
    {
      kind: 'lanes', title: text('service-mesh.proxies', { version: read.configVersion }),
      rows: [{
        id: 'proxies', label: text('service-mesh.proxies-note', { done: versions.filter(([, version]) => version === read.configVersion).length, all: versions.length }), dim: false,
        cells: versions.map(([, version]) => ({ state: version === read.configVersion ? 'solid' as const : version === null ? 'free' as const : 'hollow' as const, text: version === null ? '' : String(version), tint: 2 })),
      }],
    },
  ];
}

const stateOf = (moment: MeshWords, host: Host): string => moment.text(`service-mesh.state.${standingOf(moment.state, host, moment.nowUs)}`);
const proxyIdOf = ({ state }: MeshWords, { id, tunnel }: Host): string => (state.config.mode === 'ambient' ? tunnel : id);

/** Share of the calls to its service that reach a host now; of all its callers. */
function shareTo({ state }: MeshWords, { id }: Host): number | null {
  const ways = waysOf(state).filter(({ to }) => to === id);
  return ways.length === 0 ? null : shareOfCalls(state, ways[0]!);
}

const errorsAt = ({ state }: MeshWords, { id }: Host): number =>
  Math.max(0, ...[...state.proxies.values()].flatMap(({ clusters }) => [...clusters.values()].map(({ views }) => views.get(id)?.errors ?? 0)));

export function table(moment: MeshWords): Table {
  const { state, nowUs, name, text } = moment;
  const columns = ['host', 'state', 'config', 'busy', 'share', 'errors', 'certificate', 'left'];
  return {
    caption: text('service-mesh.table'),
    columns: columns.map((column) => text(`service-mesh.column.${column}`)),
    rows: [...state.hosts.values()].map((host) => {
      const certificate = certificateOf(state, host.id, nowUs);
      return [
        name(host.id), stateOf(moment, host), String(state.proxies.get(proxyIdOf(moment, host))?.version ?? '–'), String(host.serving.size + host.queue.length),
        percentOf(shareTo(moment, host), { text }), String(errorsAt(moment, host)), certificate === null ? '–' : seconds(certificate.ageUs, moment), certificate === null ? '–' : seconds(certificate.leftUs, moment),
      ];
    }),
  };
}

export function inspect(moment: MeshWords, kind: 'node' | 'link' | 'message' | 'entry', id: string): Inspection | null {
  const { state } = moment;
  if (kind === 'message') return inspectMessage(moment, id);
  if (kind === 'link') return inspectLink(moment, id);
  if (kind !== 'node') return null;
  const host = state.hosts.get(id);
  return host ? inspectHost(moment, host) : id === 'p1' ? inspectPlane(moment) : state.config.mode === 'ambient' && state.proxies.has(id) ? inspectProxy(moment, id) : null;
}

const fieldsOf = (text: MeshWords['text'], values: { readonly [column: string]: string | number }): readonly Field[] =>
  Object.entries(values).map(([column, value]) => ({ label: text(`service-mesh.column.${column}`), value: typeof value === 'number' ? text('{value}', { value }) : value }));

/** What a proxy counts of its calls to one service. */
const sumOf = (clusters: readonly Cluster[], field: 'active' | 'pending' | 'retries'): number => clusters.reduce((sum, cluster) => sum + cluster[field], 0);

function inspectHost(moment: MeshWords, host: Host): Inspection {
  const { state, nowUs, name, text } = moment;
  const { id, service, version, up, failing, slow, tunnel } = host;
  const certificate = certificateOf(state, id, nowUs);
  const ejection = ejectionOf(state, id);
  const proxy = state.proxies.get(proxyIdOf(moment, host));
  const held = Math.max(0, ...[...state.proxies.values()].flatMap(({ clusters }) => [...clusters.values()].map(({ views }) => views.get(id)?.multiplier ?? 0)));
  const isEntry = service === 's1';
  const read = serviceMeshReadouts(state, nowUs);
  const ms = (value: number | null): string => (value === null ? '–' : text('service-mesh.ms', { ms: Math.round(value) }));
  const clusters = state.config.mode === 'sidecar' ? [...(proxy?.clusters.values() ?? [])] : [];
  return {
    title: `${name(id)} · ${stateOf(moment, host)}`,
    fields: fieldsOf(text, {
      ...(isEntry ? { p50: ms(read.latencyP50), p99: ms(read.latencyP99) } : {}), ...(version === '' ? {} : { version }), config: proxy?.version ?? '–', busy: host.serving.size + host.queue.length, ...(shareTo(moment, host) === null ? {} : { share: percentOf(shareTo(moment, host), { text }) }),
      errors: errorsAt(moment, host), ...(held > 0 ? { ejections: held } : {}), ...(ejection ? { back: seconds(ejection.untilUs - nowUs, moment) } : {}),
      identity: identityOf(state.services.get(service)!.name), certificate: certificate === null ? text('service-mesh.none') : seconds(certificate.ageUs, moment), left: certificate === null ? '–' : seconds(certificate.leftUs, moment),
      ...(clusters.length === 0 ? {} : { active: sumOf(clusters, 'active'), pending: sumOf(clusters, 'pending'), retries: sumOf(clusters, 'retries') }),
      ...(failing === null ? {} : { answered: failing.status }), ...(slow === 1 ? {} : { state: text('service-mesh.times', { factor: slow }) }), ...(state.config.mode === 'ambient' ? { machine: name(tunnel) } : {}), real: text('service-mesh.real'),
    }),
    actions: !up ? ['recover'] : state.frozen.has(id) ? ['thaw', 'crash'] : [failing === null ? 'fail' : 'recover', 'crash', 'slow', 'freeze', 'expire-cert', 'rotate-cert'],
  };
}

function inspectPlane({ state, name, text }: MeshWords): Inspection {
  const { up, version, answers } = state.plane;
  const all = [...state.proxies.keys()];
  const by = (ok: boolean): string => all.filter((id) => answers.get(id)?.version === version && answers.get(id)?.ok === ok).map(name).join(text.comma) || text('service-mesh.none');
  return {
    title: `${name('p1')} · ${text('service-mesh.config', { version })}`,
    fields: fieldsOf(text, { taken: by(true), rejected: by(false), real: text('service-mesh.real') }),
    actions: !up ? ['recover'] : state.frozen.has('p1') ? ['thaw', 'crash'] : ['push-config', 'crash', 'freeze', 'slow'],
  };
}

function inspectProxy({ state, name, text }: MeshWords, id: string): Inspection {
  const { up, version, clusters } = state.proxies.get(id)!;
  const all = [...clusters.values()];
  return {
    title: name(id),
    fields: fieldsOf(text, { config: version ?? '–', ...(id === 'w1' ? { active: sumOf(all, 'active'), pending: sumOf(all, 'pending'), retries: sumOf(all, 'retries') } : {}) }),
    actions: !up ? ['recover'] : state.frozen.has(id) ? ['thaw', 'crash'] : ['crash', 'freeze'],
  };
}

function inspectMessage({ state, nowUs, name, text }: MeshWords, id: string): Inspection | null {
  const message = travelling(state, nowUs).find((each) => each.id === id);
  if (message === undefined) return null;
  const { kind, from, to, status, version, attempt, plain } = message;
  const call = kind === 'attempt' || kind === 'answer';
  return {
    title: text(`service-mesh.kind.${kind}`),
    fields: fieldsOf(text, {
      from: name(from), to: name(to), ...(status === null ? {} : { status: status === 0 ? text('service-mesh.reset') : String(status) }), ...(version === null ? {} : { config: version }),
      ...(call ? { attempt } : {}), ...(kind === 'attempt' ? { encrypted: text(plain ? 'service-mesh.no' : 'service-mesh.yes') } : {}),
    }),
    actions: ['drop', 'delay'],
  };
}

function inspectLink({ state, nowUs, name, text }: MeshWords, id: string): Inspection | null {
  const [from = '', to = ''] = id.split(/[->]/);
  const host = state.hosts.get(to);
  if (!state.hosts.has(from) || host === undefined) return null;
  const count = travelling(state, nowUs).filter((each) => (each.from === from && each.to === to) || (each.from === to && each.to === from)).length;
  const cluster = state.proxies.get(from)?.clusters.get(`${host.service}/${host.version}`);
  return {
    title: text('service-mesh.link-title', { from: name(from), to: name(to) }),
    fields: fieldsOf(text, {
      connection: text(`service-mesh.wire.${wireOf(state, from, to)}`), 'in-flight': count, active: cluster?.active ?? 0, pending: cluster?.pending ?? 0, retries: cluster?.retries ?? 0,
      ...(state.plane.policy.breaker === 'classic' ? { circuit: text(`service-mesh.circuit.${circuitOf(state, from, host.service)}`) } : {}),
    }),
    actions: [isCut(state.network, from, to) || isCut(state.network, to, from) ? 'heal' : 'cut'],
  };
}
