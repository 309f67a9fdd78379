import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { ranked } from '../../models/hash-ring/algorithms/rendezvous.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Translate } from '../base/strings.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { draw } from './hash-ring.moving.ts';
import { hashRingStrings } from './hash-ring.strings.ts';
import { hashRingWords } from './hash-ring.words.strings.ts';

type Run = Timeline<HashRingConfig, HashRingState>;

function ring(config: Partial<HashRingConfig> = {}): Run {
  return new Timeline<HashRingConfig, HashRingState>({
    model: hashRing, seed: 1,
    config: { servers: 4, vnodes: 8, keys: 48, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 1, weights: [], loadFactor: 1.25, keySkew: 0, ...config },
  });
}

let text: Translate;

function pictureOf(run: Run): Picture {
  const builder = new PictureBuilder();
  draw({ state: run.state, nowUs: run.nowUs, name: (id) => id.replace('s', 'S'), text, tall: false, settings: {}, selected: null }, builder);
  return builder.picture();
}

describe('The picture of the ring', () => {
  before(() => {
    addDefaults('en', { ...hashRingStrings, ...hashRingWords });
    text = translator('en');
  });

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
      const rows = new Map([...new Set(gauges.map(({ z }) => z))].map((at) => [at, gauges.filter(({ z }) => z === at)]));
      for (const row of rows.values()) row.slice(1).forEach(({ x, width }, n) => assert.ok(x - row[n]!.x > width!, `${servers} servers`));
      // Rows are seen at 52°: a column may rise by no more than what lies between it and the row behind.
      const apart = [...rows.keys()].sort((a, b) => a - b);
      const tallest = Math.max(...gauges.map(({ share }) => share)) * 1.5;
      if (apart.length > 1) assert.ok(tallest * Math.cos((52 / 180) * Math.PI) < (apart[1]! - apart[0]!) * Math.sin((52 / 180) * Math.PI), `${servers} servers`);
    }
  });

  it('draws no owner where there is none: by hash mod N, and without servers', () => {
    for (const config of [...(['modulo', 'rendezvous', 'jump', 'maglev'] as const).map((algorithm) => ({ algorithm })), { servers: 0 }]) {
      const { rings: [circle] } = pictureOf(ring(config));
      assert.ok(!circle!.tokens && circle!.outer - circle!.inner < 0.1 && circle!.arcs.every(({ node }) => node === ''));
    }
  });

  it('shows slots as runs of the circle that add up to all of it, without tokens and chevrons', () => {
    const run = ring({ algorithm: 'slots', servers: 3 });
    for (const runs of [3, 6]) {
      const [circle] = pictureOf(run).rings;
      assert.equal(circle!.arcs.length, runs);
      assert.ok(!circle!.tokens && circle!.chevrons === undefined);
      assert.ok(Math.abs(circle!.arcs.reduce((sum, { start, end }) => sum + end - start, 0) - 1) < 1e-9);
      for (const { start, end, node } of circle!.arcs) assert.equal(`s${run.state.placement.table[Math.round(((start + end) / 2) * 16384)]}`, node);
      run.act({ action: 'add' }, 'user');
    }
  });

  it('shows what every server scores for the key under way, the highest in its owner’s colour', () => {
    const run = ring({ algorithm: 'rendezvous', keys: 0 });
    run.act({ action: 'lookup', target: 'user:123' }, 'user');
    run.advance(400_000);
    const { labels, links, packets } = pictureOf(run);
    const scores = ranked(run.state.placement.members, 'user:123');
    assert.deepEqual(labels.filter(({ id }) => id.startsWith('score')).map(({ id, text: shown }) => [id, shown]), scores.map(({ number, score }) => [`score ${number}`, score.toFixed(3)]));
    assert.deepEqual(links.filter(({ state }) => state === 'live').map(({ id }) => id), [`score ${scores[0]!.number}`]);
    assert.ok(packets[0]!.path.kind === 'line' && run.state.walks[0]!.owner === scores[0]!.number);
  });

  it('marks servers that are full, and the tokens of those that a key passes', () => {
    const run = ring({ algorithm: 'bounded', servers: 5, keys: 100, loadFactor: 1.1 });
    run.act({ action: 'lookup', target: 'photo:3763' }, 'user');
    const { halos, labels, gauges, traces } = pictureOf(run);
    const full = gauges.filter(({ text: shown }) => shown === '22').map(({ id }) => id.replace('s', 'full '));
    assert.deepEqual(halos.map(({ id }) => id), full);
    assert.deepEqual(labels.filter(({ text: shown }) => shown === 'full').map(({ id }) => id), full);
    assert.ok(full.length >= 3 && traces.filter(({ id }) => id.includes('passes')).length === 3);
    assert.ok(pictureOf(ring({ algorithm: 'bounded' })).gauges.some(({ text: shown }) => shown === '15/15'));
  });

  it('stands a second row of columns for the algorithm that it is compared with, and hands keys over in both', () => {
    for (const servers of [1, 5, 12, 20]) {
      const run = ring({ algorithm: 'modulo', compare: 'ring', servers, keys: 500 });
      run.act({ action: 'add' }, 'user');
      run.advance(700_000);
      const { gauges, packets, labels } = pictureOf(run);
      assert.equal(gauges.length, 2 * (servers + 1));
      assert.equal(new Set(gauges.map(({ id }) => id)).size, gauges.length);
      for (const { x, z, width } of gauges) assert.ok(Math.hypot(Math.abs(x) + width! / 2, z) < 2.14, `${servers}: ${x}, ${z}`);
      for (const letter of ['h', 'c']) assert.ok(packets.some(({ id }) => id.startsWith(letter)), `${servers} ${letter}`);
      assert.deepEqual(labels.filter(({ id }) => id.startsWith('row')).map(({ text: shown, badge }) => [shown, badge]), [['Modulo', `${run.state.lastMove!.count} moved`], ['Ring', `${run.state.lastCompared!.count} moved`]]);
    }
    assert.equal(pictureOf(ring({ compare: 'jump', servers: 40 })).gauges.length, 40);
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
