/** Spanish: where its words are. */
import type { Language } from '../../base/languages.ts';

export const base: Language['base'] = () => import('./base.ts') as ReturnType<Language['base']>;

export const concepts: Language['concepts'] = {
};
