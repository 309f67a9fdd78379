/**
 * Named set-ups of a cluster with timed actions. Times in simulated ms; at 25 ms a second, 40 ms of viewing each. Every
 * seed was chosen for what its first seconds show; the line above a scenario says what that is.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface RaftScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `raft-cluster.note.${name}` });

/** No server runs out of patience by itself, nobody writes, and every hop takes the same time. */
const staged = { electionTimeout: '20000ms 20000ms', clientRate: 0, jitter: 0, heartbeat: 100 } as const;

export const raftScenarios: ReadonlyMap<string, RaftScenario> = new Map<string, RaftScenario>([
  // n1 stands alone and is elected; writes; it crashes; n2 takes over; n1 comes back as a follower and catches up.
  ['default', {
    actions: [
      { timeMs: 620, action: 'crash', target: 'leader' },
      { timeMs: 1250, action: 'recover', target: 'crashed' },
    ],
    seed: 2695,
    stillMs: 396,
    paces: [{ fromMs: 0, pace: 50 }, { fromMs: 110, pace: 25 }],
    notes: [note(0, 148, 'waiting'), note(148, 230, 'election'), note(260, 470, 'replication'), note(620, 780, 'crash'), note(796, 930, 'successor'), note(1250, 1420, 'return')],
  }],
  // The same election, and nothing but heartbeats after it.
  ['election', {
    settings: { clientRate: 0 },
    actions: [],
    seed: 2695,
    stillMs: 176,
    paces: [{ fromMs: 0, pace: 50 }, { fromMs: 110, pace: 25 }],
    notes: [note(0, 148, 'waiting'), note(148, 230, 'election'), note(235, 480, 'heartbeats')],
  }],
  // All deadlines fall on one moment: five candidates, five votes, no majority. The next round is drawn anew and ends it.
  ['split-vote', {
    settings: { clientRate: 0 },
    actions: [{ timeMs: 0, action: 'align-timers' }],
    seed: 1,
    stillMs: 238,
    paces: [{ fromMs: 0, pace: 60 }, { fromMs: 180, pace: 25 }],
    notes: [note(0, 220, 'aligned'), note(225, 370, 'split'), note(370, 520, 'again')],
  }],
  // Writes, then the leader is gone for good while a second one is found.
  ['leader-crash', {
    actions: [{ timeMs: 440, action: 'crash', target: 'leader' }],
    seed: 2695,
    stillMs: 640,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 300, pace: 25 }],
    notes: [note(300, 440, 'replication'), note(440, 600, 'crash'), note(600, 760, 'successor')],
  }],
  // Three writes; a follower is down for two more, comes back and is given what it missed.
  ['log-replication', {
    settings: { clientRate: 0 },
    actions: [
      ...[230, 300, 370].map((timeMs, at) => ({ timeMs, action: 'write', args: { command: `x=${at + 1}` } })),
      { timeMs: 450, action: 'crash', target: 'n3' },
      ...[500, 560].map((timeMs, at) => ({ timeMs, action: 'write', args: { command: `x=${at + 4}` } })),
      { timeMs: 660, action: 'recover', target: 'n3' },
    ],
    seed: 2695,
    stillMs: 268,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 200, pace: 25 }],
    notes: [note(230, 420, 'replication'), note(450, 640, 'majority'), note(660, 800, 'return')],
  }],
  // Figure 7 of the paper: the top server wins term 8, and makes the six others' logs like its own.
  ['log-conflict', {
    settings: { ...staged, nodes: 7 },
    actions: [
      { timeMs: 0, action: 'arrange', args: { committed: 3, terms: '7 7 7 7 7 7 7', logs: '1 1 1 4 4 5 5 6 6 6|1 1 1 4 4 5 5 6 6|1 1 1 4|1 1 1 4 4 5 5 6 6 6 6|1 1 1 4 4 5 5 6 6 6 7 7|1 1 1 4 4 4 4|1 1 1 2 2 2 3 3 3 3 3' } },
      { timeMs: 120, action: 'timeout', target: 'n1' },
    ],
    seed: 1,
    stillMs: 60,
    notes: [note(0, 120, 'figure-7'), note(120, 165, 'figure-7-vote'), note(165, 320, 'figure-7-repair')],
  }],
  // Figure 8 of the paper: an entry of an older term on three of five servers is not committed, and is overwritten.
  ['commit-rule', {
    settings: { ...staged, batch: 1 },
    actions: [
      { timeMs: 0, action: 'arrange', args: { committed: 1, logs: '1|1|1|1|1' } },
      { timeMs: 40, action: 'timeout', target: 'n1' },
      ...['n3', 'n4', 'n5'].map((to) => ({ timeMs: 60, action: 'cut', target: `n1>${to}` })),
      { timeMs: 130, action: 'crash', target: 'n1' },
      { timeMs: 135, action: 'heal' },
      { timeMs: 160, action: 'timeout', target: 'n5' },
      { timeMs: 191, action: 'cut', args: { groups: 'n5|n1,n2,n3,n4' } },
      { timeMs: 230, action: 'crash', target: 'n5' },
      { timeMs: 240, action: 'heal' },
      { timeMs: 260, action: 'recover', target: 'n1' },
      { timeMs: 290, action: 'timeout', target: 'n1' },
      { timeMs: 340, action: 'timeout', target: 'n1' },
      { timeMs: 371, action: 'cut', args: { groups: 'n1,n2,n3|n4,n5' } },
      { timeMs: 431, action: 'cut', target: 'n1>n3' },
      { timeMs: 560, action: 'crash', target: 'n1' },
      { timeMs: 565, action: 'heal' },
      { timeMs: 590, action: 'recover', target: 'n5' },
      { timeMs: 610, action: 'timeout', target: 'n5' },
      { timeMs: 660, action: 'timeout', target: 'n5' },
    ],
    seed: 1,
    stillMs: 500,
    notes: [note(70, 130, 'figure-8-a'), note(160, 240, 'figure-8-b'), note(290, 425, 'figure-8-c'), note(431, 560, 'figure-8-majority'), note(590, 690, 'figure-8-d'), note(690, 860, 'figure-8-end')],
  }],
  // The leader and one follower are cut off: it goes on leading, and commits nothing. The other three elect a new leader.
  ['minority-partition', {
    actions: [
      { timeMs: 420, action: 'cut', args: { groups: 'n2,n3|n1,n4,n5' } },
      { timeMs: 780, action: 'write', args: { command: 'y=1', node: 'leader' } },
      { timeMs: 1150, action: 'heal' },
    ],
    seed: 254,
    stillMs: 760,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 300, pace: 25 }],
    notes: [note(420, 600, 'cut'), note(706, 780, 'two-leaders'), note(780, 1050, 'majority-goes-on'), note(1150, 1320, 'healed')],
  }],
]);
