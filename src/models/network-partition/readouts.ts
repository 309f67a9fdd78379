/** What can be read off a system: plain functions of its state. */
import type { PartitionNode, PartitionState } from './state.ts';
import { primariesOf } from './state.ts';

/** Of one side, as its client sees it. */
export interface SideReadouts {
  readonly client: string;
  readonly home: string;
  readonly accepted: number;
  readonly refused: number;
  /** Never answered: accepted or not. */
  readonly unanswered: number;
  /** Time in which no primary in reach of the client could accept, ms. */
  readonly withoutService: number;
  /** Whether one can now. */
  readonly served: boolean;
}

export interface PartitionReadouts {
  /** Nodes that act as primary now, in order; more than one is a split brain, if each can accept. */
  readonly primaries: readonly string[];
  /** By side, the configured ones, in order. */
  readonly sides: readonly SideReadouts[];
  /** Times that accepted writes met of which neither knew the other. */
  readonly conflicts: number;
  /** Accepted writes that are gone though nobody overwrote them knowingly. */
  readonly lostUpdates: number;
  /** Highest token that storage has seen; null without the policy `fencing-token`. */
  readonly highestToken: number | null;
}

export function readouts(state: PartitionState): PartitionReadouts {
  const { stats } = state;
  return {
    primaries: primariesOf(state).map(({ id }) => id),
    sides: [...state.clients.values()].map(({ id, home }) => {
      const { accepted, refused, unanswered, withoutServiceUs, served } = stats.sides.get(id)!;
      return { client: id, home, accepted, refused, unanswered, withoutService: withoutServiceUs / 1000, served };
    }),
    conflicts: stats.conflicts, lostUpdates: stats.lostUpdates,
    highestToken: state.config.policy === 'fencing-token' ? state.storage.highest : null,
  };
}

const open = ({ network }: PartitionState, from: string, to: string): boolean => !network.cutLinks.has(`${from}>${to}`) && !network.cutLinks.has(`${to}>${from}`);

/** Whether a primary could accept a write now, if one reached it. */
export function canAccept(state: PartitionState, node: PartitionNode): boolean {
  const { up, frozen, id, volatile } = node;
  if (!up || frozen || volatile.role !== 'primary') return false;
  if (state.config.policy === 'fencing-token') return state.storage.up && open(state, id, 's1') && volatile.epoch >= state.storage.highest;
  if (state.config.policy !== 'quorum') return true;
  const behind = [...state.nodes.values()].filter((each) => each.up && !each.frozen && each.durable.voter && each.durable.promised <= volatile.epoch && open(state, id, each.id));
  return 2 * behind.length > state.nodes.size;
}

/** Counts the time that has passed for sides without service, then looks who has it now. */
export function countService(state: PartitionState, nowUs: number): void {
  const { stats } = state;
  const passedUs = nowUs - stats.countedUs;
  stats.countedUs = nowUs;
  if (passedUs > 0) for (const side of stats.sides.values()) if (!side.served) side.withoutServiceUs += passedUs;
}

export function lookForService(state: PartitionState): void {
  const able = [...state.nodes.values()].filter((node) => canAccept(state, node));
  for (const [client, side] of state.stats.sides) side.served = able.some(({ id }) => open(state, client, id));
}
