/**
 * Named set-ups with timed actions. Times in simulated ms; at 100 ms a second, 10 ms of viewing each. Every seed was chosen for
 * what it shows; the line above a scenario says what that is.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface ReplicationScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `replication.note.${name}` });
const set = (timeMs: number, name: string, value: Plain): Action & { readonly timeMs: number } => ({ timeMs, action: 'set', args: { name, value } });

export const replicationScenarios: ReadonlyMap<string, ReplicationScenario> = new Map<string, ReplicationScenario>([
  // Asynchronous: confirmed at once. The primary dies with a write that nobody else has; r1 takes over without it; the old
  // primary comes back, gives its tail up and follows.
  ['default', {
    actions: [
      { timeMs: 640, action: 'crash', target: 'primary' },
      { timeMs: 780, action: 'promote' },
      { timeMs: 1600, action: 'recover', target: 'p1' },
      { timeMs: 1900, action: 'rejoin', target: 'p1' },
    ],
    seed: 27,
    stillMs: 600,
    notes: [note(0, 400, 'async'), note(400, 640, 'lagging'), note(640, 780, 'crash'), note(780, 1200, 'lost'), note(1600, 1900, 'deposed'), note(1900, 2400, 'rewound')],
  }],
  // The link to r3 becomes three times as long: it falls back, what is read there is old, and it catches up again.
  ['lagging-replica', {
    actions: [
      { timeMs: 700, action: 'slow', target: 'p1-r3', args: { factor: 3 } },
      { timeMs: 1900, action: 'read', target: 'r3' },
      { timeMs: 2600, action: 'slow', target: 'p1-r3', args: { factor: 1 } },
    ],
    seed: 1,
    stillMs: 1900,
    notes: [note(0, 700, 'lagging'), note(700, 1900, 'slower'), note(1900, 2600, 'stale'), note(2600, 4200, 'caught-up')],
  }],
  // Nobody promotes by hand: a second of silence, then the most advanced replica takes over, and some confirmed writes are gone.
  ['primary-crash', {
    settings: { failover: 'auto', latency: '150ms 250ms 400ms' },
    actions: [
      { timeMs: 900, action: 'crash', target: 'primary' },
      { timeMs: 3200, action: 'recover', target: 'p1' },
    ],
    seed: 19,
    stillMs: 880,
    notes: [note(0, 900, 'at-risk'), note(900, 2000, 'silence'), note(2000, 2900, 'lost'), note(3200, 4200, 'rewound')],
  }],
  // All replicas must have a write. One is down: nothing is confirmed, until two are enough.
  ['sync-replica-down', {
    settings: { mode: 'sync', latency: '40ms 60ms 80ms' },
    actions: [
      { timeMs: 500, action: 'crash', target: 'r2' },
      set(1900, 'standbys', 'any 2'),
      { timeMs: 3000, action: 'recover', target: 'r2' },
    ],
    seed: 1,
    stillMs: 1500,
    notes: [note(0, 500, 'sync'), note(500, 1900, 'blocked'), note(1900, 3000, 'any-two'), note(3000, 4000, 'return')],
  }],
  // One acknowledgement is enough, but none comes any more: after 1.5 s (10 s in MySQL) nobody waits; then they come back.
  ['semi-sync-degrade', {
    settings: { mode: 'semi-sync', replicas: 2, degradeAfter: 1500 },
    actions: [
      { timeMs: 500, action: 'cut', args: { groups: 'p1|r1,r2' } },
      { timeMs: 3000, action: 'heal' },
    ],
    seed: 1,
    stillMs: 2400,
    notes: [note(0, 500, 'semi-sync'), note(500, 1940, 'waiting'), note(1940, 3000, 'degraded'), note(3000, 4500, 'restored')],
  }],
  // Reading one's own write from a replica, then from the primary, then from replicas that are waited for until it is visible.
  ['read-your-writes', {
    settings: { readFrom: 'replica', latency: '40ms 200ms 400ms' },
    actions: [
      set(1800, 'readFrom', 'primary'),
      set(3400, 'ackAt', 'applied'),
      set(3400, 'mode', 'sync'),
      set(3400, 'readFrom', 'replica'),
    ],
    seed: 1,
    stillMs: 1500,
    notes: [note(0, 1800, 'stale'), note(1800, 3400, 'read-primary'), note(3400, 5400, 'remote-apply')],
  }],
  // Cut off, the primary goes on while r1 is promoted: two primaries. Reached again, it is rewound to where they parted.
  ['divergent-rejoin', {
    actions: [
      { timeMs: 500, action: 'cut', args: { groups: 'p1|r1,r2,r3' } },
      { timeMs: 700, action: 'promote' },
      ...[900, 1050, 1200].map((timeMs) => ({ timeMs, action: 'write', target: 'p1' })),
      { timeMs: 1700, action: 'heal' },
      { timeMs: 2100, action: 'rejoin', target: 'p1' },
    ],
    seed: 1,
    stillMs: 1650,
    notes: [note(500, 700, 'cut'), note(700, 1700, 'two-primaries'), note(1700, 2100, 'diverged'), note(2100, 2900, 'rewound')],
  }],
  // r3 follows r1, not the primary. r1 goes down, and r3 with it stands still until it is pointed at the primary.
  ['cascade', {
    settings: { latency: '40ms 60ms 80ms' },
    actions: [
      { timeMs: 0, action: 'follow', target: 'r3', args: { upstream: 'r1' } },
      { timeMs: 1200, action: 'crash', target: 'r1' },
      { timeMs: 2400, action: 'follow', target: 'r3', args: { upstream: 'p1' } },
      { timeMs: 3200, action: 'recover', target: 'r1' },
    ],
    seed: 1,
    stillMs: 1000,
    notes: [note(200, 1200, 'cascade'), note(1200, 2400, 'cascade-stops'), note(2400, 3200, 'followed'), note(3200, 4000, 'return')],
  }],
]);
