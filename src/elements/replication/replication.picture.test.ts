import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import type { ReplicationConfig, ReplicationSettings } from '../../models/replication/config.ts';
import { replicationConfig } from '../../models/replication/config.ts';
import { atRisk } from '../../models/replication/lag.ts';
import { endOf } from '../../models/replication/log.ts';
import { replication } from '../../models/replication/model.ts';
import { replicationScenarios } from '../../models/replication/scenarios.ts';
import type { ReplicationState } from '../../models/replication/state.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { firstShown } from './lanes.ts';
import { cracksOf, crossing, layoutOf } from './layout.ts';
import { inspect } from './replication.inspector.ts';
import { replicationPanelsStrings } from './replication.panels.strings.ts';
import { cards, table } from './replication.panels.ts';
import { drawReplication } from './replication.picture.ts';
import { replicationStrings } from './replication.strings.ts';
import { sentence } from './replication.words.ts';
import { replicationWords } from './replication.words.strings.ts';

type Run = Timeline<ReplicationConfig, ReplicationState>;
const ms = 1000;

function moment(run: Run, more: Partial<Moment<ReplicationState>> = {}): Moment<ReplicationState> {
  return { state: run.state, nowUs: run.nowUs, tall: false, usPerViewingMs: 100, name: (id) => id.toUpperCase(), text: translator('en'), selected: null, settings: {}, ...more };
}

function pictureOf(run: Run, more: Partial<Moment<ReplicationState>> = {}): Picture {
  const builder = new PictureBuilder();
  drawReplication(moment(run, more), builder);
  return builder.picture();
}

function scenario(name: string, untilMs: number): Run {
  const known = replicationScenarios.get(name) ?? assert.fail(name);
  const settings = (known.settings ?? {}) as ReplicationSettings;
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  const values: { [name: string]: string | number | boolean } = { ...settings };
  const run: Run = new Timeline({
    model: replication(), config: replicationConfig(settings), seed: known.seed ?? 1, commands,
    reconfigure: (_, key, value) => replicationConfig(Object.assign(values, { [key]: value as string })),
  });
  run.advance(untilMs * ms);
  return run;
}

const said = (run: Run): string => Object.values(sentence(moment(run))).join(' ');
const labelOf = (picture: Picture, id: string): string | undefined => picture.labels.find((label) => label.id === id)?.text;

describe('The picture of replication', () => {
  before(() => addDefaults('en', { ...replicationStrings, ...replicationWords, ...replicationPanelsStrings }));

  it('shows each id once, and every packet on its way, through every scenario', () => {
    for (const name of replicationScenarios.keys()) {
      const run = scenario(name, 0);
      for (let at = 50; at <= 3500; at += 50) {
        run.advance(at * ms);
        const picture = pictureOf(run, { tall: at % 100 === 0 });
        for (const marks of [picture.nodes, picture.links, picture.packets, picture.solids, picture.paints, picture.walls, picture.labels]) {
          const ids = marks.map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length, `${name} at ${at} ms`);
        }
        for (const { share, id } of picture.packets) assert.ok(share >= 0 && share <= 1, `${name} at ${at} ms: ${id}`);
        assert.equal(picture.packets.filter(({ lost }) => lost === undefined).length, run.state.network.inFlight.size, `${name} at ${at} ms`);
      }
    }
  });

  it('gives the same position the same column in every log', () => {
    const run = scenario('lagging-replica', 1900);
    const tiles = pictureOf(run).solids.filter(({ id }) => /^[pr]\d\/\d+$/.test(id));
    const columns = new Map<string, number>();
    for (const { id, x } of tiles) {
      const position = id.split('/')[1]!;
      assert.closeTo(columns.get(position) ?? x, x, 1e-9, id);
      columns.set(position, x);
    }
    assert.equal(tiles.length, 40);
  });

  it('draws what is applied whole, what is flushed with a window, what is received hollow, and nothing of what is under way', () => {
    const run = scenario('lagging-replica', 0);
    const looks = new Set<string>();
    for (let at = 20; at <= 2000; at += 5) {
      run.advance(at * ms);
      const picture = pictureOf(run);
      for (const { id, finish = 'solid' } of picture.solids) {
        const [, name = '', position = ''] = /^(r\d)\/(\d+)$/.exec(id) ?? [];
        const server = run.state.servers.get(name);
        if (!server) continue;
        const lsn = Number(position);
        const wanted = lsn <= server.applied ? 'solid' : lsn <= server.flushed ? 'window' : lsn <= endOf(server.log) ? 'hollow' : 'outline';
        assert.equal(finish, wanted, `${id} at ${at} ms`);
        looks.add(finish);
      }
    }
    assert.equal(looks.size, 4);
  });

  it('brackets exactly the confirmed writes that nobody who could take over has', () => {
    const run = scenario('primary-crash', 0);
    let bracketed = 0;
    for (let at = 20; at <= 890; at += 10) {
      run.advance(at * ms);
      const bracket = pictureOf(run).paints.find(({ id }) => id === 'loss');
      assert.equal(bracket !== undefined, atRisk(run.state) > 0, `at ${at} ms`);
      if (bracket?.form !== 'line') continue;
      bracketed += 1;
      assert.closeTo(bracket.points[2]!.x - bracket.points[1]!.x, 0.47 * (atRisk(run.state) - 0.04), 1e-9, `at ${at} ms`);
    }
    assert.ok(bracketed > 10);
    assert.equal(labelOf(pictureOf(run), 'p1/row'), `${atRisk(run.state)} at risk`);
    assert.ok(/^Confirmed before copied/.test(said(run)));
  });

  it('puts whoever is in charge at the back, and what follows a replica right before it', () => {
    const rows = (run: Run): readonly string[] => layoutOf(run.state, false).rows.map(({ id }) => id);
    assert.deepEqual(rows(scenario('default', 600)), ['p1', 'r1', 'r2', 'r3']);
    assert.deepEqual(rows(scenario('default', 820)), ['r1', 'r2', 'r3', 'p1']);
    assert.deepEqual(rows(scenario('cascade', 1000)), ['p1', 'r1', 'r3', 'r2']);
  });

  it('lets a crack run between the sides of a cut, and stops messages on it', () => {
    const run = scenario('semi-sync-degrade', 560);
    const layout = layoutOf(run.state, false);
    const cracks = cracksOf(layout);
    assert.equal(cracks.length, 1);
    const lost = [...run.state.network.inFlight.values()].filter(({ reason }) => reason === 'cut');
    const picture = pictureOf(run);
    assert.equal(picture.walls.length, 1);
    for (const { message, id } of lost) {
      const [from, to] = [layout.places.get(message.from)!, layout.places.get(message.to)!];
      assert.ok((picture.packets.find((packet) => packet.id === id)?.share ?? 1) <= (crossing(from, to, cracks) ?? -1) + 1e-9, id);
    }
    assert.equal(cracksOf(layoutOf(scenario('default', 300).state, true)).length, 0);
  });

  it('keeps stacks and logs on the plate and apart, for none to eight replicas, wide and tall', () => {
    for (let replicas = 0; replicas <= 8; replicas += 1) for (const tall of [false, true]) {
      const run: Run = new Timeline({ model: replication(), config: replicationConfig({ replicas }), seed: 1 });
      const { rows, plate, lanesX, slots, slotPitch, scale } = layoutOf(run.state, tall);
      assert.ok(lanesX + slots * slotPitch < plate.width / 2);
      rows.forEach(({ at, id }, row) => {
        assert.ok(Math.abs(at.z) + 0.9 < plate.depth / 2 && at.x - 0.52 * scale > -plate.width / 2 && at.x + 0.52 * scale < lanesX, `${id} of ${replicas}`);
        const next = rows[row + 1];
        if (next) assert.ok(next.at.z - at.z >= 0.98, `${id} of ${replicas}`);
      });
    }
  });

  it('marks the tail that an old primary has to give up, and counts it', () => {
    const run = scenario('divergent-rejoin', 1650);
    const picture = pictureOf(run);
    const red = picture.solids.filter(({ id, role }) => id.startsWith('p1/') && role === 'fail').length;
    assert.ok(red > 0);
    assert.equal(labelOf(picture, 'p1/row'), `${red} to give up`);
    assert.deepEqual(picture.nodes.filter(({ role }) => role === 'primary').map(({ id }) => id).sort(), ['p1', 'r1']);
    assert.ok(said(run).startsWith('P1 still takes itself for the primary.'));
    run.advance(2300 * ms);
    assert.equal(pictureOf(run).solids.some(({ id, role }) => id.startsWith('p1/') && role === 'fail'), false);
  });

  it('runs a ring down while writes wait for replicas, and while replicas wait for the primary', () => {
    const waiting = pictureOf(scenario('semi-sync-degrade', 1700)).nodes.find(({ id }) => id === 'p1')?.timer?.share ?? -1;
    assert.ok(waiting > 0 && waiting < 0.4, String(waiting));
    const silent = scenario('primary-crash', 1700);
    assert.ok(pictureOf(silent).nodes.some(({ id, timer }) => id.startsWith('r') && timer !== undefined));
    assert.equal(pictureOf(scenario('default', 600)).nodes.some(({ timer }) => timer !== undefined), false);
  });

  it('says in each mode when a write is confirmed, and what holds it up', () => {
    const confirmed = (run: Run): string => cards(moment(run)).flatMap((card) => (card.kind === 'text' ? [card.strong] : []))[0] ?? '';
    assert.equal(confirmed(scenario('default', 300)), 'the primary has it');
    assert.equal(confirmed(scenario('sync-replica-down', 1500)), 'all 3 replicas have flushed it');
    assert.equal(confirmed(scenario('sync-replica-down', 2500)), 'any 2 of 3 replicas have flushed it');
    assert.equal(confirmed(scenario('semi-sync-degrade', 420)), '1 replica has flushed it');
    assert.ok(/^\d+ writes wait\. .*too few answer\.$/.test(said(scenario('sync-replica-down', 1500))));
    assert.ok(said(scenario('semi-sync-degrade', 2400)).startsWith('P1 has stopped waiting.'));
  });

  it('tells in the table what the picture shows', () => {
    const run = scenario('divergent-rejoin', 1650);
    const { rows, columns } = table(moment(run));
    assert.equal(rows.length, 4);
    for (const row of rows) assert.equal(row.length, columns.length);
    const old = rows.find(([name]) => name === 'P1')!;
    assert.ok(old[1]!.startsWith('Old primary') && /to give up/.test(old.at(-1)!), old.join(' | '));
    assert.ok([...rows].flat().every((cell) => !cell.startsWith('replication.')));
  });

  it('inspects servers, the client, messages, records and links, in words', () => {
    const run = scenario('divergent-rejoin', 1650);
    const message = [...run.state.network.inFlight.keys()][0]!;
    for (const [kind, id] of [['node', 'p1'], ['node', 'r2'], ['node', 'c1'], ['message', message], ['entry', 'p1:6'], ['link', 'p1-r2']] as const) {
      const found = inspect(moment(run), kind, id) ?? assert.fail(id);
      for (const { label, value } of found.fields) assert.ok(!label.startsWith('replication.') && !value.startsWith('replication.'), `${id}: ${label} ${value}`);
    }
    assert.equal(inspect(moment(run), 'entry', 'r2:99'), null);
    assert.equal(inspect(moment(run), 'node', 'x'), null);
  });

  it('moves the window of the logs by several positions at once', () => {
    const run = scenario('lagging-replica', 1000);
    const seen = new Set<number>();
    for (let at = 1000; at < 4000; at += 50) {
      run.advance(at * ms);
      seen.add(firstShown(run.state, 10));
    }
    const sorted = [...seen].sort((a, b) => a - b);
    assert.ok(sorted.length > 3);
    sorted.slice(1).forEach((first, at) => assert.equal(first - sorted[at]!, at === 0 && sorted[0] === 1 ? first - 1 : 3));
  });

  it('is the same picture for the same state', () => {
    assert.deepEqual(pictureOf(scenario('default', 777)), pictureOf(scenario('default', 777)));
  });
});
