import { assert } from '../../../test/assert.ts';
import type { Command, Model } from './model.ts';
import { Stream } from './random.ts';
import { Simulation } from './simulation.ts';
import { Timeline } from './timeline.ts';

interface Config { readonly meanUs: number }
interface Bell { readonly name: string; rings: number; lastUs: number }
interface State { bells: Bell[]; total: number }

/** Bells that ring at random intervals; a struck bell rings at once. */
const bells: Model<Config, State> = {
  slug: 'bells',
  create(config, world) {
    const names = ['a', 'b', 'c'];
    for (const name of names) world.schedule(world.random(name).integer(0, config.meanUs), 'ring', { name, meanUs: config.meanUs });
    return { bells: names.map((name) => ({ name, rings: 0, lastUs: 0 })), total: 0 };
  },
  handle(state, event, world) {
    const { name, meanUs } = event.data as { name: string; meanUs: number };
    const bell = state.bells.find((item) => item.name === name)!;
    bell.rings += 1;
    bell.lastUs = world.nowUs;
    state.total += 1;
    world.schedule(1 + Math.floor(world.random(name).exponential(meanUs)), 'ring', { name, meanUs });
    if (bell.rings % 3 === 0) world.emit('bell.third', { node: name, rings: bell.rings });
  },
  act(state, { action, target }, world) {
    const bell = state.bells.find(({ name }) => name === target);
    if (action !== 'strike') return { ok: false, reason: 'bells can only be struck' };
    if (!bell) {
      world.random('a').next();
      return { ok: false, reason: 'no such bell' };
    }
    bell.rings += 1;
    state.total += 1;
    world.emit('bell.struck', { node: bell.name });
    return { ok: true };
  },
  configure() {},
  copy: (state) => ({ bells: state.bells.map((bell) => ({ ...bell })), total: state.total }),
  check() {},
};

const commands: readonly Command[] = [
  { timeUs: 5_000, action: 'strike', target: 'a', by: 'scenario' },
  { timeUs: 90_000, action: 'strike', target: 'b', by: 'scenario' },
];
const make = (seed = 1): Timeline<Config, State> => new Timeline({ model: bells, config: { meanUs: 40 }, seed, commands });
const pickOf = <Item>(random: Stream, items: readonly Item[]): Item => items[random.integer(0, items.length - 1)]!;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The same run, straight from 0, as the obvious way to say what a seek must show. */
function straight(timeUs: number, extra: readonly Command[] = []): { state: unknown; hash: string } {
  const simulation = new Simulation({ model: bells, config: { meanUs: 40 }, seed: 1 });
  for (const command of [...commands, ...extra].sort((a, b) => a.timeUs - b.timeUs)) {
    if (command.timeUs > timeUs) break;
    simulation.runTo(command.timeUs);
    simulation.act(command);
  }
  simulation.runTo(timeUs);
  return { state: plain(simulation.state), hash: simulation.hash() };
}

describe('a timeline', () => {
  it('shows after any seek, forwards and backwards, what a run from 0 shows', () => {
    const timeline = make();
    let where = 12345;
    for (let round = 0; round < 60; round += 1) {
      where = (where * 7919 + 104729) % 200_000;
      timeline.seek(where);
      const expected = straight(where);
      assert.deepEqual(plain(timeline.state), expected.state);
      assert.equal(timeline.hash(), expected.hash);
    }
  });

  it('comes to the same state in steps of any size', () => {
    const timeline = make();
    for (let at = 0; at <= 100_000; at += 777) timeline.advance(at, 5);
    timeline.advance(100_000);
    assert.equal(timeline.hash(), straight(100_000).hash);
  });

  it('goes back n events and forward n events to where it was', () => {
    const timeline = make();
    timeline.seek(50_000);
    const third = timeline.neighbour(1, 10_000)!;
    timeline.seek(third);
    for (const n of [1, 2, 5, 17]) {
      timeline.seek(third);
      timeline.seek(timeline.neighbour(-n, 1_000_000)!);
      assert.ok(timeline.nowUs < third);
      timeline.seek(timeline.neighbour(n, 1_000_000)!);
      assert.equal(timeline.nowUs, third);
    }
  });

  it('looks for the next event without leaving a trace', () => {
    const timeline = make();
    timeline.advance(60_000);
    const before = timeline.hash();
    assert.ok(timeline.neighbour(40, 1_000_000)! > 60_000);
    assert.equal(timeline.hash(), before);
    assert.equal(timeline.endUs, 60_000);
    timeline.act({ action: 'strike', target: 'c' }, 'user');
    assert.equal(timeline.branch, 'b0');
  });

  it('forks when the reader acts in the past, and keeps the old future', () => {
    const timeline = make();
    timeline.advance(100_000);
    const old = timeline.hash();
    timeline.seek(30_000);
    assert.ok(timeline.act({ action: 'strike', target: 'c' }, 'user').ok);
    assert.equal(timeline.branch, 'b1');
    timeline.advance(100_000);
    assert.equal(timeline.hash(), straight(100_000, [{ timeUs: 30_000, action: 'strike', target: 'c', by: 'user' }]).hash);
    assert.ok(timeline.hash() !== old);
    timeline.seek(100_000, 'b0');
    assert.equal(timeline.hash(), old);
    assert.deepEqual(timeline.branches.map(({ id, parent, forkedAtUs, label }) => [id, parent, forkedAtUs, label]), [['b0', null, 0, ''], ['b1', 'b0', 30_000, 'strike c']]);
  });

  it('keeps sixteen branches, dropping the leaf not chosen for longest', () => {
    const timeline = make();
    timeline.advance(10_000);
    for (let n = 0; n < 20; n += 1) {
      timeline.seek(1_000 + n, 'b0');
      timeline.act({ action: 'strike', target: 'a' }, 'user');
    }
    const ids = timeline.branches.map(({ id }) => id);
    assert.equal(ids.length, 16);
    assert.ok(ids.includes('b0') && ids.includes('b20') && !ids.includes('b1'));
  });

  it('leaves no trace of a refused action, not even a drawn number', () => {
    const timeline = make();
    timeline.advance(20_000);
    const before = timeline.hash();
    const result = timeline.act({ action: 'strike', target: 'nobody' }, 'user');
    assert.equal(result.ok, false);
    assert.equal(timeline.hash(), before);
    assert.equal(timeline.commands.length, commands.length);
  });

  it('reports each event once, in order, whatever the budget', () => {
    const timeline = make();
    const seen: number[] = [];
    while (timeline.nowUs < 50_000) seen.push(...timeline.advance(50_000, 3).map(({ seq }) => seq));
    assert.deepEqual(seen, seen.map((_, at) => at));
    assert.deepEqual(timeline.events(0, 50_001).map(({ seq }) => seq), seen);
  });

  it('takes only finite times, in whole microseconds', () => {
    const timeline = make();
    timeline.seek(1000.7);
    assert.equal(timeline.nowUs, 1000);
    timeline.seek(-5);
    assert.equal(timeline.nowUs, 0);
    for (const time of [NaN, Infinity]) {
      assert.throws(() => timeline.seek(time), RangeError);
      assert.throws(() => timeline.advance(time), RangeError);
    }
    assert.throws(() => timeline.seek(0, 'b9'), RangeError);
  });

  it('keeps the later commands of the scenario in a fork, and drops those of the reader', () => {
    const timeline = make();
    timeline.advance(40_000);
    timeline.act({ action: 'strike', target: 'c' }, 'user');
    timeline.advance(100_000);
    timeline.seek(20_000);
    timeline.act({ action: 'strike', target: 'a' }, 'script');
    assert.deepEqual(timeline.commands.map(({ timeUs, by }) => [timeUs, by]), [[5_000, 'scenario'], [20_000, 'script'], [90_000, 'scenario']]);
    timeline.advance(100_000);
    assert.equal(timeline.hash(), straight(100_000, [{ timeUs: 20_000, action: 'strike', target: 'a', by: 'script' }]).hash);
  });

  it('shows on every branch, after seeks to and fro, what a run from 0 with its commands shows', () => {
    const random = Stream.named(11, 'forks');
    const timeline = make();
    timeline.advance(60_000);
    for (let round = 0; round < 40; round += 1) {
      timeline.seek(random.integer(0, 100_000), pickOf(random, timeline.branches.map(({ id }) => id)));
      if (random.chance(0.5)) timeline.act({ action: 'strike', target: pickOf(random, ['a', 'b', 'c']) }, 'user');
      else timeline.advance(timeline.nowUs + random.integer(0, 5_000), random.integer(1, 200));
      timeline.advance(timeline.nowUs);
      const { nowUs } = timeline;
      const expected = straight(nowUs, timeline.commands.filter(({ by }) => by === 'user'));
      assert.equal(timeline.hash(), expected.hash, `round ${round}, ${timeline.branch} at ${nowUs}`);
    }
  });

  it('stays within its bounds over a million events', function () {
    this.timeout(20_000);
    const timeline = make();
    timeline.advance(15_000_000);
    assert.ok(timeline.handled > 1_000_000, `${timeline.handled} events`);
    assert.ok(timeline.events(0, Infinity).length <= 21_000);
    timeline.seek(7_000_000);
    assert.equal(timeline.hash(), straight(7_000_000).hash);
  });
});
