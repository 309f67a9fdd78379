/** What the panels of load balancing say: cards, table, inspector. Fetched after the first picture. */
import { homesOf, loadBalancerReadouts, travelling, viewOf } from '../../models/load-balancer/readouts.ts';
import { capacityOf, itemFor } from '../../models/load-balancer/state.ts';
import type { Backend, LoadBalancerState } from '../../models/load-balancer/state.ts';
import type { Card, Inspection, Table } from '../base/concept.ts';
import { standingOf } from './load-balancer.picture.ts';
import { facts, seconds } from './load-balancer.words.ts';
import type { BalancingMoment } from './load-balancer.words.ts';

export { loadBalancerPanelsStrings as strings } from './load-balancer.panels.strings.ts';

type Field = Inspection['fields'][number];

const percentOf = (share: number | null | undefined, { text }: BalancingMoment): string => (share === null || share === undefined ? '–' : text('load-balancer.percent', { percent: Math.round(share * 100) }));

export function cards(moment: BalancingMoment): readonly Card[] {
  const { state, nowUs, name, text } = moment;
  const read = loadBalancerReadouts(state, nowUs);
  const rate = read.requestsPerSecond;
  const weighted = [...state.backends.values()].some(({ number }) => itemFor(state.config.weights, number, 1) !== itemFor(state.config.weights, 1, 1));
  return [
    { kind: 'facts', facts: [facts(moment)[0]!, { label: text('load-balancer.requests'), value: rate === null ? '–' : text('load-balancer.rate', { rate: rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate) }) }] },
    {
      kind: 'bars', title: text('load-balancer.share'), ...(state.config.routes.length === 0 ? { note: text('load-balancer.share-note') } : {}),
      rows: [...state.backends.values()].map((backend) => {
        const expected = read.expected[backend.id];
        return {
          label: weighted ? text('load-balancer.weighted', { name: name(backend.id), weight: itemFor(state.config.weights, backend.number, 1) }) : name(backend.id),
          role: standingOf(state, backend, nowUs).word === 'slow' ? 'warn' as const : expected === 0 ? 'idle' as const : 'backend' as const,
          share: read.share[backend.id] ?? 0, ...(expected === null || expected === undefined ? {} : { mark: expected }), value: percentOf(read.share[backend.id], moment),
        };
      }),
    },
    {
      kind: 'facts', facts: [
        { label: text('load-balancer.p50'), value: seconds(read.latencyP50, moment) }, { label: text('load-balancer.p99'), value: seconds(read.latencyP99, moment) },
        { label: text('load-balancer.refused'), value: text('{count}', { count: read.errors + read.dropped + read.noBackend }) },
      ],
    },
  ];
}

export function table(moment: BalancingMoment): Table {
  const { state, nowUs, name, text } = moment;
  const read = loadBalancerReadouts(state, nowUs);
  const columns = ['backend', 'state', 'health', 'weight', 'active', 'queued', 'capacity', 'utilisation', 'share', 'expected'];
  return {
    caption: text('load-balancer.table'),
    columns: columns.map((column) => text(`load-balancer.column.${column}`)),
    rows: [...state.backends.values()].map((backend) => {
      const { id, number } = backend;
      const count = (value: number | undefined): string => text('{value}', { value: value ?? 0 });
      return [
        name(id), stateOf(moment, backend), read.health[id] ?? '–', count(itemFor(state.config.weights, number, 1)), count(read.active[id]), count(read.queued[id]),
        count(capacityOf(state, backend)), percentOf(read.utilisation[id], moment), percentOf(read.share[id], moment), percentOf(read.expected[id], moment),
      ];
    }),
  };
}

/** What ails its process and what the balancer thinks, in words. */
function stateOf({ state, nowUs, text }: BalancingMoment, backend: Backend): string {
  const standing = text(`load-balancer.state.${standingOf(state, backend, nowUs).word}`);
  return backend.up ? standing : `${text('role.crashed')} · ${standing}`;
}

export function inspect(moment: BalancingMoment, kind: 'node' | 'link' | 'message' | 'entry', id: string): Inspection | null {
  const { state } = moment;
  if (kind === 'message') return inspectMessage(moment, id);
  if (kind === 'link') return inspectLink(moment, id);
  if (kind !== 'node') return null;
  const backend = state.backends.get(id);
  return backend ? inspectBackend(moment, backend) : state.balancers.has(id) ? inspectBalancer(moment, id) : state.clients.has(id) ? inspectClient(moment, id) : null;
}

const fieldsOf = (text: BalancingMoment['text'], values: { readonly [column: string]: string | number }): readonly Field[] =>
  Object.entries(values).map(([column, value]) => ({ label: text(`load-balancer.column.${column}`), value: typeof value === 'number' ? text('{value}', { value }) : value }));

function inspectBackend(moment: BalancingMoment, backend: Backend): Inspection {
  const { state, nowUs, name, text } = moment;
  const { id, number, up, frozenSinceUs, draining, failingProbes, slow } = backend;
  const read = loadBalancerReadouts(state, nowUs);
  const view = viewOf(state, backend);
  const well = draining === null && failingProbes === 0;
  return {
    title: `${name(id)} · ${stateOf(moment, backend)}`,
    fields: fieldsOf(text, {
      health: read.health[id] ?? '–', probes: view?.history.map(({ ok }) => (ok ? '✓' : '✕')).join(' ') || '–', failures: view?.errors ?? 0,
      weight: itemFor(state.config.weights, number, 1), active: read.active[id] ?? 0, 'in-service': backend.serving.length, queued: read.queued[id] ?? 0, capacity: capacityOf(state, backend),
      share: percentOf(read.share[id], moment), expected: percentOf(read.expected[id], moment),
      ...(view?.peak ? { peak: seconds(view.peak.us / 1000, moment) } : {}), ...(slow === 1 ? {} : { slow: text('load-balancer.short.slow', { factor: slow }) }),
    }),
    actions: !up ? ['recover', 'remove'] : frozenSinceUs !== null ? ['thaw', 'crash'] : ['crash', ...(draining === null ? ['drain'] : []), ...(well ? [] : ['recover']), 'slow', 'freeze', 'fail-probe', 'remove'],
  };
}

function inspectBalancer({ state, name, text }: BalancingMoment, id: string): Inspection {
  const { up, frozen, open } = state.balancers.get(id)!;
  return {
    title: `${name(id)} · ${text(`role.${!up ? 'crashed' : frozen ? 'frozen' : 'balancer'}`)}`,
    fields: fieldsOf(text, { algorithm: text(`load-balancer.by.${state.algorithm}`), layer: state.config.layer, open: open.size }),
    actions: !up ? ['recover'] : frozen ? ['thaw', 'crash'] : ['crash', 'freeze', 'slow'],
  };
}

function inspectClient({ state, nowUs, name, text }: BalancingMoment, id: string): Inspection {
  const { address, cookie } = state.clients.get(id)!;
  const home = homesOf(state, nowUs).get(id);
  const waiting = [...state.pending.values()].filter(({ client }) => client === id).length;
  return {
    title: `${name(id)} · ${text('role.client')}`,
    fields: fieldsOf(text, { address, waiting, ...(home === undefined ? {} : { home: name(home) }), ...(cookie === null ? {} : { cookie: name(cookie) }) }),
    actions: ['request'],
  };
}

function inspectMessage({ state, nowUs, name, text }: BalancingMoment, id: string): Inspection | null {
  const message = travelling(state, nowUs).find((each) => each.id === id);
  if (message === undefined) return null;
  const { kind, from, to, of, path, status, long } = message;
  return {
    title: text(`load-balancer.kind.${kind}`),
    fields: fieldsOf(text, {
      from: name(from), to: name(to), id: of, ...(path === null ? {} : { path }), ...(status === null ? {} : { status: status === 0 ? text('load-balancer.reset') : String(status) }),
      ...(long ? { long: text('load-balancer.yes') } : {}),
    }),
    actions: ['drop', 'delay'],
  };
}

function inspectLink({ state, nowUs, name, text }: BalancingMoment, id: string): Inspection | null {
  const [from = '', to = ''] = id.split(/[->]/);
  const known = (node: string): boolean => isNode(state, node);
  if (!known(from) || !known(to)) return null;
  const count = travelling(state, nowUs).filter((each) => (each.from === from && each.to === to) || (each.from === to && each.to === from)).length;
  const cut = state.network.cutLinks.size > 0 || state.network.groups !== null;
  return { title: text('load-balancer.link-title', { from: name(from), to: name(to) }), fields: fieldsOf(text, { 'in-flight': count }), actions: cut ? ['heal'] : ['cut'] };
}

const isNode = ({ clients, balancers, backends }: LoadBalancerState, id: string): boolean => clients.has(id) || balancers.has(id) || backends.has(id);
