/**
 * Named set-ups with timed actions. Times in simulated ms; at 500 ms a second, 2 ms of viewing each. What a scenario shows
 * comes from the mechanism: nothing here loses or repeats a record by itself.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface QueueScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } => ({ fromMs, untilMs, text: `message-queue.note.${name}` });
/** One group, fast enough, heard of soon. */
const one = { groups: 'A:3', sessionTimeout: 3000 } as const;

export const queueScenarios: ReadonlyMap<string, QueueScenario> = new Map<string, QueueScenario>([
  // Nine records over three partitions in turn; three workers, an analytics group and a late reader; then a worker is gone.
  ['default', {
    settings: { sessionTimeout: 4000 },
    actions: [{ timeMs: 9000, action: 'crash', target: 'g1-1' }, { timeMs: 18_000, action: 'recover', target: 'g1-1' }],
    stillMs: 7000, seed: 1,
    notes: [note(0, 2500, 'join'), note(2500, 6000, 'produce'), note(6000, 9000, 'groups'), note(9000, 14_800, 'crash'), note(14_800, 18_000, 'takeover'), note(18_000, 22_000, 'return')],
  }],
  // A worker dies in the middle of a record: its partition waits for the session to end, then another reads on from the commit.
  ['worker-crash', {
    settings: { ...one, processTime: 700 },
    actions: [{ timeMs: 6000, action: 'crash', target: 'g1-2' }],
    stillMs: 13_000,
    notes: [note(3000, 6000, 'working'), note(6000, 11_500, 'crash'), note(11_500, 16_000, 'takeover')],
  }],
  // A fourth worker joins and leaves; only what must move moves, in two rounds.
  ['rebalance', {
    settings: { groups: 'A:2', partitions: 6, assignor: 'cooperative-sticky', sessionTimeout: 3000 },
    actions: [{ timeMs: 5000, action: 'add-member', args: { group: 'A' } }, { timeMs: 13_000, action: 'remove-member', target: 'g1-1' }],
    stillMs: 7500,
    notes: [note(2500, 5000, 'shared'), note(5000, 8000, 'revoke'), note(8000, 12_000, 'assign'), note(13_000, 17_000, 'leave')],
  }],
  // Four workers, three partitions.
  ['idle-member', { settings: { groups: 'A:4' }, actions: [], stillMs: 5000, notes: [note(2500, 9000, 'idle')] }],
  // One worker needs longer for a record than the producers for three: lag grows, then helpers come.
  ['slow-consumer', {
    settings: { groups: 'A:1', processTime: 900, sessionTimeout: 3000 },
    actions: [{ timeMs: 16_000, action: 'add-member', args: { group: 'A' } }, { timeMs: 17_000, action: 'add-member', args: { group: 'A' } }],
    stillMs: 14_000,
    notes: [note(3000, 16_000, 'lag'), note(16_000, 24_000, 'helpers')],
  }],
  // Sent once and committed before it is processed: what a dead worker held is gone, and so is what meets a dead leader.
  ['at-most-once-loss', {
    settings: { ...one, delivery: 'at-most-once', processTime: 700 },
    actions: [{ timeMs: 6000, action: 'crash', target: 'g1-1' }, { timeMs: 14_000, action: 'crash', target: 'leader' }],
    stillMs: 7000,
    notes: [note(3000, 6000, 'commit-first'), note(6000, 11_000, 'lost'), note(14_000, 18_000, 'send-and-forget')],
  }],
  // Processed, and dead before the commit: the next worker does it again.
  ['at-least-once-duplicate', {
    settings: { ...one, commit: 'auto', processTime: 400 },
    actions: [{ timeMs: 9200, action: 'crash', target: 'g1-1' }],
    stillMs: 16_500,
    notes: [note(3000, 9200, 'commit-later'), note(9200, 14_500, 'crash'), note(14_500, 20_000, 'again')],
  }],
  // A crash between writing results and committing them: the transaction stays open until its worker is back, and is aborted then.
  ['exactly-once', {
    settings: { groups: 'A:2', partitions: 2, produceRate: 2, sessionTimeout: 3000, delivery: 'exactly-once', processTime: 400 },
    actions: [{ timeMs: 8600, action: 'crash', target: 'g1-1' }, { timeMs: 9600, action: 'recover', target: 'g1-1' }],
    stillMs: 15_200,
    notes: [note(3000, 8600, 'transaction'), note(8600, 14_500, 'open'), note(14_900, 21_000, 'once')],
  }],
  // A leader is gone; an in-sync follower leads on with everything that was committed.
  ['broker-failure', {
    settings: { groups: 'A:3' },
    actions: [{ timeMs: 6000, action: 'crash', target: 'b1' }, { timeMs: 16_000, action: 'recover', target: 'b1' }],
    stillMs: 11_000,
    notes: [note(6000, 9500, 'silent'), note(9500, 16_000, 'elected'), note(16_000, 22_000, 'catch-up')],
  }],
  // A follower that cannot keep up leaves the in-sync set; with two gone, writes for all are refused.
  ['isr-shrinks', {
    settings: { groups: 'A:1', partitions: 1, replicaLag: 3000 },
    actions: [{ timeMs: 4000, action: 'cut', target: 'b3-b1' }, { timeMs: 11_000, action: 'cut', target: 'b2-b1' }, { timeMs: 20_000, action: 'heal' }],
    stillMs: 10_000,
    notes: [note(4000, 8000, 'lagging'), note(8000, 11_000, 'shrunk'), note(15_000, 20_000, 'refused'), note(20_000, 26_000, 'expanded')],
  }],
  // The last in-sync replica is gone, and somebody chooses to go on without it.
  ['unclean-election', {
    settings: { groups: 'A:1', partitions: 1, acks: '1', minInsyncReplicas: 1, replicaLag: 2000 },
    actions: [
      { timeMs: 3000, action: 'crash', target: 'b3' }, { timeMs: 4000, action: 'crash', target: 'b2' }, { timeMs: 14_000, action: 'crash', target: 'b1' },
      { timeMs: 15_000, action: 'recover', target: 'b2' }, { timeMs: 20_000, action: 'elect-unclean', args: { partition: 0 } }, { timeMs: 24_000, action: 'recover', target: 'b1' },
    ],
    stillMs: 21_000,
    notes: [note(4000, 14_000, 'alone'), note(14_000, 20_000, 'offline'), note(20_000, 24_000, 'unclean'), note(24_000, 30_000, 'truncate')],
  }],
  // A new service reads everything from offset 0; then another goes back.
  ['replay', {
    settings: { groups: 'A:3,C:0@earliest', processTime: 120 },
    actions: [{ timeMs: 9000, action: 'add-member', args: { group: 'C' } }, { timeMs: 20_000, action: 'seek-offset', args: { group: 'A', offset: 0 } }],
    stillMs: 12_500,
    notes: [note(3000, 9000, 'kept'), note(9000, 18_000, 'from-zero'), note(20_000, 28_000, 'back')],
  }],
  // Old segments go, read or not; a group that is too late finds its offset gone.
  ['retention', {
    settings: { groups: 'A:3,B:1', retention: 5000, processTime: 600 },
    actions: [],
    stillMs: 20_500,
    notes: [note(6000, 17_500, 'old'), note(18_000, 30_000, 'expired')],
  }],
  // Of each key the newest value stays.
  ['compaction', {
    settings: { groups: 'A:3,C:0@earliest', compaction: true, partitioner: 'key', produceRate: 8, processTime: 100 },
    actions: [{ timeMs: 24_000, action: 'add-member', args: { group: 'C' } }],
    stillMs: 22_000,
    notes: [note(4000, 12_000, 'keys'), note(12_000, 24_000, 'newest'), note(24_000, 32_000, 'rebuild')],
  }],
  // One key, one partition, one order.
  ['key-ordering', { settings: { groups: 'A:3', partitioner: 'key' }, actions: [], stillMs: 8000, notes: [note(2500, 8000, 'hash'), note(8000, 16_000, 'order')] }],
  // The same producers and workers with a queue: messages go once they are settled.
  ['queue-vs-stream', {
    settings: { mode: 'queue', groups: 'A:3', processTime: 600, prefetch: 2, visibilityTimeout: 6000, sessionTimeout: 3000 },
    actions: [{ timeMs: 8000, action: 'crash', target: 'g1-1' }, { timeMs: 16_000, action: 'recover', target: 'g1-1' }],
    stillMs: 6000,
    notes: [note(1000, 5000, 'compete'), note(5000, 8000, 'gone'), note(8000, 14_000, 'redelivered')],
  }],
  // One message fails wherever it goes, until it is set aside.
  ['poison-message', {
    settings: { mode: 'queue', groups: 'A:3', produceRate: 2, maxDeliveries: 3 },
    actions: [{ timeMs: 3000, action: 'produce', args: { value: 'poison' } }],
    stillMs: 6500,
    notes: [note(3000, 4500, 'poison'), note(4500, 7500, 'redelivered'), note(7500, 12_000, 'dead')],
  }],
]);
