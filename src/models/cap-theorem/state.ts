/** The whole of a simulated store: nodes, the network between them, clients, and who watches. Plain data. */
import type { History } from '../kernel/history-state.ts';
import { copyHistory, makeHistory } from '../kernel/history-state.ts';
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import { replicaIds } from './config.ts';
import type { Call, Message } from './messages.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Settling, Version } from './version.ts';

/** Which two of the three are kept. */
export type Corner = 'cp' | 'ap' | 'ca';
/** What becomes of versions that were written without knowing of each other. */
export type Resolve = 'lww' | 'siblings' | 'merge';

/** Times in µs; null: never. */
export interface CapConfig {
  readonly choose: Corner;
  /** 1–7. */
  readonly replicas: number;
  /** Answers that a read waits for; 0: the corner's own. */
  readonly readQuorum: number;
  /** Copies that a write waits for; 0: the corner's own. */
  readonly writeQuorum: number;
  /** Sides of the planned cut; empty: none. */
  readonly partition: readonly (readonly string[])[];
  readonly partitionAtUs: number | null;
  readonly healAtUs: number | null;
  /** Requests a second, of all clients together. */
  readonly readRate: number;
  readonly writeRate: number;
  /** How long a client waits. */
  readonly timeoutUs: number;
  readonly resolve: Resolve;
  /** One way. */
  readonly latencyUs: number;
  readonly jitterUs: number;
  readonly loss: number;
}

/** A request that a node works on. Immutable: progress makes a new one. */
export interface Task {
  readonly call: Call;
  /** `read` asks for copies, `write` has versions stored, `forward` waits for the node that orders all requests. */
  readonly phase: 'read' | 'write' | 'forward';
  /** Answers wanted in this phase, the node's own included. */
  readonly needed: number;
  /** Who answered, with what; in phase `write` nobody's versions. */
  readonly answers: readonly { readonly node: string; readonly versions: readonly Version[] }[];
  /** What is being stored. */
  readonly versions: readonly Version[];
  readonly sinceUs: number;
  /** When the node stops waiting in this phase. */
  readonly deadlineUs: number;
  /** Who handed it over, or null when a client asked; in phase `forward`, null. */
  readonly forwardedBy: string | null;
  /** Whom the phase asks. */
  readonly asked: readonly string[];
}

/** A node. Its copies, hints and counts are on disk; the rest is gone with a crash. */
export interface Replica {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  /** Since when it has been up and running, µs. */
  aliveSinceUs: number;
  /** How far its clock is ahead, µs. */
  clockOffsetUs: number;
  /** By key: no version, one, or siblings. */
  copies: Map<string, readonly Version[]>;
  /** Versions that a node has not acknowledged yet, by node and key. */
  hints: Map<string, Map<string, readonly Version[]>>;
  /** Versions made here, by key. */
  made: Map<string, number>;
  /** By request. */
  tasks: Map<number, Task>;
  /** Nodes that did not answer in time and were not heard since; `ca` takes them for dead. */
  suspects: Set<string>;
  /** It came back and asks others for what it missed; requests wait. */
  catchingUp: boolean;
  /** When hints are handed over next; -1: nothing to hand over. */
  handoffUs: number;
}

export interface Client {
  readonly id: string;
  /** The node it stands beside; it goes where that goes in a cut. */
  readonly anchor: string;
  /** Nodes that it asks. */
  readonly near: readonly string[];
}

/** A request that a client waits for. Immutable. */
export interface Outstanding {
  readonly call: Call;
  readonly node: string;
  readonly sentUs: number;
}

export interface CapState {
  config: CapConfig;
  /** In force now; actions may have changed what the configuration says. */
  corner: Corner;
  resolve: Resolve;
  readQuorum: number;
  writeQuorum: number;
  replicas: Map<string, Replica>;
  clients: readonly Client[];
  network: NetworkState<Message>;
  nextRequest: number;
  /** Next value written to each key when nobody names one. */
  nextValue: Map<string, number>;
  outstanding: Map<number, Outstanding>;
  /** Planned cuts and client ticks of an older plan are void. */
  planned: number;
  ticks: { read: number; write: number };
  /** Nothing that the promises of a corner rest on was changed in the run: corner, quorums, disks. */
  steady: boolean;
  history: History;
  stats: Stats;
  /** First breach seen; the model's `check` throws it. */
  broken: { readonly rule: string; readonly detail: string } | null;
}

export const keys = ['x', 'y'] as const;

export const quorumOf = (corner: Corner, wanted: number, replicas: number, op: 'read' | 'write'): number => {
  if (wanted > 0) return Math.min(replicas, wanted);
  if (corner === 'cp') return Math.floor(replicas / 2) + 1;
  return corner === 'ca' && op === 'write' ? replicas : 1;
};

export const settlingOf = (state: CapState): Settling => (state.corner === 'ap' ? state.resolve : 'order');

function makeReplica(id: string): Replica {
  return { id, up: true, frozen: false, aliveSinceUs: 0, clockOffsetUs: 0, copies: new Map(), hints: new Map(), made: new Map(), tasks: new Map(), suspects: new Set(), catchingUp: false, handoffUs: -1 };
}

/** Two clients on each side; four where nothing can be cut. */
function makeClients(config: CapConfig): readonly Client[] {
  const sides = config.partition.length > 1 ? config.partition : [replicaIds(config.replicas), replicaIds(config.replicas)];
  return sides.flatMap((near, side) => [near[0], near.at(-1)].map((anchor, at) => ({ id: `c${2 * side + at + 1}`, anchor: anchor ?? 'n1', near })));
}

export function makeState(config: CapConfig): CapState {
  return {
    config, corner: config.choose, resolve: config.resolve,
    readQuorum: quorumOf(config.choose, config.readQuorum, config.replicas, 'read'),
    writeQuorum: quorumOf(config.choose, config.writeQuorum, config.replicas, 'write'),
    replicas: new Map(replicaIds(config.replicas).map((id) => [id, makeReplica(id)])),
    clients: makeClients(config),
    network: createNetwork<Message>(),
    nextRequest: 1, nextValue: new Map(), outstanding: new Map(), planned: 0, ticks: { read: 0, write: 0 }, steady: true,
    history: makeHistory(), stats: makeStats(), broken: null,
  };
}

function copyReplica(replica: Replica): Replica {
  return {
    ...replica, copies: new Map(replica.copies), made: new Map(replica.made), tasks: new Map(replica.tasks), suspects: new Set(replica.suspects),
    hints: new Map([...replica.hints].map(([peer, owed]) => [peer, new Map(owed)])),
  };
}

export function copyState(state: CapState): CapState {
  return {
    ...state,
    replicas: new Map([...state.replicas].map(([id, replica]) => [id, copyReplica(replica)])),
    network: copyNetwork(state.network),
    nextValue: new Map(state.nextValue), outstanding: new Map(state.outstanding), ticks: { ...state.ticks },
    history: copyHistory(state.history), stats: copyStats(state.stats),
  };
}
