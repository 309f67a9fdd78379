/** Named set-ups of the ring. Times in simulated ms; at the ring's pace a second of viewing is a second. */
import type { Scenario } from '../base/concept.ts';

const pins = [['s1', 0.15], ['s2', 0.45], ['s3', 0.8], ['s4', 0.95]] as const;

export const hashRingScenarios: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  // A key is looked up, a server joins at 5 s, another leaves at 11 s, and it goes on by itself.
  ['default', {
    actions: [
      { timeMs: 600, action: 'lookup', target: 'user:123' },
      { timeMs: 5000, action: 'add' },
      { timeMs: 11000, action: 'remove', target: 's2' },
    ],
    stillMs: 2100,
    notes: [
      { fromMs: 600, untilMs: 3400, text: 'hash-ring.note.lookup' },
      { fromMs: 5000, untilMs: 9500, text: 'hash-ring.note.join' },
      { fromMs: 11000, untilMs: 15500, text: 'hash-ring.note.leave' },
    ],
  }],
  ['guide-example', {
    settings: { servers: 4, vnodes: 1, keys: 0 },
    actions: [
      ...pins.map(([target, at]) => ({ timeMs: 0, action: 'pin', target, args: { at } })),
      { timeMs: 800, action: 'add-key', target: 'user:123', args: { at: 0.41 } },
      { timeMs: 3200, action: 'add-key', target: 'tx:456', args: { at: 0.78 } },
      { timeMs: 6500, action: 'remove', target: 's2' },
      { timeMs: 8500, action: 'lookup', target: 'user:123' },
    ],
    stillMs: 2000,
    notes: [{ fromMs: 6500, untilMs: 11500, text: 'hash-ring.note.guide' }],
  }],
  ['server-joins', { actions: [{ timeMs: 2500, action: 'add' }], stillMs: 3600, notes: [{ fromMs: 2500, untilMs: 8000, text: 'hash-ring.note.join' }] }],
  ['server-leaves', { actions: [{ timeMs: 2500, action: 'remove', target: 's2' }], stillMs: 3600, notes: [{ fromMs: 2500, untilMs: 8000, text: 'hash-ring.note.leave' }] }],
  ['vnodes', {
    settings: { vnodes: 1 },
    actions: [1, 4, 16, 64, 256].map((value, n) => ({ timeMs: 3000 * n, action: 'set', args: { name: 'vnodes', value } })),
    stillMs: 6500,
    notes: [{ fromMs: 0, untilMs: 3000, text: 'hash-ring.note.vnodes-one' }, { fromMs: 3000, untilMs: 15000, text: 'hash-ring.note.vnodes-many' }],
  }],
  ['modulo-vs-ring', {
    settings: { algorithm: 'modulo', compare: 'ring', vnodes: 64, keys: 200 },
    actions: [
      { timeMs: 3000, action: 'add' },
      { timeMs: 9000, action: 'remove', target: 's5' },
    ],
    stillMs: 4000,
    notes: [{ fromMs: 3000, untilMs: 9000, text: 'hash-ring.note.modulo' }, { fromMs: 9000, untilMs: 14000, text: 'hash-ring.note.modulo-leave' }],
  }],
  ['replica-set', {
    settings: { servers: 5, replicas: 3 },
    actions: [{ timeMs: 500, action: 'lookup', target: 'user:123' }, { timeMs: 5000, action: 'crash', target: 's1' }, { timeMs: 6500, action: 'lookup', target: 'user:123' }],
    stillMs: 2100,
    notes: [{ fromMs: 500, untilMs: 5000, text: 'hash-ring.note.replicas' }],
  }],
  ['weighted', { settings: { servers: 4, vnodes: 16, weights: '1,1,2,4' }, actions: [], stillMs: 1500, notes: [{ fromMs: 0, untilMs: 6000, text: 'hash-ring.note.weighted' }] }],
  ['hot-key', {
    settings: { keySkew: 1.5, vnodes: 16 },
    actions: [{ timeMs: 600, action: 'lookup', target: 'user:123' }, { timeMs: 6000, action: 'set', args: { name: 'vnodes', value: 256 } }],
    stillMs: 2100,
    notes: [{ fromMs: 0, untilMs: 6000, text: 'hash-ring.note.hot-key' }, { fromMs: 6000, untilMs: 12000, text: 'hash-ring.note.hot-key-tokens' }],
  }],
  ['bounded-load', {
    settings: { algorithm: 'bounded', servers: 5, loadFactor: 1.1, keys: 100 },
    actions: [{ timeMs: 600, action: 'lookup', target: 'photo:3763' }, { timeMs: 6000, action: 'remove', target: 's2' }, { timeMs: 11000, action: 'add' }],
    stillMs: 2100,
    notes: [{ fromMs: 0, untilMs: 6000, text: 'hash-ring.note.bounded' }, { fromMs: 6000, untilMs: 11000, text: 'hash-ring.note.bounded-leave' }],
  }],
  ['slots', {
    settings: { algorithm: 'slots', servers: 3 },
    actions: [{ timeMs: 600, action: 'lookup', target: 'user:123' }, { timeMs: 5000, action: 'add' }, { timeMs: 11000, action: 'remove', target: 's2' }],
    stillMs: 2100,
    notes: [{ fromMs: 0, untilMs: 5000, text: 'hash-ring.note.slots' }, { fromMs: 5000, untilMs: 11000, text: 'hash-ring.note.slots-join' }],
  }],
]);
