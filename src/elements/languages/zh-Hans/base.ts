/** Simplified Chinese of base, shell and controls. */
import type { BaseWords } from '../words.ts';

// Typed in full as soon as it is.
export const strings: Partial<BaseWords> = {};
