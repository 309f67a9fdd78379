/** What can be read off a running system: shares 0–1, times in ms. */
import { pow } from '../kernel/exact-math.ts';
import type { OverviewConfig } from './config.ts';
import type { OverviewState } from './state.ts';
import { regionOf } from './topology.ts';

export interface Readouts {
  readonly nodesUp: number;
  /** Share of all time of all nodes that they were up; null at 0. */
  readonly measuredAvailability: number | null;
  readonly predictedAvailability: number;
  /** Chance that all nodes are up at one moment. */
  readonly allUp: number;
  /** Chance that at least one owner of a key is up. */
  readonly someOwnerUp: number;
  readonly requestsServed: number;
  readonly requestsFailed: number;
  readonly crashes: number;
  /** Nodes that somebody suspects, and those of them that are up. */
  readonly suspected: number;
  readonly wronglySuspected: number;
  readonly suspicions: number;
  readonly wrongSuspicions: number;
}

/** Steady-state availability of one node: mttf / (mttf + mttr). */
export const predictedAvailability = ({ mttfUs, mttrUs }: OverviewConfig): number => mttfUs / (mttfUs + mttrUs);

export function measuredAvailability(state: OverviewState, nowUs: number): number | null {
  if (nowUs === 0) return null;
  return (state.upTimeUs + state.upCount * (nowUs - state.countedUs)) / (nowUs * state.config.nodes);
}

export function readoutsOf(state: OverviewState, nowUs: number): Readouts {
  const { config, stats } = state;
  const availability = predictedAvailability(config);
  let suspected = 0;
  let wronglySuspected = 0;
  state.suspectedBy.forEach((by, node) => {
    if (by === 0) return;
    suspected += 1;
    wronglySuspected += state.up[node]!;
  });
  return {
    nodesUp: state.upCount, measuredAvailability: measuredAvailability(state, nowUs), predictedAvailability: availability,
    allUp: pow(availability, config.nodes), someOwnerUp: 1 - pow(1 - availability, config.replicas),
    requestsServed: stats.served, requestsFailed: stats.failed, crashes: stats.crashes, suspected, wronglySuspected, suspicions: stats.suspicions, wrongSuspicions: stats.wrongSuspicions,
  };
}

/** Nodes up and nodes in all, by region. */
export function regionsOf(state: OverviewState): readonly { readonly up: number; readonly nodes: number }[] {
  const { nodes, regions } = state.config;
  const found = Array.from({ length: regions }, () => ({ up: 0, nodes: 0 }));
  for (let node = 0; node < nodes; node += 1) {
    const region = found[regionOf(node, nodes, regions)]!;
    region.nodes += 1;
    region.up += state.up[node]!;
  }
  return found;
}
