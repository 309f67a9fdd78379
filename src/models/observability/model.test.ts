import { assert } from '../../../test/assert.ts';
import type { Plain } from '../kernel/model.ts';
import { observabilityReadouts } from './readouts.ts';
import { capped, cardinalityLimit, countAt, counted, indexOf, labelsOf, noCounters, productOf, totalOf, valuesOf } from './series.ts';
import type { ObservabilityState, Span, StoredTrace } from './state.ts';
import { play, systemOf } from './testing.ts';
import { calleesOf, callerOf, callersOf } from './topology.ts';

const tracesOf = ({ stores }: ObservabilityState): readonly StoredTrace[] => [...stores.traces.values()];
const whole = (state: ObservabilityState): readonly StoredTrace[] => tracesOf(state).filter(({ spans }) => spans.length === state.services.size);
const spanOf = (trace: StoredTrace, service: string): Span => trace.spans.find((span) => span.service === service)!;
const quiet = { errorRate: 0 };

describe('An observed system', () => {
  it('calls a tree of services, and its trace is that tree', () => {
    assert.deepEqual([1, 2, 3, 4, 5].map((number) => calleesOf(number, callersOf(5))), [[2, 3], [4], [], [5], []]);
    const state = play(systemOf(quiet), 2000);
    const traces = whole(state);
    assert.ok(traces.length > 15, `${traces.length} whole traces`);
    for (const trace of traces) {
      const parentOf = (service: string): string | null => trace.spans.find(({ spanId }) => spanId === spanOf(trace, service).parentSpanId)?.service ?? null;
      assert.deepEqual(['s1', 's2', 's3', 's4', 's5'].map(parentOf), [null, 's1', 's1', 's2', 's4']);
      for (const [child, parent] of [['s2', 's1'], ['s3', 's1'], ['s4', 's2'], ['s5', 's4']] as const) {
        assert.ok(spanOf(trace, child).startUs > spanOf(trace, parent).startUs && spanOf(trace, child).endUs < spanOf(trace, parent).endUs, `${child} lies within ${parent}`);
      }
    }
  });

  it('ties log lines to spans by their ids, and a plain text line to nothing', () => {
    const state = play(systemOf(quiet), 1500);
    const trace = whole(state).at(-1)!;
    const lines = state.stores.logs.filter(({ traceId }) => traceId === trace.traceId);
    assert.deepEqual(new Set(lines.map(({ spanId }) => spanId)), new Set(trace.spans.map(({ spanId }) => spanId)));
    const text = play(systemOf({ ...quiet, logFormat: 'text' }), 1500);
    assert.ok(text.stores.logs.length > 50 && text.stores.logs.every(({ traceId, spanId }) => traceId === null && spanId === null));
  });

  it('counts every request in metrics, whatever is sampled', () => {
    const state = play(systemOf({ ...quiet, sampling: 0 }), 3000);
    assert.equal(tracesOf(state).length, 0);
    assert.equal(state.stats.headOut, state.stats.traces);
    const point = state.stores.points.get('s1')!;
    assert.ok(point.histogram.count > 40);
    assert.equal(totalOf(point.counters), point.histogram.count);
    assert.ok(point.histogram.exemplars.every((exemplar) => exemplar === null), 'nobody could look the trace up');
  });

  it('decides at the root for the whole trace', () => {
    const state = play(systemOf({ ...quiet, sampling: 0.5, requestRate: 60 }), 3000);
    assert.ok(state.stats.headOut > 40 && state.stats.kept > 40);
    assert.ok(Math.abs(state.stats.headOut / state.stats.traces - 0.5) < 0.16);
    const settled = tracesOf(state).filter(({ atUs }) => atUs < 2_850_000);
    assert.ok(settled.length > 5 && settled.every(({ spans }) => spans.length === 5), 'no half traces');
  });

  it('keeps by tail sampling every trace with an error, and few others', () => {
    const system = systemOf({ errorRate: 0.2, requestRate: 40, tailSampling: 'errors' });
    const state = play(system, 6000);
    const failed = tracesOf(state).filter(({ spans }) => spans.some(({ error }) => error));
    assert.ok(failed.length > 10);
    assert.ok(failed.length / tracesOf(state).length > 0.5, `${failed.length} of ${tracesOf(state).length}`);
    const share = state.stats.kept / (state.stats.kept + state.stats.tailOut);
    assert.ok(share > 0.16 && share < 0.32, `a fifth failed, a twentieth of the rest is ordinary: ${share}`);
    assert.ok(state.stats.tailOut > 100);
    assert.ok(state.collector.pending.size > 0, 'the latest wait for their spans');
  });

  it('keeps by tail sampling the slow ones that chance at the root would miss', () => {
    const actions = [{ timeMs: 0, action: 'slow', target: 'db', args: { factor: 30, share: 0.1 } }];
    const state = play(systemOf({ ...quiet, tailSampling: 'slow', requestRate: 40 }, 2, actions), 5000);
    const slow = tracesOf(state).filter(({ spans }) => spans.some(({ service, startUs, endUs }) => service === 's1' && endUs - startUs > 400_000));
    assert.ok(slow.length > 5 && slow.length / tracesOf(state).length > 0.4, `${slow.length} of ${tracesOf(state).length}`);
  });

  it('tears traces where a context gets lost, and says so once', () => {
    const system = systemOf(quiet);
    assert.equal(system.act({ action: 'strip-context', target: 'payment' }, 'user').ok, true);
    const state = play(system, 2000);
    const lost = system.events(0, system.nowUs + 1).filter(({ type }) => type === 'obs.propagation-lost');
    assert.deepEqual(lost.map(({ node, data }) => [node, data['service']]), [['s4', 's4']]);
    assert.ok(state.stats.contextsLost > 20);
    for (const { spans } of tracesOf(state).filter((trace) => trace.atUs < 1_500_000)) {
      assert.ok(['s1,s2,s3', 's4,s5'].includes(spans.map(({ service }) => service).sort().join()), spans.map(({ service }) => service).join());
    }
    const request = state.finished.at(-4)!.request;
    assert.equal(new Set(tracesOf(state).filter(({ spans }) => spans.some((span) => span.request === request)).map(({ traceId }) => traceId)).size, 2, 'two traces of one request');
    assert.equal(system.act({ action: 'strip-context', target: 'gateway' }, 'user').ok, false);
    assert.equal(system.act({ action: 'recover', target: 'payment' }, 'user').ok, true);
    play(system, 3000);
    assert.equal(whole(system.state).length > 5, true);
  });

  it('has as many series as its label values have combinations, up to the limit of a process', () => {
    const few = play(systemOf({ ...quiet, requestRate: 100 }), 6000);
    assert.equal(few.stores.points.get('s1')!.counters.seen, 8, 'four routes, with 200 and 404');
    const many = play(systemOf({ ...quiet, requestRate: 100, labels: 'route:4,status:3,user:800' }), 6000);
    const { seen, overflow } = many.stores.points.get('s1')!.counters;
    assert.ok(seen > 400 && overflow === 0, `${seen}`);
    assert.equal(observabilityReadouts(many, 6_000_000).labelProduct, 9600);
    const endless = Array.from({ length: 3000 }, (_, at) => at).reduce((counters, at) => counted(counters, at, 1), noCounters);
    assert.equal(endless.seen, cardinalityLimit);
    assert.equal(endless.overflow, 3000 - cardinalityLimit);
    assert.equal(totalOf(endless), 3000);
  });

  it('numbers combinations of labels both ways', () => {
    const labels = labelsOf('route:4,status:3 user:800,route:9,le:3,x:0');
    assert.deepEqual(labels, [{ name: 'route', values: 4 }, { name: 'status', values: 3 }, { name: 'user', values: 800 }]);
    assert.equal(productOf(labels), 9600);
    for (const index of [0, 799, 800, 9599]) assert.equal(indexOf(labels, valuesOf(labels, index)), index);
    assert.equal(productOf(capped(labelsOf('route:4,user:100000'))), 10_000);
    const two = counted(counted(noCounters, 70, 1), 70, 2);
    assert.equal(countAt(two, 70), 2);
    assert.equal(two.seen, 1);
  });

  it('fails a request where a service below fails, and marks every span on the way up', () => {
    const state = play(systemOf(quiet, 1, [{ timeMs: 0, action: 'fail', target: 's5', args: { share: 1 } }]), 2000);
    const trace = whole(state).at(-1)!;
    assert.deepEqual(trace.spans.filter(({ error }) => error).map(({ service }) => service).sort(), ['s1', 's2', 's4', 's5']);
    const lines = state.stores.logs.filter(({ traceId, severity }) => traceId === trace.traceId && severity === 'ERROR').map(({ body }) => body);
    assert.ok(lines.includes('failed: internal error') && lines.includes('failed: payment answered 500'), lines.join());
    assert.equal(state.stats.errors, state.stats.answered);
  });

  it('leaves a hole in a trace where a process crashed, and a refused connection above it', () => {
    const system = systemOf(quiet);
    play(system, 1000);
    system.act({ action: 'crash', target: 'db' }, 'user');
    const state = play(system, 2000);
    const torn = tracesOf(state).filter(({ atUs }) => atUs > 1_500_000);
    assert.ok(torn.length > 3 && torn.every(({ spans }) => spans.every(({ service }) => service !== 's5')));
    assert.ok(state.stores.logs.some(({ body }) => body === 'failed: db refused the connection'));
    system.act({ action: 'recover', target: 'db' }, 'user');
    play(system, 3000);
    assert.ok(state.stores.points.get('s5')!.startUs >= 2_000_000, 'its counters begin anew');
    assert.ok(observabilityReadouts(system.state, system.nowUs).latencyP50! > 0);
  });

  it('tells nothing of requests that the way in could not even refuse', () => {
    const system = systemOf(quiet);
    play(system, 1000);
    system.act({ action: 'crash', target: 's1' }, 'user');
    const before = system.state.stats.answered;
    const state = play(system, 2000);
    assert.equal(state.stats.answered, before);
    assert.ok(state.stats.refused > 10);
    assert.equal(observabilityReadouts(state, system.nowUs).errors, 0, 'by its own account nothing is wrong');
  });

  it('refuses at a full collector, holds back in the processes, and drops at last', () => {
    const system = systemOf({ ...quiet, requestRate: 100 }, 1, [{ timeMs: 0, action: 'slow', target: 'collector', args: { factor: 100 } }]);
    play(system, 2000);
    assert.ok(system.state.stats.refusedBatches > 0 || system.state.collector.queue.length > 20);
    const state = play(system, 8000);
    assert.ok(state.stats.refusedBatches > 10);
    assert.ok(state.stats.dropped > 50, `${state.stats.dropped} dropped`);
    system.act({ action: 'recover', target: 'collector' }, 'user');
    play(system, 10_000);
    assert.equal(system.state.collector.queue.length, 0);
  });

  it('loses with a crash of the collector what waited there, not what is stored', () => {
    const system = systemOf({ ...quiet, tailSampling: 'slow' });
    play(system, 2000);
    const stored = system.state.stores.logs.length;
    system.act({ action: 'crash', target: 'o1' }, 'user');
    assert.equal(system.state.collector.pending.size, 0);
    assert.ok(system.state.stats.dropped > 0);
    assert.equal(play(system, 2300).stores.logs.length, stored);
    system.act({ action: 'recover', target: 'o1' }, 'user');
    assert.ok(play(system, 4000).stores.logs.at(-1)!.atUs > 3_000_000);
  });

  it('measures from inside: a second of frozen database is a second of everybody', () => {
    const system = systemOf(quiet);
    play(system, 1000);
    system.act({ action: 'freeze', target: 'db' }, 'user');
    play(system, 1300);
    system.act({ action: 'thaw', target: 'db' }, 'user');
    const state = play(system, 1600);
    assert.ok(tracesOf(state).some(({ spans }) => spans.some(({ service, startUs, endUs }) => service === 's5' && endUs - startUs > 200_000) || spans.some(({ service, startUs, endUs }) => service === 's4' && endUs - startUs > 250_000)));
  });

  it('refuses what makes no sense, with a reason', () => {
    const system = systemOf();
    for (const [action, target, args] of [['crash', 's9', {}], ['fail', 's2', { share: 2 }], ['slow', 's2', { factor: 0 }], ['slow', 'o1', { factor: -1 }], ['slow', 's2', { share: -1 }], ['thaw', 's1', {}], ['heal', undefined, {}], ['cut', 's1-s99', {}], ['cut', undefined, {}], ['drop', 'm99', {}], ['recover', 's1', {}], ['nonsense', undefined, {}]] as const) {
      const result = system.act({ action, ...(target === undefined ? {} : { target }), args }, 'user');
      assert.ok(!result.ok && result.reason.length > 5, action);
    }
  });

  it('tells the spans of a recording as its own, in the tree of the recording', () => {
    const span = (n: number, parent: number | null, service: number, startUs: number, endUs: number): Plain => ['a'.repeat(32), String(n).repeat(16), parent === null ? null : String(parent).repeat(16), service, 'work', startUs, endUs, n === 3 ? 1 : 0];
    const spans = [span(1, null, 1, 0, 400_000), span(2, 1, 2, 20_000, 300_000), span(3, 2, 3, 40_000, 280_000)];
    const system = systemOf({ requestRate: 0, services: 'a,b,c' });
    assert.equal(system.act({ action: 'replay', args: { callers: [0, 1, 2], spans } }, 'user').ok, true);
    const state = play(system, 1000);
    assert.deepEqual([2, 3].map((number) => callerOf(number, state.callers)), [1, 2]);
    const [trace] = tracesOf(state);
    assert.deepEqual(trace!.spans.map(({ service, endUs, error }) => [service, endUs, error]).sort(), [['s1', 400_000, false], ['s2', 300_000, false], ['s3', 280_000, true]]);
    assert.deepEqual(state.finished.map(({ durationUs, error }) => [durationUs, error]), [[400_000, false]]);
    assert.equal(state.stores.points.get('s1')!.histogram.count, 1);
    for (const args of [{}, { spans: [] }, { spans: [[1]] }, { spans, callers: [0, 2, 1] }, { spans: [span(1, null, 9, 0, 1)] }, { spans: [span(1, null, 1, 5, 1)] }]) {
      assert.equal(systemOf({ services: 'a,b,c' }).act({ action: 'replay', args }, 'user').ok, false, JSON.stringify(args).slice(0, 60));
    }
    assert.equal(system.act({ action: 'replay', args: { spans } }, 'user').ok, false, 'one at a time');
  });

  it('runs on for hours with the memory of minutes', () => {
    const system = systemOf({ requestRate: 100, labels: 'route:4,status:3,user:800', errorRate: 0.1, tailSampling: 'errors' });
    const state = play(system, 60_000);
    assert.ok(state.stores.traces.size <= 20 && state.stores.logs.length <= 160 && state.stores.history.length < 30);
    assert.ok(state.collector.pending.size < 256 && state.collector.decided.size <= 192 && state.ending.size <= 96 && state.finished.length <= 14);
    assert.ok(state.network.inFlight.size < 500);
  });
});
