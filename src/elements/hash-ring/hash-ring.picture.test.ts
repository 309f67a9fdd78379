import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import { translator } from '../base/strings.ts';
import { drawRing } from './hash-ring.picture.ts';

type Run = Timeline<HashRingConfig, HashRingState>;

function ring(config: Partial<HashRingConfig> = {}): Run {
  return new Timeline<HashRingConfig, HashRingState>({
    model: hashRing, seed: 1,
    config: { servers: 4, vnodes: 8, keys: 48, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 1, weights: [], loadFactor: 1.25, keySkew: 0, ...config },
  });
}

const text = translator('en');

function pictureOf(run: Run): Picture {
  const builder = new PictureBuilder();
  drawRing({ state: run.state, nowUs: run.nowUs, name: (id) => id.replace('s', 'S'), text, tall: false, settings: {}, selected: null }, builder);
  return builder.picture();
}

describe('The picture of the ring', () => {
  it('shares out the circle among arcs without a gap, each with the token that ends it', () => {
    for (const config of [{}, { servers: 1, vnodes: 1 }, { servers: 9, vnodes: 64 }]) {
      const run = ring(config);
      const arcs = pictureOf(run).rings[0]!.arcs;
      assert.equal(arcs.length, run.state.placement.ring.positions.length);
      assert.ok(Math.abs(arcs.reduce((sum, { start, end }) => sum + end - start, 0) - 1) < 1e-9);
      arcs.forEach(({ end, node }, n) => {
        assert.equal(end % 1, arcs[(n + 1) % arcs.length]!.start % 1);
        assert.equal(node, `s${run.state.placement.ring.owners[n]!}`);
      });
    }
  });

  it('shows one packet for each key under way, and every id once', () => {
    const run = ring();
    for (const key of ['user:123', 'tx:456', 'cart:9']) run.act({ action: 'lookup', target: key }, 'user');
    run.advance(300_000);
    const { packets } = pictureOf(run);
    assert.deepEqual(packets.map(({ id }) => id).sort(), ['w1', 'w2', 'w3']);
    assert.ok(packets.every(({ share }) => share > 0 && share < 1));
  });

  it('sends a key that changes hands from the column of one server to that of the other', () => {
    const run = ring({ keys: 200 });
    run.act({ action: 'add' }, 'user');
    run.advance(500_000);
    const { packets, gauges } = pictureOf(run);
    const handed = packets.filter(({ id }) => id.startsWith('h'));
    assert.ok(handed.length > 0);
    const newcomer = gauges.find(({ id }) => id === 's5')!;
    for (const { path } of handed) assert.ok(path.kind === 'line' && path.to.x === newcomer.x);
    assert.equal(new Set(packets.map(({ id }) => id)).size, packets.length);
    run.advance(10_000_000);
    assert.ok(pictureOf(run).packets.every(({ id }) => !id.startsWith('h')));
  });

  it('keeps the column of a crashed server, down and without arcs', () => {
    const run = ring();
    run.act({ action: 'crash', target: 's2' }, 'user');
    const { gauges, rings } = pictureOf(run);
    const crashed = gauges.find(({ id }) => id === 's2')!;
    assert.ok(crashed.down && crashed.role === 'crashed' && crashed.share === 0);
    assert.ok(rings[0]!.arcs.every(({ node }) => node !== 's2'));
  });

  it('stands any number of columns apart from each other, inside the ring', () => {
    for (const servers of [1, 4, 12, 13, 24, 25, 40, 41, 64]) {
      const { gauges } = pictureOf(ring({ servers, vnodes: 4 }));
      assert.equal(gauges.length, servers);
      for (const { x, z, width } of gauges) assert.ok(Math.hypot(Math.abs(x) + width! / 2, z) < 2.14, `${servers}: ${x}, ${z}`);
      const rows = Map.groupBy(gauges, ({ z }) => z);
      for (const row of rows.values()) row.slice(1).forEach(({ x, width }, n) => assert.ok(x - row[n]!.x > width!, `${servers} servers`));
      // Rows are seen at 52°: a column may rise by no more than what lies between it and the row behind.
      const apart = [...rows.keys()].sort((a, b) => a - b);
      const tallest = Math.max(...gauges.map(({ share }) => share)) * 1.5;
      if (apart.length > 1) assert.ok(tallest * Math.cos((52 / 180) * Math.PI) < (apart[1]! - apart[0]!) * Math.sin((52 / 180) * Math.PI), `${servers} servers`);
    }
  });

  it('draws no owner where there is none: by hash mod N, and without servers', () => {
    for (const config of [{ algorithm: 'modulo' as const }, { servers: 0 }]) {
      const { rings: [circle] } = pictureOf(ring(config));
      assert.ok(!circle!.tokens && circle!.outer - circle!.inner < 0.1 && circle!.arcs.every(({ node }) => node === ''));
    }
  });

  it('rings the servers that hold the key that arrived', () => {
    const run = ring({ servers: 5, replicas: 3 });
    run.act({ action: 'lookup', target: 'user:123' }, 'user');
    run.advance(1_700_000);
    const rings = pictureOf(run).halos.filter(({ id }) => id.startsWith('replica'));
    assert.deepEqual(rings.map(({ id }) => id), run.state.lastLookup!.owners.map((id) => `replica ${id}`));
    assert.equal(rings.length, 3);
  });

  it('shows keys of an empty ring as nobody’s', () => {
    const { rings, specks, gauges } = pictureOf(ring({ servers: 0 }));
    assert.ok(gauges.length === 0 && rings[0]!.arcs.length === 1);
    assert.equal(specks[0]!.at.length, 48);
    assert.ok(specks[0]!.at.every(({ role }) => role === 'idle'));
  });

  it('makes the marks of 16,384 tokens once while nothing changes', () => {
    const run = ring({ servers: 64, vnodes: 256, keys: 10_000 });
    const first = pictureOf(run);
    run.advance(100_000);
    const second = pictureOf(run);
    assert.equal(first.rings[0]!.arcs.length, 16_384);
    assert.ok(first.rings[0]!.arcs === second.rings[0]!.arcs && first.specks[0] === second.specks[0] && first.gauges.every((gauge, n) => gauge === second.gauges[n]));
  });
});
