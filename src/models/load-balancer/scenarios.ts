/**
 * Named set-ups of a site with timed actions. Times in simulated ms; at 250 ms a second, 4 ms of viewing each. The line
 * above a scenario says what its run shows. Where probes are quicker than HAProxy's every 2 s, they are so to be seen.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface LoadBalancerScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  /** Moment of the picture that stands still. */
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `load-balancer.note.${name}` });

const set = (timeMs: number, name: string, value: Plain): Action & { readonly timeMs: number } => ({ timeMs, action: 'set', args: { name, value } });
const choose = (timeMs: number, target: string): Action & { readonly timeMs: number } => ({ timeMs, action: 'set-algorithm', target });

const quickProbes = { healthInterval: 400, healthTimeout: 300 } as const;

/** One backend after the other: drained, stopped, started anew. */
const deploy = ['b1', 'b2', 'b3', 'b4'].flatMap((target, at) => [
  { timeMs: 1000 + at * 5000, action: 'drain', target },
  { timeMs: 2500 + at * 5000, action: 'crash', target },
  { timeMs: 4000 + at * 5000, action: 'recover', target },
]);

export const loadBalancerScenarios: ReadonlyMap<string, LoadBalancerScenario> = new Map<string, LoadBalancerScenario>([
  // Turns; b3 crashes, three probes fail, the other three carry on; it comes back after two good ones.
  ['default', {
    settings: { ...quickProbes, requestRate: 16 },
    actions: [{ timeMs: 450, action: 'crash', target: 'b3' }, { timeMs: 4500, action: 'recover', target: 'b3' }],
    stillMs: 1150,
    notes: [note(0, 450, 'turns'), note(450, 1500, 'failing'), note(1500, 4500, 'out'), note(4500, 6500, 'back')],
  }],
  // b2 becomes ten times slower and still gets every fourth request: its queue fills. Least connections gives it what it can do.
  ['slow-backend', {
    settings: { requestRate: 40, passiveErrors: 0, healthInterval: 4000, healthTimeout: 4000 },
    actions: [{ timeMs: 1000, action: 'slow', target: 'b2', args: { factor: 10 } }, choose(6000, 'least-connections')],
    stillMs: 5000,
    notes: [note(0, 1000, 'turns'), note(1000, 6000, 'slow'), note(6000, 12_000, 'least-connections')],
  }],
  // HAProxy's defaults: out after three probes of 2 s, back after two. Nobody watches real traffic.
  ['backend-fails', {
    settings: { passiveErrors: 0 },
    actions: [{ timeMs: 1000, action: 'crash', target: 'b2' }, { timeMs: 11_000, action: 'recover', target: 'b2' }],
    stillMs: 4500,
    notes: [note(1000, 6500, 'three-probes'), note(6500, 11_000, 'out'), note(11_000, 16_000, 'two-probes')],
  }],
  // b2 answers three probes with 500, then two well, over and over.
  ['flapping', {
    settings: quickProbes,
    actions: [1000, 4000, 7000, 10_000].map((timeMs) => ({ timeMs, action: 'fail-probe', target: 'b2', args: { count: 3 } })),
    stillMs: 2000,
    notes: [note(1000, 4000, 'flap'), note(4000, 12_000, 'flap-again')],
  }],
  // A large backend and two small ones: turns by weight, 5, 1, 1; then even turns, which overload the small ones.
  ['uneven-weights', {
    settings: { backends: 3, algorithm: 'weighted-round-robin', weights: '5 1 1', capacity: '20 4 4', requestRate: 70, serviceTime: '250ms' },
    actions: [choose(7000, 'round-robin')],
    stillMs: 10_000,
    notes: [note(0, 7000, 'by-weight'), note(7000, 13_000, 'even-turns')],
  }],
  // One request in five is held open 20 times longer: turns spread requests, not what is open. Least connections does.
  ['long-connections', {
    settings: { longLived: 0.2, requestRate: 24 },
    actions: [choose(9000, 'least-connections')],
    stillMs: 8000,
    notes: [note(0, 9000, 'long-turns'), note(9000, 18_000, 'long-least')],
  }],
  // Half of the clients stand behind one router: to the balancer they are one address, and go to one backend.
  ['ip-hash-nat', {
    settings: { algorithm: 'ip-hash', clients: 12, requestRate: 70 },
    actions: [{ timeMs: 0, action: 'nat', args: { clients: 6 } }],
    stillMs: 5000,
    notes: [note(0, 3000, 'sticky'), note(3000, 10_000, 'nat')],
  }],
  // A fifth backend, and one less: with ip-hash nearly everybody's backend changes; Maglev moves few.
  ['pool-change', {
    settings: { algorithm: 'ip-hash', clients: 12, requestRate: 30 },
    actions: [
      { timeMs: 3000, action: 'add' }, { timeMs: 6000, action: 'remove', target: 'b5' }, choose(8000, 'maglev'),
      { timeMs: 11_000, action: 'add' }, { timeMs: 14_000, action: 'remove', target: 'b6' },
    ],
    stillMs: 4000,
    notes: [note(0, 3000, 'sticky'), note(3000, 8000, 'rehash'), note(8000, 16_000, 'maglev')],
  }],
  // By chance alone some queue while others idle; the better of two random ones repairs most of it.
  ['random-vs-two-choices', {
    settings: { algorithm: 'random', backends: 8, capacity: '2', requestRate: 60 },
    actions: [choose(8000, 'two-choices')],
    stillMs: 6000,
    notes: [note(0, 8000, 'chance'), note(8000, 16_000, 'two-choices')],
  }],
  // New software on one backend after the other: drained, replaced, back with a slow start. No request is lost.
  ['rolling-deploy', {
    settings: { ...quickProbes, drain: 4000, slowStart: 1400, requestRate: 30 },
    actions: deploy,
    stillMs: 1800,
    notes: [note(1000, 2500, 'draining'), note(2500, 4600, 'replaced'), note(4600, 6000, 'slow-start'), note(6000, 22_000, 'one-by-one')],
  }],
  // b4 runs a new version: a tenth of the traffic, then a quarter; it proves slow and gets none.
  ['canary', {
    settings: { algorithm: 'weighted-round-robin', weights: '3 3 3 1', requestRate: 30 },
    actions: [set(4000, 'weights', '1 1 1 1'), { timeMs: 5500, action: 'slow', target: 'b4', args: { factor: 6 } }, set(9000, 'weights', '1 1 1 0')],
    stillMs: 2500,
    notes: [note(0, 4000, 'tenth'), note(4000, 9000, 'quarter'), note(9000, 13_000, 'taken-back')],
  }],
  // One after the other they crash; with none left the balancer itself answers 503, until they are back.
  ['all-down', {
    settings: quickProbes,
    actions: [...['b1', 'b2', 'b3', 'b4'].map((target, at) => ({ timeMs: 600 + at * 300, action: 'crash', target })), { timeMs: 6000, action: 'recover' }],
    stillMs: 4000,
    notes: [note(600, 2800, 'falling'), note(2800, 6000, 'nobody'), note(6000, 9000, 'all-back')],
  }],
  // A process that just started is slow at first. With a slow start it is given little; without one it is flooded at once.
  ['cold-start', {
    settings: { backends: 2, slowStart: 5000, drain: 2000, requestRate: 55 },
    actions: [
      { timeMs: 0, action: 'warm-up', args: { ms: 5000 } }, { timeMs: 2000, action: 'add' },
      { timeMs: 9000, action: 'remove', target: 'b3' }, set(11_000, 'slowStart', 0), { timeMs: 12_000, action: 'add' },
    ],
    stillMs: 4500,
    notes: [note(0, 2000, 'two-warm'), note(2000, 9000, 'cold-slow'), note(9000, 12_000, 'again'), note(12_000, 17_000, 'cold-flooded')],
  }],
]);
