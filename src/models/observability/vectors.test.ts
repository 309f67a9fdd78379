import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { formatTraceparent, inShare, parseTraceparent } from './context.ts';
import { samplesOf } from './exporters/exposition.testing.ts';
import { bucketOf, boundsUs, cumulative, histogramQuantile, increaseOf, emptyHistogram, observed } from './histogram.ts';
import type { Bucket } from './histogram.ts';

interface Vectors {
  readonly traceparent: readonly { readonly headers: readonly string[]; readonly continuesTrace: boolean; readonly test: string }[];
  readonly histogramQuantile: readonly { readonly buckets: readonly (readonly [number | '+Inf', number])[]; readonly q: readonly (readonly [number, number])[] }[];
  readonly quantileEdges: readonly { readonly q: number | 'NaN'; readonly value: string }[];
  readonly exposition: readonly { readonly text: string; readonly valid: boolean }[];
}

const file = 'observability.json';
const bounds = (buckets: readonly (readonly [number | '+Inf', number])[]): readonly Bucket[] => buckets.map(([upper, count]) => [upper === '+Inf' ? Infinity : upper, count]);

describe('Trace context', () => {
  it('continues a trace exactly where W3C’s own tests do', async () => {
    const { traceparent } = await vectors<Vectors>(file);
    assert.ok(traceparent.length > 30);
    for (const { headers, continuesTrace, test } of traceparent) assert.equal(parseTraceparent(headers) !== null, continuesTrace, `${test}: ${headers.join(' and ')}`);
  });

  it('keeps ids and flag on the way through a header', () => {
    for (const sampled of [true, false]) {
      const context = { traceId: '12345678901234567890123456789012', spanId: '1234567890123456', sampled };
      assert.deepEqual(parseTraceparent([formatTraceparent(context)]), context);
    }
    assert.equal(parseTraceparent(['00-12345678901234567890123456789012-1234567890123456-03'])?.sampled, true, 'only bit 0 counts');
    assert.equal(parseTraceparent(['00-12345678901234567890123456789012-1234567890123456-02'])?.sampled, false);
    assert.equal(parseTraceparent([]), null);
    assert.equal(parseTraceparent(['00-ABCDEF78901234567890123456789012-1234567890123456-01']), null, 'capitals are not allowed');
  });

  it('keeps in a larger share all that it keeps in a smaller one', () => {
    const ids = ['00000000000000000000000000000001', 'ffffffffffffffffffffffffffffffff', '12345678901234567880000000000000', '1234567890123456787fffffffffffff'];
    const kept = (share: number): readonly boolean[] => ids.map((id) => inShare(id, share));
    assert.deepEqual(kept(0), [false, false, false, false]);
    assert.deepEqual(kept(0.5), [false, true, true, false]);
    assert.deepEqual(kept(1), [true, true, true, true]);
  });
});

describe('A histogram', () => {
  it('estimates quantiles as Prometheus does', async () => {
    const { histogramQuantile: cases } = await vectors<Vectors>(file);
    for (const { buckets, q } of cases) for (const [quantile, value] of q) assert.ok(Math.abs(histogramQuantile(quantile, bounds(buckets)) - value) < 1e-9, `${quantile} of ${JSON.stringify(buckets)}`);
  });

  it('answers as Prometheus does beyond 0 and 1, and of nothing', async () => {
    const { histogramQuantile: [first], quantileEdges } = await vectors<Vectors>(file);
    for (const { q, value } of quantileEdges) {
      const expected = value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : NaN;
      assert.ok(Object.is(histogramQuantile(Number(q), bounds(first!.buckets)), expected), String(q));
    }
    assert.ok(Number.isNaN(histogramQuantile(0.5, cumulative(emptyHistogram.counts))));
    assert.ok(Number.isNaN(histogramQuantile(0.5, [[1, 4]])), 'without a bucket for the rest');
  });

  it('counts a value on a bound below that bound', () => {
    assert.equal(bucketOf(5000), 0);
    assert.equal(bucketOf(5001), 1);
    assert.equal(bucketOf(boundsUs.at(-1)! + 1), boundsUs.length);
    const one = observed(emptyHistogram, bucketOf(60_000), 60_000, null);
    assert.deepEqual(cumulative(one.counts).filter(([, count]) => count === 1).map(([upper]) => upper).slice(0, 2), [0.075, 0.1]);
  });

  it('takes a smaller count for a restart, and begins from 0', () => {
    const three = [1, 2, 3].reduce((sum) => observed(sum, 4, 60_000, null), emptyHistogram);
    const one = observed(emptyHistogram, 2, 20_000, null);
    assert.equal(increaseOf(one, three)[4], 3);
    assert.equal(increaseOf(three, one)[2], 1);
    assert.equal(increaseOf(three, one)[4], 0);
  });
});

describe('The reader of metrics in these tests', () => {
  it('takes and refuses what promtool does', async () => {
    const { exposition } = await vectors<Vectors>(file);
    for (const { text, valid } of exposition) {
      let taken = true;
      try { samplesOf(text); } catch { taken = false; }
      assert.equal(taken, valid, text);
    }
  });
});
