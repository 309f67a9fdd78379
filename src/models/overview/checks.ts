/** What must hold at all times, apart from what is noticed where it happens. */
import { InvariantViolation } from '../kernel/model.ts';
import type { OverviewState } from './state.ts';
import { neighbourBefore } from './state.ts';
import { idOf } from './topology.ts';

/** Throws an `InvariantViolation`. */
export function check(state: OverviewState, scope: 'event' | 'full'): void {
  if (state.broken !== null) throw new InvariantViolation(state.broken.rule, state.broken.detail);
  if (state.upCount < 0 || state.upCount > state.config.nodes) throw new InvariantViolation('up and down are all nodes', `${state.upCount} of ${state.config.nodes} are up`);
  if (scope === 'full') checkEverything(state);
}

function checkEverything(state: OverviewState): void {
  const { nodes } = state.config;
  let up = 0;
  let upTimeUs = 0;
  const suspectedBy = new Array<number>(nodes).fill(0);
  for (let node = 0; node < nodes; node += 1) {
    up += state.up[node]!;
    upTimeUs += state.upUs[node]! + (state.up[node] === 1 ? state.countedUs - state.sinceUs[node]! : 0);
    if (state.frozen[node] === 1 && state.up[node] === 0) throw new InvariantViolation('only what is up can stand still', idOf(node));
    for (let slot = 0; slot < state.offsets.length; slot += 1) suspectedBy[neighbourBefore(state, node, slot)]! += state.suspects[node * state.offsets.length + slot]!;
  }
  if (up !== state.upCount) throw new InvariantViolation('up and down are all nodes', `${up} are up, counted were ${state.upCount}`);
  if (upTimeUs !== state.upTimeUs) throw new InvariantViolation('availability is time up', `${upTimeUs} µs, counted were ${state.upTimeUs}`);
  suspectedBy.forEach((count, node) => {
    if (count !== state.suspectedBy[node]) throw new InvariantViolation('suspicions are counted', `${idOf(node)} is suspected by ${count}, counted were ${state.suspectedBy[node]}`);
  });
}
