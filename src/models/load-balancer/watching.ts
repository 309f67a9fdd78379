/** What a watcher sees of a running site: who is in rotation, who waits, what is on its way. For pictures. */
import { isHealthy, strikes } from './counter.ts';
import type { Backend, Balancer, LoadBalancerState, View } from './state.ts';

/** What a full weight is multiplied by, so that slow start can go in small steps. */
const fullRamp = 256;

/** Share of its weight that a backend has reached, of 256: it grows evenly over the slow start. */
export function rampOf(upSinceUs: number | null, slowStartUs: number, nowUs: number): number {
  if (upSinceUs === null || nowUs - upSinceUs >= slowStartUs) return fullRamp;
  return Math.max(1, Math.floor((fullRamp * (nowUs - upSinceUs)) / slowStartUs));
}

/** The balancer whose view the picture shows: the first that is up, else the first. */
export function shownBalancer({ balancers }: LoadBalancerState): Balancer | undefined {
  const all = [...balancers.values()];
  return all.find(({ up }) => up) ?? all[0];
}

export const viewOf = (state: LoadBalancerState, backend: Backend): View | undefined => shownBalancer(state)?.views.get(backend.id);

export const isInRotation = (state: LoadBalancerState, backend: Backend): boolean => {
  const view = viewOf(state, backend);
  return view !== undefined && isHealthy(view.health, state.config) && backend.draining === null;
};

/** Requests that wait at a backend; probes in its queue are left out. */
export const waitingAt = ({ queue }: Backend): number => queue.reduce((sum, { probe }) => sum + (probe ? 0 : 1), 0);

/** What the ring on the floor round a backend says. `done` of `of` parts are drawn. */
export interface FloorRing {
  readonly kind: 'up' | 'failing' | 'down' | 'rising' | 'draining' | 'starting';
  readonly done: number;
  readonly of: number;
}

/** Draining: share of its time left, or of 1. Starting: share of its weight. Else probes in a row. */
export function floorRing(state: LoadBalancerState, backend: Backend, nowUs: number): FloorRing {
  const view = viewOf(state, backend);
  if (backend.draining !== null) {
    const { sinceUs, untilUs } = backend.draining;
    return { kind: 'draining', done: untilUs === null ? 1 : Math.max(0, (untilUs - nowUs) / (untilUs - sinceUs)), of: 1 };
  }
  if (view === undefined) return { kind: 'up', done: 0, of: 1 };
  const { up, count, of } = strikes(view.health, state.config);
  if (!up) return { kind: count > 0 ? 'rising' : 'down', done: count, of };
  if (count > 0) return { kind: 'failing', done: count, of };
  const ramp = rampOf(view.upSinceUs, state.config.slowStartUs, nowUs);
  return ramp < 256 ? { kind: 'starting', done: ramp / 256, of: 1 } : { kind: 'up', done: 0, of };
}

/** Something on its way, for the picture. */
export interface Travelling {
  /** Of the message; `drop` and `delay` take it. */
  readonly id: string;
  readonly kind: 'request' | 'forward' | 'answer' | 'reply' | 'probe' | 'probe-answer';
  readonly from: string;
  readonly to: string;
  /** Request or probe that it belongs to. */
  readonly of: string;
  /** Of the way done, 0–1. */
  readonly share: number;
  /** Where it will vanish, 0–1; null: it arrives. */
  readonly lostAt: number | null;
  readonly path: string | null;
  readonly long: boolean;
  /** HTTP status; 0: refused or reset; null where there is none. A probe's answer: 200 or 500. */
  readonly status: number | null;
}

export function travelling(state: LoadBalancerState, nowUs: number): readonly Travelling[] {
  return [...state.network.inFlight.values()].map(({ id, message, sentUs, dueUs, lostUs }) => {
    const way = Math.max(1, dueUs - sentUs);
    const status = message.kind === 'answer' || message.kind === 'reply' ? message.status : message.kind === 'probe-answer' ? (message.ok ? 200 : 500) : null;
    return {
      id, kind: message.kind, from: message.from, to: message.to, of: message.id, share: Math.max(0, Math.min(1, (nowUs - sentUs) / way)),
      lostAt: lostUs === null ? null : (lostUs - sentUs) / way, path: 'path' in message ? message.path : null, long: 'long' in message && message.long, status,
    };
  });
}
