import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { loadBalancerConfig, routesOf } from './config.ts';
import { floorRing, loadBalancerReadouts, travelling, waitingAt } from './readouts.ts';
import { play, siteOf } from './testing.ts';
import type { Site } from './testing.ts';

const eventsOf = (site: Site, type: string): readonly ModelEvent[] => site.events(0, site.nowUs + 1).filter((event) => event.type === type);
const quick = { healthInterval: 400, healthTimeout: 300, latency: 5 } as const;
const picksOf = (site: Site): string => eventsOf(site, 'lb.pick').map(({ peer }) => peer!.slice(1)).join('');

describe('A load balancer', () => {
  it('passes requests on in turns, and tells clients what became of them', () => {
    const site = siteOf({ requestRate: 20 });
    play(site, 5000);
    assert.match(picksOf(site), /^12341234/);
    const { responses, errors, dropped, latencyP50 } = loadBalancerReadouts(site.state, site.nowUs);
    assert.ok(responses > 60 && errors === 0 && dropped === 0);
    // Four hops of 100 ms, and the median of an exponential time of 200 ms: 139 ms.
    assert.ok(Math.abs(latencyP50! - 539) < 60, String(latencyP50));
  });

  it('deals as nginx does when weights are set', async () => {
    const { smoothWeightedRoundRobin } = await vectors<{ smoothWeightedRoundRobin: { weights: number[]; sequence: string }[] }>('load-balancing-nginx.json');
    for (const { weights, sequence } of smoothWeightedRoundRobin) {
      const site = siteOf({ backends: weights.length, algorithm: 'weighted-round-robin', weights: weights.join(' '), requestRate: 0, capacity: '100' });
      site.act({ action: 'request', target: 'c1', args: { count: sequence.length } }, 'script');
      play(site, 150);
      assert.equal(picksOf(site), Array.from(sequence, (letter) => 'abcd'.indexOf(letter) + 1).join(''));
    }
  });

  it('gives turns to everybody where all weights are 0, and none to a single 0', () => {
    for (const [weights, picks] of [['0 0', '1212'], ['1 0', '1111']] as const) {
      const site = siteOf({ backends: 2, algorithm: 'weighted-round-robin', weights, requestRate: 0 });
      site.act({ action: 'request', target: 'c1', args: { count: 4 } }, 'script');
      play(site, 150);
      assert.equal(picksOf(site), picks);
    }
  });

  it('answers 503 where there is no backend, and the run goes on', () => {
    const site = siteOf({ backends: 0, requestRate: 10 });
    play(site, 5000);
    assert.ok(site.state.stats.noBackend > 20);
    assert.equal(site.state.stats.responses, 0);
    site.act({ action: 'add', args: { name: 'first' } }, 'user');
    play(site, 8000);
    assert.ok(site.state.stats.responses > 10);
    assert.ok(site.act({ action: 'drain', target: 'first' }, 'user').ok);
  });

  it('is slower the fuller it is, and drops what finds the queue full', () => {
    const latency = (requestRate: number): { p50: number; dropped: number; most: number } => {
      const site = siteOf({ backends: 1, capacity: '2', queue: 10, requestRate, passiveErrors: 0, healthInterval: 60_000 });
      let most = 0;
      for (let at = 500; at <= 20_000; at += 500) most = Math.max(most, waitingAt(play(site, at).backends.get('b1')!));
      const { latencyP50, dropped } = loadBalancerReadouts(site.state, site.nowUs);
      return { p50: latencyP50!, dropped, most };
    };
    const light = latency(2);
    const heavy = latency(30);
    assert.equal(light.dropped, 0);
    assert.ok(heavy.dropped > 100 && heavy.most === 10, JSON.stringify(heavy));
    // Ten wait for two slots of 200 ms: about a second more.
    assert.ok(heavy.p50 > light.p50 + 600, `${light.p50} and ${heavy.p50}`);
  });

  it('takes a backend out after failed requests in a row, before a probe says so', () => {
    const site = siteOf({ requestRate: 100, passiveErrors: 3, healthInterval: 60_000 });
    play(site, 3000);
    site.act({ action: 'crash', target: 'b2' }, 'user');
    play(site, 4000);
    const [down] = eventsOf(site, 'lb.down');
    assert.equal(down?.data['by'], 'passive');
    const after = eventsOf(site, 'lb.pick').filter(({ timeUs, peer }) => peer === 'b2' && timeUs > down!.timeUs);
    assert.equal(after.length, 0);
  });

  it('reads status codes at layer 7 alone: at layer 4 a failing health path is not seen', () => {
    for (const [layer, downs] of [[7, 1], [4, 0]] as const) {
      const site = siteOf({ ...quick, layer });
      site.act({ action: 'fail-probe', target: 'b1' }, 'user');
      play(site, 5000);
      assert.equal(eventsOf(site, 'lb.down').length, downs, `layer ${layer}`);
    }
    const crashed = siteOf({ ...quick, layer: 4, passiveErrors: 0 });
    crashed.act({ action: 'crash', target: 'b1' }, 'user');
    play(crashed, 5000);
    assert.equal(eventsOf(crashed, 'lb.down').length, 1);
  });

  it('times a probe out, at the interval at the latest', () => {
    const site = siteOf({ healthInterval: 400, healthTimeout: 9000, latency: 5 });
    site.act({ action: 'freeze', target: 'b1' }, 'user');
    play(site, 3000);
    assert.equal(loadBalancerConfig({ healthInterval: 400, healthTimeout: 9000 }).healthTimeoutUs, 400_000);
    assert.ok(eventsOf(site, 'lb.probe').filter(({ data, peer }) => peer === 'b1' && data['ok'] === false).every(({ data }) => data['latency'] === 400));
    assert.equal(eventsOf(site, 'lb.down')[0]?.peer, 'b1');
  });

  it('sends a path to its route, by the longest prefix', () => {
    assert.deepEqual(routesOf('/api:b1+b2, /api/v2:b3 nonsense /x: b4'), [{ prefix: '/api', backends: ['b1', 'b2'] }, { prefix: '/api/v2', backends: ['b3'] }]);
    const site = siteOf({ routes: '/api:b1+b2 /api/v2:b3', requestRate: 0 });
    for (const path of ['/api/users', '/api/v2/users', '/api', '/']) site.act({ action: 'request', target: 'c1', args: { path } }, 'user');
    play(site, 150);
    assert.equal(picksOf(site), '1321');
    assert.deepEqual(loadBalancerConfig({ layer: 4, routes: '/api:b1', sticky: true }).routes, []);
  });

  it('keeps a client by its cookie, and gives it another when its backend is gone', () => {
    const site = siteOf({ sticky: true, clients: 2, requestRate: 10 });
    play(site, 4000);
    const home = site.state.clients.get('c1')!.cookie!;
    const later = eventsOf(site, 'lb.pick').filter(({ timeUs, data }) => timeUs > 2_000_000 && data['reason'] === 'cookie').length;
    assert.ok(later > 10);
    site.act({ action: 'drain', target: home }, 'user');
    play(site, 8000);
    assert.notEqual(site.state.clients.get('c1')!.cookie, home);
  });
});

describe('A backend that grows slow', () => {
  /** Share of the picks of b2, which takes ten times as long, between 5 and 15 s. */
  function shareOfSlow(algorithm: string): number {
    const site = siteOf({ algorithm, requestRate: 20, passiveErrors: 0, capacity: '50' });
    site.act({ action: 'slow', target: 'b2', args: { factor: 10 } }, 'user');
    play(site, 15_000);
    const late = eventsOf(site, 'lb.pick').filter(({ timeUs }) => timeUs > 5_000_000);
    return late.filter(({ peer }) => peer === 'b2').length / late.length;
  }

  it('gets its turn all the same by turns and by chance, less by load, least by latency', () => {
    const shares = ['round-robin', 'random', 'least-connections', 'two-choices', 'ewma'].map(shareOfSlow);
    const [turns, chance, connections, choices, ewma] = shares as [number, number, number, number, number];
    assert.ok(Math.abs(turns - 0.25) < 0.01 && Math.abs(chance - 0.25) < 0.08, shares.join(' '));
    assert.ok(connections < 0.15 && choices < 0.15 && ewma < 0.06, shares.join(' '));
  });
});

describe('Backends that come and go', () => {
  it('finish what they have while they drain, and lose it when the time is over', () => {
    const site = siteOf({ drain: 3000, serviceTime: '60s', requestRate: 20, capacity: '100', passiveErrors: 0 });
    play(site, 2000);
    const open = site.state.balancers.get('m1')!.views.get('b1')!.active;
    assert.ok(open > 4);
    site.act({ action: 'drain', target: 'b1' }, 'user');
    play(site, 4000);
    assert.equal(eventsOf(site, 'lb.pick').filter(({ peer, timeUs }) => peer === 'b1' && timeUs > 2_000_000).length, 0);
    assert.deepEqual(floorRing(site.state, site.state.backends.get('b1')!, 3_500_000), { kind: 'draining', done: 0.5, of: 1 });
    play(site, 4990);
    const late = site.state.balancers.get('m1')!.views.get('b1')!.active;
    play(site, 5200);
    assert.equal(site.state.balancers.get('m1')!.views.get('b1')!.active, 0);
    assert.ok(late > 4);
    assert.equal(site.state.stats.errors, late);
  });

  it('leave when they are empty, where a drain is set', () => {
    const site = siteOf({ drain: 10_000, requestRate: 10 });
    play(site, 2000);
    site.act({ action: 'remove', target: 'b2' }, 'user');
    play(site, 6000);
    assert.deepEqual([...site.state.backends.keys()], ['b1', 'b3', 'b4']);
    assert.equal(site.state.stats.errors, 0);
    site.act({ action: 'add' }, 'user');
    assert.ok(site.state.backends.has('b5'), 'ids are not used again');
  });

  it('start slowly: the share grows evenly to full', async () => {
    const { slowstart } = await vectors<{ slowstart: { log: { msSinceUp: number; share_a: number }[] } }>('load-balancing-haproxy.json');
    const site = siteOf({ backends: 1, requestRate: 0, slowStart: 4000, capacity: '1000', latency: 1 });
    play(site, 1000);
    site.act({ action: 'add' }, 'user');
    const shares: number[] = [];
    for (const at of [500, 1500, 2500, 3500, 4500]) {
      play(site, 1000 + at - 200);
      const from = eventsOf(site, 'lb.pick').length;
      for (let each = 0; each < 40; each += 1) {
        site.act({ action: 'request', target: 'c1' }, 'user');
        play(site, 1000 + at - 200 + each * 10);
      }
      const picks = picksOf(site).slice(from);
      shares.push([...picks].filter((pick) => pick === '2').length / picks.length);
    }
    // A weight that has grown to x has x ÷ (1 + x) of the requests beside a full one.
    shares.forEach((share, at) => {
      const weight = Math.min(1, (500 + at * 1000) / 4000);
      assert.ok(Math.abs(share - weight / (1 + weight)) < 0.08, `${shares.join(' ')}`);
    });
    // HAProxy's recording ends at the same: less than a tenth at first, half after the slow start.
    assert.ok(slowstart.log[0]!.share_a < 0.1 && shares[0]! < 0.2);
    assert.equal(slowstart.log.at(-1)!.share_a, 0.5);
    assert.ok(Math.abs(shares.at(-1)! - 0.5) < 0.05);
  });

  it('stand still when frozen, and go on where they were', () => {
    const site = siteOf({ backends: 1, requestRate: 0, serviceTime: '10s', healthInterval: 60_000 });
    site.act({ action: 'request', target: 'c1' }, 'user');
    play(site, 300);
    const before = site.state.backends.get('b1')!.serving[0]!.endUs;
    site.act({ action: 'freeze', target: 'b1' }, 'user');
    play(site, 800);
    site.act({ action: 'thaw', target: 'b1' }, 'user');
    assert.equal(site.state.backends.get('b1')!.serving[0]!.endUs, before + 500_000);
  });

  it('are as many as the setting says now', () => {
    const site = siteOf({ requestRate: 20 });
    play(site, 1000);
    site.act({ action: 'set', args: { name: 'backends', value: 6 } }, 'user');
    assert.equal(site.state.backends.size, 6);
    site.act({ action: 'set', args: { name: 'backends', value: 2 } }, 'user');
    assert.deepEqual([...site.state.backends.keys()], ['b1', 'b2']);
    play(site, 3000);
  });
});

describe('Several balancers', () => {
  it('count for themselves: each takes its own turns and probes by itself', () => {
    const site = siteOf({ balancers: 2, clients: 2, requestRate: 0 });
    for (let each = 0; each < 4; each += 1) for (const target of ['c1', 'c2']) site.act({ action: 'request', target }, 'user');
    play(site, 150);
    assert.equal(picksOf(site), '11223344');
    assert.equal(site.state.balancers.get('m1')!.open.size, 4);
    play(site, 4000);
    assert.equal(new Set(eventsOf(site, 'lb.probe').map(({ node }) => node)).size, 2);
  });

  it('refuse clients while they are down, and know nothing when they are back', () => {
    const site = siteOf({ balancers: 2, requestRate: 40 });
    play(site, 3000);
    site.act({ action: 'crash', target: 'm1' }, 'user');
    play(site, 5000);
    assert.ok(eventsOf(site, 'lb.drop').every(({ peer, data }) => peer === 'm1' && data['reason'] === 'refused'));
    assert.ok(site.state.stats.dropped > 10);
    site.act({ action: 'recover', target: 'm1' }, 'user');
    play(site, 9000);
    assert.ok(eventsOf(site, 'lb.pick').some(({ node, timeUs }) => node === 'm1' && timeUs > 6_000_000));
  });
});

describe('A frozen balancer', () => {
  it('buffers what fits and reads it when it goes on', () => {
    const site = siteOf({ requestRate: 0 });
    site.act({ action: 'freeze', target: 'm1' }, 'user');
    for (let each = 0; each < 3; each += 1) site.act({ action: 'request', target: 'c1', args: { count: 100 } }, 'user');
    play(site, 1000);
    assert.equal(site.state.network.waiting.get('m1')?.length, 256);
    assert.equal(eventsOf(site, 'lb.pick').length, 0);
    site.act({ action: 'thaw', target: 'm1' }, 'user');
    play(site, 1100);
    assert.equal(eventsOf(site, 'lb.pick').length, 256);
  });
});

describe('What the picture reads', () => {
  it('shows what is on its way, and where a cut will stop it', () => {
    const site = siteOf({ requestRate: 0 });
    site.act({ action: 'cut', target: 'm1-b1' }, 'user');
    site.act({ action: 'request', target: 'c1', args: { path: '/shop' } }, 'user');
    play(site, 50);
    const [request] = travelling(site.state, site.nowUs).filter(({ kind }) => kind === 'request');
    assert.deepEqual([request?.share, request?.path, request?.lostAt], [0.5, '/shop', null]);
    play(site, 120);
    const [forward] = travelling(site.state, site.nowUs).filter(({ kind }) => kind === 'forward');
    assert.deepEqual([forward?.to, forward?.lostAt], ['b1', 0.5]);
    play(site, 6000);
    assert.equal(eventsOf(site, 'lb.response')[0]?.data['status'], 504);
  });

  it('cuts one backend off from everybody', () => {
    const site = siteOf(quick);
    assert.ok(site.act({ action: 'cut', target: 'b3' }, 'user').ok);
    play(site, 3000);
    assert.deepEqual(eventsOf(site, 'lb.down').map(({ peer }) => peer), ['b3']);
  });

  it('refuses what makes no sense, and says why', () => {
    const site = siteOf();
    for (const [action, target] of [['crash', 'b9'], ['recover', 'b1'], ['thaw', 'b1'], ['set-algorithm', 'magic'], ['set-algorithm', 'round-robin'], ['heal', undefined], ['cut', 'm1-x9'], ['drop', 'm0'], ['dance', undefined], ['request', 'c99']] as const) {
      const result = site.act({ action, ...(target === undefined ? {} : { target }) }, 'user');
      assert.ok(!result.ok && result.reason.length > 5, action);
    }
  });
});
