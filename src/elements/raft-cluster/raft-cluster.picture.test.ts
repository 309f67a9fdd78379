import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import type { ClusterConfig, ClusterState } from '../../models/raft-cluster/cluster.ts';
import { clusterConfig } from '../../models/raft-cluster/config.ts';
import type { ClusterSettings } from '../../models/raft-cluster/config.ts';
import { raftCluster } from '../../models/raft-cluster/model.ts';
import { raftScenarios } from '../../models/raft-cluster/scenarios.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { translator } from '../base/strings.ts';
import { firstShown } from './lanes.ts';
import { layoutOf } from './layout.ts';
import { cracksBetween, crossing } from './cuts.ts';
import { drawCluster } from './live.picture.ts';

const ms = 1000;

function moment(run: Timeline<ClusterConfig, ClusterState>, more: Partial<Moment<ClusterState>> = {}): Moment<ClusterState> {
  return {
    state: run.state, nowUs: run.nowUs, tall: false, usPerViewingMs: 25, name: (id) => id.replace('n', 'S'), text: translator('en'), selected: null, settings: {}, ...more,
  };
}

function pictureOf(run: Timeline<ClusterConfig, ClusterState>, more: Partial<Moment<ClusterState>> = {}): Picture {
  const builder = new PictureBuilder();
  drawCluster(moment(run, more), builder);
  return builder.picture();
}

function scenario(name: string, untilMs: number): Timeline<ClusterConfig, ClusterState> {
  const known = raftScenarios.get(name) ?? assert.fail(name);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  const run = new Timeline({ model: raftCluster(), config: clusterConfig((known.settings ?? {}) as ClusterSettings), seed: known.seed ?? 1, commands });
  run.advance(untilMs * ms);
  return run;
}

function cluster(settings: ClusterSettings, untilMs: number): Timeline<ClusterConfig, ClusterState> {
  const run = new Timeline({ model: raftCluster(), config: clusterConfig(settings), seed: 1 });
  run.advance(untilMs * ms);
  return run;
}

describe('The picture of a Raft cluster', () => {
  it('shows one packet for each message between servers, and each id once', () => {
    const run = scenario('default', 0);
    for (let at = 10; at <= 1500; at += 10) {
      run.advance(at * ms);
      const picture = pictureOf(run);
      const servers = [...run.state.network.inFlight.values()].filter(({ message }) => message.from !== 'c1' && message.to !== 'c1');
      assert.deepEqual(picture.packets.filter(({ lost }) => lost === undefined).map(({ id }) => id).sort(), servers.map(({ id }) => id).sort(), `at ${at} ms`);
      for (const marks of [picture.nodes, picture.links, picture.packets, picture.lanes, picture.walls]) {
        const ids = marks.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length, `at ${at} ms`);
      }
      for (const packet of picture.packets) assert.ok(packet.share >= 0 && packet.share <= 1, packet.id);
    }
  });

  it('gives a cube to entries, an octahedron to a request for a vote, a ball to an answer', () => {
    const voting = pictureOf(scenario('default', 165)).packets;
    assert.deepEqual([...new Set(voting.map(({ shape, role }) => `${shape} ${role}`))], ['octahedron candidate']);
    const run = scenario('default', 400);
    const carried = pictureOf(run).packets.find(({ label }) => label === 'AppendEntries');
    assert.equal(carried?.shape, 'cube');
    const heartbeat = [...run.state.network.inFlight.values()].find(({ message }) => message.kind === 'append-entries' && message.entries.length === 0);
    if (heartbeat) assert.equal(pictureOf(run).packets.find(({ id }) => id === heartbeat.id)?.scale, 0.72);
  });

  it('never shows in a log what a packet still carries', () => {
    const run = scenario('default', 0);
    for (let at = 200; at <= 620; at += 5) {
      run.advance(at * ms);
      const picture = pictureOf(run);
      for (const lane of picture.lanes) {
        const log = run.state.members.get(lane.id)?.node.durable.log ?? assert.fail(lane.id);
        lane.cells.forEach((cell, index) => assert.equal(cell.state === 'free', lane.first + index > log.lastIndex, `${lane.id} at ${at} ms`));
      }
    }
  });

  it('draws what a server knows to be committed as solid, and nothing else', () => {
    const run = scenario('commit-rule', 500);
    const states = new Map(pictureOf(run).lanes.map((lane) => [lane.id, lane.cells.slice(0, 3).map(({ state }) => state)]));
    assert.deepEqual(states.get('n2'), ['solid', 'dot', 'dot']);
    assert.deepEqual(states.get('n3'), ['solid', 'dot', 'free']);
    assert.deepEqual(states.get('n5'), ['solid', 'conflict', 'free']);
  });

  it('gives the pool of light to the leader of the highest term only, and a crown to all that believe they lead', () => {
    const run = scenario('minority-partition', 760);
    const leaders = pictureOf(run).nodes.filter(({ role }) => role === 'leader');
    assert.deepEqual(leaders.map(({ id, pool }) => [id, pool === true]), [['n1', true], ['n2', false]]);
  });

  it('runs the timer ring down with the deadline, and has none for a leader or a crashed server', () => {
    const run = scenario('default', 100);
    const { electionDeadlineUs, electionWaitUs } = run.state.members.get('n3') ?? assert.fail('n3');
    assert.closeTo(pictureOf(run).nodes.find(({ id }) => id === 'n3')?.timer?.share ?? -1, (electionDeadlineUs - 100 * ms) / electionWaitUs, 1e-9);
    run.advance(700 * ms);
    const crashed = pictureOf(run).nodes.find(({ id }) => id === 'n1');
    assert.equal(crashed?.role, 'crashed');
    assert.equal(crashed?.timer, undefined);
  });

  it('lets a crack run between the sides, and stops messages on it', () => {
    const run = scenario('minority-partition', 500);
    const picture = pictureOf(run);
    assert.equal(picture.walls.length, 1);
    const layout = layoutOf(['n1', 'n2', 'n3', 'n4', 'n5'], false);
    const crack = picture.walls[0]?.points ?? [];
    for (const a of ['n2', 'n3']) for (const b of ['n1', 'n4', 'n5']) {
      assert.ok(crossing(layout.places.get(a) ?? assert.fail(a), layout.places.get(b) ?? assert.fail(b), [crack]) !== null, `${a}-${b}`);
    }
    for (const pair of [['n2', 'n3'], ['n4', 'n5'], ['n1', 'n5']] as const) {
      assert.equal(crossing(layout.places.get(pair[0]) ?? assert.fail(pair[0]), layout.places.get(pair[1]) ?? assert.fail(pair[1]), [crack]), null, pair.join());
    }
    for (const packet of picture.packets.filter(({ lost }) => lost !== undefined)) {
      if (packet.path.kind !== 'line') continue;
      assert.closeTo(packet.share, crossing(packet.path.from, packet.path.to, [crack]) ?? -1, 1e-3, packet.id);
    }
  });

  it('finds a crack for every way to part neighbours from the rest, and none for sides that mix', () => {
    for (let count = 2; count <= 9; count += 1) {
      const ids = Array.from({ length: count }, (_, at) => `n${at + 1}`);
      const layout = layoutOf(ids, count % 2 === 0);
      for (let from = 0; from < count; from += 1) for (let size = 1; size < count; size += 1) {
        const side = Array.from({ length: size }, (_, at) => ids[(from + at) % count] ?? '');
        const rest = ids.filter((id) => !side.includes(id));
        assert.equal(cracksBetween([side, rest], layout).length, 1, `${side.join()}|${rest.join()}`);
      }
    }
    assert.deepEqual(cracksBetween([['n1', 'n3'], ['n2', 'n4', 'n5']], layoutOf(['n1', 'n2', 'n3', 'n4', 'n5'], false)), []);
  });

  it('keeps servers and logs on the plate and apart, for one to nine, wide and tall', () => {
    for (let count = 1; count <= 9; count += 1) for (const tall of [false, true]) {
      const layout = layoutOf(Array.from({ length: count }, (_, at) => `n${at + 1}`), tall);
      const places = [...layout.places.values()];
      const half = (layout.slots * 0.3 + 0.16) / 2;
      places.forEach((place, at) => {
        assert.ok(Math.abs(place.x) + half < layout.plate.width / 2 && place.z + layout.laneOffset + 0.23 < layout.plate.depth / 2 && place.z - 0.8 > -layout.plate.depth / 2, `${count} ${tall} n${at + 1}`);
        for (const other of places.slice(at + 1)) {
          assert.ok(Math.hypot(place.x - other.x, place.z - other.z) > 1.5, `${count} servers, ${tall ? 'tall' : 'wide'}`);
          const lanes = Math.abs(place.x - other.x) > 2 * half || Math.abs(place.z - other.z) > 0.46;
          assert.ok(lanes, `logs of ${count}, ${tall ? 'tall' : 'wide'}`);
        }
      });
    }
  });

  it('draws hops that are too quick to see as flow along the links', () => {
    const run = cluster({ latency: 2, jitter: 0, heartbeat: 4, clientRate: 100 }, 1000);
    const picture = pictureOf(run);
    assert.equal(picture.packets.length, 0);
    const busy = [...Array(40).keys()].map((at) => {
      run.advance((1000 + at) * ms);
      return Math.max(0, ...pictureOf(run).links.map(({ flow }) => flow ?? 0));
    });
    assert.ok(Math.max(...busy) > 0);
  });

  it('moves the window of a log by several entries at once', () => {
    assert.equal(firstShown(cluster({}, 0).state, 7), 1);
    const run = cluster({}, 3000);
    const seen = new Set<number>();
    for (let at = 3000; at < 5000; at += 20) {
      run.advance(at * ms);
      seen.add(firstShown(run.state, 7));
    }
    const sorted = [...seen].sort((a, b) => a - b);
    sorted.slice(1).forEach((first, at) => assert.equal(first - (sorted[at] ?? 0), 3));
  });

  it('is the same picture for the same state', () => {
    assert.deepEqual(pictureOf(scenario('default', 777)), pictureOf(scenario('default', 777)));
  });
});
