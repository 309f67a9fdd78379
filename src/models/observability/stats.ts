/** What is counted in a run. Bounded: totals, and tenths of a second over the last ones. */

/** What was received within a tenth of a simulated second. Immutable. */
export interface Slot {
  readonly slot: number;
  readonly logs: number;
  readonly spans: number;
  readonly logBytes: number;
  readonly metricBytes: number;
  readonly traceBytes: number;
}

export interface Stats {
  /** Requests that came in, and how they ended: answered (some with an error), or refused because the way in was down. */
  requests: number;
  answered: number;
  errors: number;
  refused: number;
  /** Traces begun; by a stripped context there are more than requests. */
  traces: number;
  kept: number;
  headOut: number;
  tailOut: number;
  /** Spans and log lines that were lost: no room, a crash, given up. */
  dropped: number;
  /** Batches that the collector refused because its queue was full. */
  refusedBatches: number;
  contextsLost: number;
  /** Oldest first; the last 20. */
  slots: Slot[];
}

export const slotUs = 100_000;
/** Slots over which rates are told: one second. */
export const rateSlots = 10;

export function makeStats(): Stats {
  return { requests: 0, answered: 0, errors: 0, refused: 0, traces: 0, kept: 0, headOut: 0, tailOut: 0, dropped: 0, refusedBatches: 0, contextsLost: 0, slots: [] };
}

/** Copy that shares the immutable records. */
export const copyStats = (stats: Stats): Stats => ({ ...stats, slots: stats.slots.slice() });

export function countReceived(stats: Stats, nowUs: number, more: Omit<Slot, 'slot'>): void {
  const slot = Math.floor(nowUs / slotUs);
  const last = stats.slots.at(-1);
  if (last?.slot === slot) {
    const { logs, spans, logBytes, metricBytes, traceBytes } = last;
    stats.slots[stats.slots.length - 1] = {
      slot, logs: logs + more.logs, spans: spans + more.spans, logBytes: logBytes + more.logBytes, metricBytes: metricBytes + more.metricBytes, traceBytes: traceBytes + more.traceBytes,
    };
    return;
  }
  stats.slots.push({ slot, ...more });
  if (stats.slots.length > 2 * rateSlots) stats.slots.shift();
}

/** A second's worth of what was received of late; null in the first tenth of a second. */
export function rateOf({ slots }: Stats, nowUs: number, of: keyof Omit<Slot, 'slot'>): number | null {
  const now = Math.floor(nowUs / slotUs);
  const span = Math.min(rateSlots, now);
  if (span === 0) return null;
  let sum = 0;
  for (const slot of slots) if (slot.slot < now && slot.slot >= now - span) sum += slot[of];
  return (sum * rateSlots) / span;
}
