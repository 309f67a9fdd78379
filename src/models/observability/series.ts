/**
 * Time series: every combination of label values is one of its own, so a counter has as many as the product of the numbers
 * of values.
 *
 * @see OpenTelemetry, metrics SDK: cardinality limit of 2,000 a metric, beyond which everything is counted under
 * `otel.metric.overflow`; Prometheus, metric and label naming.
 */

/** A label and how many values it takes. */
export interface Label {
  readonly name: string;
  readonly values: number;
}

/** More combinations than this are not allowed: the lists of labels are cut. */
export const productLimit = 10_000;
/** Combinations that a process counts apart. */
export const cardinalityLimit = 2000;

export const productOf = (labels: readonly Label[]): number => labels.reduce((product, { values }) => product * values, 1);

/** `route:4,status:3` as labels; items that name no label, or take no value, are left out. */
export function labelsOf(text: string): readonly Label[] {
  const labels = text.split(/[\s,]+/).flatMap((item): Label[] => {
    const [, name, values = '1'] = /^([a-zA-Z_]\w{0,31}):([1-9]\d{0,5})$/.exec(item) ?? [];
    return name === undefined || name.startsWith('__') || name === 'le' || name === 'service' ? [] : [{ name, values: Number(values) }];
  });
  return labels.filter(({ name }, at) => labels.findIndex((other) => other.name === name) === at).slice(0, 8);
}

/** The labels with a product within the limit: the last ones lose values first. */
export function capped(labels: readonly Label[]): readonly Label[] {
  let left = productLimit;
  return labels.map(({ name, values }) => {
    const allowed = Math.max(1, Math.min(values, left));
    left = Math.floor(left / allowed);
    return { name, values: allowed };
  });
}

/** Number of a combination, from the numbers of its values. */
export const indexOf = (labels: readonly Label[], values: readonly number[]): number => labels.reduce((index, label, at) => index * label.values + (values[at] ?? 0), 0);

/** Numbers of the values of a combination. */
export function valuesOf(labels: readonly Label[], index: number): readonly number[] {
  const values: number[] = [];
  let rest = index;
  for (let at = labels.length - 1; at >= 0; at -= 1) {
    values[at] = rest % labels[at]!.values;
    rest = Math.floor(rest / labels[at]!.values);
  }
  return values;
}

/** Status codes by the number of the value: 0 is success, 1 the service's own failure. */
const statusCodes = ['200', '500', '404', '503', '400', '429', '401', '403'];

/** What a value reads: `/r2`, `404`, `user-17`. */
export function valueText({ name }: Label, value: number): string {
  if (name === 'status' || name === 'code') return statusCodes[value] ?? String(600 + value);
  return name === 'route' ? `/r${value + 1}` : `${name}-${value + 1}`;
}

const size = 64;

/** Counters of all combinations. Immutable: what is not touched is shared with the one before. */
export interface Counters {
  readonly chunks: readonly (Uint32Array | null)[];
  /** Combinations counted so far: the active series. */
  readonly seen: number;
  /** Counted beyond the cardinality limit. */
  readonly overflow: number;
}

export const noCounters: Counters = { chunks: [], seen: 0, overflow: 0 };

export const countAt = ({ chunks }: Counters, index: number): number => chunks[Math.floor(index / size)]?.[index % size] ?? 0;

/** One combination set to a value; a new one beyond the limit counts as overflow. */
export function counted(counters: Counters, index: number, value: number): Counters {
  const isNew = countAt(counters, index) === 0;
  if (isNew && counters.seen >= cardinalityLimit) return { ...counters, overflow: counters.overflow + 1 };
  const chunks = counters.chunks.slice();
  const at = Math.floor(index / size);
  while (chunks.length <= at) chunks.push(null);
  const chunk = chunks[at]?.slice() ?? new Uint32Array(size);
  chunk[index % size] = value;
  chunks[at] = chunk;
  return { chunks, seen: counters.seen + (isNew ? 1 : 0), overflow: counters.overflow };
}

/** Combinations with their counts, in order. */
export function entriesOf({ chunks }: Counters): readonly (readonly [index: number, count: number])[] {
  const entries: [number, number][] = [];
  chunks.forEach((chunk, at) => chunk?.forEach((count, within) => { if (count > 0) entries.push([at * size + within, count]); }));
  return entries;
}

/** All that was counted. */
export const totalOf = (counters: Counters): number => entriesOf(counters).reduce((sum, [, count]) => sum + count, counters.overflow);
