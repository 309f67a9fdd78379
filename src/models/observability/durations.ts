/** How long a trace took, and when that is long. */
import type { PendingTrace } from './state.ts';

/** A trace that takes longer is slow. */
export const slowTraceUs = 300_000;

export const durationOf = ({ spans }: Pick<PendingTrace, 'spans'>): number =>
  spans.reduce((most, { endUs }) => Math.max(most, endUs), 0) - spans.reduce((least, { startUs }) => Math.min(least, startUs), Infinity);
