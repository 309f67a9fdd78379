import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { Stream } from '../kernel/random.ts';
import { joinClocks, noClock, withCounter } from './clock.ts';
import type { VectorClock } from './clock.ts';
import type { Crdt, CrdtType } from './crdt.ts';
import { crdtTypes, emptyCrdt, valuesOf } from './crdt.ts';
import { applyOperation, mergeCrdt } from './crdt-merge.ts';

type Step = { op: 'inc' | 'dec' | 'set' | 'add' | 'remove' | 'merge'; args: (number | string)[]; rejected?: boolean; values: unknown[] };
interface Trace { type: string; replicas: number; steps: Step[] }

const typesOfRiak: Record<string, CrdtType> = {
  gcounter: 'g-counter', pncounter: 'pn-counter', lwwreg: 'lww-register', 'or-set (tombstones)': 'or-set', 'or-set (without tombstones)': 'or-set',
};

/** A replica with what has been done to it. */
class Replica {
  readonly actor: string;
  crdt: Crdt;
  clock: VectorClock = noClock;
  made = 0;
  constructor(actor: string, type: CrdtType) {
    this.actor = actor;
    this.crdt = emptyCrdt(type);
  }

  apply(value: string, amount: number, remove: boolean, timestampUs: number): void {
    this.made += 1;
    this.clock = withCounter(this.clock, this.actor, this.made);
    this.crdt = applyOperation(this.crdt, { actor: this.actor, counter: this.made, value, amount, remove, timestampUs, clock: this.clock });
  }

  merge(other: Replica): void {
    this.crdt = mergeCrdt(this.crdt, other.crdt);
    this.clock = joinClocks(this.clock, other.clock);
  }
}

function valueOf({ crdt }: Replica): unknown {
  const values = valuesOf(crdt);
  if (crdt.type === 'or-set') return values;
  if (crdt.type === 'lww-register') return values[0] ?? null;
  return Number(values[0]);
}

function replay({ type, replicas: count, steps }: Trace): void {
  const replicas = Array.from({ length: count }, (_, at) => new Replica(`r${at}`, typesOfRiak[type]!));
  steps.forEach(({ op, args, values, rejected }, at) => {
    const replica = replicas[Number(args[0])]!;
    if (op === 'merge') replica.merge(replicas[Number(args[1])]!);
    else if (rejected) assert.ok(!valuesOf(replica.crdt).includes(String(args[1])));
    else if (op === 'set') replica.apply(String(args[1]), 0, false, Number(args[2]));
    else if (op === 'inc' || op === 'dec') replica.apply('', Number(args[1]) * (op === 'dec' ? -1 : 1), false, 0);
    else replica.apply(String(args[1]), 0, op === 'remove', 0);
    assert.deepEqual(replicas.map(valueOf), values, `${type}, step ${at} ${op}`);
  });
}

describe('Conflict-free replicated data types', () => {
  let cases: Trace[] = [];
  before(async () => { ({ cases } = await vectors<{ cases: Trace[] }>('crdt.json')); });

  for (const [name, type] of Object.entries(typesOfRiak)) {
    it(`show what riak_dt showed after every step: ${name} as ${type}`, () => {
      const traces = cases.filter((each) => each.type === name);
      assert.equal(traces.length, 6);
      traces.forEach(replay);
    });
  }

  for (const type of crdtTypes) {
    it(`are equal where the same operations were seen, whatever the order and however often: ${type}`, () => {
      for (let seed = 1; seed <= 60; seed += 1) {
        const random = Stream.named(seed, type);
        const replicas = Array.from({ length: random.integer(2, 5) }, (_, at) => new Replica(`r${at}`, type));
        for (let step = 0; step < 40; step += 1) {
          const replica = replicas[random.integer(0, replicas.length - 1)]!;
          if (random.chance(0.4)) replica.merge(replicas[random.integer(0, replicas.length - 1)]!);
          else replica.apply('abcd'[random.integer(0, 3)]!, random.integer(type === 'g-counter' ? 0 : -4, 4), random.chance(0.4), random.integer(0, 9));
        }
        const inOrder = (order: readonly Replica[]): Crdt => order.reduce((crdt, each) => mergeCrdt(crdt, each.crdt), emptyCrdt(type));
        const reversed = [...replicas].reverse();
        const once = inOrder(replicas);
        for (const order of [reversed, [...replicas, ...reversed, ...replicas]]) assert.deepEqual(inOrder(order), once, `${type}, seed ${seed}`);
        const [a, b, c] = [replicas[0]!.crdt, replicas[1]!.crdt, replicas.at(-1)!.crdt];
        assert.deepEqual(mergeCrdt(a, b), mergeCrdt(b, a), 'commutative');
        assert.deepEqual(mergeCrdt(mergeCrdt(a, b), c), mergeCrdt(a, mergeCrdt(b, c)), 'associative');
        assert.deepEqual(mergeCrdt(a, a), a, 'idempotent');
      }
    });
  }

  it('keep an element that one side adds while the other removes it, and lose the remove', () => {
    const [a, b] = [new Replica('a', 'or-set'), new Replica('b', 'or-set')];
    a.apply('cup', 0, false, 0);
    b.merge(a);
    a.apply('cup', 0, true, 0);
    b.apply('cup', 0, false, 0);
    a.merge(b);
    assert.deepEqual(valuesOf(a.crdt), ['cup']);
    a.apply('cup', 0, true, 0);
    b.merge(a);
    assert.deepEqual(valuesOf(b.crdt), []);
  });

  it('keep the value of the higher timestamp in a LWW register, and both in a MV register', () => {
    const written = (type: CrdtType): Crdt => {
      const [a, b] = [new Replica('a', type), new Replica('b', type)];
      a.apply('2', 0, false, 20);
      b.apply('3', 0, false, 10);
      return mergeCrdt(a.crdt, b.crdt);
    };
    assert.deepEqual(valuesOf(written('lww-register')), ['2']);
    assert.deepEqual(valuesOf(written('mv-register')), ['2', '3']);
  });

  it('refuse to merge different types', () => {
    assert.throws(() => mergeCrdt(emptyCrdt('or-set'), emptyCrdt('g-counter')), TypeError);
  });
});
