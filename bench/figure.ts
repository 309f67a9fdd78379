/** What a benchmark says. Files beside this one export `figures()`; `npm run bench` prints them and asserts nothing. */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What was aimed at, in the same unit. */
  readonly goal?: number;
  /** Whether more or less of it is better; `less` when absent. */
  readonly better?: 'more' | 'less';
}

export type Figures = () => Figure[] | Promise<Figure[]>;

/** Median wall time of `runs` calls in ms, after one to warm up. */
export function median(runs: number, body: () => void): number {
  body();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const from = performance.now();
    body();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[runs >> 1] ?? NaN;
}
