import type { Scheduled } from './model.ts';

/** Binary min-heap of scheduled events by (time, sequence): equal times come out in the order they went in. */
export class EventQueue {
  readonly #items: Scheduled[];

  constructor(items: readonly Scheduled[] = []) {
    this.#items = items.slice();
  }

  get size(): number { return this.#items.length; }
  peek(): Scheduled | undefined { return this.#items[0]; }

  push(item: Scheduled): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent]!;
      if (!before(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): Scheduled | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    const end = items.length;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= end) break;
      if (child + 1 < end && before(items[child + 1]!, items[child]!)) child += 1;
      if (!before(items[child]!, last)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }

  /** The heap's array; entries are immutable, so a shallow copy is a snapshot. */
  copy(): EventQueue { return new EventQueue(this.#items); }
  /** In order of (time, sequence), for hashing and inspection. */
  sorted(): Scheduled[] { return this.#items.slice().sort((a, b) => a.timeUs - b.timeUs || a.seq - b.seq); }
}

function before(a: Scheduled, b: Scheduled): boolean {
  return a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.seq < b.seq);
}
