/** Read-outs and what a picture needs, read off the state. Times in ms, `null` = not known yet. */
import type { QueueState } from './cluster.ts';
import { leadingReplica } from './lanes.ts';

export interface PartitionReadout { readonly partition: number; readonly leader: string | null; readonly epoch: number; readonly logStart: number; readonly logEnd: number; readonly highWatermark: number; readonly inSync: number }
export interface GroupReadout {
  readonly name: string; readonly generation: number; readonly phase: string;
  /** Next offset to read by partition; null: nothing committed. */
  readonly committed: readonly (number | null)[];
  /** Committed records that the group has not committed as read, in all. */
  readonly lag: number; readonly members: number; readonly idle: number;
}
export interface QueueReadout {
  readonly partitions: readonly PartitionReadout[]; readonly groups: readonly GroupReadout[];
  readonly produced: number; readonly processed: number; readonly duplicates: number; readonly losses: number; readonly duplicatesRefused: number; readonly fenced: number; readonly rebalances: number;
  readonly ready: number; readonly inFlight: number; readonly deadLetters: number;
  readonly latencyP50: number | null; readonly latencyP99: number | null;
}

export function partitionReadout(state: QueueState, partition: number): PartitionReadout {
  const part = state.controller.parts[partition]!;
  const replica = leadingReplica(state, partition);
  return { partition, leader: part.leader, epoch: part.epoch, logStart: replica?.log.startOffset ?? 0, logEnd: replica?.log.endOffset ?? 0, highWatermark: replica?.highWatermark ?? 0, inSync: part.leader === null ? 0 : part.isr.length };
}

/** Records of a partition that a group has still to read. */
export function lagOf(state: QueueState, group: string, partition: number): number {
  const replica = leadingReplica(state, partition);
  const found = state.groups.get(group);
  if (!replica || !found) return 0;
  const committed = found.committed.get(partition);
  const claimed = [...state.members.values()].find((member) => member.group === group && member.claims.has(partition))?.claims.get(partition);
  const from = committed ?? (claimed && claimed.done >= 0 ? claimed.done : found.reset === 'earliest' ? replica.log.startOffset : replica.highWatermark);
  return Math.max(0, replica.highWatermark - Math.max(from, replica.log.startOffset));
}

export function groupReadout(state: QueueState, name: string): GroupReadout {
  const group = state.groups.get(name)!;
  const partitions = Array.from({ length: state.config.partitions }, (_, at) => at);
  const members = [...state.members.values()].filter((member) => member.group === name);
  return {
    name, generation: group.generation, phase: group.state,
    committed: partitions.map((partition) => group.committed.get(partition) ?? null),
    lag: partitions.reduce((sum, partition) => sum + lagOf(state, name, partition), 0),
    members: members.length, idle: state.config.mode === 'queue' ? members.filter(({ up, hand }) => up && hand.length === 0).length : members.filter(({ up, claims, phase }) => up && phase === 'stable' && claims.size === 0).length,
  };
}

function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? null : value / 1000;
}

export function readouts(state: QueueState): QueueReadout {
  const { ledger, queue, config } = state;
  const sorted = ledger.latencies.slice().sort((a, b) => a - b);
  return {
    partitions: Array.from({ length: config.partitions }, (_, partition) => partitionReadout(state, partition)),
    groups: [...state.groups.keys()].map((name) => groupReadout(state, name)),
    produced: ledger.produced, processed: ledger.processed, duplicates: ledger.duplicates, losses: ledger.losses, duplicatesRefused: ledger.refusedDuplicates, fenced: ledger.fenced, rebalances: ledger.rebalances,
    ready: queue.ready.length, inFlight: queue.messages.size - queue.ready.length, deadLetters: ledger.deadLetters,
    latencyP50: percentile(sorted, 0.5), latencyP99: percentile(sorted, 0.99),
  };
}
