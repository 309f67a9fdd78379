import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { OverviewConfig, OverviewSettings } from './config.ts';
import { overviewConfig } from './config.ts';
import { overview } from './model.ts';
import { measuredAvailability, predictedAvailability, readoutsOf, regionsOf } from './readouts.ts';
import { overviewScenarios } from './scenarios.ts';
import type { OverviewState } from './state.ts';
import { reconfigure } from './swarm.ts';
import { idOf, numberOf, offsetsOf, ownersOf, regionOf } from './topology.ts';

const s = 1_000_000;
type Run = Simulation<OverviewConfig, OverviewState>;

/** Nobody fails, or is repaired, by itself. */
const calm = { mttf: 3.6e9, mttr: 3.6e9 } as const;

function simulate(settings: OverviewSettings = {}, seed = 1): Run {
  return new Simulation({ model: overview(), config: overviewConfig(settings), seed, reconfigure });
}

const ofType = (events: readonly ModelEvent[], type: string): ModelEvent[] => events.filter((event) => event.type === `overview.${type}`);
function reason(run: Run, action: string, target?: string, args = {}): string {
  const result = run.act(target === undefined ? { action, args } : { action, target, args });
  return result.ok ? 'done' : result.reason;
}

/** Runs on, one second after the other, and gives all that happened. */
function collect(run: Run, untilS: number): ModelEvent[] {
  const events: ModelEvent[] = [];
  while (run.nowUs < untilS * s) {
    run.runTo(Math.min(untilS * s, run.nowUs + s));
    events.push(...run.takeEvents());
  }
  return events;
}

describe('Availability', () => {
  it('is mttf / (mttf + mttr), and of all nodes at once its power', () => {
    const { state } = simulate({ nodes: 64, mttf: 99_000, mttr: 1000 });
    const { predictedAvailability: one, allUp, someOwnerUp } = readoutsOf(state, 0);
    assert.equal(one, 0.99);
    assert.closeTo(allUp, 0.526, 0.0005);
    assert.closeTo(someOwnerUp, 1 - 1e-6, 1e-12);
  });

  for (const [mttf, mttr] of [[60_000, 6000], [10_000, 10_000], [100_000, 1000]] as const) {
    it(`is measured as it is predicted: up ${mttf} ms, down ${mttr} ms`, () => {
      const run = simulate({ nodes: 100, mttf, mttr, requestRate: 0, heartbeat: 60_000 });
      const cycles = 40;
      run.runTo((mttf + mttr) * 1000 * cycles);
      const a = predictedAvailability(run.state.config);
      // Of an alternating renewal process: variance 2·a·(1−a)·mttf·mttr / (mttf+mttr) over the time, and every node starts up.
      const deviation = Math.sqrt((2 * a * (1 - a)) * ((mttf * mttr) / (mttf + mttr)) / ((mttf + mttr) * cycles * 100));
      assert.closeTo(measuredAvailability(run.state, run.nowUs) ?? 0, a, 4 * deviation + (1 - a) * a / cycles);
    });
  }

  it('is that of the owners for requests: nearly all are served though many nodes are down', () => {
    const run = simulate({ nodes: 100, mttf: 8000, mttr: 2000, replicas: 3, requestRate: 50, latency: 5, heartbeat: 200, suspectAfter: 600 });
    collect(run, 200);
    const { served, failed } = run.state.stats;
    assert.ok(served + failed > 9000);
    // 0.2³ of the keys have no owner that is up.
    assert.closeTo(failed / (served + failed), 0.008, 0.006);
    const one = simulate({ nodes: 100, mttf: 8000, mttr: 2000, replicas: 1, requestRate: 50, latency: 5, heartbeat: 200, suspectAfter: 600 });
    collect(one, 200);
    assert.closeTo(one.state.stats.failed / (one.state.stats.served + one.state.stats.failed), 0.2, 0.03);
  });

  it('has up and down times that are exponential: a quarter of them shorter than 0.288 of the mean', () => {
    const run = simulate({ nodes: 200, mttf: 10_000, mttr: 4000, requestRate: 0, heartbeat: 60_000 });
    const since = new Map<string, number>();
    const times = new Map<string, number[]>([['overview.crash', []], ['overview.recover', []]]);
    for (const { type, node = '', timeUs } of collect(run, 300)) {
      const list = times.get(type);
      if (list === undefined) continue;
      list.push(timeUs - (since.get(node) ?? 0));
      since.set(node, timeUs);
    }
    for (const [type, meanUs] of [['overview.crash', 10 * s], ['overview.recover', 4 * s]] as const) {
      const list = times.get(type) ?? [];
      assert.ok(list.length > 3000);
      assert.closeTo(list.reduce((sum, each) => sum + each, 0) / list.length / meanUs, 1, 0.08);
      assert.closeTo(list.filter((each) => each < 0.28768 * meanUs).length / list.length, 0.25, 0.03);
    }
  });
});

describe('The failure detector', () => {
  it('suspects a silent neighbour after the time set, and clears it at its next heartbeat', () => {
    const run = simulate({ ...calm, nodes: 8, requestRate: 0 });
    collect(run, 5);
    assert.equal(reason(run, 'crash', 'n3'), 'done');
    const after = collect(run, 20);
    const suspected = ofType(after, 'suspect');
    assert.equal(suspected.length, 4, 'by all its neighbours');
    assert.ok(suspected.every(({ node, data, timeUs }) => node === 'n3' && data['wrong'] === false && timeUs > 7 * s && timeUs <= 9.5 * s), JSON.stringify(suspected.map(({ timeUs }) => timeUs)));
    run.act({ action: 'recover', target: 'n3' });
    const cleared = ofType(collect(run, 25), 'clear');
    assert.deepEqual(new Set(cleared.map(({ node }) => node)), new Set(['n3']));
    assert.equal(cleared.length, 4);
    assert.equal(readoutsOf(run.state, run.nowUs).suspected, 0);
  });

  it('is wrong about a node that stands still, and says so', () => {
    const run = simulate({ ...calm, nodes: 8, requestRate: 0 });
    collect(run, 5);
    run.act({ action: 'freeze', target: 'n3' });
    const suspected = ofType(collect(run, 12), 'suspect');
    assert.ok(suspected.length === 4 && suspected.every(({ data }) => data['wrong'] === true));
    assert.equal(readoutsOf(run.state, run.nowUs).wronglySuspected, 1);
    run.act({ action: 'thaw', target: 'n3' });
    assert.equal(ofType(collect(run, 15), 'clear').length, 4);
  });

  it('is wrong about everybody across a cut, until it heals', () => {
    const run = simulate({ ...calm, nodes: 12, requestRate: 0 });
    collect(run, 3);
    run.act({ action: 'cut' });
    const events = collect(run, 10);
    assert.ok(ofType(events, 'suspect').length > 4);
    for (const { node = '', data } of ofType(events, 'suspect')) {
      const side = (id: string): number => Math.min(1, regionOf(numberOf(id), 12, 3));
      assert.notEqual(side(node), side(String(data['by'])));
    }
    run.act({ action: 'heal' });
    collect(run, 13);
    assert.equal(readoutsOf(run.state, run.nowUs).suspected, 0);
  });

  it('is wrong now and then where messages are lost, and less so with more patience', () => {
    const wrong = (suspectAfter: number): number => {
      const run = simulate({ ...calm, nodes: 30, requestRate: 0, loss: 0.3, suspectAfter });
      collect(run, 200);
      return run.state.stats.wrongSuspicions;
    };
    assert.ok(wrong(2000) > 10 * wrong(6000) && wrong(6000) >= 0);
    assert.equal(simulate({ ...calm, loss: 0 }).state.stats.wrongSuspicions, 0);
  });
});

describe('The overview in motion', () => {
  it('hops to an owner, and to the next where the first is down', () => {
    const run = simulate({ ...calm, nodes: 9, replicas: 3, requestRate: 0, latency: 10, suspectAfter: 60_000 });
    run.act({ action: 'crash', target: 'n1' });
    const events: ModelEvent[] = [];
    for (let count = 0; count < 60; count += 1) {
      run.act({ action: 'request' });
      events.push(...collect(run, count + 1));
    }
    const requests = ofType(events, 'request');
    assert.equal(requests.length, 60);
    assert.ok(requests.every(({ data }) => data['ok'] === true));
    const detours = requests.filter(({ data }) => (data['path'] as string[]).includes('n1'));
    assert.ok(detours.length > 0 && detours.every(({ data }) => (data['path'] as string[]).length === 3));
  });

  it('fails a request when no owner is up', () => {
    const run = simulate({ ...calm, nodes: 6, regions: 2, replicas: 2, requestRate: 0, latency: 10 });
    for (const id of ['n1', 'n4']) run.act({ action: 'crash', target: id });
    const events: ModelEvent[] = [];
    for (let count = 0; count < 40; count += 1) {
      run.act({ action: 'request' });
      events.push(...collect(run, count + 1));
    }
    const failed = ofType(events, 'request').filter(({ data }) => data['ok'] === false);
    assert.ok(failed.length > 3);
    for (const { data } of failed) assert.deepEqual((data['path'] as string[]).slice(1).sort(), ['n1', 'n4']);
  });

  it('loses a region and still serves every key', () => {
    const run = simulate({ mttf: 3.6e9 });
    collect(run, 3);
    assert.equal(reason(run, 'fail-region', '2'), 'done');
    assert.deepEqual(regionsOf(run.state).map(({ up, nodes }) => [up, nodes]), [[22, 22], [0, 21], [21, 21]]);
    assert.equal(run.state.upCount, 43);
    collect(run, 30);
    assert.equal(run.state.stats.failed, 0);
    assert.ok(run.state.upCount > 60, 'they are repaired');
  });

  it('draws a node’s fate from the node alone: a crash elsewhere changes nothing of it', () => {
    const fates = (crash: boolean): number[] => {
      const run = simulate({ requestRate: 0, mttf: 20_000 });
      if (crash) run.act({ action: 'crash', target: 'n5' });
      return collect(run, 60).filter(({ node, type }) => node === 'n9' && (type === 'overview.crash' || type === 'overview.recover')).map(({ timeUs }) => timeUs);
    };
    assert.ok(fates(false).length > 2);
    assert.deepEqual(fates(true), fates(false));
  });

  it('takes over live settings', () => {
    const run = simulate({ ...calm });
    collect(run, 2);
    assert.equal(run.state.stats.crashes, 0);
    run.act({ action: 'set', args: { name: 'mttfUs', value: 2 * s } });
    collect(run, 6);
    assert.ok(run.state.stats.crashes > 30);
    run.act({ action: 'set', args: { name: 'requestRate', value: 0 } });
    const { nextRequest } = run.state;
    collect(run, 12);
    assert.equal(run.state.nextRequest, nextRequest);
  });

  it('refuses what cannot be done, and says why', () => {
    const run = simulate({ ...calm });
    assert.equal(reason(run, 'crash', 'n65'), 'there is no node n65');
    assert.equal(reason(run, 'crash'), 'name a node');
    assert.equal(reason(run, 'recover', 'n1'), 'n1 is not down');
    assert.equal(reason(run, 'recover'), 'no node is down');
    assert.equal(reason(run, 'fail-region', '4'), 'regions are 1 to 3');
    assert.equal(reason(run, 'heal'), 'nothing is cut');
    assert.equal(reason(run, 'cut', 'n1-n99'), 'there is no link n1-n99');
    assert.equal(reason(run, 'wipe', 'n1'), 'nodes keep nothing on disk here');
    assert.equal(reason(run, 'explode'), 'the overview has no action explode');
  });

  it('is the same run again after a seek', () => {
    const run = new Timeline({ model: overview(), config: overviewConfig({ nodes: 40, loss: 0.1, jitter: 100 }), seed: 3, commands: [{ action: 'fail-region', target: '1', timeUs: 4 * s, by: 'scenario' }] });
    const hashes = [3, 9, 20].map((at) => {
      run.advance(at * s);
      return run.hash();
    });
    [3, 9, 20].forEach((at, place) => {
      run.seek(at * s);
      assert.equal(run.hash(), hashes[place]);
    });
  });

  it('reads bad settings as they are documented', () => {
    const { mttfUs, mttrUs, replicas, degree } = overviewConfig({ nodes: 4, mttf: 0, mttr: 0, replicas: 7, degree: 12 });
    assert.deepEqual([mttfUs, mttrUs, replicas, degree], [1000, 1000, 4, 3]);
  });
});

describe('Scenarios of the overview', () => {
  function play(name: string, untilS: number): { run: Timeline<OverviewConfig, OverviewState>; events: readonly ModelEvent[] } {
    const { settings = {}, actions, seed = 1 } = overviewScenarios.get(name) ?? assert.fail(name);
    const run = new Timeline({ model: overview(), config: overviewConfig(settings as OverviewSettings), seed, commands: actions.map(({ timeMs, ...action }) => ({ ...action, timeUs: timeMs * 1000, by: 'scenario' as const })) });
    run.advance(untilS * s);
    assert.equal(run.commands.length, actions.length, name);
    return { run, events: run.events(0, untilS * s) };
  }

  it('are four', () => { assert.deepEqual([...overviewScenarios.keys()], ['default', 'region-outage', 'cascade', 'calm']); });

  it('default: a crash within 8 s, a suspicion and a return soon after, and nearly every request served', () => {
    const { events, run } = play('default', 30);
    assert.ok((ofType(events, 'crash')[0]?.timeUs ?? Infinity) < 8 * s);
    for (const type of ['suspect', 'clear', 'recover']) assert.ok(ofType(events, type).length > 0, type);
    assert.ok(run.state.stats.served > 200 && run.state.stats.failed <= 2);
  });

  it('region-outage: a third goes at once, and no request fails', () => {
    const { events, run } = play('region-outage', 30);
    assert.ok(ofType(events, 'crash').filter(({ timeUs }) => timeUs === 4 * s).length >= 20);
    assert.equal(run.state.stats.failed, 0);
  });

  it('cascade: what one region leaves behind takes more nodes along than the region had', () => {
    const { events, run } = play('cascade', 30);
    assert.equal(ofType(events, 'crash').filter(({ timeUs }) => timeUs < 5 * s).length, 0, 'it held before');
    assert.ok(ofType(events, 'crash').filter(({ timeUs }) => timeUs > 5 * s).length > 8);
    assert.ok(run.state.upCount < 12 && run.state.stats.failed > 50);
  });

  it('calm: nothing happens', () => {
    const { events, run } = play('calm', 30);
    assert.equal(ofType(events, 'crash').length + ofType(events, 'suspect').length, 0);
    assert.equal(run.state.stats.failed, 0);
  });
});

describe('Topology', () => {
  it('gives every node as many neighbours as asked for, all different, in pairs where that can be', () => {
    for (let nodes = 4; nodes <= 60; nodes += 1) {
      for (let degree = 1; degree <= Math.min(12, nodes - 1); degree += 1) {
        const offsets = offsetsOf(nodes, degree);
        assert.equal(new Set(offsets).size, degree, `${nodes} nodes, degree ${degree}`);
        assert.ok(offsets.every((step) => step > 0 && step < nodes));
        const oneWay = offsets.filter((step) => !offsets.includes(nodes - step));
        assert.ok(oneWay.length <= degree % 2, `${nodes} nodes, degree ${degree}: ${offsets.join()}`);
      }
    }
  });

  it('puts the owners of a key in different regions', () => {
    for (let slot = 0; slot < 64; slot += 1) assert.equal(new Set(ownersOf(slot, 64, 3, 3).map((node) => regionOf(node, 64, 3))).size, 3);
    for (let nodes = 7; nodes < 30; nodes += 1) {
      for (let regions = 1; regions <= 8; regions += 1) for (let slot = 0; slot < nodes; slot += 1) assert.equal(new Set(ownersOf(slot, nodes, regions, 7)).size, 7);
    }
    const load = new Array<number>(64).fill(0);
    for (let slot = 0; slot < 64; slot += 1) for (const owner of ownersOf(slot, 64, 3, 3)) load[owner]! += 1;
    assert.ok(Math.max(...load) <= 4 && Math.min(...load) >= 1, load.join());
  });

  it('reads ids and nothing else', () => {
    assert.deepEqual(['n1', 'n400', 'n0', 'n01', 'x1', 'n1000'].map(numberOf), [0, 399, -1, -1, -1, -1]);
    assert.equal(idOf(0), 'n1');
  });
});
