import { assert } from '../../../test/assert.ts';
import { Stream } from './random.ts';

const draws = (stream: Stream, count: number): number[] => Array.from({ length: count }, () => stream.next() * 4294967296);

describe('a stream of random numbers', () => {
  it('is xoshiro128**, as its authors define it', () => {
    // Output for the state 1, 2, 3, 4, as in the tests of the Rust crate rand_xoshiro, made with the authors' C program.
    assert.deepEqual(draws(new Stream([1, 2, 3, 4]), 5), [11520, 0, 5927040, 70819200, 2031721883]);
  });

  it('gives in every engine the numbers that it gave first', () => {
    assert.deepEqual(draws(Stream.named(1, 'a'), 6), [1532766644, 3614359428, 406253508, 4293970465, 993728398, 2370033416]);
  });

  it('goes on from its state, and from a copy of it, alike', () => {
    const stream = Stream.named(3, 'x');
    draws(stream, 10);
    const copy = new Stream(stream.state);
    assert.deepEqual(draws(copy, 20), draws(stream, 20));
  });

  it('differs by seed and by name, without order between them', () => {
    const first = new Set<number>();
    for (let seed = 0; seed < 100; seed += 1) for (const name of ['n1', 'n2', 'network n1>n2', '']) first.add(Stream.named(seed, name).next());
    assert.equal(first.size, 400);
  });

  it('is even over an interval of integers, both ends included', () => {
    const stream = Stream.named(9, 'dice');
    const counts = new Array<number>(6).fill(0);
    for (let at = 0; at < 60_000; at += 1) counts[stream.integer(1, 6) - 1]! += 1;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) * (count - 10_000) / 10_000, 0);
    assert.ok(chiSquared < 20.5, `χ² is ${chiSquared} with 5 degrees of freedom`);
  });

  it('is exponential with the mean asked for, and never negative', () => {
    const stream = Stream.named(9, 'waits');
    const waits = Array.from({ length: 50_000 }, () => stream.exponential(40));
    assert.ok(waits.every((wait) => wait >= 0 && !Object.is(wait, -0)));
    assert.closeTo(waits.reduce((sum, wait) => sum + wait, 0) / waits.length, 40, 1);
    assert.closeTo(waits.filter((wait) => wait > 40).length / waits.length, 1 / Math.E, 0.01);
  });

  it('draws for a chance of 0 and of 1 too, so that later draws stay', () => {
    const [one, other] = [Stream.named(2, 'c'), Stream.named(2, 'c')];
    assert.equal(one.chance(0), false);
    assert.equal(other.chance(1), true);
    assert.equal(one.next(), other.next());
  });
});
