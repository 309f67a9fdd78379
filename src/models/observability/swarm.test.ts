import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { newId } from './context.ts';
import { observability } from './model.ts';
import type { Rules } from './rules.ts';
import { observingRules } from './rules.ts';
import { observabilitySwarm, runSwarm } from './swarm.ts';

const rules = observingRules;

/** One rule replaced, and the rule of the watcher that has to notice. */
const bugs: Record<string, readonly [Partial<Rules>, RegExp]> = {
  'ids of zeros': [{ newId: (random, digits) => (random.chance(0.02) ? '0'.repeat(digits) : newId(random, digits)) }, /ids are not zero/],
  'ids that come again': [{ newId: (random, digits) => random.integer(1, 400).toString(16).padStart(digits, '0') }, /ids are unique/],
  'a new trace for every service': [{ child: (parent, spanId) => ({ ...parent, traceId: spanId + spanId, spanId }) }, /parent’s trace/],
  'a parent that is not the caller': [{ continued: (headers) => { const given = rules.continued(headers); return given && { ...given, spanId: '00000000000000aa' }; } }, /parent’s trace/],
  'a flag that is not passed on': [{ child: (parent, spanId) => ({ ...rules.child(parent, spanId), sampled: true }) }, /sampled as its parent/],
  'a share that is not kept': [{ sampled: (traceId, share) => rules.sampled(traceId, share / 2) }, /share of recorded traces/],
  'spans that were not to be recorded': [{ records: () => true }, /nothing unrecorded/],
  'spans that end before they begin': [{ endOf: (startUs, nowUs) => 2 * startUs - nowUs }, /ends after it began/],
  'a counter that falls': [{ next: (count) => (count > 3 ? 1 : count + 1) }, /count the same requests|never fall/],
  'a restart that looks like none': [{ countersFrom: (beforeUs) => beforeUs }, /counters never fall/],
  'bounds that are not included': [{ bucketOf: (valueUs) => rules.bucketOf(valueUs + 1000) }, /in its bucket/],
  'exemplars of traces that nobody has': [{ isExemplar: () => true }, /exemplar names a recorded trace/],
  'a queue without end': [{ hasRoom: () => true }, /no more than the limit wait/],
  'a decision before the spans are there': [{ waitUs: () => 0 }, /decision waits/],
  'tail sampling that forgets errors': [{ keeps: (trace, config) => rules.keeps({ ...trace, spans: trace.spans.map((span) => ({ ...span, error: false })) }, config) }, /policies say/],
  'tail sampling that keeps all': [{ keeps: () => true }, /policies say/],
};

describe('Observing under random faults and changes', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  for (const [bug, [rule, told]] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      const failure = catches(observabilitySwarm, observability({ ...rules, ...rule }), { schedules: 60, events: 1500 });
      assert.ok(failure !== null, 'it got away');
      assert.match(failure.message, told);
    });
  }
});
