import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import type { PartitionConfig, PartitionSettings } from '../../models/network-partition/config.ts';
import { partitionConfig } from '../../models/network-partition/config.ts';
import { networkPartition } from '../../models/network-partition/model.ts';
import { partitionScenarios } from '../../models/network-partition/scenarios.ts';
import type { PartitionState } from '../../models/network-partition/state.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { layoutOf } from './layout.ts';
import { networkPartitionPanelsStrings } from './network-partition.panels.strings.ts';
import { cards, inspect, table } from './network-partition.panels.ts';
import { drawPartition } from './network-partition.picture.ts';
import { networkPartitionStrings } from './network-partition.strings.ts';
import { sentence } from './network-partition.words.ts';
import { networkPartitionWords } from './network-partition.words.strings.ts';
import { stripOf } from './tiles.ts';

type Run = Timeline<PartitionConfig, PartitionState>;
const ms = 1000;

function run(untilMs: number, name = 'default', settings: PartitionSettings = {}): Run {
  const known = partitionScenarios.get(name) ?? assert.fail(name);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  const made: Run = new Timeline({ model: networkPartition(), config: partitionConfig({ ...(known.settings as PartitionSettings | undefined), ...settings }), seed: known.seed ?? 1, commands });
  made.advance(untilMs * ms);
  return made;
}

function moment({ state, nowUs }: Run, more: Partial<Moment<PartitionState>> = {}): Moment<PartitionState> {
  return { state, nowUs, tall: false, usPerViewingMs: 400, name: (id) => id, text: translator('en'), selected: null, settings: {}, ...more };
}

function pictureOf(made: Run, more: Partial<Moment<PartitionState>> = {}): Picture {
  const builder = new PictureBuilder();
  drawPartition(moment(made, more), builder);
  return builder.picture();
}

const crowned = (picture: Picture): readonly string[] => picture.nodes.filter(({ role }) => role === 'acting-primary').map(({ id }) => id);
const said = (made: Run): string => Object.values(sentence(moment(made))).join(' ');

describe('The picture of a partition', () => {
  before(() => addDefaults('en', { ...networkPartitionStrings, ...networkPartitionWords, ...networkPartitionPanelsStrings }));

  it('crowns both primaries of a split brain, and breaks the plate between them', () => {
    const before = pictureOf(run(1_500));
    assert.deepEqual(crowned(before), ['n1']);
    assert.ok(!before.paints.some(({ id }) => id.startsWith('crack-0')));
    const during = pictureOf(run(5_000));
    assert.deepEqual(crowned(during), ['n1', 'n3']);
    assert.ok(during.paints.some(({ id }) => id === 'crack-0/left'));
    const after = pictureOf(run(9_000));
    assert.ok(after.paints.some(({ id }) => id === 'crack-0/seam'), 'a seam stays');
  });

  it('colours a version by the side that wrote it, and leaves common ground neutral', () => {
    const by = (made: Run, id: string): string => stripOf(made.state, made.state.nodes.get(id)!, 'x', false).versions.map(({ text, by: side }) => `${text} ${side}`).join(', ');
    assert.equal(by(run(1_500), 'n4'), 'x=1 ancestor');
    const split = run(5_500);
    assert.deepEqual([by(split, 'n1'), by(split, 'n3')], ['x=2 a', 'x=3 b']);
    const healed = run(9_000);
    const strip = stripOf(healed.state, healed.state.nodes.get('n4')!, 'x', false);
    assert.equal(strip.siblings, true);
    assert.deepEqual(strip.versions.map(({ by: side }) => side).sort(), ['a', 'b']);
  });

  it('stops messages at the break', () => {
    const made = run(2_500);
    const lost = pictureOf(made).packets.filter(({ lost: age }) => age !== undefined);
    assert.ok(lost.length > 0);
    for (const { share } of lost) assert.ok(share > 0.2 && share < 0.8, String(share));
  });

  it('says what each policy does, and what the heal has cost', () => {
    assert.match(said(run(2_400)), /nobody knows yet/);
    assert.match(said(run(5_000)), /Split brain.*n3 was promoted while n1 is alive/);
    assert.match(said(run(9_000)), /Nothing is lost, and nothing is decided/);
    assert.match(said(run(5_500, 'quorum-minority')), /Only n3 takes writes.*majority/);
    assert.match(said(run(5_000, 'stonith-race')), /switched off/);
    assert.match(said(run(9_000, 'lww-lost-update')), /One accepted write is gone/);
    assert.match(said(run(9_000, 'crdt-merge')), /joined/);
    assert.match(said(run(9_000, 'gc-pause-token')), /believes that it holds the lock/);
  });

  it('gives everybody a place of its own, for every split, in both layouts', () => {
    for (const tall of [false, true]) {
      for (const [nodes, partition] of [[2, ''], [3, '1|2'], [4, ''], [5, '2|3'], [6, '2|2|2'], [7, '3|4'], [9, '4|5'], [9, '1|8'], [9, '3|3|3']] as const) {
        const { places, plate, scale } = layoutOf(run(10, 'default', { nodes, partition }).state, tall);
        const all = [...places].filter(([id]) => /^[nc]/.test(id)).map(([, place]) => place);
        for (const [at, a] of all.entries()) {
          assert.ok(Math.abs(a.x) < plate.width / 2 && Math.abs(a.z) < plate.depth / 2, `${partition} ${a.x} ${a.z}`);
          for (const b of all.slice(at + 1)) assert.ok(Math.hypot(a.x - b.x, a.z - b.z) > 1.05 * scale, `${nodes} ${partition} ${tall}`);
        }
      }
    }
  });

  it('tells the same in cards, table and inspector', () => {
    const made = run(5_500);
    const at = moment(made);
    assert.equal(table(at).rows.length, 4);
    assert.ok(cards(at).some((card) => card.kind === 'text' && /concurrent/.test(card.strong)));
    for (const id of ['n1', 'c1']) assert.ok((inspect(at, 'node', id)?.fields.length ?? 0) > 3, id);
    for (const id of made.state.network.inFlight.keys()) assert.ok((inspect(at, 'message', id)?.fields.length ?? 0) >= 3, id);
    const tile = stripOf(made.state, made.state.nodes.get('n1')!, 'x', false).versions[0]!;
    assert.ok((inspect(at, 'entry', `n1:${tile.id}`)?.fields.length ?? 0) > 2);
    assert.deepEqual(inspect(at, 'link', 'n1-n3')?.actions, ['heal']);
    assert.equal(inspect(moment(run(5_000, 'gc-pause-token')), 'node', 's1')?.title, 'Storage');
    assert.equal(inspect(at, 'node', 'n9'), null);
  });
});
