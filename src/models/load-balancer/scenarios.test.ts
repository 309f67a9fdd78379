import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { isInRotation, homesOf, loadBalancerReadouts, waitingAt } from './readouts.ts';
import { loadBalancerScenarios } from './scenarios.ts';
import { play, scenarioSite } from './testing.ts';
import type { Site } from './testing.ts';

const eventsOf = (site: Site): readonly ModelEvent[] => site.events(0, site.nowUs + 1);

const ms = (site: Site, type: string, node?: string): number | null => {
  const event = eventsOf(site).find((each) => each.type === type && (node === undefined || each.peer === node || each.node === node));
  return event ? event.timeUs / 1000 : null;
};

/** A p99 latency of what was answered within these moments, ms. */
function p99(site: Site, fromMs: number, toMs: number): number {
  const latencies = eventsOf(site)
    .filter(({ type, timeUs, data }) => type === 'lb.response' && timeUs >= fromMs * 1000 && timeUs < toMs * 1000 && data['status'] === 200)
    .map(({ data }) => Number(data['latency'])).sort((a, b) => a - b);
  return latencies[Math.floor(latencies.length * 0.99)] ?? assert.fail('no answers');
}

describe('The scenarios of load balancing', () => {
  it('are the thirteen of the concept, with every action accepted and a still within the run', () => {
    assert.deepEqual([...loadBalancerScenarios.keys()], ['default', 'slow-backend', 'backend-fails', 'flapping', 'uneven-weights', 'long-connections', 'ip-hash-nat', 'pool-change', 'random-vs-two-choices', 'rolling-deploy', 'canary', 'all-down', 'cold-start']);
    for (const [name, { actions, stillMs, notes }] of loadBalancerScenarios) {
      const site = scenarioSite(name);
      for (const { timeMs, ...action } of actions) {
        play(site, timeMs);
        const twin = scenarioSite(name);
        play(twin, Math.max(0, timeMs - 0.001));
        assert.deepEqual(twin.act(action, 'script').ok, true, `${name}: ${action.action} ${action.target ?? ''} at ${timeMs}`);
      }
      assert.ok(stillMs > 0 && stillMs < Math.max(...(notes ?? []).map(({ untilMs }) => untilMs)), name);
    }
  });

  it('default: b3 is out within 2 s, and back', () => {
    const site = scenarioSite('default');
    play(site, 6500);
    assert.ok(ms(site, 'lb.down', 'b3')! < 2000);
    assert.ok(ms(site, 'lb.up', 'b3')! > 4500);
  });

  it('slow-backend: the queue of the slow one fills by turns, and empties by least connections', () => {
    const site = scenarioSite('slow-backend');
    const b2 = (): number => waitingAt(site.state.backends.get('b2')!);
    play(site, 6000);
    assert.ok(b2() >= 14, String(b2()));
    play(site, 12_000);
    assert.ok(b2() < 10, String(b2()));
    assert.ok(p99(site, 4000, 7000) > 2 * p99(site, 10_500, 12_000) || p99(site, 4000, 7000) > 2000);
  });

  it('backend-fails: out within three intervals and a probe, back after two', () => {
    const site = scenarioSite('backend-fails');
    play(site, 16_000);
    const down = ms(site, 'lb.down', 'b2')!;
    const up = ms(site, 'lb.up', 'b2')!;
    assert.ok(down > 1000 + 4000 && down <= 1000 + 6000 + 200, String(down));
    assert.ok(up > 11_000 + 2000 && up <= 11_000 + 4000 + 200, String(up));
    assert.equal(eventsOf(site).find(({ type }) => type === 'lb.down')?.data['by'], 'active');
  });

  it('flapping: b2 goes down and up four times', () => {
    const site = scenarioSite('flapping');
    play(site, 13_000);
    assert.equal(eventsOf(site).filter(({ type }) => type === 'lb.down').length, 4);
    assert.equal(eventsOf(site).filter(({ type }) => type === 'lb.up').length, 4);
  });

  it('uneven-weights: shares follow the weights, and even turns overload the small ones', () => {
    const site = scenarioSite('uneven-weights');
    play(site, 6990);
    const { share, expected, dropped } = loadBalancerReadouts(site.state, site.nowUs);
    assert.ok(Math.abs(share['b1']! - 5 / 7) < 0.01 && Math.abs(expected['b1']! - 5 / 7) < 1e-9);
    assert.equal(dropped, 0);
    play(site, 13_000);
    assert.ok(loadBalancerReadouts(site.state, site.nowUs).dropped > 0);
  });

  it('long-connections: least connections keeps open ones closer together than turns', () => {
    const site = scenarioSite('long-connections');
    const spread = (fromMs: number, toMs: number): number => {
      let sum = 0;
      for (let at = fromMs; at < toMs; at += 100) {
        const active = Object.values(loadBalancerReadouts(play(site, at), site.nowUs).active);
        sum += Math.max(...active) - Math.min(...active);
      }
      return sum;
    };
    const byTurns = spread(3000, 9000);
    assert.ok(spread(11_000, 17_000) < byTurns / 2, String(byTurns));
  });

  it('ip-hash-nat: half of the clients share a backend, and load it', () => {
    const site = scenarioSite('ip-hash-nat');
    play(site, 8000);
    const homes = homesOf(site.state, site.nowUs);
    assert.equal(new Set(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((client) => homes.get(client))).size, 1);
    assert.ok(loadBalancerReadouts(site.state, site.nowUs).share[homes.get('c1')!]! > 0.45);
  });

  it('pool-change: a fifth backend moves most clients by ip-hash, few by Maglev', () => {
    const site = scenarioSite('pool-change');
    const moved = (beforeMs: number, afterMs: number): number => {
      const before = homesOf(play(site, beforeMs), site.nowUs);
      const after = homesOf(play(site, afterMs), site.nowUs);
      return [...before].filter(([client, home]) => after.get(client) !== home).length;
    };
    const byHash = moved(2900, 3100);
    const byMaglev = moved(10_900, 11_100);
    assert.ok(byHash >= 7 && byMaglev <= 5, `${byHash} and ${byMaglev} of 12`);
  });

  it('random-vs-two-choices: the better of two waits much less', () => {
    const site = scenarioSite('random-vs-two-choices');
    play(site, 16_000);
    assert.ok(p99(site, 3000, 8000) > 1.2 * p99(site, 10_000, 16_000), `${p99(site, 3000, 8000)} and ${p99(site, 10_000, 16_000)}`);
  });

  it('rolling-deploy: each backend is replaced and no request is lost', () => {
    const site = scenarioSite('rolling-deploy');
    play(site, 23_000);
    assert.equal(eventsOf(site).filter(({ type }) => type === 'fault.crash').length, 4);
    const { errors, dropped, noBackend, responses } = loadBalancerReadouts(site.state, site.nowUs);
    assert.deepEqual([errors, dropped, noBackend], [0, 0, 0]);
    assert.ok(responses > 500);
    assert.equal(eventsOf(site).filter(({ type }) => type === 'lb.up').length, 4);
  });

  it('canary: a tenth, then a quarter, then none', () => {
    const site = scenarioSite('canary');
    const picks = (fromMs: number, toMs: number): number => {
      const all = eventsOf(site).filter(({ type, timeUs }) => type === 'lb.pick' && timeUs >= fromMs * 1000 && timeUs < toMs * 1000);
      return all.filter(({ peer }) => peer === 'b4').length / all.length;
    };
    play(site, 13_000);
    assert.ok(Math.abs(picks(0, 4000) - 0.1) < 0.02, String(picks(0, 4000)));
    assert.ok(Math.abs(picks(4001, 7000) - 0.25) < 0.02, String(picks(4001, 7000)));
    assert.equal(picks(9001, 13_000), 0);
  });

  it('all-down: the balancer answers 503 itself, until they are back', () => {
    const site = scenarioSite('all-down');
    play(site, 5000);
    assert.ok(site.state.stats.noBackend > 10);
    play(site, 8000);
    assert.ok([...site.state.backends.values()].every((backend) => isInRotation(site.state, backend)));
    const before = site.state.stats.noBackend;
    play(site, 10_000);
    assert.equal(site.state.stats.noBackend, before);
  });

  it('cold-start: with a slow start the cold one gets little and queues less', () => {
    const site = scenarioSite('cold-start');
    const mostQueued = (id: string, fromMs: number, toMs: number): number => {
      let sum = 0;
      for (let at = fromMs; at < toMs; at += 50) sum += waitingAt(play(site, at).backends.get(id)!);
      return sum;
    };
    const gently = mostQueued('b3', 2050, 7000);
    assert.ok(mostQueued('b4', 12_050, 17_000) > 2 * gently, String(gently));
  });
});
