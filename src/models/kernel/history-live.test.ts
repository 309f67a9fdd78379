import { assert } from '../../../test/assert.ts';
import type { Operation } from './history.ts';
import { judgeRegister } from './history.ts';
import type { History } from './history-live.ts';
import { beginWrite, copyHistory, endRead, endWrite, INITIAL, makeHistory, neverHappened, NO_WRITE } from './history-live.ts';
import { mutate, recorded } from './history.testing.ts';
import { Stream } from './random.ts';

/** Tells a history as it happened. Written values are the ids of their writes. */
function tell(operations: readonly Operation[], history: History = makeHistory()): History {
  const moments = operations.flatMap((operation) => [
    ...(operation.kind === 'write' ? [{ timeUs: operation.invokedUs, answer: 0, operation }] : []),
    ...(operation.answeredUs === null ? [] : [{ timeUs: operation.answeredUs, answer: 1, operation }]),
  ]).sort((a, b) => a.timeUs - b.timeUs || a.answer - b.answer);
  const begun = new Set<number>();
  for (const { answer, operation } of moments) {
    if (answer === 0) {
      begun.add(operation.id);
      beginWrite(history, { ...operation, answeredUs: null });
    } else if (operation.kind === 'write') endWrite(history, operation);
    else endRead(history, operation, operation.value === null ? INITIAL : begun.has(Number(operation.value)) ? Number(operation.value) : NO_WRITE);
  }
  return history;
}

const operation = (id: number, kind: 'read' | 'write', value: number | null, invokedUs: number, answeredUs: number | null): Operation =>
  ({ id, client: 'c1', key: 'x', kind, value, invokedUs, answeredUs });

describe('A history judged while it goes on', () => {
  it('says the same as when it is judged as a whole', () => {
    let refused = 0;
    for (let seed = 1; seed <= 1500; seed += 1) {
      const random = Stream.named(seed, 'live');
      const operations = mutate(random, recorded(random, random.integer(3, 24), 1000));
      const { verdict } = judgeRegister(operations);
      const live = tell(operations);
      assert.equal(live.violations > 0, verdict === 'violated', `seed ${seed}: ${JSON.stringify(operations)}`);
      if (live.first === null) continue;
      refused += 1;
      if (live.first.kind === 'order') assert.equal(judgeRegister(live.first.witness).verdict, 'violated', `the witness of seed ${seed}: ${JSON.stringify(live.first.witness)}`);
    }
    assert.ok(refused > 100, String(refused));
  });

  it('accuses no real register, however long it goes on, and stays small', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const live = tell(recorded(Stream.named(seed, 'long'), 2000, 1e9));
      assert.equal(live.violations, 0, `seed ${seed}`);
      assert.ok(live.keys.get('x')!.zones.size <= 48 && live.recent.length <= 64);
    }
  });

  it('knows a value that was overwritten long ago', () => {
    const live = makeHistory();
    for (let at = 1; at <= 200; at += 1) {
      beginWrite(live, operation(at, 'write', at, at * 10, null));
      endWrite(live, operation(at, 'write', at, at * 10, at * 10 + 5));
    }
    assert.equal(endRead(live, operation(300, 'read', 200, 3000, 3001), 200).stale, false);
    const { stale, violation } = endRead(live, operation(301, 'read', 3, 3000, 3001), 3);
    assert.ok(stale && violation !== null);
    assert.equal(live.staleReads, 1);
  });

  it('may begin in the middle, and then judges by what it has seen', () => {
    const live = makeHistory(1000);
    assert.equal(endRead(live, operation(50, 'read', 7, 1001, 1002), 7).violation, null);
    beginWrite(live, operation(51, 'write', 8, 1003, null));
    endWrite(live, operation(51, 'write', 8, 1003, 1004));
    const { violation } = endRead(live, operation(52, 'read', 7, 1005, 1006), 7);
    assert.deepEqual(violation?.witness.map(({ id }) => id), [50, 51, 52]);
  });

  it('takes a write that was refused for not done, and copies share nothing that changes', () => {
    const live = makeHistory();
    beginWrite(live, operation(1, 'write', 1, 0, null));
    const copy = copyHistory(live);
    neverHappened(live, operation(1, 'write', 1, 0, null));
    assert.equal(live.keys.get('x')!.zones.has(1), false);
    assert.equal(copy.keys.get('x')!.zones.has(1), true);
  });
});
