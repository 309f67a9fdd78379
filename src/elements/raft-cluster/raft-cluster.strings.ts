/** What the cluster is called, and its size: words that the first picture of the cluster needs, English. */
import type { ClusterState } from '../../models/raft-cluster/cluster.ts';
import { quorumNow } from '../../models/raft-cluster/cluster.ts';
import type { Moment } from '../base/concept.ts';

export const raftClusterStrings = {
  'raft-cluster.title': 'Raft cluster',
  'raft-cluster.subtitle': '{servers} servers',
  'raft-cluster.subtitle-one': 'one server',
  'raft-cluster.subtitle-even': '{servers} servers · they bear no more crashes than {fewer}',
  'raft-cluster.learner': 'one learner',
  'raft-cluster.learners': '{count} learners',
  'raft-cluster.partition': 'partition',
  'raft-cluster.one-crash': 'one crash',
  'raft-cluster.crashes': '{count} crashes',
  'raft-cluster.deposed': 'Old leader',
  'raft-cluster.spoken': 'term {term}, {entries} {entries|entry|entries}, {committed} committed',
  'raft-cluster.dropped': 'dropped',
} as const satisfies { readonly [key: string]: string };

/** How many servers there are, and what ails them. */
export function subtitle({ state, text }: Pick<Moment<ClusterState>, 'state' | 'text'>): string {
  const servers = quorumNow(state).voters.length;
  const learners = state.members.size - servers;
  const even = servers % 2 === 0;
  const size = servers === 1 ? text('raft-cluster.subtitle-one') : text(even ? 'raft-cluster.subtitle-even' : 'raft-cluster.subtitle', { servers, fewer: servers - 1 });
  const down = [...state.members.values()].filter(({ up }) => !up).length;
  const troubles = [
    ...(learners > 0 ? [text(learners === 1 ? 'raft-cluster.learner' : 'raft-cluster.learners', { count: learners })] : []),
    ...(state.network.groups !== null || state.network.cutLinks.size > 0 ? [text('raft-cluster.partition')] : []),
    ...(down === 0 ? [] : [down === 1 ? text('raft-cluster.one-crash') : text('raft-cluster.crashes', { count: down })]),
  ];
  return troubles.length > 0 ? `${even ? text('raft-cluster.subtitle', { servers }) : size} · ${troubles.join(', ')}` : size;
}
