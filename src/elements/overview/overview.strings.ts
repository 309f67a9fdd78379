/** Words of the opening scene that its first picture needs, English. */
import type { OverviewState } from '../../models/overview/state.ts';
import type { Moment } from '../base/concept.ts';

export const overviewStrings = {
  'overview.title': 'Overview',
  'overview.subtitle': '{nodes} machines · {regions} regions', 'overview.subtitle-one': '{nodes} machines · 1 region',
  'overview.island.cap-theorem': 'CAP theorem', 'overview.island.raft-cluster': 'Consensus', 'overview.island.replication': 'Replication',
  'overview.island.network-partition': 'Partitions', 'overview.island.observability': 'Observability', 'overview.island.service-mesh': 'Service mesh',
  'overview.island.hash-ring': 'Consistent hashing', 'overview.island.load-balancer': 'Load balancing', 'overview.island.message-queue': 'Event streaming',
  'overview.island-count': '{title} · {up} of {nodes} up',
  'overview.standing.up': 'up', 'overview.standing.down': 'down', 'overview.standing.frozen': 'frozen', 'overview.standing.suspected': 'up, but suspected',
  'overview.spoken': '{name}: {standing}, region {region}', 'overview.share-spoken': '{title}: {up} of {nodes} machines are up',
  'overview.request-spoken': 'request from {from} to {to}', 'overview.refused-spoken': 'refusal from {from} to {to}',
} as const satisfies { readonly [key: string]: string };

export function subtitle({ state, text }: Pick<Moment<OverviewState>, 'state' | 'text'>): string {
  const { nodes, regions } = state.config;
  return text(regions === 1 ? 'overview.subtitle-one' : 'overview.subtitle', { nodes, regions });
}
