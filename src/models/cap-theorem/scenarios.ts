/**
 * Named set-ups of a store with timed actions. Times in simulated ms; at 100 ms a second, 10 ms of viewing each. The line
 * above a scenario says what it shows.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface CapScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `cap-theorem.note.${name}` });

/** Nobody asks but the story, and every hop takes the same time. */
const staged = { readRate: 0, writeRate: 0, jitter: 0 } as const;

const read = (timeMs: number, node: string, key: string): Action & { readonly timeMs: number } => ({ timeMs, action: 'read', args: { node, key } });
const write = (timeMs: number, node: string, key: string, value: string): Action & { readonly timeMs: number } => ({ timeMs, action: 'write', args: { node, key, value } });

export const capScenarios: ReadonlyMap<string, CapScenario> = new Map<string, CapScenario>([
  // Answers everywhere; the cut: n1 refuses, n2 and n3 go on; healed, n1 has what it missed.
  ['default', {
    actions: [],
    seed: 1167,
    stillMs: 1250,
    notes: [note(0, 580, 'together'), note(600, 900, 'cut'), note(900, 1580, 'choice'), note(1600, 2100, 'healed')],
  }],
  // A balance of 100; cut off from the rest, n1 gives an error rather than a balance that may be old, and takes no second 80.
  ['bank-balance', {
    settings: { ...staged, choose: 'cp', partitionAt: 500, healAt: 1900 },
    actions: [
      write(40, 'n2', 'balance', '100'), read(300, 'n1', 'balance'),
      write(620, 'n2', 'balance', '20'), read(1000, 'n1', 'balance'), write(1250, 'n1', 'balance', '20'), read(1500, 'n3', 'balance'),
      read(2250, 'n1', 'balance'),
    ],
    seed: 1,
    stillMs: 1180,
    notes: [note(40, 480, 'balance'), note(500, 960, 'withdrawn'), note(1000, 1480, 'error-not-old'), note(1900, 2500, 'balance-healed')],
  }],
  // An address changes while n1 is cut off: n1 goes on answering, with the old one, and has the new one soon after the heal.
  ['dns-lookup', {
    settings: { ...staged, choose: 'ap', partitionAt: 500, healAt: 1500 },
    actions: [
      write(40, 'n2', 'www', '192.0.2.1'), read(300, 'n1', 'www'),
      write(620, 'n2', 'www', '192.0.2.7'), read(850, 'n3', 'www'), read(1000, 'n1', 'www'), read(1250, 'n1', 'www'),
      read(2100, 'n1', 'www'),
    ],
    seed: 1,
    stillMs: 1090,
    notes: [note(40, 480, 'address'), note(620, 960, 'address-moves'), note(1000, 1460, 'old-but-answered'), note(1500, 2300, 'address-healed')],
  }],
  // Two of five are cut off. Nobody who asks them is answered; whoever asks the other three notices nothing.
  ['minority-client', {
    settings: { choose: 'cp', replicas: 5, partition: 'n1,n2|n3,n4,n5', partitionAt: 400, healAt: 1600 },
    actions: [
      { timeMs: 560, action: 'write', args: { node: 'n1', key: 'x' } }, { timeMs: 620, action: 'write', args: { node: 'n4', key: 'x' } },
      read(1000, 'n2', 'x'), read(1060, 'n5', 'x'),
    ],
    seed: 1,
    stillMs: 1120,
    notes: [note(0, 380, 'together'), note(400, 960, 'minority'), note(960, 1580, 'majority'), note(1600, 2100, 'healed')],
  }],
  // Nothing is cut. A quorum costs round trips; the nearest copy costs none, and is sometimes old: latency or consistency (PACELC).
  ['no-partition-latency', {
    settings: { choose: 'cp', partitionAt: 'never', readRate: 12, writeRate: 6 },
    actions: [{ timeMs: 1400, action: 'choose', args: { corner: 'ap' } }],
    seed: 1,
    stillMs: 1300,
    notes: [note(0, 1380, 'quorum-waits'), note(1400, 2600, 'nearest-answers')],
  }],
  // Three nodes on the promise that no cut occurs: silence is taken for death, both sides go on, and their answers part.
  ['ca-surprise', {
    settings: { ...staged, choose: 'ca', partitionAt: 600, healAt: 2000 },
    actions: [
      write(40, 'n1', 'x', '1'), read(340, 'n3', 'x'),
      write(680, 'n1', 'x', '2'), write(760, 'n2', 'x', '3'), read(1350, 'n1', 'x'), read(1400, 'n3', 'x'),
      read(2500, 'n2', 'x'),
    ],
    seed: 1,
    stillMs: 1500,
    notes: [note(40, 580, 'promise'), note(600, 1040, 'silence'), note(1040, 1980, 'both-go-on'), note(2000, 2700, 'one-is-lost')],
  }],
  // R = W = 1 of 3: a read may miss the write before it, and does. With R = W = 2 it cannot: n1 refuses instead.
  ['quorum-overlap', {
    settings: { ...staged, choose: 'cp', readQuorum: 1, writeQuorum: 1, partitionAt: 'never' },
    actions: [
      write(40, 'n2', 'x', '1'), { timeMs: 300, action: 'cut', args: { groups: 'n1|n2,n3' } },
      write(380, 'n1', 'x', '2'), read(620, 'n3', 'x'), { timeMs: 900, action: 'heal' },
      { timeMs: 1300, action: 'quorum', args: { read: 2, write: 2 } }, { timeMs: 1400, action: 'cut', args: { groups: 'n1|n2,n3' } },
      write(1480, 'n1', 'x', '3'), write(1520, 'n2', 'x', '4'), read(1950, 'n3', 'x'), { timeMs: 2250, action: 'heal' },
    ],
    seed: 1,
    stillMs: 760,
    notes: [note(0, 290, 'one-of-three'), note(380, 900, 'misses'), note(1300, 1480, 'two-of-three'), note(1480, 2230, 'meets')],
  }],
]);
