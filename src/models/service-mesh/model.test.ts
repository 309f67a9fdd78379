import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { serviceMeshReadouts } from './readouts.ts';
import { meshOf, play } from './testing.ts';
import type { Mesh } from './testing.ts';

const all = (mesh: Mesh, type: string): readonly ModelEvent[] => mesh.events(0, mesh.nowUs + 1).filter((event) => event.type === type);
const at = (timeMs: number, action: string, target?: string, args: { readonly [name: string]: string | number | boolean } = {}): { timeMs: number; action: string; target?: string; args: typeof args } =>
  ({ timeMs, action, ...(target === undefined ? {} : { target }), args });
const statuses = (mesh: Mesh): readonly number[] => all(mesh, 'mesh.request').map(({ data }) => Number(data['status']));

/** A pair of services, one host each, nothing by itself. */
const pair = { services: 'a,b', split: 'v1:0,v2:1', requestRate: 0, latency: 10 } as const;
const ask = (count: number, timeMs = 0): ReturnType<typeof at> => at(timeMs, 'request', 'b', { count });

describe('Calls through a mesh', () => {
  it('go through proxies and are answered', () => {
    const mesh = meshOf({ requestRate: 20 });
    play(mesh, 10_000);
    const { successShare, attemptsPerRequest, requests } = serviceMeshReadouts(mesh.state, mesh.nowUs);
    assert.ok(requests > 150 && successShare === 1 && attemptsPerRequest === 1);
  });

  it('wait for a handshake once on each connection', () => {
    const mesh = meshOf(pair, 1, [ask(5), ask(5, 1000)]);
    play(mesh, 2000);
    assert.deepEqual(all(mesh, 'mesh.handshake').map(({ node, peer, data }) => [node, peer, data['ok'], data['identity']]), [['h1', 'h4', true, 'spiffe://cluster.local/ns/default/sa/b']]);
  });

  it('fail at once past max-requests, without a retry: the response is 503', () => {
    const mesh = meshOf({ ...pair, maxRequests: 3 }, 1, [ask(1), ask(12, 500)]);
    play(mesh, 3000);
    assert.ok(all(mesh, 'mesh.overflow').length >= 1 && all(mesh, 'mesh.overflow').every(({ data }) => data['limit'] === 'requests'));
    assert.equal(statuses(mesh).filter((status) => status === 503).length, all(mesh, 'mesh.overflow').length);
    assert.equal(all(mesh, 'mesh.retry').length, 0);
  });

  it('wait for a connection no more than max-pending at a time', () => {
    const mesh = meshOf({ ...pair, latency: 200, maxPending: 4, timeout: 5000 }, 1, [ask(10)]);
    play(mesh, 9000);
    assert.deepEqual(all(mesh, 'mesh.overflow').map(({ data }) => data['limit']), Array.from({ length: 6 }, () => 'pending'));
    assert.equal(statuses(mesh).filter((status) => status === 200).length, 4);
  });

  it('are tried again after an error, on another host, and never more than 1 + retries times', () => {
    const mesh = meshOf({ services: 'a,b', split: 'v1:1', requestRate: 0, latency: 10, retries: 3, retryBudget: 'none', outlierErrors: 100 }, 1, [at(0, 'fail', 'h2'), ask(20)]);
    play(mesh, 3000);
    assert.deepEqual([...new Set(statuses(mesh))], [200]);
    const dead = meshOf({ ...pair, retries: 3, outlierErrors: 100 }, 1, [at(0, 'fail', 'h4'), ask(1)]);
    play(dead, 3000);
    assert.equal(dead.state.stats.attempts, 4);
    assert.deepEqual(statuses(dead), [503]);
  });

  it('stay within a budget of three retries while little else is under way', () => {
    const mesh = meshOf({ ...pair, retries: 1, retryBackoff: 1000, timeout: 9000, outlierErrors: 100 }, 1, [at(0, 'fail', 'h4'), ask(16)]);
    play(mesh, 9000);
    assert.ok(all(mesh, 'mesh.retry-denied').length > 5, String(all(mesh, 'mesh.retry-denied').length));
    const free = meshOf({ ...pair, retries: 1, retryBackoff: 1000, timeout: 9000, retryBudget: 'none', outlierErrors: 100 }, 1, [at(0, 'fail', 'h4'), ask(16)]);
    play(free, 9000);
    assert.equal(all(free, 'mesh.retry').length, 16);
  });

  it('end with 504 at the time-out, retries included', () => {
    const mesh = meshOf({ ...pair, timeout: 200 }, 1, [at(0, 'freeze', 'h4'), ask(1)]);
    play(mesh, 3000);
    const [request] = all(mesh, 'mesh.request');
    assert.equal(request?.data['status'], 504);
    assert.ok(Number(request?.data['latency']) >= 200 && Number(request?.data['latency']) < 400);
  });

  it('get faults that are ordered, and no retry for them', () => {
    const mesh = meshOf({ ...pair, faultAbort: '503@100%' }, 1, [ask(6)]);
    play(mesh, 3000);
    assert.deepEqual(statuses(mesh), [503, 503, 503, 503, 503, 503]);
    assert.deepEqual([mesh.state.stats.attempts, all(mesh, 'mesh.retry').length, all(mesh, 'mesh.fault').length], [0, 0, 6]);
    const late = meshOf({ ...pair, faultDelay: '700ms@100%' }, 1, [ask(1)]);
    play(late, 3000);
    assert.ok(Number(all(late, 'mesh.request')[0]?.data['latency']) >= 700);
  });
});

describe('A breaker', () => {
  it('ejects a host after five errors in a row, for the base time, to the next sweep', () => {
    const mesh = meshOf({ ...pair, retries: 0 }, 1, [at(0, 'fail', 'h4'), ask(4), at(500, 'recover', 'h4'), ask(1, 501), at(700, 'fail', 'h4'), ask(4, 701)]);
    play(mesh, 1300);
    assert.equal(all(mesh, 'mesh.eject').length, 0, 'four errors, a success, four errors');
    assert.ok(mesh.act({ action: 'request', target: 'b' }, 'script').ok);
    play(mesh, 8000);
    const [eject] = all(mesh, 'mesh.eject');
    const [back] = all(mesh, 'mesh.return');
    assert.equal(Number(eject?.data['until']), eject!.timeUs / 1000 + 3000);
    assert.equal(back?.timeUs, Math.ceil((eject!.timeUs + 3_000_000) / 1_000_000) * 1_000_000);
  });

  it('of Envoy\'s kind has no half-open state; the classic one tries a single call after its time', () => {
    const asking = Array.from({ length: 60 }, (_, each) => ask(1, 50 + each * 100));
    const classic = meshOf({ ...pair, breaker: 'classic', retries: 0, ejectionTime: 1000 }, 1, [at(0, 'fail', 'h4'), ...asking.slice(0, 22), at(2200, 'recover', 'h4'), ...asking.slice(22)]);
    play(classic, 7000);
    const states = all(classic, 'mesh.circuit').map(({ data }) => data['state']);
    assert.deepEqual(states, ['open', 'half-open', 'open', 'half-open', 'closed']);
    assert.ok(all(classic, 'mesh.overflow').every(({ data }) => data['limit'] === 'circuit'));
    const ejecting = meshOf({ ...pair, retries: 0 }, 1, [at(0, 'fail', 'h4'), ...asking]);
    play(ejecting, 7000);
    assert.equal(all(ejecting, 'mesh.circuit').length, 0);
  });
});

describe('Identity', () => {
  it('turns away plaintext where mTLS is strict, and lets it in where it is permissive', () => {
    for (const [mtls, status] of [['strict', 503], ['permissive', 200], ['off', 200]] as const) {
      const mesh = meshOf({ ...pair, mtls }, 1, [at(0, 'request', 'b', { plain: true })]);
      play(mesh, 1000);
      assert.deepEqual(statuses(mesh), [status], mtls);
    }
  });

  it('is renewed at half of a certificate\'s life, over and over, and no call notices', () => {
    const mesh = meshOf({ requestRate: 20, certTtl: 2000 });
    play(mesh, 20_000);
    const certs = all(mesh, 'mesh.cert').filter(({ node }) => node === 'h2');
    const waits = certs.slice(1).map(({ timeUs }, each) => (timeUs - certs[each]!.timeUs) / 1000);
    assert.ok(certs.length >= 17 && waits.every((wait) => wait >= 900 && wait <= 1100), waits.join());
    assert.equal(serviceMeshReadouts(mesh.state, mesh.nowUs).successShare, 1);
    assert.equal(mesh.state.stats.handshakesFailed, 0);
  });

  it('runs out without a control plane, and handshakes fail', () => {
    const mesh = meshOf({ requestRate: 20, certTtl: 4000 }, 1, [at(0, 'crash', 'p1')]);
    play(mesh, 16_000);
    assert.ok(mesh.state.stats.handshakesFailed > 0);
    assert.ok(all(mesh, 'mesh.handshake').some(({ data }) => data['ok'] === false && data['reason'] === 'expired'));
    assert.ok(mesh.act({ action: 'recover', target: 'p1' }, 'script').ok);
    play(mesh, 24_000);
    const late = all(mesh, 'mesh.request').slice(-20);
    assert.ok(late.every(({ data }) => data['status'] === 200));
  });
});

describe('A control plane', () => {
  it('pushes to every proxy, and again to one that did not answer', () => {
    const mesh = meshOf({ requestRate: 0 }, 1, [at(0, 'cut', 'p1-h6'), at(100, 'push-config'), at(2500, 'heal')]);
    play(mesh, 2400);
    const versions = (): readonly (number | null)[] => Object.values(serviceMeshReadouts(mesh.state, mesh.nowUs).proxyVersions);
    assert.deepEqual(versions(), [2, 2, 2, 2, 2, 1]);
    play(mesh, 4000);
    assert.deepEqual(versions(), [2, 2, 2, 2, 2, 2]);
  });

  it('has a bad configuration rejected by every proxy, which keep what they have', () => {
    const mesh = meshOf({ requestRate: 10 }, 1, [at(100, 'push-config', undefined, { bad: true })]);
    play(mesh, 4000);
    assert.equal(all(mesh, 'mesh.config').filter(({ data }) => data['result'] === 'nack').length, 6);
    assert.deepEqual([...new Set([...mesh.state.proxies.values()].map(({ version }) => version))], [1]);
    assert.equal(serviceMeshReadouts(mesh.state, mesh.nowUs).successShare, 1);
  });

  it('is not needed for calls: the proxies go on with what they have, and policies wait', () => {
    const mesh = meshOf({ requestRate: 20 }, 1, [at(0, 'crash', 'control-plane'), at(500, 'set', undefined, { name: 'split', value: 'v1:0,v2:100' })]);
    play(mesh, 4000);
    assert.equal(serviceMeshReadouts(mesh.state, mesh.nowUs).successShare, 1);
    assert.equal(mesh.state.proxies.get('h2')!.policy!.split[0]!.weight, 90);
    assert.ok(mesh.act({ action: 'recover', target: 'p1' }, 'script').ok);
    play(mesh, 5000);
    assert.equal(mesh.state.proxies.get('h2')!.policy!.split[0]!.weight, 0);
  });

  it('deploys a version that a split names for the first time', () => {
    const mesh = meshOf({ requestRate: 20 }, 1, [at(200, 'set', undefined, { name: 'split', value: 'v1:50,v3:50' })]);
    play(mesh, 6000);
    assert.equal(mesh.state.hosts.get('h7')?.version, 'v3');
    assert.ok(all(mesh, 'mesh.request').some(({ data }) => data['version'] === 'v3' && data['status'] === 200));
  });
});

describe('Ambient mode', () => {
  it('keeps retries and splits, with no sidecar at a host', () => {
    const mesh = meshOf({ mode: 'ambient', requestRate: 20, outlierErrors: 100 }, 1, [at(0, 'fail', 'h3')]);
    play(mesh, 10_000);
    assert.deepEqual([...mesh.state.proxies.keys()], ['z1', 'z2', 'z3', 'w1']);
    const { successShare, retries } = serviceMeshReadouts(mesh.state, mesh.nowUs);
    assert.ok(retries > 10 && successShare! > 0.97, `${retries} retries, ${successShare}`);
  });

  it('loses a machine with its ztunnel, and gets it back', () => {
    const mesh = meshOf({ mode: 'ambient', requestRate: 20, ejectionTime: 500 }, 1, [at(1000, 'crash', 'z3'), at(3000, 'recover', 'z3')]);
    play(mesh, 3000);
    assert.ok(mesh.state.stats.failed > 3);
    play(mesh, 5000);
    const before = mesh.state.stats.failed;
    play(mesh, 9000);
    assert.equal(mesh.state.stats.failed, before);
  });
});
