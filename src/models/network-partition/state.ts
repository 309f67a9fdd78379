/** The whole of a simulated system: nodes with clocks, links, a client a side, the services of the policies. Plain data. */
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import type { VectorClock } from './clock.ts';
import type { PartitionConfig } from './config.ts';
import type { Message, Request } from './messages.ts';
import type { Store } from './held.ts';
import { emptyStore } from './held.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Kind, Wall } from './wall.ts';
import { sideIn } from './wall.ts';
import type { Witness } from './witness-state.ts';
import { copyWitness, makeWitness } from './witness-state.ts';

export type Role = 'primary' | 'replica' | 'candidate';

/** On disk: kept in a crash. */
export interface Durable {
  /** Highest epoch known; under `quorum` also a promise to obey no earlier one. */
  promised: number;
  store: Store;
  /** Writes made so far as this actor. */
  made: number;
  /** Disks lost so far. A new disk writes under a new name, because the old one's count is forgotten. */
  incarnation: number;
  /** False once the disk was lost: its promises are forgotten, so it counts for no majority any more. */
  voter: boolean;
}

/** A write that a primary has taken and not yet answered for. */
export interface Pending {
  readonly client: string;
  readonly request: number;
  readonly write: Request;
  /** Under `quorum`: history of the write, and who has stored it. */
  readonly clock: VectorClock;
  readonly acks: Set<string>;
}

/** A shot under way. */
export interface Fencing {
  readonly request: number;
  readonly sentUs: number;
  /** The fencing device did not answer, and the targets' own power switches were asked. */
  readonly direct: boolean;
  readonly waiting: Set<string>;
}

/** Lost in a crash. */
export interface Volatile {
  role: Role;
  /** Epoch in which it is primary or candidate. */
  epoch: number;
  /** The primary it follows, itself included; null while it knows none. */
  primary: string | null;
  primaryEpoch: number;
  /** When it last heard a primary it follows, or started. */
  heardPrimaryUs: number;
  heardUs: Map<string, number>;
  suspects: Set<string>;
  votes: Set<string>;
  /** Next candidacy not before. */
  standAgainUs: number;
  fencing: Fencing | null;
  /** Nodes that are off for certain, by the fencing device's word. */
  off: Set<string>;
  /** End of its lease by its own clock. */
  leaseEndsLocalUs: number;
  lockAskedUs: number;
  pending: Map<number, Pending>;
  /** What it held when it last compared itself with another, to tell a message on its way from one that is missing. */
  probes: Map<string, { readonly context: VectorClock; readonly atUs: number }>;
}

export interface PartitionNode {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  /** Who had it switched off, until it is back; null when it was not. */
  fencedBy: string | null;
  /** Its clock is true time plus this, and gains `driftPpm` millionths of all time that passes. */
  offsetUs: number;
  driftPpm: number;
  driftSinceUs: number;
  durable: Durable;
  volatile: Volatile;
  /** The one heartbeat event that counts. */
  tickUs: number;
}

export interface Client {
  readonly id: string;
  /** It stands where this node stands. */
  readonly home: string;
  /** Whom it asks next. */
  target: string;
  next: number;
  outstanding: Map<number, { readonly write: Request; hops: number }>;
  tickUs: number;
}

/** Gives the lock to one at a time, with a token that rises. Its clock is right and its disk safe. */
export interface LockService { up: boolean; holder: string | null; token: number; leaseEndsUs: number }

/** Takes writes that carry a token, and refuses lower ones than it has seen. */
export interface Storage { up: boolean; highest: number; store: Store; made: number }

export interface PartitionState {
  config: PartitionConfig;
  nodes: Map<string, PartitionNode>;
  clients: Map<string, Client>;
  network: NetworkState<Message>;
  fencer: { up: boolean; nextRequest: number };
  lock: LockService;
  storage: Storage;
  /** The cut into sides that holds now. */
  wall: Wall | null;
  /** Single directions cut by hand. */
  links: Set<string>;
  /** A flapping cut: its sides, and when it changes next; null when none flaps. */
  flapping: { readonly sides: Wall['sides']; changesUs: number } | null;
  /** When the configured cut begins and ends; -1 = not to come. */
  cutDueUs: number;
  healDueUs: number;
  /** Next value that a client writes by itself. */
  nextValue: number;
  stats: Stats;
  witness: Witness;
}

export function freshVolatile(nowUs: number, ids: readonly string[], id: string): Volatile {
  return {
    role: 'replica', epoch: 0, primary: null, primaryEpoch: 0, heardPrimaryUs: nowUs,
    heardUs: new Map(ids.filter((each) => each !== id).map((each) => [each, nowUs])), suspects: new Set(), votes: new Set(), standAgainUs: 0,
    fencing: null, off: new Set(), leaseEndsLocalUs: 0, lockAskedUs: nowUs, pending: new Map(), probes: new Map(),
  };
}

/** Everybody is up and follows `n1`, the primary of epoch 1 and holder of token 1. */
export function makeState(config: PartitionConfig): PartitionState {
  const ids = Array.from({ length: config.nodes }, (_, at) => `n${at + 1}`);
  const nodes = new Map(ids.map((id, at): [string, PartitionNode] => [id, {
    id, up: true, frozen: false, fencedBy: null,
    offsetUs: skewOf(config, at), driftPpm: 0, driftSinceUs: 0,
    durable: { promised: 1, store: emptyStore, made: 0, incarnation: 0, voter: true },
    volatile: { ...freshVolatile(0, ids, id), primary: 'n1', primaryEpoch: 1 },
    tickUs: -1,
  }]));
  const first = nodes.get('n1')!;
  Object.assign(first.volatile, { role: 'primary', epoch: 1, leaseEndsLocalUs: config.leaseUs + first.offsetUs });
  const sides = config.partition.length > 1 ? config.partition : [ids];
  const clients = sides.map((side, at): [string, Client] => {
    const home = side.find((id) => nodes.has(id)) ?? 'n1';
    return [`c${at + 1}`, { id: `c${at + 1}`, home, target: at === 0 ? home : 'n1', next: 1, outstanding: new Map(), tickUs: -1 }];
  });
  return {
    config, nodes, clients: new Map(clients), network: createNetwork<Message>(),
    fencer: { up: true, nextRequest: 1 },
    lock: { up: true, holder: 'n1', token: 1, leaseEndsUs: config.leaseUs },
    storage: { up: true, highest: 1, store: emptyStore, made: 0 },
    wall: null, links: new Set(), flapping: null, cutDueUs: -1, healDueUs: -1, nextValue: 1,
    stats: makeStats(clients.map(([id]) => id)), witness: makeWitness(config),
  };
}

/** Offset of the node at this place, µs; those past the end of the list have the last. */
export function skewOf({ clockSkewUs }: PartitionConfig, at: number): number {
  return clockSkewUs[Math.min(at, clockSkewUs.length - 1)] ?? 0;
}

export function copyState(state: PartitionState): PartitionState {
  return {
    ...state,
    nodes: new Map([...state.nodes].map(([id, node]) => [id, { ...node, durable: { ...node.durable }, volatile: copyVolatile(node.volatile) }])),
    clients: new Map([...state.clients].map(([id, client]) => [id, { ...client, outstanding: new Map([...client.outstanding].map(([request, each]) => [request, { ...each }])) }])),
    network: copyNetwork(state.network),
    fencer: { ...state.fencer }, lock: { ...state.lock }, storage: { ...state.storage },
    links: new Set(state.links), flapping: state.flapping && { ...state.flapping },
    stats: copyStats(state.stats), witness: copyWitness(state.witness),
  };
}

function copyVolatile(volatile: Volatile): Volatile {
  return {
    ...volatile,
    heardUs: new Map(volatile.heardUs), suspects: new Set(volatile.suspects), votes: new Set(volatile.votes), off: new Set(volatile.off),
    fencing: volatile.fencing && { ...volatile.fencing, waiting: new Set(volatile.fencing.waiting) },
    pending: new Map([...volatile.pending].map(([id, pending]) => [id, { ...pending, acks: new Set(pending.acks) }])),
    probes: new Map(volatile.probes),
  };
}

/** A node's own clock, µs. */
export function localClockUs({ offsetUs, driftPpm, driftSinceUs }: PartitionNode, nowUs: number): number {
  return nowUs + offsetUs + Math.trunc((driftPpm * (nowUs - driftSinceUs)) / 1_000_000);
}

/** Name under which a node's writes are counted: `n1`, or `n1.2` with its third disk. */
export function actorOf({ id, durable: { incarnation } }: PartitionNode): string {
  return incarnation === 0 ? id : `${id}.${incarnation}`;
}

/** Sides with their clients, as they are or would be cut. */
export function withClients(sides: Wall['sides'], clients: PartitionState['clients']): Wall['sides'] {
  return sides.map((side) => [...side, ...[...clients.values()].filter(({ home }) => side.includes(home)).map(({ id }) => id)]);
}

/** Side on which a node, client or service stands, from 0: of the cut that holds, else of the configured one; -1 outside. */
export function sideOf(state: PartitionState, id: string): number {
  return sideIn(state.wall?.sides ?? withClients(state.config.partition, state.clients), id);
}

/** The nodes that act as primary now, as they themselves believe. */
export function primariesOf(state: PartitionState): readonly PartitionNode[] {
  return [...state.nodes.values()].filter(({ up, volatile }) => up && volatile.role === 'primary');
}

/** Kinds in which the wall stands all the time. */
export const steady = (kind: Kind): boolean => kind !== 'flapping';
