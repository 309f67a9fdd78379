import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { Operation, Value } from './history.ts';
import { judgeKeys, judgeRegister } from './history.ts';
import { searchOrder } from './history-search.ts';
import { judgeSet } from './history-set.ts';
import { bruteForce, mutate, recorded } from './history.testing.ts';
import { Stream } from './random.ts';

type Event = [process: number, phase: 'invoke' | 'ok' | 'fail' | 'info', operation: 'read' | 'write' | 'cas', value: unknown];
interface Vectors {
  register: { name?: string; ops: [client: number, kind: 'read' | 'write', value: Value, from: number, to: number][]; linearizable: boolean }[];
  knossos: { name: string; linearizable: boolean; events: Event[] }[];
  etcdCasRegister: { name: string; linearizable: boolean; events: Event[] }[];
}

/** Event lists tell the order of beginnings and answers; the place in the list stands for the time. */
function operationsOf(events: readonly Event[]): Operation[] {
  const open = new Map<number, number>();
  const operations: (Operation | null)[] = [];
  events.forEach(([process, phase, kind, value], timeUs) => {
    if (phase === 'invoke') {
      open.set(process, operations.length);
      operations.push(kind === 'cas' ? compareAndSet(process, value, timeUs, operations.length + 1)
        : { id: operations.length + 1, client: `c${process}`, key: 'x', kind, value: plain(value), invokedUs: timeUs, answeredUs: null });
      return;
    }
    const at = open.get(process);
    const operation = at === undefined ? null : operations[at];
    if (at === undefined || !operation) return;
    open.delete(process);
    if (phase === 'ok') operations[at] = { ...operation, ...(kind === 'read' ? { value: plain(value) } : {}), answeredUs: timeUs };
    else if (phase === 'fail') operations[at] = kind === 'cas' ? { ...operation, mismatch: true, answeredUs: timeUs } : null;
  });
  return operations.filter((operation) => operation !== null);
}

const plain = (value: unknown): Value => (value === 'nil' || value === null || value === undefined ? null : String(value));

function compareAndSet(process: number, value: unknown, invokedUs: number, id: number): Operation {
  const [expected = null, next = null] = Array.isArray(value) ? value.map(plain) : (/\[(\S+) (\S+)\]/.exec(String(value)) ?? []).slice(1);
  return { id, client: `c${process}`, key: 'x', kind: 'cas', expected, value: next, invokedUs, answeredUs: null };
}

describe('Histories of a register', () => {
  let known: Vectors;
  before(async () => { known = await vectors<Vectors>('linearizability.json'); });

  it('are judged as Porcupine judges them, by zones and by search', () => {
    known.register.forEach(({ name, ops, linearizable }, at) => {
      const operations = ops.map(([client, kind, value, invokedUs, answeredUs], index): Operation => ({ id: index + 1, client: `c${client}`, key: 'x', kind, value, invokedUs, answeredUs }));
      assert.equal(judgeRegister(operations).verdict, linearizable ? 'linearizable' : 'violated', name ?? `register ${at}`);
      assert.equal(searchOrder(operations, null, 1e6), linearizable, `${name ?? at}, by search`);
    });
  });

  it('are judged as Knossos judges them', () => {
    for (const { name, linearizable, events } of known.knossos) {
      assert.equal(judgeRegister(operationsOf(events)).verdict, linearizable ? 'linearizable' : 'violated', name);
    }
  });

  it('of compare-and-set on etcd are judged as Porcupine judges them', () => {
    for (const { name, linearizable, events } of known.etcdCasRegister) {
      assert.equal(judgeRegister(operationsOf(events), null, 5_000_000).verdict, linearizable ? 'linearizable' : 'violated', name);
    }
  });

  it('from a real register are always accepted', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = Stream.named(seed, 'history');
      for (const values of [1000, 3]) {
        const operations = recorded(random, 5 + random.integer(0, 30), values);
        assert.equal(judgeRegister(operations).verdict, 'linearizable', `seed ${seed}`);
      }
    }
  });

  it('that were tampered with are judged as by trying every order', () => {
    let refused = 0;
    for (let seed = 1; seed <= 1500; seed += 1) {
      const random = Stream.named(seed, 'tampered');
      const operations = mutate(random, recorded(random, random.integer(2, 6), seed % 2 === 0 ? 1000 : 2));
      const explained = bruteForce(operations, null);
      if (!explained) refused += 1;
      const { verdict, witness } = judgeRegister(operations);
      assert.equal(verdict, explained ? 'linearizable' : 'violated', `seed ${seed}: ${JSON.stringify(operations)}`);
      assert.equal(bruteForce(witness, null), explained, `the witness of seed ${seed}`);
    }
    assert.ok(refused > 150, `${refused} of 1500 could not be explained`);
  });

  it('name the few operations that contradict each other', () => {
    const operation = (id: number, kind: 'read' | 'write', value: Value, invokedUs: number, answeredUs: number | null): Operation => ({ id, client: `c${id}`, key: 'x', kind, value, invokedUs, answeredUs });
    const history = [
      operation(1, 'write', 1, 0, 10), operation(2, 'read', 1, 11, 12), operation(3, 'write', 2, 20, 30), operation(4, 'read', 2, 25, 28),
      operation(5, 'read', 1, 40, 50), operation(6, 'write', 3, 60, null), operation(7, 'read', 3, 70, 80),
    ];
    assert.deepEqual(judgeRegister(history).witness.map(({ id }) => id), [1, 3, 5]);
    assert.deepEqual(judgeRegister([operation(1, 'write', 1, 0, null), operation(2, 'read', 7, 5, 6)]).witness.map(({ id }) => id), [2]);
    const onTwoKeys = [...history, { ...operation(8, 'read', null, 90, 95), key: 'y' }];
    assert.deepEqual([...judgeKeys(onTwoKeys)].map(([key, { verdict }]) => `${key} ${verdict}`), ['x violated', 'y linearizable']);
  });

  it('of many operations are judged without comparing each with each', () => {
    const operations = recorded(Stream.named(1, 'long'), 100_000, 1e9);
    assert.equal(judgeRegister(operations).verdict, 'linearizable');
  });
});

describe('A set of additions', () => {
  it('shows what was lost, doubled, recovered and made up', () => {
    const judged = judgeSet(
      [{ value: 1, outcome: 'acknowledged' }, { value: 2, outcome: 'acknowledged' }, { value: 3, outcome: 'unknown' }, { value: 4, outcome: 'unknown' }, { value: 5, outcome: 'failed' }],
      [2, 2, 3, 5, 9],
    );
    assert.deepEqual(judged, { lost: [1], duplicated: [2], unexpected: [5, 9], recovered: [3] });
  });
});
