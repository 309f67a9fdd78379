/** Lists as the reader's language writes them. */
import type { Translate } from './strings.ts';

// Without a comma before the last `and`, as all English here.
const listsOf = ({ tag }: Pick<Translate, 'tag'>): Intl.ListFormat => new Intl.ListFormat(tag === 'en' ? 'en-GB' : tag);

/** `S1, S4 and S5`. */
export const allOf = (items: readonly string[], text: Pick<Translate, 'tag'>): string => listsOf(text).format(items);

/** `S1, S4, S5`; a dash for none. */
export const listOf = (items: readonly string[], text: Pick<Translate, 'tag'>): string => items.join(listsOf(text).formatToParts(['1', '2', '3'])[1]?.value) || '–';
