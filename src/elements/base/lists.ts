/** Lists as the reader's language writes them. */
import type { Translate } from './strings.ts';

/** `S1, S4 and S5`; without a comma before the last `and`, as all English here. */
export const allOf = (items: readonly string[], { tag }: Pick<Translate, 'tag'>): string => new Intl.ListFormat(tag === 'en' ? 'en-GB' : tag).format(items);
