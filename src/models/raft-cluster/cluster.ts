/** The whole of a simulated cluster: servers, the network between them, a client, and who watches. Plain data. */
import type { NetworkState } from '../kernel/network.ts';
import { copyNetwork, createNetwork } from '../kernel/network.ts';
import { emptyLog } from './log.ts';
import type { RaftMessage } from './messages.ts';
import type { Membership, RaftNode } from './node.ts';
import { copyNode, makeNode } from './node.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Witness } from './witness-state.ts';
import { copyWitness, makeWitness } from './witness-state.ts';

/** Times in µs. */
export interface ClusterConfig {
  /** 1–9. */
  readonly nodes: number;
  /** Bounds of the election timeout; every wait draws anew, evenly. */
  readonly electionTimeoutUs: readonly [low: number, high: number];
  readonly heartbeatUs: number;
  /** One way. */
  readonly latencyUs: number;
  /** Evenly drawn from 0 to this and added to the latency. */
  readonly jitterUs: number;
  /** Share of messages that vanish, 0–1. */
  readonly loss: number;
  /** Writes a second. */
  readonly clientRate: number;
  /** Entries in one AppendEntries at most. */
  readonly batch: number;
  /** Sides that cannot reach each other from the start; empty = none. */
  readonly partition: readonly (readonly string[])[];
}

/** The client asks for a write. */
export interface ClientRequest {
  readonly kind: 'client-request';
  readonly from: string;
  readonly to: string;
  readonly request: number;
  readonly command: string;
}

/** A server answers: done, or ask `leader`. */
export interface ClientReply {
  readonly kind: 'client-reply';
  readonly from: string;
  readonly to: string;
  readonly request: number;
  readonly ok: boolean;
  readonly index: number;
  /** Leader hint; null where none is known. */
  readonly leader: string | null;
  /** `refused`: the machine is there and nobody listens. */
  readonly reason: 'not-the-leader' | 'overwritten' | 'refused' | null;
}

export type Message = RaftMessage | ClientRequest | ClientReply;

/** A server: what Raft knows of it, and what happens to it. */
export interface Member {
  node: RaftNode;
  up: boolean;
  frozen: boolean;
  /** When its patience ends, and how long that was when it was drawn; -1 = not waiting. */
  electionDeadlineUs: number;
  electionWaitUs: number;
  /** The one timer event of this server that counts; -1 = none queued. */
  timerUs: number;
  /** The one heartbeat event that counts; -1 = none queued. */
  heartbeatUs: number;
  /** Writes it took as leader, by index. Volatile. */
  pending: Map<number, { readonly request: number; readonly term: number }>;
}

/** A write the client waits for. */
export interface Outstanding {
  readonly request: number;
  readonly command: string;
  readonly sentUs: number;
  tries: number;
}

export interface Client {
  readonly id: string;
  next: number;
  /** Whom it asks first. */
  leader: string;
  outstanding: Map<number, Outstanding>;
  /** When the next write of its own is due; -1 = none. */
  tickUs: number;
}

export interface ClusterState {
  config: ClusterConfig;
  members: Map<string, Member>;
  network: NetworkState<Message>;
  client: Client;
  stats: Stats;
  witness: Witness;
}

export const clientId = 'c1';

export function makeMember(id: string, membership: Membership): Member {
  return {
    node: makeNode(id, membership, emptyLog()), up: true, frozen: false,
    electionDeadlineUs: -1, electionWaitUs: 0, timerUs: -1, heartbeatUs: -1, pending: new Map(),
  };
}

export function makeCluster(config: ClusterConfig): ClusterState {
  const voters = Array.from({ length: config.nodes }, (_, at) => `n${at + 1}`);
  const membership: Membership = { voters, outgoing: [], learners: [] };
  return {
    config,
    members: new Map(voters.map((id) => [id, makeMember(id, membership)])),
    network: createNetwork<Message>([clientId]),
    client: { id: clientId, next: 1, leader: 'n1', outstanding: new Map(), tickUs: -1 },
    stats: makeStats(),
    witness: makeWitness(),
  };
}

export function copyCluster(state: ClusterState): ClusterState {
  const { client } = state;
  return {
    config: state.config,
    members: new Map([...state.members].map(([id, member]) => [id, {
      ...member, node: copyNode(member.node), pending: new Map(member.pending),
    }])),
    network: copyNetwork(state.network),
    client: { ...client, outstanding: new Map([...client.outstanding].map(([request, write]) => [request, { ...write }])) },
    stats: copyStats(state.stats),
    witness: copyWitness(state.witness),
  };
}

/** The server that leads the highest term, or null. Two may believe they lead; the older one is deposed and does not know. */
export function leaderOf(state: ClusterState): Member | null {
  let leader: Member | null = null;
  for (const member of state.members.values()) {
    if (!member.up || member.node.volatile.role !== 'leader') continue;
    if (leader === null || member.node.durable.currentTerm > leader.node.durable.currentTerm) leader = member;
  }
  return leader;
}
