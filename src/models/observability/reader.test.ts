import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { readTraces } from './reader.ts';

const span = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'POST /orders', kind: 2, startTimeUnixNano: '1544712660000000000', endTimeUnixNano: '1544712661000000000' };
const otlp = (...spans: readonly object[]): object => ({ resourceSpans: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] }, scopeSpans: [{ scope: {}, spans }] }] });
const text = (...spans: readonly object[]): string => JSON.stringify(otlp(...spans));

function whyNot(file: string): string {
  try {
    readTraces(file);
  } catch (error) {
    assert.equal((error as Error).name, 'UnreadableTrace', String(error));
    return (error as Error).message;
  }
  return 'read';
}

describe('The reader of traces', () => {
  it('takes the example of the protocol', async () => {
    const { otlpJson: { example } } = await vectors<{ otlpJson: { example: object } }>('observability.json');
    const { services, spans } = readTraces(JSON.stringify(example));
    assert.deepEqual(services, ['checkout']);
    assert.deepEqual(spans, [{ traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', parentSpanId: 'eee19b7ec3c1b173', service: 'checkout', name: 'POST /orders', startUs: 0, endUs: 1_000_000, error: false }]);
  });

  it('takes one object on each line, capitals in ids, and leaves metrics and logs alone', () => {
    const second = { ...span, spanId: 'EEE19B7EC3C1B175', parentSpanId: span.spanId, startTimeUnixNano: '1544712660000250999', status: { code: 2 } };
    const { spans } = readTraces(`${text(span)}\n${text(second)}\n{"resourceMetrics":[]}\n{"resourceLogs":[]}\n`);
    assert.deepEqual(spans.map(({ spanId, startUs, error }) => [spanId, startUs, error]), [['eee19b7ec3c1b174', 0, false], ['eee19b7ec3c1b175', 250, true]]);
  });

  it('takes ids of 64 bits from Jaeger, filled up with zeros', () => {
    const { services, spans } = readTraces(JSON.stringify({ data: [{ traceID: '1f', spans: [
      { traceID: '1f', spanID: 'a', operationName: 'GET /', references: [], startTime: 1000, duration: 50, processID: 'p1', tags: [{ key: 'error', type: 'bool', value: true }] },
      { traceID: '1f', spanID: 'b', operationName: 'select', references: [{ refType: 'CHILD_OF', traceID: '1f', spanID: 'a' }], startTime: 1010, duration: 20, processID: 'p2', tags: [] },
    ], processes: { p1: { serviceName: 'front' }, p2: { serviceName: 'db' } } }] }));
    assert.deepEqual(services, ['front', 'db']);
    assert.deepEqual(spans.map(({ traceId, parentSpanId, service, startUs, endUs, error }) => [traceId.length, parentSpanId, service, startUs, endUs, error]), [[32, null, 'front', 0, 50, true], [32, '000000000000000a', 'db', 10, 30, false]]);
  });

  it('says in one sentence what is wrong with a file', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /^not JSON$/], ['<html>', /^not JSON$/], [`${text(span)}\n{`, /^line 2 is not JSON$/], ['[]', /neither OTLP nor Jaeger/], ['{"a":1}', /neither OTLP nor Jaeger/], ['null', /neither/], ['7', /neither/],
      [text(), /no span/], ['{"resourceLogs":[]}', /no span/], [text({ ...span, traceId: '0'.repeat(32) }), /trace id of 32/], [text({ ...span, spanId: 'xyz' }), /span id of 16/], [text({ ...span, traceId: 5 }), /trace id/],
      [text({ ...span, startTimeUnixNano: 'soon' }), /eee19b7ec3c1b174 has no time/], [text({ ...span, endTimeUnixNano: '1' }), /ends before it begins/], [text(span, span), /there twice/],
      [text(...Array.from({ length: 1001 }, (_, at) => ({ ...span, spanId: (at + 1).toString(16) }))), /^1001 spans, more than 1000$/],
      [`{"data":[{"spans":[{"traceID":"1","spanID":"2","startTime":"now","duration":1}]}]}`, /no time/],
      [JSON.stringify({ resourceSpans: Array.from({ length: 13 }, (_, at) => ({ resource: { attributes: [{ key: 'service.name', value: { stringValue: `s${at}` } }] }, scopeSpans: [{ spans: [{ ...span, spanId: (at + 1).toString(16) }] }] })) }), /^13 services, more than 12$/],
      ['{"__proto__":{"resourceSpans":[]}}', /neither/],
      [' '.repeat(8_388_609), /larger than 8 MB/],
    ];
    for (const [file, why] of cases) assert.match(whyNot(file), why, file.slice(0, 60));
  });
});
