/**
 * Named set-ups of a mesh with timed actions. Times in simulated ms; at 100 ms a second, 10 ms of viewing each. The line
 * above a scenario says what its run shows. Where sweeps and ejections are shorter than Envoy's 10 s and 30 s, and
 * certificates than Istio's 24 h, they are so to be seen.
 */
import type { Action, Plain } from '../kernel/model.ts';

export interface ServiceMeshScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  /** Moment of the picture that stands still. */
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `service-mesh.note.${name}` });

const set = (timeMs: number, name: string, value: Plain): Action & { readonly timeMs: number } => ({ timeMs, action: 'set', args: { name, value } });

export const serviceMeshScenarios: ReadonlyMap<string, ServiceMeshScenario> = new Map<string, ServiceMeshScenario>([
  // One payment host fails every request; retries reach the other one; five errors in a row eject it; it comes back when its time is over.
  ['default', {
    settings: { requestRate: 40 },
    actions: [{ timeMs: 60, action: 'fail', target: 'h3' }, { timeMs: 2000, action: 'recover', target: 'h3' }, { timeMs: 2400, action: 'push-config' }],
    stillMs: 720,
    seed: 3,
    notes: [note(0, 250, 'through-proxies'), note(250, 618, 'retries'), note(618, 2400, 'ejected'), note(2400, 3400, 'pushed'), note(3400, 5500, 'returned')],
  }],
  // The first call on each link is preceded by a handshake. Somebody without a certificate is turned away, let in when plaintext is permitted, and turned away again.
  ['mtls-handshake', {
    settings: { requestRate: 8 },
    actions: [
      { timeMs: 700, action: 'request', target: 'payment', args: { plain: true } }, set(1300, 'mtls', 'permissive'),
      { timeMs: 1900, action: 'request', target: 'payment', args: { plain: true } }, set(2500, 'mtls', 'strict'), { timeMs: 3100, action: 'request', target: 'payment', args: { plain: true } },
    ],
    stillMs: 120,
    notes: [note(0, 700, 'handshakes'), note(700, 1300, 'intruder'), note(1300, 2500, 'permissive'), note(2500, 4000, 'strict-again')],
  }],
  // Certificates of 4 s are renewed at half of their life, each at its own time, while calls go on.
  ['cert-rotation', {
    settings: { certTtl: 4000, requestRate: 20 },
    actions: [{ timeMs: 150, action: 'rotate-cert', target: 'cart' }],
    stillMs: 190,
    notes: [note(0, 400, 'rotate-one'), note(400, 4000, 'rotate-all')],
  }],
  // The certificate of stock runs out and nobody renews it: handshakes fail, calls to stock with them. A new one repairs it.
  ['cert-expired', {
    settings: { requestRate: 20, outlierErrors: 100 },
    actions: [{ timeMs: 300, action: 'expire-cert', target: 'stock' }, { timeMs: 2500, action: 'rotate-cert', target: 'stock' }],
    stillMs: 800,
    notes: [note(0, 300, 'through-proxies'), note(300, 2500, 'expired'), note(2500, 4500, 'renewed')],
  }],
  // A host fails again each time it is let back: it stays out once, twice, three times the base time.
  ['failing-service', {
    settings: { requestRate: 60, ejectionTime: 500 },
    actions: [{ timeMs: 60, action: 'fail', target: 'h3' }, { timeMs: 5200, action: 'recover', target: 'h3' }],
    stillMs: 1900,
    notes: [note(0, 480, 'retries'), note(480, 1300, 'out-once'), note(1300, 5200, 'out-longer'), note(5200, 7500, 'forgiven')],
  }],
  // All of payment fails most requests, and every proxy on the way retries five times: the load multiplies. A budget stops it.
  ['retry-storm', {
    settings: { requestRate: 20, retries: 5, retryBudget: 'none', outlierErrors: 100, timeout: 3000, maxRequests: 256, maxPending: 256 },
    actions: [
      ...['h3', 'h4', 'h5'].map((target) => ({ timeMs: 500, action: 'fail', target, args: { share: 0.85 } })),
      set(3000, 'retryBudget', '20%'), ...['h3', 'h4', 'h5'].map((target) => ({ timeMs: 5500, action: 'recover', target })),
    ],
    stillMs: 2000,
    notes: [note(0, 500, 'through-proxies'), note(500, 3000, 'storm'), note(3000, 5500, 'budget'), note(5500, 7500, 'calm')],
  }],
  // v2 gets a tenth, then half; it proves faulty and gets nothing.
  ['canary', {
    settings: { requestRate: 60, outlierErrors: 100 },
    actions: [set(2000, 'split', 'v1:50,v2:50'), { timeMs: 3200, action: 'fail', target: 'v2', args: { share: 0.5 } }, set(4500, 'split', 'v1:100,v2:0')],
    stillMs: 1500,
    notes: [note(0, 2000, 'tenth'), note(2000, 3200, 'half'), note(3200, 4500, 'faulty'), note(4500, 6500, 'taken-back')],
  }],
  // Everybody gets v1; those who send user=beta get v2, whatever the weights.
  ['ab-header', {
    settings: { requestRate: 40, split: 'v1:100,v2:0', match: 'user=beta:v2' },
    actions: [{ timeMs: 300, action: 'request', target: 'payment', args: { header: 'user=beta', count: 4 } }, set(3000, 'match', '')],
    stillMs: 1500,
    notes: [note(0, 3000, 'by-header'), note(3000, 4500, 'no-header')],
  }],
  // Calls to payment are delayed or refused on purpose, by the proxy of the caller; then the order is withdrawn.
  ['chaos', {
    settings: { requestRate: 30, faultDelay: '400ms@25%', faultAbort: '503@25%' },
    actions: [set(3000, 'faultAbort', ''), set(4500, 'faultDelay', '')],
    stillMs: 1200,
    notes: [note(0, 3000, 'faults'), note(3000, 4500, 'delays'), note(4500, 6500, 'withdrawn')],
  }],
  // Every proxy takes a new version, but one that is cut off keeps the old; then all of them reject a bad one.
  ['config-push', {
    settings: { requestRate: 8 },
    actions: [
      { timeMs: 200, action: 'push-config' }, { timeMs: 700, action: 'cut', target: 'p1-h6' }, { timeMs: 900, action: 'push-config' }, { timeMs: 2600, action: 'heal' },
      { timeMs: 3800, action: 'push-config', args: { bad: true } }, { timeMs: 4800, action: 'push-config' },
    ],
    stillMs: 1300,
    notes: [note(0, 700, 'pushed'), note(700, 2600, 'cut-off'), note(2600, 3800, 'caught-up'), note(3800, 4800, 'rejected'), note(4800, 6000, 'repaired')],
  }],
  // No sidecars: a ztunnel on each machine encrypts, a waypoint routes and retries. A ztunnel that is gone takes its machine along.
  ['ambient', {
    settings: { mode: 'ambient', requestRate: 20, ejectionTime: 1000 },
    actions: [{ timeMs: 1800, action: 'crash', target: 'z3' }, { timeMs: 3200, action: 'recover', target: 'z3' }],
    stillMs: 900,
    notes: [note(0, 1800, 'no-sidecars'), note(1800, 3200, 'tunnel-gone'), note(3200, 5000, 'tunnel-back')],
  }],
]);
