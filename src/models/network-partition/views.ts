/** What a picture needs of a system: plain functions of its state. Places and colours are the picture's own business. */
import { clockText, relationOf } from './clock.ts';
import type { VectorClock } from './clock.ts';
import type { PartitionNode, PartitionState, Role } from './state.ts';
import { localClockUs, sideOf } from './state.ts';
import { canAccept } from './readouts.ts';
import { valuesHeld, versionsOf } from './held.ts';

/** A value under a key of one node. */
export interface VersionTile {
  readonly key: string;
  readonly value: string;
  /** Its vector clock; of a data type that of the whole key. */
  readonly clock: VectorClock;
  readonly clockText: string;
  /** By the clock of the node that took the write, ms; null for data types. */
  readonly timestamp: number | null;
  /** Ids of the tiles of this key and node that neither descend from it nor the other way round; empty: no siblings. */
  readonly siblings: readonly string[];
  /** Dot of the write, or key and value of a data type. */
  readonly id: string;
}

/** Everything that a node holds, by key in order. A data type has one tile a value. */
export function tilesOf({ durable: { store } }: PartitionNode): readonly VersionTile[] {
  return [...store.keys.keys()].sort().flatMap((key): readonly VersionTile[] => {
    const held = store.keys.get(key)!;
    const versions = versionsOf(held);
    if (held.item.type !== 'versions') {
      return valuesHeld(held).map((value) => ({ key, value, clock: held.clock, clockText: clockText(held.clock), timestamp: null, siblings: [], id: `${key} ${value}` }));
    }
    return versions.map(({ id, value, clock, timestampUs }) => ({
      key, value, clock, clockText: clockText(clock), timestamp: timestampUs / 1000, id,
      siblings: versions.filter((other) => relationOf(other.clock, clock) === 'concurrent').map((other) => other.id),
    }));
  });
}

/** A node as its place in the picture shows it. */
export interface NodeView {
  readonly id: string;
  /** From 0, of the cut that holds, else of the configured one; -1 outside. */
  readonly side: number;
  readonly state: 'up' | 'frozen' | 'down' | 'fenced';
  /** What it believes to be. */
  readonly role: Role;
  /** Epoch or token in which it is primary; 0 when it is not. */
  readonly epoch: number;
  /** Whether it could accept a write now. */
  readonly accepts: boolean;
  /** Whom it follows. */
  readonly primary: string | null;
  readonly suspects: readonly string[];
  /** Who had it switched off. */
  readonly fencedBy: string | null;
  /** How far its clock is from true time, ms. */
  readonly clockError: number;
  /** Time left of its lease by its own clock, ms; null when it believes to hold none. Below 0: over, and not noticed. */
  readonly leaseLeft: number | null;
  readonly tiles: readonly VersionTile[];
}

export function nodeView(state: PartitionState, node: PartitionNode, nowUs: number): NodeView {
  const { id, up, frozen, fencedBy, volatile } = node;
  const leads = up && volatile.role === 'primary';
  const localUs = localClockUs(node, nowUs);
  return {
    id, side: sideOf(state, id), role: volatile.role, fencedBy, primary: volatile.primary,
    state: up ? frozen ? 'frozen' : 'up' : fencedBy === null ? 'down' : 'fenced',
    epoch: leads ? volatile.epoch : 0, accepts: canAccept(state, node), suspects: [...volatile.suspects].sort(),
    clockError: (localUs - nowUs) / 1000,
    leaseLeft: leads && state.config.policy === 'fencing-token' ? (volatile.leaseEndsLocalUs - localUs) / 1000 : null,
    tiles: tilesOf(node),
  };
}

/** A message that met the wall. */
export interface VanishedMessage {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** Part of the way that it had gone, 0–1: half, where the wall stands. */
  readonly at: number;
  readonly agoUs: number;
}

/** Messages that vanished within the last `withinUs`, oldest first; of at most 48 losses that are remembered. */
export function vanishedLately({ network }: PartitionState, nowUs: number, withinUs: number): readonly VanishedMessage[] {
  return network.lost.flatMap(({ id, message: { from, to, kind }, sentUs, dueUs, lostUs, reason }) =>
    (reason !== 'cut' || lostUs === null || nowUs - lostUs > withinUs ? [] : [{ id, from, to, kind, at: (lostUs - sentUs) / Math.max(1, dueUs - sentUs), agoUs: nowUs - lostUs }]));
}

/** The lock and the storage behind the policy `fencing-token`; null with any other. */
export interface LockView {
  readonly holder: string | null;
  readonly token: number;
  /** Time left of the lease, ms; 0 when it is over. */
  readonly leaseLeft: number;
  /** Highest token that storage has seen. */
  readonly highestToken: number;
  readonly lockUp: boolean;
  readonly storageUp: boolean;
}

export function lockView({ config, lock, storage }: PartitionState, nowUs: number): LockView | null {
  if (config.policy !== 'fencing-token') return null;
  return { holder: lock.holder, token: lock.token, leaseLeft: Math.max(0, lock.leaseEndsUs - nowUs) / 1000, highestToken: storage.highest, lockUp: lock.up, storageUp: storage.up };
}
