/** The whole of a simulated cluster: servers, the network between them, a client, and who watches. Plain data. */
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import type { History } from '../kernel/history-state.ts';
import { copyHistory, makeHistory } from '../kernel/history-state.ts';
import type { Membership } from './membership-state.ts';
import { membershipOf, nobody, votersIn } from './membership-state.ts';
import type { RaftMessage } from './messages.ts';
import type { RaftNode } from './node.ts';
import { copyNode, makeNode } from './node.ts';
import type { ProtocolSettings } from './protocol.ts';
import { majority } from './quorum.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Held } from './state-machine.ts';
import type { Witness } from './witness-state.ts';
import { copyWitness, makeWitness } from './witness-state.ts';

/** Times in µs. */
export interface ClusterConfig extends Omit<ProtocolSettings, 'leaseSinceUs'> {
  /** Servers with a vote, 1–9. */
  readonly nodes: number;
  /** Servers without one from the start, 0–3. */
  readonly learners: number;
  /** Applied entries after which a log is compacted; 0 = never. */
  readonly snapshotAfter: number;
  readonly heartbeatUs: number;
  /** One way. */
  readonly latencyUs: number;
  /** Evenly drawn from 0 to this and added to the latency. */
  readonly jitterUs: number;
  /** Share of messages that vanish, 0–1. */
  readonly loss: number;
  /** Writes a second. */
  readonly clientRate: number;
  /** Sides that cannot reach each other from the start; empty = none. */
  readonly partition: readonly (readonly string[])[];
}

/** What a client may ask for. */
export type Operation = 'write' | 'read';

/** The client asks for a write, or a read. */
export interface ClientRequest {
  readonly kind: 'client-request';
  readonly from: string;
  readonly to: string;
  readonly request: number;
  readonly op: Operation;
  /** Of a read: the key. */
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
  /** Answer to a read. */
  readonly held: Held | null;
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
  /** Requests it took into its log as leader, by index. Volatile. */
  pending: Map<number, { readonly request: number; readonly term: number; readonly op: Operation; readonly key: string }>;
  /** How far its clock is ahead, µs; negative = behind. */
  skewUs: number;
}

/** What the client waits for. */
export interface Outstanding {
  readonly request: number;
  readonly op: Operation;
  /** Of a read: the key. */
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
  /** What the client did and was told, judged as it goes on. */
  history: History;
  /** Whether every read since then must be linearizable: not where reads may be stale, or clocks were set while leases count. */
  strict: boolean;
  /** The voters that an operator wants and has not got yet. */
  wanted: readonly string[] | null;
  /** Number of the next server to come. */
  nextServer: number;
  /** What the servers go by now. Never changed; see `settingsOf`. */
  settings: ProtocolSettings;
  stats: Stats;
  witness: Witness;
}

export const clientId = 'c1';

export function makeMember(id: string, membership: Membership): Member {
  return {
    node: makeNode(id, membership), up: true, frozen: false,
    electionDeadlineUs: -1, electionWaitUs: 0, timerUs: -1, heartbeatUs: -1, pending: new Map(), skewUs: 0,
  };
}

/** A lease is worth nothing where others may be elected meanwhile, so it brings check-quorum with it (etcd refuses it without). */
export function settingsOf(config: ClusterConfig, leaseSinceUs: number): ProtocolSettings {
  const { batch, maxInflight, preVote, reads, electionTimeoutUs } = config;
  return { batch, maxInflight, preVote, checkQuorum: config.checkQuorum || reads === 'lease', reads, electionTimeoutUs, leaseSinceUs };
}

/** A server that knows nobody yet. */
export function addMember(state: ClusterState): Member {
  const member = makeMember(`n${state.nextServer}`, nobody);
  state.nextServer += 1;
  state.members.set(member.node.id, member);
  return member;
}

export function makeCluster(config: ClusterConfig): ClusterState {
  const ids = Array.from({ length: config.nodes + config.learners }, (_, at) => `n${at + 1}`);
  const membership = membershipOf(ids.slice(0, config.nodes), ids.slice(config.nodes));
  return {
    config,
    members: new Map(ids.map((id) => [id, makeMember(id, membership)])),
    network: createNetwork<Message>([clientId]),
    client: { id: clientId, next: 1, leader: 'n1', outstanding: new Map(), tickUs: -1 },
    history: makeHistory(),
    strict: config.reads !== 'stale',
    wanted: null,
    nextServer: ids.length + 1,
    settings: settingsOf(config, -1),
    stats: makeStats(),
    witness: makeWitness(),
  };
}

export function copyCluster(state: ClusterState): ClusterState {
  const { client } = state;
  return {
    ...state,
    members: new Map([...state.members].map(([id, member]) => [id, {
      ...member, node: copyNode(member.node), pending: new Map(member.pending),
    }])),
    network: copyNetwork(state.network),
    client: { ...client, outstanding: new Map([...client.outstanding].map(([request, write]) => [request, { ...write }])) },
    history: copyHistory(state.history),
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

/** The configuration in force: the leader's, or without one the newest that anybody has. */
export function membershipNow(state: ClusterState): Membership {
  const leader = leaderOf(state);
  if (leader !== null) return leader.node.membership;
  let newest: RaftNode | null = null;
  for (const { node } of state.members.values()) {
    if (node.membership.voters.length > 0 && (newest === null || node.configIndex > newest.configIndex)) newest = node;
  }
  return newest?.membership ?? nobody;
}

/** How many servers have a vote now, and how many of them make a majority; while both majorities are needed, the larger. */
export function quorumNow(state: ClusterState): { readonly voters: readonly string[]; readonly quorum: number } {
  const membership = membershipNow(state);
  return { voters: votersIn(membership), quorum: Math.max(majority(membership.voters.length), membership.outgoing.length > 0 ? majority(membership.outgoing.length) : 0) };
}
