/** Which events of several diagrams one list shows: those round the moment that each of them is at. */
import type { ModelEventDetail } from '../base/events.ts';

/** What is asked of a diagram; all of it is public. Times in simulated ms. */
export interface Source {
  readonly currentTime: number;
  /** Simulated ms per second of viewing. */
  readonly pace: number;
  events(from?: number, to?: number): readonly ModelEventDetail[];
}

export interface Row {
  /** Which of the diagrams. */
  readonly of: number;
  readonly event: ModelEventDetail;
  /** Not before the moment that its diagram is at. */
  readonly later: boolean;
}

export interface Rows {
  /** Oldest first. */
  readonly rows: readonly Row[];
  /** Index of the row that happened last; -1 before the first. */
  readonly current: number;
  /** There are earlier ones that are not among them. */
  readonly cut: boolean;
}

/** Rows at most before the moment, and after it where the run is known further. */
export const mostBefore = 400;
export const mostAfter = 100;
/** Smallest distance of two times. */
const instant = 0.001;
const firstLookSeconds = 4;

/** The newest events up to a time. Looks further back only while there are too few: a run may know 20,000. */
function before(source: Source, now: number, wanted: (event: ModelEventDetail) => boolean): readonly ModelEventDetail[] {
  for (let span = Math.max(instant, source.pace * firstLookSeconds); ; span *= 4) {
    const from = Math.max(0, now - span);
    const found = source.events(from, now + instant).filter(wanted);
    if (found.length > mostBefore || from === 0) return found.slice(-mostBefore - 1);
  }
}

/** The list of these diagrams; null stands for one that is not to be shown. */
export function rowsOf(sources: readonly (Source | null)[], wanted: (of: number, event: ModelEventDetail) => boolean): Rows {
  const past: Row[] = [];
  const future: Row[] = [];
  sources.forEach((source, of) => {
    if (!source) return;
    const now = source.currentTime;
    for (const event of before(source, now, (each) => wanted(of, each))) past.push({ of, event, later: false });
    for (const event of source.events(now + instant, 1e12).filter((each) => wanted(of, each)).slice(0, mostAfter)) future.push({ of, event, later: true });
  });
  const inOrder = (a: Row, b: Row): number => a.event.time - b.event.time || a.of - b.of || a.event.seq - b.event.seq;
  const kept = past.sort(inOrder).slice(-mostBefore);
  const last = kept.at(-1);
  // Diagrams that run by themselves may be at different moments: the list is one all the same.
  const rows = [...kept, ...future.sort(inOrder).slice(0, mostAfter)].sort(inOrder);
  return { rows, current: last ? rows.indexOf(last) : -1, cut: past.length > kept.length };
}
