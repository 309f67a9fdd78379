/** Spanish: where its words are. */
import type { Language } from '../../base/languages.ts';

export const base: Language['base'] = () => import('./base.ts');

export const concepts: Language['concepts'] = {
  'cap-theorem': () => import('./cap-theorem.ts'),
  'hash-ring': () => import('./hash-ring.ts'),
  'load-balancer': () => import('./load-balancer.ts'),
  'message-queue': () => import('./message-queue.ts'),
  'network-partition': () => import('./network-partition.ts'),
  'observability': () => import('./observability.ts'),
  'overview': () => import('./overview.ts'),
  'presenter': () => import('./presenter.ts'),
  'raft-cluster': () => import('./raft-cluster.ts'),
  'replication': () => import('./replication.ts'),
  'service-mesh': () => import('./service-mesh.ts'),
  'timeline': () => import('./timeline.ts'),
};
