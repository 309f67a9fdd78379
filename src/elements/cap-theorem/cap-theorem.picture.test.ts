import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import type { CapSettings } from '../../models/cap-theorem/config.ts';
import { capConfig } from '../../models/cap-theorem/config.ts';
import { capTheorem } from '../../models/cap-theorem/model.ts';
import { capScenarios } from '../../models/cap-theorem/scenarios.ts';
import type { CapConfig, CapState } from '../../models/cap-theorem/state.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { capTheoremPanelsStrings } from './cap-theorem.panels.strings.ts';
import { cards, inspect, table } from './cap-theorem.panels.ts';
import { drawStore } from './cap-theorem.picture.ts';
import { capTheoremStrings } from './cap-theorem.strings.ts';
import { sentence } from './cap-theorem.words.ts';
import { capTheoremWords } from './cap-theorem.words.strings.ts';
import { layoutOf } from './layout.ts';

type Run = Timeline<CapConfig, CapState>;
const ms = 1000;

function run(settings: CapSettings, untilMs: number, name = 'default'): Run {
  const known = capScenarios.get(name) ?? assert.fail(name);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  const made: Run = new Timeline({ model: capTheorem(), config: capConfig({ ...(known.settings as CapSettings | undefined), ...settings }), seed: known.seed ?? 1, commands });
  made.advance(untilMs * ms);
  return made;
}

function moment({ state, nowUs }: Run, more: Partial<Moment<CapState>> = {}): Moment<CapState> {
  return { state, nowUs, tall: false, usPerViewingMs: 100, name: (id) => id, text: translator('en'), selected: null, settings: {}, ...more };
}

function pictureOf(made: Run, more: Partial<Moment<CapState>> = {}): Picture {
  const builder = new PictureBuilder();
  drawStore(moment(made, more), builder);
  return builder.picture();
}

const roleOf = (picture: Picture, id: string): string | undefined => picture.nodes.find((node) => node.id === id)?.role;

describe('The picture of the CAP theorem', () => {
  before(() => addDefaults('en', { ...capTheoremStrings, ...capTheoremWords, ...capTheoremPanelsStrings }));

  it('lights the corners by what clients were told, not by what was chosen', () => {
    const lamps = (choose: string, untilMs: number, name?: string): readonly (string | undefined)[] => {
      const picture = pictureOf(run({ choose }, untilMs, name));
      return ['corner-c', 'corner-a', 'corner-p'].map((id) => roleOf(picture, id));
    };
    assert.deepEqual(lamps('cp', 500), ['lamp-lit', 'lamp-lit', 'lamp-neutral']);
    assert.deepEqual(lamps('cp', 1_550), ['lamp-lit', 'lamp-dark', 'lamp-neutral']);
    assert.deepEqual(lamps('ap', 1_550), ['lamp-dark', 'lamp-lit', 'lamp-neutral']);
    assert.equal(lamps('ca', 2_600, 'ca-surprise')[0], 'lamp-dark');
  });

  it('draws the cut while it lasts, and what is lost at it', () => {
    assert.equal(pictureOf(run({}, 500)).walls.length, 0);
    const picture = pictureOf(run({}, 1_000));
    assert.equal(picture.walls.length, 1);
    assert.ok(picture.links.filter(({ state }) => state === 'blocked').length >= 2);
    assert.equal(pictureOf(run({}, 2_000)).walls.length, 0);
  });

  it('fills one part of a ring for each copy that a node reaches', () => {
    const filled = (made: Run): number => pictureOf(made).paints.filter(({ id, tone }) => id.startsWith('n1/quorum') && tone === 'replica').length;
    assert.equal(filled(run({}, 500)), 3);
    assert.equal(filled(run({}, 1_000)), 1);
  });

  it('gives everybody a place of its own, at every size, in both layouts', () => {
    for (const tall of [false, true]) {
      for (let replicas = 1; replicas <= 7; replicas += 1) {
        const { places, plate, scale } = layoutOf(run({ replicas }, 10).state, tall);
        const all = [...places.values()];
        for (const [at, a] of all.entries()) {
          assert.ok(Math.abs(a.x) < plate.width / 2 && Math.abs(a.z) < plate.depth / 2);
          for (const b of all.slice(at + 1)) assert.ok(Math.hypot(a.x - b.x, a.z - b.z) > 1.1 * scale, `${replicas} ${tall}`);
        }
      }
    }
  });

  it('says who refuses and why, and what a heal has cost', () => {
    const said = (made: Run): string => Object.values(sentence(moment(made))).join(' ');
    assert.match(said(run({}, 1_000)), /n1 refuses.*reaches 1 of 3 copies, and 2 are needed/);
    assert.match(said(run({ replicas: 5, partition: 'n1,n2|n3,n4,n5' }, 1_000)), /n1 and n2 refuse/);
    assert.match(said(run({ choose: 'ap' }, 1_550)), /every node answers/);
    assert.match(said(run({}, 2_600, 'ca-surprise')), /given up/);
  });

  it('tells the same in cards, table and inspector', () => {
    const made = run({}, 1_500);
    const at = moment(made);
    assert.equal(table(at).rows.length, 3);
    assert.ok(cards(at).some((card) => card.kind === 'bars' && card.rows.length === 3));
    for (const id of ['n1', 'c1', 'corner-c', 'corner-a', 'corner-p']) assert.ok((inspect(at, 'node', id)?.fields.length ?? 0) > 0, id);
    for (const id of made.state.network.inFlight.keys()) assert.ok((inspect(at, 'message', id)?.fields.length ?? 0) >= 3, id);
    assert.deepEqual(inspect(at, 'link', 'n1-n2')?.actions, ['heal']);
    assert.equal(inspect(at, 'node', 'n9'), null);
  });
});
