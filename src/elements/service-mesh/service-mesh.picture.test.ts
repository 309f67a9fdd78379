import { assert } from '../../../test/assert.ts';
import { scenarioMesh, meshOf, play } from '../../models/service-mesh/testing.ts';
import type { Mesh } from '../../models/service-mesh/testing.ts';
import { ejectionOf } from '../../models/service-mesh/watching.ts';
import { travelling } from '../../models/service-mesh/travelling.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addStrings, translator } from '../base/strings.ts';
import type { ServiceMeshState } from '../../models/service-mesh/state.ts';
import { layoutOf } from './layout.ts';
import { standingOf } from './service-mesh.picture.ts';
import { drawMesh, looksOf } from './live.picture.ts';
import { serviceMeshStrings, subtitle } from './service-mesh.strings.ts';

function momentOf(mesh: Mesh, more: Partial<Moment<ServiceMeshState>> = {}): Moment<ServiceMeshState> {
  addStrings('en', serviceMeshStrings);
  return { state: mesh.state, nowUs: mesh.nowUs, tall: false, usPerViewingMs: 100, name: (id) => id.toUpperCase(), text: translator('en'), selected: null, settings: {}, ...more };
}

function pictureOf(mesh: Mesh, more: Partial<Moment<ServiceMeshState>> = {}): Picture {
  const builder = new PictureBuilder();
  drawMesh(momentOf(mesh, more), builder);
  return builder.picture();
}

function at(name: string, ms: number): Mesh {
  const mesh = scenarioMesh(name);
  play(mesh, ms);
  return mesh;
}

describe('The picture of a service mesh', () => {
  it('shows one packet for each message between proxies, one body for each on the control bus, and each id once', () => {
    for (const scenario of ['default', 'config-push', 'ambient', 'cert-rotation']) {
      const mesh = scenarioMesh(scenario);
      for (let ms = 100; ms <= 3000; ms += 100) {
        play(mesh, ms);
        const picture = pictureOf(mesh);
        const [bus, between] = [true, false].map((control) => travelling(mesh.state, mesh.nowUs).filter(({ from, to }) => (from === 'p1' || to === 'p1') === control).map(({ id }) => id).sort());
        assert.deepEqual(picture.packets.filter(({ lost }) => lost === undefined).map(({ id }) => id).sort(), between, `${scenario} at ${ms} ms`);
        assert.deepEqual(picture.solids.filter(({ id }) => id.startsWith('control/')).map(({ id }) => id.slice(8)).sort(), bus, `${scenario} at ${ms} ms`);
        for (const marks of [picture.nodes, picture.links, picture.packets, picture.solids, picture.paints, picture.labels]) {
          const ids = marks.map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length, `${scenario} at ${ms} ms`);
        }
      }
    }
  });

  it('turns an ejected host grey with the time that it has left, and sends its share to the other', () => {
    const mesh = at('default', 720);
    assert.ok(ejectionOf(mesh.state, 'h3') !== null);
    const picture = pictureOf(mesh);
    assert.equal(picture.nodes.find(({ id }) => id === 'h3')?.role, 'ejected');
    assert.equal(picture.nodes.find(({ id }) => id === 'h3')?.badge, '2.9 s');
    assert.equal(picture.links.find(({ id }) => id === 'h2-h3')?.state, 'blocked');
    assert.ok(picture.labels.some(({ id, text }) => id === 'h2-h4/label' && text === '90%'));
    const before = pictureOf(at('default', 520));
    assert.deepEqual(['h3', 'h4', 'h5'].map((id) => before.labels.find((label) => label.id === `h2-${id}/label`)?.text), ['45%', '45%', '10%']);
  });

  it('draws an arc from a host that failed to the proxy that tries again', () => {
    const picture = pictureOf(at('default', 520));
    assert.ok(picture.paints.some(({ id }) => id === 'retry/h3-h2'));
    assert.ok(picture.labels.some(({ text }) => text === '503 → retry'));
    assert.ok(!pictureOf(at('default', 250)).paints.some(({ id }) => id.startsWith('retry/')));
  });

  it('doubles the lines of connections with mutual TLS, and leaves those in plaintext single', () => {
    const links = (mtls: string): readonly (number | undefined)[] => {
      const mesh = meshOf({ requestRate: 40, mtls });
      play(mesh, 2000);
      return pictureOf(mesh).links.filter(({ state }) => state === 'live').map(({ double }) => double);
    };
    assert.ok(links('strict').length > 3 && links('strict').every((double) => double !== undefined));
    assert.ok(links('off').length > 3 && links('off').every((double) => double === undefined));
  });

  it('writes on each proxy the configuration that it uses', () => {
    const mesh = at('config-push', 2500);
    const picture = pictureOf(mesh);
    for (const { id, version } of mesh.state.proxies.values()) assert.equal(picture.solids.find((solid) => solid.id === `${id}/proxy`)?.text, String(version));
    assert.equal(picture.solids.find(({ id }) => id === 'h6/proxy')?.text, '2');
  });

  it('keeps everybody on the plate, apart from each other, whatever their number', () => {
    const names = 'abcdefghij'.split('');
    for (const tall of [false, true]) {
      for (const mode of ['sidecar', 'ambient']) {
        for (let count = 2; count <= 10; count += 1) {
          const { state } = meshOf({ services: names.slice(0, count).join(), mode, split: count % 2 === 0 ? 'v1:1,v2:1,v3:1,v4:1' : 'v1:9,v2:1' });
          const { places, plate } = layoutOf(state, tall);
          for (const id of state.hosts.keys()) assert.ok(places.has(id), id);
          const all = [...places];
          for (const [id, { x, z }] of all) assert.ok(Math.abs(x) < plate.width / 2 - 0.2 && Math.abs(z) < plate.depth / 2 - 0.2, `${id} at ${x} ${z}`);
          all.forEach(([a, from], index) => all.slice(index + 1).forEach(([b, to]) => assert.ok(Math.hypot(from.x - to.x, from.z - to.z) > 0.5, `${count} ${mode} ${tall}: ${a} and ${b}`)));
        }
      }
    }
  });

  it('says what ails a host', () => {
    const word = (name: string, ms: number, id: string): string => {
      const mesh = at(name, ms);
      return standingOf(mesh.state, mesh.state.hosts.get(id)!, mesh.nowUs);
    };
    assert.equal(word('cert-expired', 800, 'h6'), 'expired');
    assert.equal(word('default', 520, 'h3'), 'failing');
    assert.equal(word('default', 720, 'h3'), 'ejected');
    assert.equal(word('ambient', 2500, 'h6'), 'down');
    assert.equal(word('default', 720, 'h4'), 'ok');
  });

  it('makes a response that carries an error red, and a handshake a key', () => {
    const call = { refused: false, plain: false } as const;
    assert.deepEqual(looksOf({ ...call, kind: 'answer', status: 503 }), { shape: 'ball', role: 'fail' });
    assert.deepEqual(looksOf({ ...call, kind: 'attempt', status: null }), { shape: 'torus', role: 'sidecar' });
    assert.deepEqual(looksOf({ ...call, kind: 'welcome', status: null, refused: true }), { shape: 'key', role: 'fail' });
  });

  it('says how traffic is secured and split', () => {
    assert.equal(subtitle(momentOf(at('default', 100))), 'strict mTLS · canary 90 / 10');
    assert.equal(subtitle(momentOf(meshOf({ mtls: 'off', split: 'v1:1' }))), 'no mTLS · all to v1');
  });
});
