/**
 * What a scrape of the collector reads: Prometheus' text format 0.0.4, or OpenMetrics 1.0 where exemplars are on, for the
 * older format has no place for them.
 *
 * @see Prometheus, exposition formats; OpenMetrics 1.0.
 */
import { cumulative } from '../histogram.ts';
import type { Exemplar } from '../histogram.ts';
import { entriesOf, valuesOf, valueText } from '../series.ts';
import type { Label } from '../series.ts';
import { nameOf } from '../state.ts';
import type { ObservabilityState, Point } from '../state.ts';
import { seconds } from './moments.ts';

type Labels = readonly (readonly [name: string, value: string])[];

/** Inside of a label value. */
const escaped = (value: string): string => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
const labelText = (labels: Labels): string => (labels.length === 0 ? '' : `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`);

const boundText = (upper: number): string => (upper === Infinity ? '+Inf' : String(upper));
const exemplarText = (exemplar: Exemplar | null | undefined): string =>
  (exemplar ? ` # {trace_id="${exemplar.traceId}"} ${exemplar.valueUs / 1_000_000} ${seconds(exemplar.atUs)}` : '');

function requestLines(point: Point, own: Labels, labels: readonly Label[]): readonly string[] {
  const { counters } = point;
  const lines = entriesOf(counters).map(([index, count]) => {
    const values = valuesOf(labels, index);
    return `http_requests_total${labelText([...own, ...labels.map((label, at) => [label.name, valueText(label, values[at] ?? 0)] as const)])} ${count}`;
  });
  return counters.overflow > 0 ? [...lines, `http_requests_total${labelText([...own, ['otel_metric_overflow', 'true']])} ${counters.overflow}`] : lines;
}

function durationLines({ histogram }: Point, own: Labels, withExemplars: boolean): readonly string[] {
  const name = 'http_request_duration_seconds';
  const buckets = cumulative(histogram.counts).map(([upper, count], at) =>
    `${name}_bucket${labelText([...own, ['le', boundText(upper)]])} ${count}${withExemplars ? exemplarText(histogram.exemplars[at]) : ''}`);
  return [...buckets, `${name}_sum${labelText(own)} ${histogram.sumUs / 1_000_000}`, `${name}_count${labelText(own)} ${histogram.count}`];
}

export function prometheusText(state: ObservabilityState): string {
  const { config, stores } = state;
  const open = config.exemplars;
  const points = [...stores.points.values()].sort((a, b) => Number(a.service.slice(1)) - Number(b.service.slice(1)));
  const of = (lines: (point: Point, own: Labels) => readonly string[]): readonly string[] => points.flatMap((point) => lines(point, [['service', nameOf(state, point.service)]]));
  // In OpenMetrics a family of counters has its name without the suffix of its samples.
  const counter = (name: string): string => (open ? name : `${name}_total`);
  return [
    `# HELP ${counter('http_requests')} Requests answered.`, `# TYPE ${counter('http_requests')} counter`, ...of((point, own) => requestLines(point, own, config.labels)),
    `# HELP ${counter('http_requests_failed')} Requests answered with an error.`, `# TYPE ${counter('http_requests_failed')} counter`,
    ...of(({ errors }, own) => [`http_requests_failed_total${labelText(own)} ${errors}`]),
    '# HELP http_request_duration_seconds Time from request to answer.', '# TYPE http_request_duration_seconds histogram', ...of((point, own) => durationLines(point, own, open)),
    '# HELP http_requests_active Requests in work.', '# TYPE http_requests_active gauge', ...of(({ active }, own) => [`http_requests_active${labelText(own)} ${active}`]),
    ...(open ? ['# EOF'] : []),
  ].map((line) => `${line}\n`).join('');
}
