/** Simplified Chinese: words of base and controls, and where those of each concept are. */
import type { Strings } from '../../base/strings.ts';

export const base: Strings = {};

export const concepts: ReadonlyMap<string, () => Promise<{ readonly strings: Strings }>> = new Map([]);
