import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { serviceMeshReadouts } from './readouts.ts';
import { serviceMeshScenarios } from './scenarios.ts';
import { play, scenarioMesh } from './testing.ts';
import type { Mesh } from './testing.ts';

const all = (mesh: Mesh, type: string, fromMs = 0, toMs = Infinity): readonly ModelEvent[] =>
  mesh.events(0, mesh.nowUs + 1).filter((event) => event.type === type && event.timeUs >= fromMs * 1000 && event.timeUs < toMs * 1000);
const after = (name: string, ms: number): Mesh => {
  const mesh = scenarioMesh(name);
  play(mesh, ms);
  return mesh;
};
const failed = (mesh: Mesh, fromMs: number, toMs: number): number => all(mesh, 'mesh.request', fromMs, toMs).filter(({ data }) => Number(data['status']) >= 500).length;

describe('The scenarios of a service mesh', () => {
  it('are the eleven of the concept, with every action accepted and a still within the run', () => {
    assert.deepEqual([...serviceMeshScenarios.keys()], ['default', 'mtls-handshake', 'cert-rotation', 'cert-expired', 'failing-service', 'retry-storm', 'canary', 'ab-header', 'chaos', 'config-push', 'ambient']);
    for (const [name, { actions, stillMs, notes }] of serviceMeshScenarios) {
      for (const { timeMs, ...action } of actions) {
        const twin = after(name, Math.max(0, timeMs - 0.001));
        assert.deepEqual(twin.act(action, 'script').ok, true, `${name}: ${action.action} ${action.target ?? ''} at ${timeMs}`);
      }
      assert.ok(stillMs > 0 && stillMs < Math.max(...(notes ?? []).map(({ untilMs }) => untilMs)), name);
    }
  });

  it('default: the failing host is ejected within 800 ms, no request fails, and it comes back', () => {
    const mesh = after('default', 5000);
    const [eject] = all(mesh, 'mesh.eject');
    assert.equal(eject?.peer, 'h3');
    assert.ok(eject.timeUs < 800_000);
    assert.equal(mesh.state.stats.failed, 0);
    assert.equal(all(mesh, 'mesh.return').length, 1);
  });

  it('mtls-handshake: plaintext is refused, served, refused', () => {
    const mesh = after('mtls-handshake', 4000);
    assert.equal(all(mesh, 'mesh.handshake').filter(({ data }) => data['reason'] === 'plaintext').length, 2);
    assert.equal(mesh.state.stats.failed, 2);
  });

  it('cert-rotation: every workload has a new certificate within 2.2 s, and nothing fails', () => {
    const mesh = after('cert-rotation', 4000);
    assert.equal(new Set(all(mesh, 'mesh.cert', 0, 2200).map(({ node }) => node)).size, 6);
    assert.deepEqual([mesh.state.stats.failed, mesh.state.stats.handshakesFailed], [0, 0]);
  });

  it('cert-expired: calls to stock fail until it has a new certificate', () => {
    const mesh = after('cert-expired', 4500);
    assert.ok(failed(mesh, 300, 2500) > 8);
    assert.equal(all(mesh, 'mesh.request', 500, 2400).filter(({ data }) => data['path'] === '/stock' && data['status'] === 200).length, 0);
    assert.equal(failed(mesh, 2900, 4500), 0);
  });

  it('failing-service: it stays out longer each time', () => {
    const mesh = after('failing-service', 5200);
    const out = all(mesh, 'mesh.eject').map(({ timeUs, data }) => Math.round(Number(data['until']) - timeUs / 1000));
    assert.deepEqual(out, [500, 1000, 1500]);
  });

  it('retry-storm: load multiplies without a budget, and falls with one', () => {
    const mesh = after('retry-storm', 5500);
    const retries = (fromMs: number, toMs: number): number => all(mesh, 'mesh.retry', fromMs, toMs).length / all(mesh, 'mesh.request', fromMs, toMs).length;
    assert.ok(retries(500, 3000) > 2, String(retries(500, 3000)));
    assert.ok(retries(3300, 5500) < retries(500, 3000) / 2, String(retries(3300, 5500)));
  });

  it('canary: a tenth, half, none', () => {
    const mesh = after('canary', 6500);
    const share = (fromMs: number, toMs: number): number => {
      const split = all(mesh, 'mesh.request', fromMs, toMs).filter(({ data }) => data['path'] === '/payment');
      return split.filter(({ data }) => data['version'] === 'v2').length / split.length;
    };
    assert.ok(share(300, 2000) > 0.02 && share(300, 2000) < 0.25, String(share(300, 2000)));
    assert.ok(share(2500, 4500) > 0.3 && share(2500, 4500) < 0.7, String(share(2500, 4500)));
    assert.equal(share(5000, 6500), 0);
  });

  it('ab-header: the header alone decides', () => {
    const mesh = after('ab-header', 4500);
    assert.ok(all(mesh, 'mesh.request', 300, 3000).some(({ data }) => data['version'] === 'v2'));
    assert.equal(all(mesh, 'mesh.request', 3500, 4500).filter(({ data }) => data['version'] === 'v2').length, 0);
    assert.equal(serviceMeshReadouts(mesh.state, mesh.nowUs).measuredSplit['v2'], 0);
  });

  it('chaos: faults while they are ordered, none after', () => {
    const mesh = after('chaos', 6500);
    const kinds = (fromMs: number, toMs: number): readonly unknown[] => [...new Set(all(mesh, 'mesh.fault', fromMs, toMs).map(({ data }) => data['kind']))].sort();
    assert.deepEqual([kinds(0, 3000), kinds(3200, 4500), kinds(4700, 6500)], [['abort', 'delay'], ['delay'], []]);
  });

  it('config-push: the proxy that is cut off lags, and all reject the bad one', () => {
    const mesh = after('config-push', 2500);
    assert.deepEqual(Object.values(serviceMeshReadouts(mesh.state, mesh.nowUs).proxyVersions), [3, 3, 3, 3, 3, 2]);
    play(mesh, 4700);
    assert.deepEqual([...mesh.state.proxies.values()].map(({ version, rejected }) => [version, rejected]), Array.from({ length: 6 }, () => [3, 4]));
    play(mesh, 6000);
    assert.deepEqual(new Set([...mesh.state.proxies.values()].map(({ version }) => version)), new Set([5]));
  });

  it('ambient: a machine is out while its ztunnel is', () => {
    const mesh = after('ambient', 5000);
    assert.equal(failed(mesh, 0, 1800), 0);
    assert.ok(failed(mesh, 1800, 3200) > 2);
    assert.equal(failed(mesh, 4400, 5000), 0);
  });
});
