/** A primary, its replicas, the network between them and what is known of the run. Plain data. */
import type { World } from '../kernel/model.ts';
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork, isCut } from '../kernel/network-state.ts';
import type { ReplicationConfig } from './config.ts';
import type { History } from './history.ts';
import { commonPoint, firstHistory } from './history.ts';
import type { Log } from './log.ts';
import { copyLog, emptyLog, endOf } from './log.ts';
import type { Message, Positions } from './messages.ts';
import type { Rules } from './rules.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Witness } from './witness-state.ts';
import { copyWitness, makeWitness } from './witness-state.ts';

/** What an upstream knows of a standby that is connected to it. */
export interface Link {
  readonly connection: number;
  /** Last position sent. */
  sent: number;
  acked: Positions;
  /** False while it catches up for the first time; only streaming standbys count for the rule. */
  streaming: boolean;
  heardUs: number;
  rttUs: number;
  /** Since when the standby owes an acknowledgement of new records. */
  progressUs: number;
  backOff: number;
}

/** A write that waits for standbys. Volatile. */
export interface Waiting {
  readonly lsn: number;
  readonly atUs: number;
  /** By the client that reads its own writes back. */
  readonly byClient: boolean;
  blocked: boolean;
}

/** A flush or a round of applying under way. */
export interface Work { readonly to: number; readonly dueUs: number }

export interface Server {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  /** How much its clock is ahead, µs. */
  skewUs: number;
  // On disk.
  role: 'primary' | 'standby';
  log: Log;
  flushed: number;
  /** What reads see. Simplified: it is on disk, so that a restart need not apply again. */
  applied: number;
  history: History;
  /** Whom a standby follows; null for none. */
  upstream: string | null;
  /** Its log has a tail that its upstream does not have: it follows nobody until it is rewound. */
  diverged: boolean;
  // Lost in a crash.
  connection: number;
  connected: boolean;
  heardUs: number;
  helloUs: number;
  /** How many times the first wait it waits for an answer; 0 = it asks at once. */
  helloTries: number;
  /** Records that came before an earlier one did, by position. */
  early: Map<number, Log['records'][number]>;
  links: Map<string, Link>;
  waiting: Waiting[];
  /** It has stopped waiting, until the standbys have caught up. */
  degraded: boolean;
  flush: Work | null;
  apply: Work | null;
  /** The one tick that counts; -1 = none. */
  tickUs: number;
  /** The queued check of the degrade timer; -1 = none. */
  degradeUs: number;
  /** Lag last reported, in doublings of the threshold; 0 = it does not lag. */
  lagging: number;
  /** Writes confirmed after another server had become the primary. */
  deposedAcks: number;
}

/** Every write confirmed by the primaries in charge: all of `history` up to `confirmed` but what is in `skipped`. */
export interface Ledger {
  history: History;
  confirmed: number;
  /** Positions whose clients were never told. Newest 256. */
  skipped: number[];
}

export interface Read {
  readonly node: string;
  readonly atUs: number;
  /** The position that the reader had written, and the one it saw. */
  readonly expected: number;
  readonly seen: number;
}

export interface Client {
  nextWrite: number;
  /** When the next write of its own is due; -1 = none. */
  tickUs: number;
  /** Newest position of its own that was confirmed. */
  lastConfirmed: number;
  /** Newest last; at most 8, for pictures. */
  reads: Read[];
}

export interface ReplicationState {
  config: ReplicationConfig;
  servers: Map<string, Server>;
  /** Who was promoted last; it may be down. */
  primary: string;
  nextTimeline: number;
  nextConnection: number;
  network: NetworkState<Message>;
  /** Factors on the latency of single directions, as `p1>r3`. */
  slowLinks: Map<string, number>;
  ledger: Ledger;
  client: Client;
  stats: Stats;
  witness: Witness;
}

/** What happens at a moment of a run. */
export interface Run { readonly state: ReplicationState; readonly world: World; readonly rules: Rules }

export const clientId = 'c1';

function makeServer(id: string): Server {
  const role = id === 'p1' ? 'primary' : 'standby';
  return {
    id, up: true, frozen: false, skewUs: 0, role, log: emptyLog(), flushed: 0, applied: 0, history: firstHistory,
    upstream: role === 'primary' ? null : 'p1', diverged: false, connection: 0, connected: false, heardUs: 0, helloUs: 0, helloTries: 1, early: new Map(),
    links: new Map(), waiting: [], degraded: false, flush: null, apply: null, tickUs: -1, degradeUs: -1, lagging: 0, deposedAcks: 0,
  };
}

/** `p1` and `r1`…, all connected. */
export function makeState(config: ReplicationConfig): ReplicationState {
  const ids = ['p1', ...Array.from({ length: config.replicas }, (_, at) => `r${at + 1}`)];
  const servers = new Map(ids.map((id) => [id, makeServer(id)]));
  const state: ReplicationState = {
    config, servers, primary: 'p1', nextTimeline: 2, nextConnection: 1, network: createNetwork<Message>(), slowLinks: new Map(),
    ledger: { history: firstHistory, confirmed: 0, skipped: [] },
    client: { nextWrite: 1, tickUs: -1, lastConfirmed: 0, reads: [] }, stats: makeStats(), witness: makeWitness(),
  };
  const primary = servers.get('p1')!;
  for (const server of servers.values()) {
    if (server === primary) continue;
    server.connection = state.nextConnection;
    server.connected = true;
    state.nextConnection += 1;
    const link = makeLink(state, primary, server.id, server.connection, { received: 0, flushed: 0, applied: 0 }, 0);
    link.streaming = true;
    primary.links.set(server.id, link);
  }
  return state;
}

export function makeLink(state: ReplicationState, upstream: Server, to: string, connection: number, acked: Positions, nowUs: number): Link {
  const rttUs = 2 * (latencyUs(state, upstream.id, to) + state.config.jitterUs);
  return { connection, sent: acked.received, acked, streaming: false, heardUs: nowUs, rttUs, progressUs: nowUs, backOff: 1 };
}

export function copyState(state: ReplicationState): ReplicationState {
  return {
    ...state,
    servers: new Map([...state.servers].map(([id, server]) => [id, {
      ...server, log: copyLog(server.log), early: new Map(server.early), waiting: server.waiting.map((each) => ({ ...each })),
      links: new Map([...server.links].map(([to, link]) => [to, { ...link }])),
    }])),
    network: copyNetwork(state.network),
    slowLinks: new Map(state.slowLinks),
    ledger: { ...state.ledger, skipped: state.ledger.skipped.slice() },
    client: { ...state.client, reads: state.client.reads.slice() },
    stats: copyStats(state.stats),
    witness: copyWitness(state.witness),
  };
}

const place = (id: string): number => (id === 'p1' ? 0 : Number(id.slice(1)));
const ofList = (list: readonly number[], at: number): number => list[Math.min(at, list.length - 1)] ?? 0;

/** One way between two servers, µs: that of the farther one. */
export function latencyUs({ config }: ReplicationState, from: string, to: string): number {
  const of = (id: string): number => (id === 'p1' ? 0 : ofList(config.latencyUs, place(id) - 1));
  return Math.max(of(from), of(to));
}

/** Flush or apply time of a server, µs, slowed with it. */
export function workUs({ network }: ReplicationState, list: readonly number[], id: string): number {
  return Math.max(1, Math.round(ofList(list, Math.max(0, place(id) - 1)) * (network.slow.get(id) ?? 1)));
}

/** Between two signs of life, µs: four in the time after which silence means death. */
export const tickUs = ({ config }: ReplicationState): number => Math.max(5000, Math.min(500_000, Math.round(config.failoverAfterUs / 4)));
/** Silence after which either end gives a connection up. */
export const silenceUs = ({ config }: ReplicationState): number => Math.max(1_000_000, 2 * config.failoverAfterUs);

export const positionsOf = (server: Server): Positions => ({ received: endOf(server.log), flushed: server.flushed, applied: server.applied });

/** The primary in charge; null while it is down, or lost its disk. */
export function currentPrimary(state: ReplicationState): Server | null {
  const server = state.servers.get(state.primary);
  return server !== undefined && server.up && server.role === 'primary' ? server : null;
}

/**
 * The standbys that follow a server itself, up or down, in order of priority: p1, r1, r2, … Those behind another standby do
 * not count for the rule, as in PostgreSQL.
 */
export const standbysOf = (state: ReplicationState, { id }: Server): readonly Server[] =>
  [...state.servers.values()].filter(({ role, upstream }) => role === 'standby' && upstream === id);

export const isSevered = ({ network }: ReplicationState, one: string, other: string): boolean => isCut(network, one, other) || isCut(network, other, one);

/** Could become the primary now. One without any data does only where there was none. */
export function isPromotable({ ledger }: ReplicationState, server: Server): boolean {
  return server.up && !server.frozen && server.role === 'standby' && !server.diverged && (endOf(server.log) > 0 || ledger.confirmed === 0);
}

/** How much of the log in charge a server has. */
export const sharedUpTo = ({ ledger }: ReplicationState, server: Server, lsn: number): number => Math.min(lsn, commonPoint(server.history, ledger.history));

/** Confirmed writes behind a position of the log in charge. */
export function confirmedAfter({ confirmed, skipped }: Ledger, lsn: number): number {
  return Math.max(0, confirmed - lsn) - skipped.filter((each) => each > lsn && each <= confirmed).length;
}
