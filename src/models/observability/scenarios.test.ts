import { assert } from '../../../test/assert.ts';
import { observabilityReadouts } from './readouts.ts';
import { observabilityScenarios } from './scenarios.ts';
import type { ObservabilityReadouts } from './readouts.ts';
import { play, scenarioSystem } from './testing.ts';
import { columnsOf, worthFollowing } from './watching.ts';

function at(name: string, ms: number): ObservabilityReadouts {
  const system = scenarioSystem(name);
  return observabilityReadouts(play(system, ms), system.nowUs);
}

function alertsOf(name: string, ms: number): readonly string[] {
  const system = scenarioSystem(name);
  play(system, ms);
  return system.events(0, system.nowUs + 1).filter(({ type }) => type === 'obs.alert').map(({ timeUs, data }) => `${String(data['name'])} ${data['firing'] === true ? 'fires' : 'ends'} ${Math.round(timeUs / 1000)}`);
}

/** Seconds of viewing until a moment of a scenario. */
function viewed(name: string, ms: number): number {
  const paces = observabilityScenarios.get(name)!.paces ?? [{ fromMs: 0, pace: 50 }];
  return paces.reduce((sum, { fromMs, pace }, index) => sum + Math.max(0, Math.min(ms, paces[index + 1]?.fromMs ?? Infinity) - fromMs) / pace, 0);
}

describe('Scenarios of observability', () => {
  it('show in the default one an alert within 8 s of viewing, while the median stays', () => {
    const [first] = alertsOf('default', 2400);
    assert.match(first ?? '', /^HighLatency fires/);
    assert.ok(viewed('default', Number(first!.split(' ')[2])) <= 8, `${first}, ${viewed('default', Number(first!.split(' ')[2]))} s`);
    const read = at('default', 1600);
    assert.ok(read.latencyP50! < 250 && read.latencyP95! > 300, JSON.stringify(read));
    const ended = alertsOf('default', 5000).at(-1);
    assert.match(ended ?? '', /^HighLatency ends/);
  });

  it('have in the still of the default one a slow trace to follow, of five spans, most of it in the database', () => {
    const state = play(scenarioSystem('default'), observabilityScenarios.get('default')!.stillMs);
    const followed = worthFollowing(columnsOf(state));
    const spans = followed?.trace?.spans ?? [];
    const db = spans.find(({ service }) => service === 's5');
    assert.equal(spans.length, 5);
    assert.ok(db && (db.endUs - db.startUs) / followed!.durationUs > 0.4);
    assert.ok(followed!.logs.some(({ severity, service }) => severity === 'WARN' && service === 's5'));
  });

  it('show a slow database in every quantile', () => {
    const before = at('slow-dependency', 800), during = at('slow-dependency', 2500);
    assert.ok(during.latencyP50! > before.latencyP50! + 100, `${before.latencyP50} to ${during.latencyP50}`);
    assert.ok(alertsOf('slow-dependency', 3500)[0]?.startsWith('HighLatency fires'));
  });

  it('show errors in the metrics of the way in', () => {
    assert.equal(at('error-burst', 800).errorShare, 0);
    assert.ok(at('error-burst', 2200).errorShare! > 0.3);
    assert.ok(alertsOf('error-burst', 2600).some((alert) => alert.startsWith('HighErrorRate fires')));
    assert.ok(alertsOf('error-burst', 5000).some((alert) => alert.startsWith('HighErrorRate ends')));
  });

  it('show the series multiply with a label of many values, and fall when it goes', () => {
    const before = at('cardinality-explosion', 800), during = at('cardinality-explosion', 4400), after = at('cardinality-explosion', 6000);
    assert.ok(during.activeSeries > 5 * before.activeSeries, `${before.activeSeries} to ${during.activeSeries}`);
    assert.ok(after.activeSeries < 200);
    assert.equal(during.labelProduct, 9600);
    assert.ok(during.bytesPerSecond.metrics! > 4 * before.bytesPerSecond.metrics!);
    assert.ok(alertsOf('cardinality-explosion', 4500).some((alert) => alert.startsWith('TooManySeries fires')));
  });

  it('show more traces than requests where a context is lost', () => {
    const read = at('broken-propagation', 2500);
    assert.ok(read.contextsLost > 20 && read.tracesStarted > read.requests + 20);
    assert.equal(at('broken-propagation', 390).contextsLost, 0);
  });

  it('miss the slow traces by chance at the root, and keep them by tail sampling', () => {
    const slowKept = (ms: number): number => {
      const state = play(scenarioSystem('sampling-misses-it'), ms);
      return [...state.stores.traces.values()].filter(({ spans }) => spans.some(({ service, endUs, startUs }) => service === 's1' && endUs - startUs > 320_000)).length;
    };
    assert.ok(at('sampling-misses-it', 1600).alerts.includes('HighLatency'), 'the metrics know');
    assert.equal(slowKept(1600), 0, 'no trace shows it');
    assert.ok(slowKept(5000) > 0);
    assert.ok(at('sampling-misses-it', 5000).sampledOutByTail > 5);
  });

  it('lead from an alert to a log line that says what failed', () => {
    const state = play(scenarioSystem('from-alert-to-log'), 1500);
    assert.ok(state.alerts.some(({ name, firing }) => name === 'HighErrorRate' && firing));
    const followed = worthFollowing(columnsOf(state));
    assert.ok(followed?.error && followed.logs[0]?.severity === 'ERROR');
    assert.ok(followed.logs.some(({ service, body }) => service === 's5' && body === 'failed: internal error'));
  });

  it('show a collector refuse, and catch up', () => {
    const read = at('collector-overload', 3900);
    assert.ok(read.batchesRefused > 0 && read.queue > 20, JSON.stringify(read));
    assert.equal(at('collector-overload', 6000).queue < 5, true);
  });

  it('have a still within the first minute of viewing and notes in order', () => {
    for (const [name, { stillMs, notes = [], actions }] of observabilityScenarios) {
      assert.ok(stillMs >= 0 && viewed(name, stillMs) < 80, name);
      notes.forEach(({ fromMs, untilMs }, index) => assert.ok(fromMs < untilMs && fromMs >= (notes[index - 1]?.untilMs ?? 0), `${name} ${fromMs}`));
      assert.ok(actions.every(({ timeMs }, index) => timeMs >= (actions[index - 1]?.timeMs ?? 0)), name);
    }
  });
});
