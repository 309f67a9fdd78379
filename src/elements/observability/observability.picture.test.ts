import { assert } from '../../../test/assert.ts';
import type { ObservabilityState } from '../../models/observability/state.ts';
import { play, scenarioSystem, systemOf } from '../../models/observability/testing.ts';
import type { Observed } from '../../models/observability/testing.ts';
import { callersOf } from '../../models/observability/topology.ts';
import { culpritOf } from '../../models/observability/watching.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addStrings, translator } from '../base/strings.ts';
import { followedIn, placedIn } from './lanes.ts';
import { layoutOf } from './layout.ts';
import { drawObserving } from './observability.picture.ts';
import { observabilityStrings, subtitle } from './observability.strings.ts';

function pictureOf(run: Observed, more: Partial<Moment<ObservabilityState>> = {}): Picture {
  addStrings('en', observabilityStrings);
  const builder = new PictureBuilder();
  drawObserving({ state: run.state, nowUs: run.nowUs, tall: false, usPerViewingMs: 50, name: (id) => id, text: translator('en'), selected: null, settings: {}, ...more }, builder);
  return builder.picture();
}

const scenes = ['default', 'error-burst', 'broken-propagation', 'cardinality-explosion', 'sampling-misses-it', 'collector-overload'];

describe('The picture of observability', () => {
  it('gives each mark an id of its own, and keeps packets on their way', () => {
    for (const scene of scenes) {
      const run = scenarioSystem(scene);
      for (let at = 100; at <= 3000; at += 170) {
        play(run, at);
        const { nodes, links, packets, solids, paints, labels } = pictureOf(run);
        for (const marks of [nodes, links, packets, solids, paints, labels]) {
          const ids = marks.map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length, `${scene} at ${at}: ${ids.find((id, index) => ids.indexOf(id) !== index)}`);
        }
        for (const { id, share } of packets) assert.ok(share >= 0 && share <= 1, `${id} at ${share}`);
      }
    }
  });

  it('draws every call and answer on its way, and all that a batch carries', () => {
    const run = scenarioSystem('default');
    let batches = 0;
    for (let at = 200; at <= 1500; at += 50) {
      play(run, at);
      const { packets } = pictureOf(run);
      for (const { id, message } of run.state.network.inFlight.values()) {
        if (message.kind === 'export-answer') continue;
        const own = packets.filter((packet) => packet.id === id || packet.id.startsWith(`${id}/`));
        const expected = message.kind === 'export' ? [message.batch.logs.length > 0, message.batch.point !== null, message.batch.spans.length > 0].filter(Boolean).length : 1;
        assert.equal(own.length, expected, `${message.kind} at ${at}`);
        if (message.kind === 'export') batches += 1;
      }
    }
    assert.ok(batches > 10);
  });

  it('has in one column the log lines, the measurement and the trace of one request, in line', () => {
    const run = scenarioSystem('default');
    const state = play(run, 1200);
    const layout = layoutOf(callersOf(5), false);
    const { solids } = pictureOf(run);
    const xOf = (id: string): number => solids.find((solid) => solid.id === id)!.x;
    const placed = placedIn(state, layout);
    assert.ok(placed.length >= 4);
    for (const { id, entry } of solids.filter((solid) => /^(?:logs|metrics|traces)\//.test(solid.id))) assert.match(entry ?? '', /^trace:[0-9a-f]{32}$/, id);
    for (const { column, at, width } of placed) {
      const middle = layout.lanes.traces.x + at + width / 2;
      assert.ok(Math.abs(xOf(`traces/${column.request}`) - middle) < 1e-9);
      assert.ok(Math.abs(xOf(`metrics/${column.request}`) - middle) < 1e-9);
      assert.ok(Math.abs(xOf(`logs/${column.request}-0`) - middle) <= width / 2);
    }
    for (const [index, { at, width }] of placed.entries()) {
      const next = placed[index + 1];
      assert.ok(at >= layout.word && (next === undefined || next.at + next.width < at), 'beside each other');
      assert.ok(at + width < layout.lanes.traces.width);
    }
  });

  it('threads the trace that is followed, and rings the service that it leads to', () => {
    const run = scenarioSystem('default');
    const state = play(run, 1200);
    const followed = followedIn(state, null)!;
    assert.equal(culpritOf(followed.trace!)?.service, 's5');
    const { paints, labels, nodes } = pictureOf(run);
    assert.equal(paints.filter(({ id }) => id === 'thread').length, 1);
    assert.ok(labels.some(({ text }) => text === `trace ${followed.traceId.slice(0, 4)}`));
    assert.ok(paints.some(({ id }) => id === 's5/culprit'));
    assert.match(nodes.find(({ id }) => id === 's5')!.badge ?? '', /^\d+ ms$/);
    assert.equal(subtitle({ state, text: translator('en') }), '5 services · one slow request');
    const other = placedIn(state, layoutOf(callersOf(5), false)).find(({ column }) => column.request !== followed.request && column.trace !== null)!;
    assert.equal(followedIn(state, `trace:${other.column.traceId}`)!.request, other.column.request, 'the selected one wins');
  });

  it('ties only what names the trace: no line of plain text, no measurement without exemplar', () => {
    const points = (settings: { readonly [name: string]: string | number | boolean }): number | undefined => {
      const run = systemOf({ errorRate: 0, ...settings });
      play(run, 1500);
      const thread = pictureOf(run).paints.find(({ id }) => id === 'thread');
      return thread?.form === 'line' ? thread.points.length : undefined;
    };
    assert.equal(points({}), 3);
    assert.equal(points({ logFormat: 'text' }), 2);
    assert.equal(points({ noExemplars: true }), 2);
    assert.equal(points({ logFormat: 'text', noExemplars: true }), undefined);
  });

  it('leaves the outline of a trace that was not kept', () => {
    const run = systemOf({ sampling: 0, errorRate: 0 });
    const state = play(run, 1500);
    const { solids, paints } = pictureOf(run);
    const columns = placedIn(state, layoutOf(callersOf(5), false)).length;
    assert.equal(solids.filter(({ id, finish }) => id.startsWith('out/') && finish === 'outline').length, columns);
    assert.equal(solids.filter(({ id }) => id.startsWith('traces/')).length, 0);
    assert.equal(paints.some(({ id }) => id === 'thread'), false);
  });

  it('shows one signal alone where the author asks for it', () => {
    const run = scenarioSystem('default');
    play(run, 1200);
    const count = (signals: string, lane: string): number => pictureOf(run, { settings: { signals } }).solids.filter(({ id }) => id.startsWith(`${lane}/`)).length;
    assert.ok(count('logs', 'logs') > 0);
    assert.equal(count('logs', 'metrics') + count('logs', 'traces'), 0);
    assert.equal(count('metrics', 'logs') + count('metrics', 'traces'), 0);
  });

  it('draws broken links where the network is cut, and nothing that passes too quickly to be seen', () => {
    const run = scenarioSystem('default');
    play(run, 600);
    run.act({ action: 'cut', target: 's2-s4' }, 'user');
    assert.deepEqual(pictureOf(run).links.map(({ id, state }) => [id, state]), [['s2-s4', 'blocked']]);
    assert.equal(pictureOf(run, { usPerViewingMs: 800 }).packets.length, 0);
  });

  it('finds room for two services and for twelve, wide and tall', () => {
    for (let count = 2; count <= 12; count += 1) {
      for (const tall of [false, true]) {
        const { places, plate, lanes, collector } = layoutOf(callersOf(count), tall);
        assert.equal(places.size, count);
        const all = [...places.values()];
        for (const [index, { x, z }] of all.entries()) {
          assert.ok(Math.abs(x) < plate.width / 2 && z > -plate.depth / 2 && z < lanes.logs.z - lanes.logs.depth / 2, `${count}`);
          for (const other of all.slice(index + 1)) assert.ok(Math.hypot(x - other.x, z - other.z) > 0.4, `${count} services, ${tall ? 'tall' : 'wide'}`);
        }
        assert.ok(Math.abs(collector.x) < plate.width / 2 && collector.z < plate.depth / 2);
      }
    }
  });
});
