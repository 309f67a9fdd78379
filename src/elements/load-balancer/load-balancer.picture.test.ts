import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { loadBalancerConfig } from '../../models/load-balancer/config.ts';
import type { LoadBalancerSettings } from '../../models/load-balancer/config.ts';
import { loadBalancer } from '../../models/load-balancer/model.ts';
import { loadBalancerScenarios } from '../../models/load-balancer/scenarios.ts';
import type { LoadBalancerConfig, LoadBalancerState } from '../../models/load-balancer/state.ts';
import { travelling, waitingAt } from '../../models/load-balancer/watching.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addStrings, translator } from '../base/strings.ts';
import { layoutOf } from './layout.ts';
import { drawBalancing, looksOf } from './load-balancer.picture.ts';
import { loadBalancerStrings } from './load-balancer.strings.ts';

const ms = 1000;
type Run = Timeline<LoadBalancerConfig, LoadBalancerState>;

function pictureOf(run: Run, more: Partial<Moment<LoadBalancerState>> = {}): Picture {
  addStrings('en', loadBalancerStrings);
  const builder = new PictureBuilder();
  drawBalancing({ state: run.state, nowUs: run.nowUs, tall: false, usPerViewingMs: 250, name: (id) => id.toUpperCase(), text: translator('en'), selected: null, settings: {}, ...more }, builder);
  return builder.picture();
}

function scenario(name: string, untilMs: number, more: LoadBalancerSettings = {}): Run {
  const known = loadBalancerScenarios.get(name) ?? assert.fail(name);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  const run = new Timeline({ model: loadBalancer(), config: loadBalancerConfig({ ...(known.settings as LoadBalancerSettings | undefined), ...more }), seed: known.seed ?? 1, commands });
  run.advance(untilMs * ms);
  return run;
}

describe('The picture of load balancing', () => {
  it('shows one packet for each message on its way, and each id once', () => {
    const run = scenario('default', 0);
    for (let at = 100; at <= 6000; at += 100) {
      run.advance(at * ms);
      const picture = pictureOf(run);
      const moving = travelling(run.state, run.nowUs);
      assert.deepEqual(picture.packets.filter(({ lost }) => lost === undefined).map(({ id }) => id).sort(), moving.map(({ id }) => id).sort(), `at ${at} ms`);
      for (const marks of [picture.nodes, picture.links, picture.packets, picture.solids, picture.paints, picture.labels]) {
        const ids = marks.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length, `at ${at} ms`);
      }
      for (const packet of picture.packets) assert.ok(packet.share >= 0 && packet.share <= 1, packet.id);
    }
  });

  it('colours one part of the ring for each probe that failed in a row', () => {
    const run = scenario('default', 0);
    let most = 0;
    for (let at = 450; at <= 3000; at += 50) {
      run.advance(at * ms);
      const parts = pictureOf(run).paints.filter(({ id }) => id.startsWith('b3/probes/'));
      const red = parts.filter(({ tone }) => tone === 'fail').length;
      const { health } = run.state.balancers.get('m1')!.views.get('b3')!;
      assert.equal(red, health >= 2 ? 4 - health : 3, `at ${at} ms`);
      most = Math.max(most, red);
    }
    assert.equal(most, 3);
  });

  it('crosses out a backend that crashed before the balancer knows, and goes on sending there until it does', () => {
    const picture = pictureOf(scenario('default', 500));
    assert.equal(picture.nodes.find(({ id }) => id === 'b3')?.role, 'crashed');
    assert.equal(pictureOf(scenario('default', 400)).nodes.find(({ id }) => id === 'b3')?.role, 'backend');
  });

  it('fills as many slots as requests are served, and piles up those that wait', () => {
    const run = scenario('slow-backend', 5000);
    const picture = pictureOf(run);
    for (const [id, backend] of run.state.backends) {
      assert.equal(picture.solids.filter((solid) => solid.id.startsWith(`${id}/slot-`)).length, backend.serving.length, id);
      assert.equal(picture.solids.filter((solid) => solid.id.startsWith(`${id}/queued-`)).length, Math.min(9, waitingAt(backend)), id);
    }
    assert.ok(waitingAt(run.state.backends.get('b2')!) > 0);
    assert.ok(picture.labels.some(({ id, text }) => id === 'b2/queued' && text === `${waitingAt(run.state.backends.get('b2')!)} queued`));
  });

  it('keeps everybody on the plate, apart from each other, whatever their number', () => {
    for (const tall of [false, true]) {
      for (const [clients, backends, balancers] of [[1, 0, 1], [6, 4, 1], [24, 16, 3], [12, 9, 2], [8, 8, 1]] as const) {
        const { state } = new Timeline({ model: loadBalancer(), config: loadBalancerConfig({ clients, backends, balancers }), seed: 1 });
        const { places, plate } = layoutOf(state, tall);
        assert.equal(places.size, clients + backends + balancers);
        const all = [...places.values()];
        for (const { x, z } of all) assert.ok(Math.abs(x) < plate.width / 2 - 0.3 && Math.abs(z) < plate.depth / 2 - 0.3, `${x} ${z}`);
        all.forEach((a, at) => all.slice(at + 1).forEach((b) => assert.ok(Math.hypot(a.x - b.x, a.z - b.z) > 0.55, `${clients} ${backends} ${tall}`)));
      }
    }
  });

  it('draws short hops as flow along their links', () => {
    const picture = pictureOf(scenario('default', 3000, { latency: 40, requestRate: 100 }));
    assert.equal(picture.packets.length, 0);
    assert.ok(picture.links.some(({ flow }) => (flow ?? 0) > 0));
  });

  it('makes a response that carries an error red', () => {
    assert.deepEqual(looksOf({ kind: 'reply', status: 503 }), { shape: 'ball', role: 'fail' });
    assert.deepEqual(looksOf({ kind: 'reply', status: 200 }), { shape: 'ball', role: 'backend' });
    assert.deepEqual(looksOf({ kind: 'probe', status: null }), { shape: 'plus', role: 'probe' });
  });
});
