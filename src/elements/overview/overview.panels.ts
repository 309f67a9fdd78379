/** What the panels of the opening scene say. Fetched after the first picture. */
import { readoutsOf, regionsOf } from '../../models/overview/readouts.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import { idOf, numberOf, regionOf } from '../../models/overview/topology.ts';
import type { Card, Inspection, Moment, Table } from '../base/concept.ts';
import { islandOf, islands, nodesOf } from './islands.ts';
import { standingOf } from './overview.picture.ts';
import { facts, percent } from './overview.words.ts';
import type { OverviewMoment } from './overview.words.ts';

export { overviewPanelsStrings as strings } from './overview.panels.strings.ts';

export function cards(moment: OverviewMoment): readonly Card[] {
  const { state, nowUs, text } = moment;
  return [
    { kind: 'facts', facts: facts(moment).slice(0, 2) },
    {
      kind: 'bars', title: text('overview.regions'),
      rows: regionsOf(state).map(({ up, nodes }, region) => ({ label: text('overview.region', { region: region + 1 }), role: up < nodes ? 'fail' as const : 'server' as const, share: nodes === 0 ? 0 : up / nodes, value: text('overview.region-value', { up, nodes }) })),
    },
    { kind: 'text', title: text('overview.owners'), strong: percent(moment, readoutsOf(state, nowUs).someOwnerUp), rest: text('overview.owners-rest', { replicas: state.config.replicas }) },
  ];
}

export function table({ state, text, name }: OverviewMoment): Table {
  const { nodes, regions } = state.config;
  return {
    caption: text('overview.table'),
    columns: ['machine', 'state', 'region', 'island', 'suspected'].map((column) => text(`overview.column.${column}`)),
    rows: Array.from({ length: nodes }, (_, node) => [
      name(idOf(node)), text(`overview.standing.${standingOf(state, node)}`), text('{region}', { region: regionOf(node, nodes, regions) + 1 }),
      text(`overview.island.${islands[islandOf(node)]!.slug}`), text('{count}', { count: state.suspectedBy[node]! }),
    ]),
  };
}

/** Nothing opens where the toolbars are hidden: there a click leads to the chapter. */
export function inspect(moment: Moment<OverviewState>, kind: string, id: string): Inspection | null {
  const { state, text, name, settings } = moment;
  if (settings['noControls'] === true) return null;
  const field = (key: string, value: string | number): Inspection['fields'][number] => ({ label: text(`overview.column.${key}`), value: String(value) });
  const at = islands.findIndex(({ slug }) => slug === id);
  if (kind === 'entry' && at >= 0) {
    const mine = nodesOf(at, state.config.nodes);
    const up = mine.filter((node) => state.up[node] === 1).length;
    return { title: text(`overview.island.${id}`), fields: [field('up', text('overview.region-value', { up, nodes: mine.length }))], actions: [] };
  }
  if (kind === 'message') {
    const message = state.network.inFlight.get(id)?.message;
    return message ? { title: text(`overview.kind.${message.kind}`), fields: [field('from', name(message.from)), field('to', name(message.to)), field('request', message.request), field('attempt', message.attempt)], actions: ['drop', 'delay'] } : null;
  }
  const node = numberOf(id);
  if (kind !== 'node' || node < 0 || node >= state.config.nodes) return null;
  const standing = standingOf(state, node);
  return {
    title: `${name(id)} · ${text(`overview.standing.${standing}`)}`,
    fields: [field('region', regionOf(node, state.config.nodes, state.config.regions) + 1), field('island', text(`overview.island.${islands[islandOf(node)]!.slug}`)), field('suspected', state.suspectedBy[node]!)],
    actions: standing === 'down' ? ['recover'] : standing === 'frozen' ? ['thaw', 'crash'] : ['crash', 'freeze', 'slow'],
  };
}
