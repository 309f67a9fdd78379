/** What the checks remember of a run. */
import type { VectorClock } from './clock.ts';
import type { PartitionConfig } from './config.ts';
import type { Write } from './store.ts';
import type { Strategy } from './held.ts';
import { strategyOf } from './held.ts';
import type { Wall } from './wall.ts';

export interface Witness {
  /** First breach seen; the model's `check` throws it. */
  broken: { rule: string; detail: string } | null;
  readonly strategy: Strategy;
  readonly crdt: PartitionConfig['crdt'];
  readonly policy: PartitionConfig['policy'];
  readonly nodes: number;
  /** Latest operations by key, and in it by actor (in a set by actor and element). */
  operations: Map<string, ReadonlyMap<string, Chain>>;
  /** Stores by context, of late. */
  stores: Map<string, string>;
  /** Since when a direction has been cut. */
  cutSinceUs: Map<string, number>;
  wall: Wall | null;
  links: readonly string[];
  /** Under `quorum`: the one that accepted in an epoch, and the latest accepted writes of all. */
  accepters: Map<number, string>;
  primaries: Map<number, string>;
  accepted: readonly AcceptedWrite[];
  highestToken: number;
  /** Disks lost so far, which may have held copies that made a majority. */
  wiped: number;
}

export function makeWitness(config: PartitionConfig): Witness {
  return {
    broken: null, strategy: strategyOf(config), crdt: config.crdt, policy: config.policy, nodes: config.nodes,
    operations: new Map(), stores: new Map(),
    cutSinceUs: new Map(), wall: null, links: [], accepters: new Map(), primaries: new Map(), accepted: [], highestToken: 1, wiped: 0,
  };
}

export function copyWitness(witness: Witness): Witness {
  return {
    ...witness, operations: new Map(witness.operations), stores: new Map(witness.stores), cutSinceUs: new Map(witness.cutSinceUs), accepters: new Map(witness.accepters), primaries: new Map(witness.primaries),
  };
}

/** One actor's operations on a key, oldest first. Immutable. */
interface Chain {
  readonly actor: string;
  readonly latest: readonly Write[];
  /** Of those no longer kept: their sum, and the one that last-write-wins would choose. */
  readonly sum: number;
  readonly best: Write | null;
}

interface AcceptedWrite { readonly key: string; readonly clock: VectorClock; readonly text: string }
