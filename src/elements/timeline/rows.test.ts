import { assert } from '../../../test/assert.ts';
import type { ModelEventDetail } from '../base/events.ts';
import { mostAfter, mostBefore, rowsOf } from './rows.ts';
import type { Source } from './rows.ts';

/** A run that is known up to `end`, with an event every `every` ms. */
function run(currentTime: number, every: number, end: number, looks: number[] = []): Source {
  const all = Array.from({ length: Math.floor(end / every) }, (_, i): ModelEventDetail => ({ time: (i + 1) * every, seq: i, type: i % 10 === 9 ? 'toy.tenth' : 'toy.blink', data: {} }));
  return {
    currentTime, pace: 1000,
    events: (from = 0, to = Infinity) => {
      looks.push(from);
      return all.filter(({ time }) => time >= from && time < to);
    },
  };
}

const every = (): boolean => true;
const told = ({ rows }: ReturnType<typeof rowsOf>): string[] => rows.map(({ of, event, later }) => `${of} ${event.time}${later ? ' later' : ''}`);

describe('the list of events', () => {
  it('holds those of all diagrams by time, and marks what has happened last', () => {
    const list = rowsOf([run(1000, 400, 1600), run(1000, 500, 1500)], every);
    assert.deepEqual(told(list), ['0 400', '1 500', '0 800', '1 1000', '0 1200 later', '1 1500 later', '0 1600 later']);
    assert.equal(list.current, 3, 'what happens at the very moment has happened');
    assert.equal(list.cut, false);
  });

  it('marks nothing before the first event, and keeps its order where diagrams are at different moments', () => {
    assert.equal(rowsOf([run(0, 400, 1600)], every).current, -1);
    const list = rowsOf([run(400, 400, 1600), run(2000, 1000, 2000)], every);
    assert.deepEqual(told(list), ['0 400', '0 800 later', '1 1000', '0 1200 later', '0 1600 later', '1 2000']);
    assert.equal(list.current, 5);
  });

  it('is bounded, and says when earlier ones are left out', () => {
    const list = rowsOf([run(90_000, 10, 100_000), run(90_000, 10, 100_000)], every);
    assert.equal(list.rows.length, mostBefore + mostAfter);
    assert.equal(list.cut, true);
    assert.equal(list.rows[list.current]?.event.time, 90_000);
    assert.deepEqual(list.rows.map(({ event }) => event.time), [...list.rows.map(({ event }) => event.time)].sort((a, b) => a - b));
  });

  it('looks no further back than it must', () => {
    const looks: number[] = [];
    rowsOf([run(90_000, 5, 100_000, looks)], every);
    assert.ok(looks.every((from) => from >= 86_000), looks.join());
    looks.length = 0;
    const rare = rowsOf([run(90_000, 5, 100_000, looks)], (_of, { type }) => type === 'toy.tenth');
    assert.equal(rare.rows.filter(({ later }) => !later).length, mostBefore);
    assert.ok(looks.includes(90_000 - 64_000), looks.join());
  });

  it('leaves out diagrams that are not to be shown', () => {
    assert.deepEqual(told(rowsOf([null, run(500, 500, 500)], every)), ['1 500']);
  });
});
