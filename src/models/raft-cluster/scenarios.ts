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

const set = (timeMs: number, name: string, value: Plain): Action & { readonly timeMs: number } => ({ timeMs, action: 'set', args: { name, value } });

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
  // The old leader, cut off, is asked for x: as it is, it answers with what was overwritten; by ReadIndex it cannot answer.
  ['stale-read', {
    settings: { reads: 'stale', clientRate: 0 },
    actions: [
      { timeMs: 300, action: 'write', args: { command: 'x=1' } },
      { timeMs: 420, action: 'cut', args: { groups: 'n2,n3|n1,n4,n5' } },
      { timeMs: 820, action: 'write', args: { command: 'x=2', node: 'leader' } },
      { timeMs: 960, action: 'read', target: 'n2' },
      set(1120, 'reads', 'read-index'),
      { timeMs: 1160, action: 'read', target: 'n2' },
      { timeMs: 1800, action: 'heal' },
    ],
    seed: 254,
    stillMs: 980,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 280, pace: 25 }],
    notes: [note(300, 420, 'x-is-1'), note(420, 700, 'cut'), note(820, 955, 'x-is-2'), note(960, 1120, 'stale'), note(1160, 1780, 'read-index'), note(1800, 1950, 'healed')],
  }],
  // A server comes back from a partition with a term far ahead, and deposes a leader that nobody missed.
  ['rejoin-disruption', {
    settings: { clientRate: 10 },
    actions: [
      { timeMs: 300, action: 'cut', args: { groups: 'n5|n1,n2,n3,n4' } },
      { timeMs: 1300, action: 'heal' },
    ],
    seed: 2695,
    stillMs: 1330,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 280, pace: 50 }, { fromMs: 1250, pace: 25 }],
    notes: [note(300, 700, 'alone'), note(700, 1290, 'term-ahead'), note(1300, 1420, 'disrupted'), note(1420, 1800, 'pre-vote')],
  }],
  // Three servers become five, and the leader leaves.
  ['membership-change', {
    settings: { nodes: 3, clientRate: 10 },
    actions: [
      { timeMs: 400, action: 'add' },
      { timeMs: 400, action: 'add' },
      { timeMs: 1100, action: 'remove', target: 'leader' },
    ],
    seed: 1,
    stillMs: 590,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 380, pace: 25 }],
    notes: [note(400, 570, 'newcomers'), note(576, 645, 'joint'), note(650, 1090, 'five'), note(1100, 1280, 'leader-leaves'), note(1280, 1700, 'successor')],
  }],
  // Logs are compacted after eight entries; who was down for longer is sent a snapshot.
  ['snapshot', {
    settings: { snapshotAfter: 8, clientRate: 25 },
    actions: [
      { timeMs: 320, action: 'crash', target: 'n3' },
      { timeMs: 1100, action: 'recover', target: 'n3' },
    ],
    seed: 2695,
    stillMs: 1160,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 280, pace: 50 }, { fromMs: 1050, pace: 25 }],
    notes: [note(320, 600, 'falls-behind'), note(600, 1090, 'compacted'), note(1100, 1300, 'installed')],
  }],
  // One server does not hear the leader but is heard by all: it deposes leader after leader, until check-quorum and pre-vote.
  ['one-way-link', {
    settings: { clientRate: 10 },
    actions: [
      { timeMs: 300, action: 'cut', target: 'n1>n4' },
      set(1300, 'preVote', true),
      set(1300, 'checkQuorum', true),
      { timeMs: 1300, action: 'transfer', target: 'n1' },
    ],
    seed: 2695,
    stillMs: 590,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 280, pace: 25 }],
    notes: [note(300, 500, 'one-way'), note(500, 800, 'deposed'), note(1300, 1460, 'check-quorum'), note(1500, 2100, 'left-alone')],
  }],
  // The leader hands over before it is taken down: no gap in which nobody leads.
  ['leader-transfer', {
    actions: [
      { timeMs: 380, action: 'transfer', target: 'n4' },
      { timeMs: 640, action: 'crash', target: 'n1' },
      { timeMs: 1000, action: 'recover', target: 'n1' },
    ],
    seed: 2695,
    stillMs: 400,
    paces: [{ fromMs: 0, pace: 75 }, { fromMs: 340, pace: 25 }],
    notes: [note(380, 470, 'hands-over'), note(470, 630, 'no-gap'), note(640, 900, 'taken-down'), note(1000, 1150, 'return')],
  }],
]);
