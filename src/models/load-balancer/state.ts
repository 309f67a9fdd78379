/** The whole of a simulated site: clients, balancers, backends, the network between them, and who watches. Plain data. */
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Witness } from './witness-state.ts';
import { copyWitness, makeWitness } from './witness-state.ts';

/** How a balancer chooses. */
export type Algorithm = 'round-robin' | 'weighted-round-robin' | 'least-connections' | 'ip-hash' | 'random' | 'two-choices' | 'ewma' | 'maglev';

export const algorithms: readonly Algorithm[] = ['round-robin', 'weighted-round-robin', 'least-connections', 'ip-hash', 'random', 'two-choices', 'ewma', 'maglev'];

/** Requests whose path starts with `prefix` go to these backends only; the longest prefix wins. */
export interface Route {
  readonly prefix: string;
  readonly backends: readonly string[];
}

/** Times in µs. Of a list that is shorter than the backends are many, the last item holds for the rest. */
export interface LoadBalancerConfig {
  /** 0–16. */
  readonly backends: number;
  readonly algorithm: Algorithm;
  /** Whole, 0–256. */
  readonly weights: readonly number[];
  /** Requests that a backend works on at a time. */
  readonly capacity: readonly number[];
  /** Mean of an exponential distribution. */
  readonly serviceTimeUs: readonly number[];
  /** Requests a second, of all clients together; they arrive at random (Poisson). */
  readonly requestRate: number;
  /** 1–24. */
  readonly clients: number;
  /** Share of requests that are held open 20 times longer, 0–1. */
  readonly longLived: number;
  /** Requests that may wait at each backend, 0–100. */
  readonly queue: number;
  /** 4: addresses and ports alone, connections are all that is seen. 7: paths, cookies and status codes as well. */
  readonly layer: 4 | 7;
  readonly routes: readonly Route[];
  /** Whether answers carry a cookie that names the backend. */
  readonly sticky: boolean;
  readonly healthPath: string;
  readonly healthIntervalUs: number;
  readonly healthTimeoutUs: number;
  /** Failed probes in a row that take a backend out (HAProxy: `fall`). */
  readonly unhealthyAfter: number;
  /** Good probes in a row that bring it back (HAProxy: `rise`). */
  readonly healthyAfter: number;
  /** Failed requests in a row that take a backend out; 0: never. */
  readonly passiveErrors: number;
  readonly slowStartUs: number;
  /** How long a draining backend may finish; 0: as long as it takes, and a removed one is closed at once. */
  readonly drainUs: number;
  /** 1–3. */
  readonly balancers: number;
  readonly latencyUs: number;
  readonly jitterUs: number;
  readonly loss: number;
  /** IPv4 addresses of clients in order; those not named have 10.0.i.7. */
  readonly addresses: readonly string[];
  /** A process just started takes four times as long, falling to normal within this time; 0: it does not. */
  readonly warmUpUs: number;
}

/** A request at a backend, or a probe that waits its turn like one. */
export interface Ticket {
  readonly id: string;
  /** Balancer that sent it. */
  readonly from: string;
  readonly path: string;
  readonly long: boolean;
  readonly probe: boolean;
}

export interface Job extends Ticket {
  readonly startUs: number;
  readonly endUs: number;
}

export interface Draining {
  readonly sinceUs: number;
  /** When what is still open is closed; null: never. */
  readonly untilUs: number | null;
  readonly thenRemove: boolean;
}

/** A backend's process and what its operator said of it. */
export interface Backend {
  readonly id: string;
  readonly number: number;
  /** Given with `add`. */
  readonly name: string | null;
  up: boolean;
  frozenSinceUs: number | null;
  /** Factor on the time that work takes. */
  slow: number;
  /** Probes that will be answered with 500; −1: all, until it recovers. */
  failingProbes: number;
  draining: Draining | null;
  /** When its process last started; null: before time 0, so it is warm. */
  startedUs: number | null;
  serving: Job[];
  queue: Ticket[];
}

/** A probe's result. */
export interface ProbeResult {
  readonly atUs: number;
  readonly ok: boolean;
  readonly latencyUs: number;
}

/** What one balancer knows of one backend. */
export interface View {
  /** Requests of this balancer that are open there. */
  active: number;
  /** HAProxy's counter: up from `rise` on, `rise + fall − 1` at best, 0 at worst. */
  health: number;
  /** Failed requests in a row. */
  errors: number;
  downBy: 'active' | 'passive' | null;
  /** Since when it has been warming up after it came up or was added; null: for good. */
  upSinceUs: number | null;
  /** Decayed peak latency and when it was worked out; null before the first answer. */
  peak: { readonly us: number; readonly atUs: number } | null;
  /** The probe that is out. */
  probe: { readonly id: string; readonly sentUs: number } | null;
  /** Of the timer that probes it; one with an older number has been replaced. */
  timer: number;
  /** Latest results, oldest first; at most 8. */
  history: ProbeResult[];
}

/** A request that a balancer has passed on and that is not answered. */
export interface Open {
  readonly client: string;
  readonly backend: string;
  readonly path: string;
  readonly long: boolean;
  readonly sentUs: number;
  readonly deadlineUs: number;
}

/** All of it is lost in a crash. */
export interface Balancer {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  views: Map<string, View>;
  open: Map<string, Open>;
  /** Current values of smooth weighted round robin by route (`''`: no route) and backend. */
  turns: Map<string, Map<string, number>>;
}

export interface Client {
  readonly id: string;
  readonly address: string;
  /** Backend that its cookie names. */
  cookie: string | null;
}

/** A request that its client waits for. */
export interface Pending {
  readonly client: string;
  readonly path: string;
  readonly balancer: string;
  readonly long: boolean;
  readonly startUs: number;
}

/** What travels. Immutable. */
export type Message =
  | { readonly kind: 'request'; readonly from: string; readonly to: string; readonly id: string; readonly path: string; readonly long: boolean; readonly address: string; readonly cookie: string | null }
  | { readonly kind: 'forward'; readonly from: string; readonly to: string; readonly id: string; readonly path: string; readonly long: boolean }
  /** Status 0: the connection was refused or reset. A final reply's request has ended where it was refused. */
  | { readonly kind: 'answer'; readonly from: string; readonly to: string; readonly id: string; readonly status: number }
  | { readonly kind: 'reply'; readonly from: string; readonly to: string; readonly id: string; readonly status: number; readonly cookie: string | null; readonly backend: string | null; readonly final: boolean }
  | { readonly kind: 'probe'; readonly from: string; readonly to: string; readonly id: string; readonly path: string }
  | { readonly kind: 'probe-answer'; readonly from: string; readonly to: string; readonly id: string; readonly ok: boolean };

export interface LoadBalancerState {
  config: LoadBalancerConfig;
  algorithm: Algorithm;
  warmUpUs: number;
  nextBackend: number;
  nextRequest: number;
  nextProbe: number;
  nextTimer: number;
  /** Number of the timer of arrivals. */
  arrivals: number;
  readonly clients: Map<string, Client>;
  readonly balancers: Map<string, Balancer>;
  readonly backends: Map<string, Backend>;
  readonly pending: Map<string, Pending>;
  network: NetworkState<Message>;
  stats: Stats;
  witness: Witness;
}

/** The item for the backend of that number; the last holds for those past the end. */
export const itemFor = (list: readonly number[], number: number, otherwise: number): number => list[Math.min(number, list.length) - 1] ?? otherwise;

export const capacityOf = ({ config }: LoadBalancerState, { number }: Backend): number => itemFor(config.capacity, number, 8);

export function makeBackend(number: number, name: string | null, startedUs: number | null): Backend {
  return { id: `b${number}`, number, name, up: true, frozenSinceUs: null, slow: 1, failingProbes: 0, draining: null, startedUs, serving: [], queue: [] };
}

/** A server from the configuration is taken to be well until a probe says otherwise. */
export function makeView({ healthyAfter, unhealthyAfter }: LoadBalancerConfig, upSinceUs: number | null): View {
  return { active: 0, health: healthyAfter + unhealthyAfter - 1, errors: 0, downBy: null, upSinceUs, peak: null, probe: null, timer: 0, history: [] };
}

export function makeBalancer(number: number, config: LoadBalancerConfig, backends: Iterable<string>): Balancer {
  return { id: `m${number}`, up: true, frozen: false, views: new Map([...backends].map((id) => [id, makeView(config, null)])), open: new Map(), turns: new Map() };
}

export function makeClient(number: number, { addresses }: LoadBalancerConfig): Client {
  return { id: `c${number}`, address: addresses[number - 1] ?? `10.0.${number}.7`, cookie: null };
}

export function makeState(config: LoadBalancerConfig): LoadBalancerState {
  const count = (many: number): number[] => Array.from({ length: many }, (_, at) => at + 1);
  const backends = new Map(count(config.backends).map((number) => [`b${number}`, makeBackend(number, null, null)]));
  return {
    config, algorithm: config.algorithm, warmUpUs: config.warmUpUs, nextBackend: config.backends + 1, nextRequest: 1, nextProbe: 1, nextTimer: 1, arrivals: 0,
    clients: new Map(count(config.clients).map((number) => [`c${number}`, makeClient(number, config)])),
    balancers: new Map(count(config.balancers).map((number) => [`m${number}`, makeBalancer(number, config, backends.keys())])),
    backends, pending: new Map(),
    network: createNetwork(Array.from({ length: 24 }, (_, at) => `c${at + 1}`)),
    stats: makeStats(), witness: makeWitness(),
  };
}

const copyMap = <Value>(map: ReadonlyMap<string, Value>, copy: (value: Value) => Value): Map<string, Value> => new Map([...map].map(([key, value]) => [key, copy(value)]));

const copyBackend = (backend: Backend): Backend => ({ ...backend, serving: backend.serving.slice(), queue: backend.queue.slice() });

function copyBalancer(balancer: Balancer): Balancer {
  return {
    ...balancer,
    views: copyMap(balancer.views, (view) => ({ ...view, history: view.history.slice() })),
    open: new Map(balancer.open),
    turns: copyMap(balancer.turns, (current) => new Map(current)),
  };
}

export function copyState(state: LoadBalancerState): LoadBalancerState {
  return {
    ...state,
    clients: copyMap(state.clients, (client) => ({ ...client })),
    balancers: copyMap(state.balancers, copyBalancer),
    backends: copyMap(state.backends, copyBackend),
    pending: new Map(state.pending),
    network: copyNetwork(state.network),
    stats: copyStats(state.stats),
    witness: copyWitness(state.witness),
  };
}
