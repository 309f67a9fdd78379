/** What is remembered of a register history while it goes on, apart from how it is judged: see `history-live.ts`. */
import type { Operation, Zone } from './history.ts';

/** Why no order explains an operation: the value was overwritten, or nobody wrote it. */
export type ViolationKind = 'order' | 'unwritten';

export interface Violation {
  readonly kind: ViolationKind;
  readonly key: string;
  /** When the last of them was answered, µs. */
  readonly timeUs: number;
  /** The operations that contradict each other, by the time they began. */
  readonly witness: readonly Operation[];
}

/** What one key's answers rest on. Zones are immutable. */
export interface KeyHistory {
  /** By the id of the write; `INITIAL` for what was there at the start. */
  readonly zones: Map<number, Zone>;
  /** Completed and later than every write that was forgotten: whoever began after it may read none of those. */
  floor: Operation | null;
  /** Writes are missing that may still take effect: values that are not known are judged by their readers alone. */
  blurred: boolean;
}

export interface History {
  readonly keys: Map<string, KeyHistory>;
  /** Operations before this are not known; null: nothing was before. */
  readonly sinceUs: number | null;
  /** First violation; it never ends, since no later answer can undo it. */
  first: Violation | null;
  /** Latest violations, oldest first; at most 8. */
  latest: readonly Violation[];
  /** Answers that violate the order. */
  violations: number;
  staleReads: number;
  /** Latest operations with an answer or given up on, oldest first; at most 64. */
  recent: readonly Operation[];
}

/** @param sinceUs Judge from here on, whatever the registers hold; null when they are empty and nothing was done before. */
export function makeHistory(sinceUs: number | null = null): History {
  return { keys: new Map(), sinceUs, first: null, latest: [], violations: 0, staleReads: 0, recent: [] };
}

export function copyHistory(history: History): History {
  return { ...history, keys: new Map([...history.keys].map(([key, known]) => [key, { ...known, zones: new Map(known.zones) }])) };
}
