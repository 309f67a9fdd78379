/** Simplified Chinese: where its words are. */
import type { Language } from '../../base/languages.ts';

export const base: Language['base'] = () => import('./base.ts');

export const concepts: Language['concepts'] = {
  'raft-cluster': () => import('./raft-cluster.ts'),
};
