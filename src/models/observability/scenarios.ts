/**
 * Named set-ups of an observed system with timed actions. Times in simulated ms; at 50 ms a second, 20 ms of viewing each.
 * The line above a scenario says what its run shows.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface ObservabilityScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  /** Moment of the picture that stands still. */
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `observability.note.${name}` });

const set = (timeMs: number, name: string, value: Plain): Action & { readonly timeMs: number } => ({ timeMs, action: 'set', args: { name, value } });

/** Nearly one query in five takes twelve times as long. */
const tail = { action: 'slow', target: 's5', args: { factor: 12, share: 0.18 } } as const;

export const observabilityScenarios: ReadonlyMap<string, ObservabilityScenario> = new Map<string, ObservabilityScenario>([
  // A few slow queries: the median hardly moves, the p95 does, and one trace shows where the time goes.
  ['default', {
    settings: { errorRate: 0 },
    actions: [{ timeMs: 0, ...tail }, { timeMs: 0, action: 'request' }, { timeMs: 2400, action: 'recover', target: 's5' }],
    stillMs: 1200, seed: 15,
    notes: [note(0, 480, 'three-signals'), note(480, 1100, 'tail'), note(1100, 2400, 'one-trace'), note(2400, 4000, 'repaired')],
    paces: [{ fromMs: 0, pace: 80 }, { fromMs: 420, pace: 50 }],
  }],
  // The database gets slow for everybody: every request waits for it, and the trace says so.
  ['slow-dependency', {
    settings: { errorRate: 0 },
    actions: [{ timeMs: 800, action: 'slow', target: 's5', args: { factor: 15 } }, { timeMs: 3500, action: 'recover', target: 's5' }],
    stillMs: 1900,
    notes: [note(0, 800, 'even'), note(800, 3500, 'slow-database'), note(3500, 5500, 'repaired')],
  }],
  // Payment answers six of ten requests with an error: the error goes all the way up, the log lines say where it began.
  ['error-burst', {
    settings: { errorRate: 0 },
    actions: [{ timeMs: 800, action: 'fail', target: 's4', args: { share: 0.6 } }, { timeMs: 2600, action: 'recover', target: 's4' }],
    stillMs: 1600,
    notes: [note(0, 800, 'even'), note(800, 2600, 'errors-rise'), note(2600, 4500, 'repaired')],
  }],
  // A new version labels requests with the user: twelve series become thousands, and nothing of interest is learnt.
  ['cardinality-explosion', {
    settings: { requestRate: 60, errorRate: 0 },
    actions: [set(800, 'labels', 'route:4,status:3,user:800'), set(4500, 'labels', 'route:4,status:3')],
    stillMs: 3200,
    notes: [note(0, 800, 'few-series'), note(800, 4500, 'user-label'), note(4500, 6500, 'label-gone')],
  }],
  // Payment does not get the trace context: what it and the database do are traces of their own.
  ['broken-propagation', {
    settings: { errorRate: 0 },
    actions: [{ timeMs: 0, ...tail }, { timeMs: 400, action: 'strip-context', target: 's4' }, { timeMs: 3000, action: 'recover', target: 's4' }],
    stillMs: 1500,
    notes: [note(0, 400, 'whole-traces'), note(400, 3000, 'torn-traces'), note(3000, 4500, 'whole-again')],
  }],
  // One trace in ten is recorded, by chance: the slow ones are not among them. Tail sampling decides when it has seen them.
  ['sampling-misses-it', {
    settings: { sampling: 0.1, errorRate: 0 },
    actions: [{ timeMs: 0, ...tail }, set(2400, 'sampling', 1), set(2400, 'tailSampling', 'errors-and-slow')],
    stillMs: 1600,
    notes: [note(0, 2400, 'head-misses'), note(2400, 5000, 'tail-decides')],
  }],
  // The alert says that, the trace where, the log line what.
  ['from-alert-to-log', {
    settings: { errorRate: 0 },
    actions: [{ timeMs: 500, action: 'fail', target: 's5', args: { share: 0.3 } }],
    stillMs: 1500,
    notes: [note(0, 900, 'something-fails'), note(900, 1700, 'follow-exemplar'), note(1700, 3500, 'read-the-log')],
  }],
  // The collector cannot keep up: its queue fills, it refuses, processes hold on to what they have, and at last drop it.
  ['collector-overload', {
    settings: { requestRate: 60, errorRate: 0 },
    actions: [{ timeMs: 600, action: 'slow', target: 'collector', args: { factor: 40 } }, { timeMs: 4000, action: 'recover', target: 'collector' }],
    stillMs: 3000,
    notes: [note(0, 600, 'even'), note(600, 4000, 'backpressure'), note(4000, 6000, 'catches-up')],
  }],
]);
