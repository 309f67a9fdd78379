import { assert } from '../../../test/assert.ts';
import { EventQueue } from './heap.ts';
import type { Scheduled } from './model.ts';
import { Stream } from './random.ts';

const byTime = (a: Scheduled, b: Scheduled): number => a.timeUs - b.timeUs || a.seq - b.seq;

describe('an event queue', () => {
  it('gives what an ordered list gives, ties in the order they went in, however it is filled and emptied', () => {
    const random = Stream.named(4, 'queue');
    for (let round = 0; round < 50; round += 1) {
      const queue = new EventQueue();
      let list: Scheduled[] = [];
      for (let seq = 0; seq < 400; seq += 1) {
        if (random.chance(0.6)) {
          const item: Scheduled = { timeUs: random.integer(0, 20), seq, kind: 'k', data: null };
          queue.push(item);
          list = [...list, item].sort(byTime);
        } else {
          assert.equal(queue.peek(), list[0]);
          assert.equal(queue.pop(), list.shift());
        }
        assert.equal(queue.size, list.length);
      }
      assert.deepEqual(queue.sorted(), list);
      for (const item of list) assert.equal(queue.pop(), item);
      assert.equal(queue.pop(), undefined);
    }
  });

  it('is not changed by what happens to its copy', () => {
    const queue = new EventQueue();
    for (let seq = 0; seq < 10; seq += 1) queue.push({ timeUs: 10 - seq, seq, kind: 'k', data: seq });
    const copy = queue.copy();
    while (copy.pop() !== undefined);
    assert.equal(queue.size, 10);
    assert.equal(queue.pop()?.data, 9);
  });
});
