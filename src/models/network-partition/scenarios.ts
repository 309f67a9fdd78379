/**
 * Named set-ups of a partitioned network with timed actions. Times in simulated ms; at 400 ms a second, 2.5 ms of viewing
 * each. The line above a scenario says what it shows.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface PartitionScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `network-partition.note.${name}` });

const write = (timeMs: number, node: string, value: string, key = 'x'): Action & { readonly timeMs: number } =>
  ({ timeMs, action: 'write', target: node, args: { key, value } });

/** Nobody writes but the story. */
const told = { writeRate: 0 } as const;

/** x=1 everywhere; the wall; x=2 on the first side and, once the second has made itself a primary, x=3 there; healed, both are there. */
const story = [write(200, 'side-1', '1'), write(2400, 'side-1', '2'), write(4000, 'side-2', '3')];

export const partitionScenarios: ReadonlyMap<string, PartitionScenario> = new Map<string, PartitionScenario>([
  // Before, A and B agree on x=1. During, A takes x=2 and B x=3. After, two versions stand and nobody has won.
  ['default', {
    settings: told,
    actions: story,
    seed: 1,
    stillMs: 4700,
    notes: [note(0, 1900, 'agree'), note(2000, 3000, 'wall'), note(3200, 4400, 'split-brain'), note(4400, 5900, 'both-sides'), note(6000, 7000, 'healed'), note(7000, 10_000, 'who-wins')],
  }],
  // The primary is in the minority: it refuses and steps down. The majority elects n3 and goes on. Nothing conflicts.
  ['quorum-minority', {
    settings: { nodes: 5, policy: 'quorum', partition: '2|3', healAt: 8000 },
    actions: [],
    seed: 1,
    stillMs: 5400,
    notes: [note(0, 1900, 'majority'), note(2000, 3200, 'wall'), note(3200, 4600, 'minority-stops'), note(4600, 7900, 'majority-goes-on'), note(8000, 10_000, 'minority-learns')],
  }],
  // Two against two: both ask the fencing device to shoot the other side. The first request is obeyed.
  ['stonith-race', {
    settings: { policy: 'stonith', healAt: 7000 },
    actions: [{ timeMs: 7400, action: 'recover' }],
    seed: 1,
    stillMs: 3600,
    paces: [{ fromMs: 0, pace: 400 }, { fromMs: 2800, pace: 150 }, { fromMs: 3900, pace: 400 }],
    notes: [note(2000, 2900, 'wall'), note(2900, 3900, 'race'), note(3900, 6900, 'one-side'), note(7400, 9400, 'back')],
  }],
  // No wall. n1 holds the lock with token 1 and stops for eight seconds; another gets token 2 and writes; n1 comes back and writes.
  ['gc-pause-token', {
    settings: { policy: 'fencing-token', nodes: 3, partition: '1|2', partitionAt: Infinity, writeRate: 1 },
    actions: [
      { timeMs: 1500, action: 'freeze', target: 'n1' }, write(1700, 'n1', '2'), write(7600, 'primary', '3'),
      { timeMs: 9500, action: 'thaw', target: 'n1' },
    ],
    seed: 1,
    stillMs: 9800,
    notes: [note(0, 1500, 'holder'), note(1500, 4500, 'pause'), note(4500, 7500, 'lease-ends'), note(7500, 9500, 'second-holder'), note(9500, 12_000, 'comes-back')],
  }],
  // The story with last-write-wins, and a clock on B that is two seconds slow: x=3, written later, is dropped.
  ['lww-lost-update', {
    settings: { ...told, resolve: 'lww', clockSkew: '0 0 -2s -2s' },
    actions: story,
    seed: 1,
    stillMs: 6500,
    notes: [note(0, 1900, 'slow-clock'), note(2400, 4000, 'first-write'), note(4000, 5900, 'later-write'), note(6000, 10_000, 'lost')],
  }],
  // The story with vector clocks: two siblings. A later write that has seen both takes their place.
  ['vector-siblings', {
    settings: { ...told, resolve: 'siblings' },
    actions: [...story, write(5000, 'side-2', '4'), write(9000, 'primary', '5')],
    seed: 1,
    stillMs: 7200,
    notes: [note(0, 1900, 'clocks'), note(2400, 5900, 'clocks-part'), note(6000, 8900, 'siblings'), note(9000, 11_000, 'seen-both')],
  }],
  // A set: both sides add, one takes an element out that the other adds again. Add wins, nothing else is lost.
  ['crdt-merge', {
    settings: { ...told, resolve: 'crdt', crdt: 'or-set' },
    actions: [
      write(200, 'side-1', 'milk', 'cart'), write(900, 'side-1', 'bread', 'cart'),
      write(2600, 'side-1', '-milk', 'cart'), write(3000, 'side-1', 'eggs', 'cart'),
      write(4000, 'side-2', 'milk', 'cart'), write(4500, 'side-2', 'tea', 'cart'), write(5000, 'side-2', '-bread', 'cart'),
    ],
    seed: 1,
    stillMs: 5400,
    notes: [note(0, 1900, 'one-cart'), note(2600, 5900, 'two-carts'), note(6000, 8000, 'join'), note(8000, 10_000, 'add-wins')],
  }],
  // What A sends is lost, what B sends arrives. B takes A for dead; A hears of the new primary and cannot answer.
  ['one-way', {
    settings: { kind: 'one-way', healAt: 8000 },
    actions: [],
    seed: 1,
    stillMs: 4200,
    notes: [note(2000, 3200, 'deaf'), note(3200, 4500, 'hears-its-successor'), note(4500, 7900, 'no-way-to-ask'), note(8000, 10_000, 'whole-again')],
  }],
  // n3 reaches both sides, which do not reach each other: each elects its own, and deposes the other's through n3.
  ['bridge', {
    settings: { nodes: 5, partition: 'n1,n2|n3,n4,n5', kind: 'partial', policy: 'quorum', healAt: 12_000 },
    actions: [],
    seed: 1,
    stillMs: 4800,
    notes: [note(2000, 3400, 'bridge'), note(3400, 6000, 'deposed'), note(6000, 11_900, 'to-and-fro'), note(12_000, 14_000, 'settles')],
  }],
  // The wall comes and goes: two primaries, one, two again; versions conflict at every return.
  ['flapping', {
    settings: { kind: 'flapping', healAt: 12_000, writeRate: 3, detectTimeout: 800 },
    actions: [],
    seed: 1,
    stillMs: 4000,
    notes: [note(2000, 3500, 'down'), note(3500, 5000, 'up'), note(5000, 11_900, 'again'), note(12_000, 14_000, 'stays')],
  }],
]);
