import { assert } from '../../../../test/assert.ts';
import { vectors } from '../../../../test/vectors.ts';
import { batchBytes } from '../bytes.ts';
import { readTraces } from '../reader.ts';
import type { ObservabilityState } from '../state.ts';
import { play, systemOf } from '../testing.ts';
import { samplesOf } from './exposition.testing.ts';
import { jaegerJson } from './jaeger.ts';
import { isoDate, nanoseconds } from './moments.ts';
import { ndjsonLogs } from './ndjson.ts';
import { logJson, otlpJson, spanJson } from './otlp.ts';
import { prometheusText } from './prometheus.ts';

type Json = { readonly [key: string]: unknown };

const running = (settings = {}): ObservabilityState => play(systemOf({ errorRate: 0.1, ...settings }), 2500);
const lines = (text: string): readonly Json[] => text.trimEnd().split('\n').map((line) => JSON.parse(line) as Json);

/** Every value under a key, however deep. */
function under(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => under(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [...(name === key ? [item] : []), ...under(item, key)]);
}

describe('Exports of an observed system', () => {
  it('write OTLP by the rules of its JSON', async () => {
    const { otlpJson: given, spanKinds, statusCodes } = await vectors<{ otlpJson: { example: Json }; spanKinds: Json; statusCodes: Json }>('observability.json');
    const state = running();
    const all = lines(otlpJson(state));
    assert.deepEqual(all.map((line) => Object.keys(line)), [['resourceSpans'], ['resourceMetrics'], ['resourceLogs']]);
    for (const id of under(all, 'traceId')) assert.match(String(id), /^(?!0{32})[0-9a-f]{32}$/);
    for (const id of [...under(all, 'spanId'), ...under(all, 'parentSpanId')]) assert.match(String(id), /^(?!0{16})[0-9a-f]{16}$/);
    for (const key of ['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'asInt', 'count', 'intValue']) for (const value of under(all, key)) assert.ok(typeof value === 'string' && /^\d+$/.test(value), key);
    for (const kind of under(all, 'kind')) assert.equal(spanKinds[String(kind)], 'SERVER');
    for (const code of under(all, 'code')) assert.ok(['OK', 'ERROR'].includes(String(statusCodes[String(code)])));
    const fields = (line: unknown): readonly string[] => Object.keys((under(line, 'spans')[0] as readonly Json[])[0]!);
    for (const name of fields(given.example)) assert.ok(under(all[0], 'spans').some((spans) => (spans as readonly Json[]).some((span) => name in span)), `${name} is written`);
    const roots = (under(all[0], 'spans') as readonly (readonly Json[])[]).flat().filter((span) => !('parentSpanId' in span));
    assert.ok(roots.length > 10, 'a root has no parent');
  });

  it('write histograms whose buckets sum up to their count', () => {
    const points = under(lines(otlpJson(running())), 'histogram').flatMap((each) => under(each, 'dataPoints')).flat() as readonly { count: string; bucketCounts: readonly string[]; explicitBounds: readonly number[] }[];
    assert.equal(points.length, 5);
    for (const { count, bucketCounts, explicitBounds } of points) {
      assert.equal(bucketCounts.length, explicitBounds.length + 1);
      assert.equal(bucketCounts.reduce((sum, each) => sum + Number(each), 0), Number(count));
    }
  });

  it('write metrics that Prometheus reads, cumulative, with +Inf for all', () => {
    for (const noExemplars of [false, true]) {
      const state = running({ noExemplars });
      const text = prometheusText(state);
      const samples = samplesOf(text);
      for (const name of ['gateway', 'db']) {
        const own = samples.filter(({ labels }) => labels.get('service') === name);
        const buckets = own.filter((sample) => sample.name === 'http_request_duration_seconds_bucket');
        assert.ok(buckets.every(({ value }, at) => at === 0 || value >= buckets[at - 1]!.value));
        assert.equal(buckets.at(-1)!.labels.get('le'), '+Inf');
        assert.equal(buckets.at(-1)!.value, own.find((sample) => sample.name === 'http_request_duration_seconds_count')!.value);
        assert.equal(own.filter((sample) => sample.name === 'http_requests_total').reduce((sum, { value }) => sum + value, 0), buckets.at(-1)!.value);
      }
      const traces = samples.flatMap(({ traceId }) => (traceId === null ? [] : [traceId]));
      assert.equal(traces.length > 0, !noExemplars);
      assert.equal(text.endsWith('# EOF\n'), !noExemplars, 'OpenMetrics says where it ends');
      assert.equal(/# TYPE http_requests counter/.test(text), !noExemplars);
    }
  });

  it('write series that are told apart by their labels', () => {
    const seen = new Set<string>();
    for (const { name, labels } of samplesOf(prometheusText(running({ labels: 'route:4,status:3,user:50' })))) {
      const series = `${name} ${[...labels].map((pair) => pair.join('=')).join()}`;
      assert.ok(!seen.has(series), series);
      seen.add(series);
    }
    assert.ok(seen.size > 200);
  });

  it('write names that need it with their escapes', () => {
    const text = prometheusText(running({ services: 'a"b,c\\d,e' }));
    assert.ok(text.includes('service="a\\"b"') && text.includes('service="c\\\\d"'));
    assert.ok(samplesOf(text).length > 50);
  });

  it('write traces for Jaeger that the reader takes back as they were', () => {
    const state = running();
    const spans = [...state.stores.traces.values()].flatMap((trace) => trace.spans);
    for (const text of [jaegerJson(state), otlpJson(state)]) {
      const back = readTraces(text);
      assert.equal(back.spans.length, spans.length);
      const origin = Math.min(...spans.map(({ startUs }) => startUs));
      for (const { request: _, service, ...span } of spans) {
        const found = back.spans.find(({ spanId }) => spanId === span.spanId)!;
        assert.deepEqual({ ...found }, { ...span, service: state.config.services[Number(service.slice(1)) - 1]!, startUs: span.startUs - origin, endUs: span.endUs - origin });
      }
    }
  });

  it('write one JSON object for each log line, with the ids of its trace', () => {
    const state = running();
    const all = lines(ndjsonLogs(state));
    assert.equal(all.length, state.stores.logs.length);
    for (const line of all) {
      assert.match(String(line['time']), /^2026-01-01T00:00:0\d\.\d{3}Z$/);
      assert.match(String(line['trace_id']), /^[0-9a-f]{32}$/);
    }
    assert.ok(lines(ndjsonLogs(running({ logFormat: 'text' }))).every((line) => !('trace_id' in line)));
  });

  it('tell moments as dates', () => {
    assert.equal(isoDate(0), '2026-01-01T00:00:00.000Z');
    assert.equal(isoDate((31 + 28) * 86_400_000_000 + 3_723_004_999), '2026-03-01T01:02:03.004Z');
    assert.equal(nanoseconds(1), '1767225600000001000');
  });

  it('weigh what the model says they do, within a fifth', () => {
    const state = running();
    const { traces, logs, points } = state.stores;
    const spans = [...traces.values()].flatMap((trace) => trace.spans);
    const near = (told: number, texts: readonly unknown[]): void => {
      const real = texts.reduce<number>((sum, text) => sum + JSON.stringify(text).length + 1, 0);
      assert.ok(Math.abs(told / real - 1) < 0.2, `${told} is told, ${real} written`);
    };
    near(batchBytes({ spans, logs: [], point: null }).traceBytes, spans.map(spanJson));
    near(batchBytes({ spans: [], logs, point: null }).logBytes, logs.map(logJson));
    const metrics = [...points.values()].reduce((sum, point) => sum + batchBytes({ spans: [], logs: [], point }).metricBytes, 0);
    near(metrics, under(lines(otlpJson(state))[1], 'metrics'));
  });
});
