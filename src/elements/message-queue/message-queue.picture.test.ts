import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import type { QueueConfig, QueueState } from '../../models/message-queue/cluster.ts';
import type { QueueSettings } from '../../models/message-queue/config.ts';
import { queueConfig } from '../../models/message-queue/config.ts';
import { lagOf } from '../../models/message-queue/measures.ts';
import { messageQueue } from '../../models/message-queue/model.ts';
import { queueScenarios } from '../../models/message-queue/scenarios.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Picture } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { layoutOf } from './layout.ts';
import { drawMessageQueue } from './live.picture.ts';
import { shownMessages } from './packets.ts';
import { preview } from './message-queue.preview.ts';
import { cards, inspect, table } from './message-queue.panels.ts';
import { messageQueuePanelsStrings } from './message-queue.panels.strings.ts';
import { messageQueueStrings } from './message-queue.strings.ts';
import { sentence } from './message-queue.words.ts';
import { messageQueueWords } from './message-queue.words.strings.ts';
import { windowOf } from './tiles.ts';

type Run = Timeline<QueueConfig, QueueState>;
const ms = 1000;

function moment(run: Run, more: Partial<Moment<QueueState>> = {}): Moment<QueueState> {
  return { state: run.state, nowUs: run.nowUs, tall: false, usPerViewingMs: 500, name: (id) => preview.defaultName(id, translator('en')), text: translator('en'), selected: null, settings: {}, ...more };
}

function pictureOf(run: Run, more: Partial<Moment<QueueState>> = {}): Picture {
  const builder = new PictureBuilder();
  drawMessageQueue(moment(run, more), builder);
  return builder.picture();
}

function scenario(name: string, untilMs: number, more: QueueSettings = {}): Run {
  const known = queueScenarios.get(name) ?? assert.fail(name);
  const values = { ...(known.settings as QueueSettings | undefined), ...more };
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  const run: Run = new Timeline({ model: messageQueue(), config: queueConfig(values), seed: known.seed ?? 1, commands, reconfigure: (_, key, value) => queueConfig(Object.assign(values, { [key]: value as string })) });
  run.advance(untilMs * ms);
  return run;
}

const said = (run: Run): string => Object.values(sentence(moment(run))).join(' ');
const solid = (picture: Picture, id: string): Picture['solids'][number] | undefined => picture.solids.find((each) => each.id === id);

describe('The picture of event streaming', () => {
  before(() => addDefaults('en', { ...messageQueueStrings, ...messageQueueWords, ...messageQueuePanelsStrings }));

  it('shows each id once, and every message that says something, through every scenario', () => {
    for (const name of queueScenarios.keys()) {
      const run = scenario(name, 0);
      for (let at = 1130; at <= 26_000; at += 1370) {
        run.advance(at * ms);
        const picture = pictureOf(run, { tall: at % 2 === 0 });
        for (const marks of [picture.nodes, picture.links, picture.packets, picture.solids, picture.paints, picture.labels]) {
          const ids = marks.map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length, `${name} at ${at} ms: ${ids.find((id, index) => ids.indexOf(id) !== index)}`);
        }
        for (const { share, id } of picture.packets) assert.ok(share >= 0 && share <= 1, `${name} at ${at} ms: ${id}`);
        const known = shownMessages(moment(run)).filter(({ message }) => preview.nodes(run.state).includes(message.from) && preview.nodes(run.state).includes(message.to) && message.from !== message.to);
        assert.equal(picture.packets.filter(({ lost }) => lost === undefined).length, known.length, `${name} at ${at} ms`);
        for (const { text } of picture.labels) assert.ok(!text.startsWith('message-queue.'), text);
        assert.ok(!said(run).includes('message-queue.'), said(run));
      }
    }
  });

  it('draws a record whole exactly when it is below the high watermark of its leader', () => {
    const run = scenario('default', 0);
    let frames = 0;
    for (let at = 600; at <= 9000; at += 370) {
      run.advance(at * ms);
      const picture = pictureOf(run);
      const layout = layoutOf(run.state, false);
      for (const row of layout.rows) {
        for (const { offset } of windowOf(run.state, row, layout.slots).tiles) {
          const leader = run.state.controller.parts[row.partition]!.leader!;
          const { highWatermark } = run.state.brokers.get(leader)!.replicas.get(row.partition)!;
          const tile = solid(picture, `${row.id}/${offset}`) ?? assert.fail(`${row.id} ${offset}`);
          assert.equal(tile.finish, offset < highWatermark ? 'solid' : 'hollow');
          if (tile.finish === 'hollow') frames += 1;
        }
      }
    }
    assert.ok(frames > 5);
  });

  it('puts each group’s pin at its committed offset, and runs its lag up to what is committed', () => {
    const run = scenario('default', 8300);
    const picture = pictureOf(run);
    const layout = layoutOf(run.state, false);
    for (const row of layout.rows) {
      const shown = windowOf(run.state, row, layout.slots);
      for (const { name, committed } of run.state.groups.values()) {
        const pin = solid(picture, `${row.id}/pin/${name}`) ?? assert.fail(name);
        const place = shown.placeOf(committed.get(row.partition)!);
        assert.ok(Math.abs(pin.x - (layout.tilesX + (place + 0.5) * layout.slotPitch)) < 0.11, `${row.id} ${name}`);
        const lag = lagOf(run.state, name, row.partition);
        const dashes = picture.paints.some(({ id }) => id === `${row.id}/lag/${name}`);
        assert.equal(dashes, lag > 1 || (lag === 1 && dashes), `${row.id} ${name}: ${lag}`);
      }
    }
  });

  it('lets a lane start at the broker that leads it, also after a failover', () => {
    const run = scenario('broker-failure', 5000);
    const start = (): { readonly x: number; readonly z: number } => {
      const line = pictureOf(run).paints.find(({ id }) => id === 'lead/P0');
      return line?.form === 'line' ? line.points[0]! : assert.fail('no line');
    };
    assert.deepEqual(start(), layoutOf(run.state, false).places.get('b1'));
    run.advance(12_000 * ms);
    assert.notEqual(run.state.controller.parts[0]!.leader, 'b1');
    assert.deepEqual(start(), layoutOf(run.state, false).places.get(run.state.controller.parts[0]!.leader!));
    assert.ok(pictureOf(run).paints.some(({ id, form }) => id === 'P0/pip/b1' && form === 'ring'));
  });

  it('shows every replica’s log where there is one partition, and what an unclean election makes it give up', () => {
    const run = scenario('unclean-election', 21_200);
    const rows = layoutOf(run.state, false).rows.map(({ id }) => id);
    assert.deepEqual(rows, ['P0/b1', 'P0/b2', 'P0/b3']);
    const red = pictureOf(run).solids.filter(({ id, role }) => id.startsWith('P0/b1/') && role === 'fail').length;
    assert.ok(red > 3, String(red));
    assert.ok(run.state.ledger.losses > 0);
    run.advance(29_000 * ms);
    assert.equal(pictureOf(run).solids.some(({ id, role }) => id.startsWith('P0/b1/') && role === 'fail'), false);
  });

  it('keeps nodes apart and on the plate, for one to seven brokers, one to twelve lanes, wide and tall', () => {
    for (const brokers of [1, 2, 3, 5, 7]) for (const partitions of [1, 2, 3, 6, 12, 40]) for (const groups of ['A:1', 'A:3,B:1,C:1', 'A:12,B:2', 'A:1,B:1,C:1,D:1,E:1,F:1,G:1,H:1']) for (const tall of [false, true]) {
      const run: Run = new Timeline({ model: messageQueue(), config: queueConfig({ brokers, partitions, groups }), seed: 1 });
      const { places, plate, rows, tilesX, slots, slotPitch, columns } = layoutOf(run.state, tall);
      const where = `${brokers} brokers, ${partitions} partitions, ${groups}, ${tall ? 'tall' : 'wide'}`;
      const seen = [...places];
      for (const [id, { x, z }] of seen) assert.ok(Math.abs(x) < plate.width / 2 - 0.3 && Math.abs(z) < plate.depth / 2 - 0.3, `${where}: ${id} at ${x} ${z}`);
      seen.forEach(([a, p], at) => seen.slice(at + 1).forEach(([b, q]) => assert.ok(Math.hypot(p.x - q.x, p.z - q.z) > 0.3, `${where}: ${a} and ${b}`)));
      assert.ok(slots >= 4 && tilesX + slots * slotPitch < (columns[0] ?? 9), where);
      rows.slice(1).forEach(({ z }, at) => assert.ok(z > rows[at]!.z, where));
    }
  });

  it('moves the window of a log on by several records at once', () => {
    const run = scenario('default', 6000);
    const firsts = new Set<number>();
    for (let at = 6000; at < 30_000; at += 250) {
      run.advance(at * ms);
      const layout = layoutOf(run.state, false);
      firsts.add(windowOf(run.state, layout.rows[0]!, layout.slots).tiles[0]!.offset);
    }
    const sorted = [...firsts].sort((a, b) => a - b);
    assert.ok(sorted.length > 3);
    sorted.slice(1).forEach((first, at) => assert.ok(first - sorted[at]! >= 2));
  });

  it('leaves no free place for what compaction removed: offsets jump, tiles do not', () => {
    const run = scenario('compaction', 23_000);
    const layout = layoutOf(run.state, false);
    const tiles = layout.rows.map((row) => windowOf(run.state, row, 40).tiles);
    assert.ok(tiles.some((row) => row.slice(1).some(({ offset }, at) => offset > row[at]!.offset + 1)));
  });

  it('shows in queue mode what is ready, in hand and dead, and nothing twice', () => {
    const run = scenario('queue-vs-stream', 9200);
    const picture = pictureOf(run);
    const held = [...run.state.queue.messages.values()].filter(({ member }) => member !== null);
    assert.ok(held.length > 0);
    for (const { id } of held) assert.equal(solid(picture, `queue/${id}`)?.finish, 'hollow');
    assert.ok(/^A1 is down with message r\d+ in hand\./.test(said(run)), said(run));
    const dead = scenario('poison-message', 9200);
    assert.ok(pictureOf(dead).solids.some(({ id, role }) => /^dead\/r\d+$/.test(id) && role === 'fail'));
    assert.ok(said(dead).startsWith('Messages set aside: 1.'));
  });

  it('says what happens now', () => {
    assert.ok(said(scenario('worker-crash', 6500)).startsWith('A2 is down. Nobody reads P1'), said(scenario('worker-crash', 6500)));
    assert.ok(said(scenario('broker-failure', 7000)).startsWith('br1 has crashed. It led P0.'));
    assert.ok(said(scenario('isr-shrinks', 17_500)).startsWith('P0 takes no writes.'), said(scenario('isr-shrinks', 17_500)));
    assert.ok(said(scenario('unclean-election', 18_000)).startsWith('P0 has no leader.'));
    assert.ok(/^A\d has nothing to read\..* 3 partitions and 4 members\.$/.test(said(scenario('idle-member', 5000))));
    assert.ok(/^Record r\d+ is lost\. Its offset was committed/.test(said(scenario('at-most-once-loss', 6300))), said(scenario('at-most-once-loss', 6300)));
  });

  it('tells in table and cards what the picture shows', () => {
    for (const name of ['default', 'exactly-once', 'queue-vs-stream', 'compaction'] as const) {
      const run = scenario(name, 9200);
      const { rows, columns } = table(moment(run));
      for (const row of rows) assert.equal(row.length, columns.length);
      assert.ok([...columns, ...[...rows].flat()].every((cell) => !cell.startsWith('message-queue.')));
      for (const card of cards(moment(run))) assert.ok(!JSON.stringify(card).includes('message-queue.'), JSON.stringify(card));
    }
    assert.equal(table(moment(scenario('default', 8000))).rows.length, 3);
  });

  it('inspects nodes, messages, records and links, in words', () => {
    for (const name of ['default', 'exactly-once', 'queue-vs-stream', 'isr-shrinks'] as const) {
      const run = scenario(name, 9210);
      const entries = pictureOf(run).solids.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
      const found = [
        ...preview.nodes(run.state).map((id) => ['node', id] as const), ...[...run.state.network.inFlight.keys()].filter((id) => pictureOf(run).packets.some((packet) => packet.id === id)).map((id) => ['message', id] as const),
        ...entries.map((id) => ['entry', id] as const), ...pictureOf(run).links.map(({ id }) => ['link', id] as const),
      ];
      assert.ok(entries.length > 3, name);
      for (const [kind, id] of found) {
        const inspection = inspect(moment(run), kind, id) ?? assert.fail(`${name}: ${kind} ${id}`);
        for (const { label, value } of [...inspection.fields, { label: inspection.title, value: '' }]) assert.ok(!`${label} ${value}`.includes('message-queue.'), `${id}: ${label} ${value}`);
      }
    }
    assert.equal(inspect(moment(scenario('default', 100)), 'node', 'x'), null);
    assert.equal(inspect(moment(scenario('default', 100)), 'entry', 'P0:99'), null);
  });

  it('is the same picture for the same state', () => {
    assert.deepEqual(pictureOf(scenario('default', 7770)), pictureOf(scenario('default', 7770)));
  });
});
