/** Spanish: where its words are. */
import type { Language } from '../../base/languages.ts';

export const base: Language['base'] = () => import('./base.ts');

export const concepts: Language['concepts'] = {
  'hash-ring': () => import('./hash-ring.ts'),
  'presenter': () => import('./presenter.ts'),
  'raft-cluster': () => import('./raft-cluster.ts'),
  'timeline': () => import('./timeline.ts'),
};
