/** What `ledger.ts` writes down, and how the book starts. */
import type { PartitionLog } from './partition-log.ts';
import { makeLog } from './partition-log.ts';

/** A record that a leader appended and that is not committed yet. */
export interface Uncommitted { readonly offset: number; readonly epoch: number; readonly id: string; settled: boolean }

/** What a group has done with a partition: everything below `floor` is accounted for. */
export interface Effects {
  floor: number;
  /** Processed at or above the floor. */
  beyond: Set<number>;
  /** Below the floor, and still to be processed by somebody who holds it. */
  owed: Set<number>;
  /** Below the floor and told as lost: another leader may still have them, since each broker deletes what is too old by itself. */
  missed: Set<number>;
}

export interface Ledger {
  breach: { readonly rule: string; readonly detail: string } | null;
  /** Committed records by partition: what was once below a leader's high watermark. */
  history: PartitionLog[];
  uncommitted: Uncommitted[][];
  /** Epoch of the newest leader by partition. */
  epochs: number[];
  /** Unclean elections so far, by partition. */
  unclean: number[];
  /** Next offset by partition of the output topic that its readers have not seen. */
  shown: number[];
  /** Transactions that were decided to commit; the newest 1,024. */
  decided: Set<string>;
  /** By group index, then partition. */
  effects: Effects[][];
  /** Delivery, commits and offsets were never changed by hand, and no election was unclean. */
  pure: boolean;
  produced: number;
  processed: number;
  duplicates: number;
  losses: number;
  refusedDuplicates: number;
  fenced: number;
  rebalances: number;
  deadLetters: number;
  /** The last latencies from produce to effect, µs, as a ring. */
  latencies: number[];
  latencyAt: number;
  latestLoss: { readonly id: string; readonly reason: string; readonly timeUs: number } | null;
  latestDuplicate: { readonly id: string; readonly timeUs: number } | null;
}

const makeEffects = (): Effects => ({ floor: 0, beyond: new Set(), owed: new Set(), missed: new Set() });

export function makeLedger(partitions: number, outputs: number, groups: number): Ledger {
  const all = partitions + outputs;
  return {
    breach: null,
    history: Array.from({ length: all }, () => makeLog()),
    uncommitted: Array.from({ length: all }, () => []),
    epochs: Array.from({ length: all }, () => -1),
    unclean: Array.from({ length: all }, () => 0),
    shown: Array.from({ length: all }, () => 0),
    decided: new Set(),
    effects: Array.from({ length: groups }, () => Array.from({ length: partitions }, makeEffects)),
    pure: true, produced: 0, processed: 0, duplicates: 0, losses: 0, refusedDuplicates: 0, fenced: 0, rebalances: 0, deadLetters: 0,
    latencies: [], latencyAt: 0, latestLoss: null, latestDuplicate: null,
  };
}
