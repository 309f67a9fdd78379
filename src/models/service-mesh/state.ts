/** The whole of a simulated mesh: services on hosts, proxies, the control plane, the network between them, and who watches. Plain data. */
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import type { Plain } from '../kernel/model.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Witness } from './records.ts';
import { copyWitness, makeWitness } from './records.ts';

/** What the control plane hands to every proxy. Times in µs. Immutable. */
export interface Policy {
  readonly mtls: 'strict' | 'permissive' | 'off';
  /** `envoy`: limits and outlier detection. `classic`: closed, open, half-open. */
  readonly breaker: 'envoy' | 'classic';
  /** Attempts after the first one, 0–10. */
  readonly retries: number;
  /** Base interval of the back-off; it is capped at 10 times as much. */
  readonly backoffUs: number;
  /** Share of active and waiting requests that may be retries; null: no limit, as Istio sets it. */
  readonly budget: number | null;
  /** For a call with all its retries. */
  readonly timeoutUs: number;
  readonly maxRequests: number;
  readonly maxPending: number;
  /** Errors in a row that eject a host, or open a classic circuit. */
  readonly outlierErrors: number;
  readonly outlierIntervalUs: number;
  /** Base ejection time; for a classic circuit the time until a trial. */
  readonly ejectionUs: number;
  /** Share of a cluster's hosts that may be ejected; one always may. */
  readonly maxEjection: number;
  readonly split: readonly Weight[];
  readonly match: Match | null;
  readonly faultDelay: { readonly us: number; readonly share: number } | null;
  readonly faultAbort: { readonly status: number; readonly share: number } | null;
}

export interface Weight { readonly version: string; readonly weight: number }
/** Requests with this header go to that version. */
export interface Match { readonly header: string; readonly value: string; readonly version: string }

/** Times in µs. */
export interface ServiceMeshConfig {
  /** 2–10 names. The first is called from outside and calls the second, which calls each of the others. */
  readonly services: readonly string[];
  readonly mode: 'sidecar' | 'ambient';
  readonly certTtlUs: number;
  /** Requests a second; they arrive at random (Poisson). */
  readonly requestRate: number;
  readonly latencyUs: number;
  readonly jitterUs: number;
  readonly loss: number;
  readonly policy: Policy;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  /** In the order in which they joined. */
  readonly hosts: readonly string[];
}

/** A request at work in an application. It holds its worker while it waits for calls. */
export interface Job {
  readonly request: string;
  /** Call that asked for it; null: it came from outside. */
  readonly call: string | null;
  readonly attempt: number;
  /** Id to which the answer goes. */
  readonly from: string;
  readonly plain: boolean;
}

/** An instance of a service; in `sidecar` mode with its proxy, which lives and dies with it. */
export interface Host {
  readonly id: string;
  readonly service: string;
  /** `''` where the service has no versions. */
  readonly version: string;
  /** Its machine's ztunnel, in `ambient` mode. */
  readonly tunnel: string;
  up: boolean;
  /** Factor on the time that work takes. */
  slow: number;
  /** Share of requests that it answers with an error. */
  failing: { readonly share: number; readonly status: number } | null;
  /** By number. */
  readonly serving: Map<number, Job>;
  queue: Job[];
}

/** What one proxy knows of one host. */
export interface HostView {
  /** 5xx in a row. */
  errors: number;
  /** How often it was ejected, shrinking while it is in service. */
  multiplier: number;
  ejected: { readonly sinceUs: number; readonly untilUs: number } | null;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface Circuit {
  state: CircuitState;
  /** In a row, while closed. */
  failures: number;
  /** When a trial is let through; of an open one. */
  untilUs: number;
  /** The call whose attempt is the trial of a half-open one. */
  trial: string | null;
}

/** A proxy's view of the hosts of one version of a service (Envoy: a cluster). */
export interface Cluster {
  active: number;
  pending: number;
  /** Retries that wait or are under way. */
  retries: number;
  /** Next turn of round robin. */
  turn: number;
  readonly views: Map<string, HostView>;
  readonly circuit: Circuit;
}

/** All of it is lost in a crash. A host's sidecar has the host's id; ztunnels are `z1`…, the waypoint is `w1`. */
export interface Proxy {
  readonly id: string;
  up: boolean;
  /** Configuration in use; null: none has come yet, so it is not ready. */
  version: number | null;
  policy: Policy | null;
  /** Version that it rejected last. */
  rejected: number | null;
  readonly clusters: Map<string, Cluster>;
  /** Of the timer that sweeps. */
  sweeps: number;
}

export interface Certificate {
  readonly serial: number;
  readonly notBeforeUs: number;
  readonly notAfterUs: number;
}

/** Who can prove to be what: a host's or the waypoint's workload identity. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  certificate: Certificate | null;
  /** The agent does not renew by itself. */
  stuck: boolean;
  /** Of the timer that renews. */
  timer: number;
}

/** What waits for a connection: an attempt of a call, or a call on its way to the waypoint. */
export interface Ticket { readonly call: string; readonly attempt: number; readonly to: 'host' | 'waypoint' }

/** From one workload to another; by `from>to`. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly number: number;
  open: boolean;
  readonly plain: boolean;
  /** When it was opened, or begun. */
  sinceUs: number;
  waiting: Ticket[];
}

/** One hop from a service to the next, with all its attempts. Immutable: changes make a new one. */
export interface Call {
  readonly id: string;
  readonly request: string;
  /** Host whose application asks, and the job there. */
  readonly from: string;
  readonly job: number;
  readonly service: string;
  /** Proxy that routes it, retries and breaks. */
  readonly proxy: string;
  /** `''` before it is routed. */
  readonly version: string;
  readonly state: 'travelling' | 'delayed' | 'pending' | 'active' | 'backoff';
  /** From 1. */
  readonly attempt: number;
  readonly host: string | null;
  readonly tried: readonly string[];
  /** A retry waits or is under way. */
  readonly retrying: boolean;
  readonly startUs: number;
}

export interface Request {
  readonly id: string;
  readonly path: string;
  /** Last service of its way. */
  readonly leaf: string;
  readonly header: string | null;
  readonly startUs: number;
  /** Version of the leaf that was chosen last. */
  readonly version: string;
}

export interface Plane {
  up: boolean;
  /** Newest configuration. */
  version: number;
  policy: Policy;
  /** Whether proxies can use it. */
  valid: boolean;
  /** What each proxy answered last. */
  readonly answers: Map<string, { readonly version: number; readonly ok: boolean }>;
  /** Of the timer that pushes again. */
  timer: number;
  serial: number;
}

/** What travels. Immutable. */
export type Message =
  | { readonly kind: 'hello'; readonly from: string; readonly to: string; readonly number: number }
  | { readonly kind: 'welcome'; readonly from: string; readonly to: string; readonly number: number; readonly reason: string | null }
  | { readonly kind: 'call'; readonly from: string; readonly to: string; readonly call: string; readonly plain: boolean }
  | { readonly kind: 'attempt'; readonly from: string; readonly to: string; readonly call: string; readonly request: string; readonly attempt: number; readonly plain: boolean }
  /** Status 0: reset. */
  | { readonly kind: 'answer'; readonly from: string; readonly to: string; readonly call: string; readonly attempt: number; readonly status: number }
  | { readonly kind: 'reply'; readonly from: string; readonly to: string; readonly call: string; readonly job: number; readonly status: number }
  | { readonly kind: 'push'; readonly from: string; readonly to: string; readonly version: number; readonly policy: Policy; readonly valid: boolean }
  | { readonly kind: 'ack'; readonly from: string; readonly to: string; readonly version: number; readonly ok: boolean }
  | { readonly kind: 'csr'; readonly from: string; readonly to: string }
  | { readonly kind: 'cert'; readonly from: string; readonly to: string; readonly certificate: Certificate };

export interface ServiceMeshState {
  config: ServiceMeshConfig;
  services: Map<string, Service>;
  readonly hosts: Map<string, Host>;
  readonly proxies: Map<string, Proxy>;
  readonly identities: Map<string, Identity>;
  readonly connections: Map<string, Connection>;
  readonly calls: Map<string, Call>;
  readonly requests: Map<string, Request>;
  readonly plane: Plane;
  /** Nodes that stand still, with the timers that came due meanwhile. */
  readonly frozen: Map<string, { readonly kind: string; readonly data: Plain }[]>;
  network: NetworkState<Message>;
  next: { host: number; request: number; call: number; job: number; connection: number };
  /** Number of the timer of arrivals. */
  arrivals: number;
  stats: Stats;
  witness: Witness;
}

/** The service whose versions are split: the third, else the second. */
export const splitService = ({ services }: Pick<ServiceMeshState, 'services'>): Service => services.get('s3') ?? services.get('s2')!;

/** Services from the entry to the leaf. */
export const wayTo = (leaf: string): readonly string[] => (leaf === 's2' ? ['s1', 's2'] : ['s1', 's2', leaf]);

/** The proxy that speaks for a workload on the wire. */
export const proxyOf = (state: ServiceMeshState, id: string): Proxy | undefined => state.proxies.get(state.config.mode === 'ambient' ? (state.hosts.get(id)?.tunnel ?? id) : id);

/** Whether a workload's process and proxy run and are configured. */
export function isReady(state: ServiceMeshState, id: string): boolean {
  const proxy = proxyOf(state, id);
  return proxy !== undefined && proxy.up && proxy.policy !== null && (state.hosts.get(id)?.up ?? true);
}

/** SPIFFE id as Istio gives it. */
export const identityOf = (name: string): string => `spiffe://cluster.local/ns/default/sa/${name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}`;

export const makeProxy = (id: string, policy: Policy | null, version: number | null): Proxy => ({ id, up: true, version, policy, rejected: null, clusters: new Map(), sweeps: 0 });

export function makeHost(number: number, service: string, version: string, machines: number): Host {
  return { id: `h${number}`, service, version, tunnel: `z${((number - 1) % machines) + 1}`, up: true, slow: 1, failing: null, serving: new Map(), queue: [] };
}

/** Machines that hosts are dealt to, in `ambient` mode. */
export const machinesFor = (services: number): number => (services < 3 ? 2 : 3);

/** Hosts of a version: two of the first one, one of each other. */
export const copiesOf = (at: number): number => (at === 0 ? 2 : 1);

export function makeState(config: ServiceMeshConfig): ServiceMeshState {
  const { policy } = config;
  const services = new Map<string, Service>();
  const hosts = new Map<string, Host>();
  const machines = machinesFor(config.services.length);
  const split = config.services.length > 2 ? 2 : 1;
  config.services.forEach((name, at) => {
    const versions = at === split ? policy.split.flatMap(({ version }, number) => Array.from({ length: copiesOf(number) }, () => version)) : [''];
    const made = versions.map((version, number) => makeHost(hosts.size + number + 1, `s${at + 1}`, version, machines));
    for (const host of made) hosts.set(host.id, host);
    services.set(`s${at + 1}`, { id: `s${at + 1}`, name, hosts: made.map(({ id }) => id) });
  });
  const proxies = config.mode === 'sidecar' ? [...hosts.keys()] : [...Array.from({ length: machines }, (_, at) => `z${at + 1}`), 'w1'];
  const identities = new Map([...hosts.values()].map((host): [string, Identity] => [host.id, makeIdentity(host.id, services.get(host.service)!.name)]));
  if (config.mode === 'ambient') identities.set('w1', makeIdentity('w1', 'waypoint'));
  return {
    config, services, hosts, proxies: new Map(proxies.map((id) => [id, makeProxy(id, policy, 1)])), identities,
    connections: new Map(), calls: new Map(), requests: new Map(),
    plane: { up: true, version: 1, policy, valid: true, answers: new Map(proxies.map((id) => [id, { version: 1, ok: true }])), timer: 0, serial: identities.size },
    frozen: new Map(), network: createNetwork(['o1']),
    next: { host: hosts.size + 1, request: 1, call: 1, job: 1, connection: 1 }, arrivals: 0,
    stats: makeStats(), witness: makeWitness(),
  };
}

export const makeIdentity = (id: string, name: string): Identity => ({ id, name, certificate: null, stuck: false, timer: 0 });

const copyMap = <Key, Value>(map: ReadonlyMap<Key, Value>, copy: (value: Value) => Value): Map<Key, Value> => new Map([...map].map(([key, value]) => [key, copy(value)]));

const copyCluster = (cluster: Cluster): Cluster => ({ ...cluster, views: copyMap(cluster.views, (view) => ({ ...view })), circuit: { ...cluster.circuit } });

export function copyState(state: ServiceMeshState): ServiceMeshState {
  return {
    ...state,
    services: new Map(state.services),
    hosts: copyMap(state.hosts, (host) => ({ ...host, serving: new Map(host.serving), queue: host.queue.slice() })),
    proxies: copyMap(state.proxies, (proxy) => ({ ...proxy, clusters: copyMap(proxy.clusters, copyCluster) })),
    identities: copyMap(state.identities, (identity) => ({ ...identity })),
    connections: copyMap(state.connections, (connection) => ({ ...connection, waiting: connection.waiting.slice() })),
    calls: new Map(state.calls),
    requests: new Map(state.requests),
    plane: { ...state.plane, answers: new Map(state.plane.answers) },
    frozen: copyMap(state.frozen, (timers) => timers.slice()),
    network: copyNetwork(state.network),
    next: { ...state.next },
    stats: copyStats(state.stats),
    witness: copyWitness(state.witness),
  };
}
