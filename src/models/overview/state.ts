/**
 * Many nodes and what they believe of each other. Plain data; one column a property, for with hundreds of nodes a record each
 * would make every copy dear.
 */
import type { World } from '../kernel/model.ts';
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import type { OverviewConfig } from './config.ts';
import type { Rules } from './rules.ts';
import { offsetsOf } from './topology.ts';

/** A hop of a request, or the answer that nobody listens there. */
export interface Message {
  readonly kind: 'request' | 'refused';
  readonly from: string;
  readonly to: string;
  readonly request: string;
  readonly attempt: number;
}

/** On its way. Never changed after it is made; the next step makes a new one. */
export interface Request {
  /** `q1`, `q2`, … */
  readonly id: string;
  readonly sentUs: number;
  /** In the order in which they are tried. */
  readonly owners: readonly number[];
  /** Where it is asked from, then every owner tried. */
  readonly path: readonly number[];
  /** Tries so far. */
  readonly attempt: number;
}

export interface Answer { readonly id: string; readonly path: readonly number[]; readonly ok: boolean; readonly atUs: number }

export interface OverviewState {
  config: OverviewConfig;
  readonly offsets: readonly number[];
  /** Seeds the times to failure and repair: each node's k-th is drawn from a stream of its own, so that none has to be kept. */
  readonly lifeSeed: number;
  /** 1 = up. */
  readonly up: Uint8Array;
  readonly frozen: Uint8Array;
  /** How many times a time to failure or repair was drawn. */
  readonly draws: Uint32Array;
  /** When the node fails, or is repaired, µs. */
  readonly dueUs: Float64Array;
  /** The last heartbeat sent and the one tick that counts, µs; -1 = none. */
  readonly beatUs: Float64Array;
  readonly tickUs: Float64Array;
  /** By node and slot: when the neighbour `offsets[slot]` before it was last heard, ms, and whether it is suspected. */
  readonly heardMs: Uint32Array;
  readonly suspects: Uint8Array;
  /** How many neighbours suspect the node. */
  readonly suspectedBy: Uint8Array;
  /** Requests served since its last heartbeat. */
  readonly served: Uint16Array;
  /** Time up until `sinceUs`, µs, for each node. */
  readonly upUs: Float64Array;
  readonly sinceUs: Float64Array;
  upCount: number;
  /** Sum of the times up of all nodes until `countedUs`, µs. */
  upTimeUs: number;
  countedUs: number;
  /** Requests that a node bears between two heartbeats; more of them bring it down. 0 = any number. */
  capacity: number;
  network: NetworkState<Message>;
  /** Side of each node while the network is cut into sides, else null; replaced as a whole. */
  sides: readonly number[] | null;
  nextRequest: number;
  requestUs: number;
  readonly requests: Map<string, Request>;
  /** Newest last; at most 16, for pictures. */
  answers: readonly Answer[];
  stats: { readonly served: number; readonly failed: number; readonly crashes: number; readonly suspicions: number; readonly wrongSuspicions: number };
  /** First breach of a rule; the model's `check` throws it. */
  broken: { readonly rule: string; readonly detail: string } | null;
}

/** What happens at a moment of a run. */
export interface Run { readonly state: OverviewState; readonly world: World; readonly rules: Rules }

export function makeState(config: OverviewConfig, lifeSeed: number): OverviewState {
  const { nodes } = config;
  const offsets = offsetsOf(nodes, config.degree);
  return {
    config, offsets, lifeSeed, up: new Uint8Array(nodes).fill(1), frozen: new Uint8Array(nodes), draws: new Uint32Array(nodes), dueUs: new Float64Array(nodes),
    beatUs: new Float64Array(nodes).fill(-1), tickUs: new Float64Array(nodes).fill(-1),
    heardMs: new Uint32Array(nodes * offsets.length), suspects: new Uint8Array(nodes * offsets.length), suspectedBy: new Uint8Array(nodes), served: new Uint16Array(nodes),
    upUs: new Float64Array(nodes), sinceUs: new Float64Array(nodes), upCount: nodes, upTimeUs: 0, countedUs: 0, capacity: 0,
    network: createNetwork<Message>(), sides: null, nextRequest: 1, requestUs: -1, requests: new Map(), answers: [],
    stats: { served: 0, failed: 0, crashes: 0, suspicions: 0, wrongSuspicions: 0 }, broken: null,
  };
}

export function copyState(state: OverviewState): OverviewState {
  return {
    ...state,
    up: state.up.slice(), frozen: state.frozen.slice(), draws: state.draws.slice(), dueUs: state.dueUs.slice(), beatUs: state.beatUs.slice(), tickUs: state.tickUs.slice(),
    heardMs: state.heardMs.slice(), suspects: state.suspects.slice(), suspectedBy: state.suspectedBy.slice(), served: state.served.slice(),
    upUs: state.upUs.slice(), sinceUs: state.sinceUs.slice(), network: copyNetwork(state.network), requests: new Map(state.requests),
  };
}

export function accuse(state: OverviewState, rule: string, detail: string): void {
  state.broken ??= { rule, detail };
}

export function count(state: OverviewState, name: keyof OverviewState['stats']): void {
  state.stats = { ...state.stats, [name]: state.stats[name] + 1 };
}

/** The node `slot` steps before another: the one whose heartbeats it gets there. */
export const neighbourBefore = (state: OverviewState, node: number, slot: number): number => (node - state.offsets[slot]! + state.config.nodes) % state.config.nodes;
export const neighbourAfter = (state: OverviewState, node: number, slot: number): number => (node + state.offsets[slot]!) % state.config.nodes;

export const isRunning = (state: OverviewState, node: number): boolean => state.up[node] === 1 && state.frozen[node] === 0;
