/** What a picture of the topic shows: lanes with their records, replicas, and where each group stands. */
import type { Member, QueueState, Replica } from './cluster.ts';
import type { LogRecord } from './partition-log.ts';
import { read } from './partition-log.ts';
import { isAborted, lastStableOffset } from './producer-state.ts';

export interface ShownRecord {
  readonly offset: number; readonly id: string; readonly key: string | null;
  /** `open`: of a transaction that is not decided; `marker`: the end of one. */
  readonly state: 'uncommitted' | 'committed' | 'open' | 'aborted' | 'marker';
}
export interface ShownReplica { readonly broker: string; readonly role: 'leader' | 'follower' | 'offline'; readonly logEnd: number; readonly highWatermark: number; readonly inSync: boolean; readonly epoch: number }
export interface Cursor {
  readonly group: string; readonly committed: number | null;
  /** Next offset to fetch, and next to process; null: nobody owns the partition, or it is still being asked for. */
  readonly position: number | null; readonly done: number | null; readonly owner: string | null; readonly working: number | null;
}
export interface Lane {
  readonly partition: number; readonly leader: string | null; readonly epoch: number; readonly startOffset: number; readonly endOffset: number; readonly highWatermark: number; readonly lastStable: number;
  readonly records: readonly ShownRecord[]; readonly replicas: readonly ShownReplica[]; readonly cursors: readonly Cursor[];
}
export interface ShownMember { readonly id: string; readonly group: string; readonly state: 'down' | 'frozen' | 'idle' | 'working' | 'joining' | 'revoking' | 'waiting'; readonly generation: number; readonly partitions: readonly number[]; readonly record: string | null }

/** How far a record is with those who have it: as this replica knows. */
export function stateOfRecord({ highWatermark, producers, aborted }: Replica, record: LogRecord): ShownRecord['state'] {
  if (record.control !== null) return 'marker';
  if (record.offset >= highWatermark) return 'uncommitted';
  if (isAborted(aborted, record)) return 'aborted';
  const openFrom = record.transactional ? producers.get(record.producerId)?.openFrom ?? -1 : -1;
  return openFrom >= 0 && record.offset >= openFrom ? 'open' : 'committed';
}

/** The newest records of a partition, oldest first. */
export function recordsShown(state: QueueState, partition: number, most = 24): readonly ShownRecord[] {
  const replica = leadingReplica(state, partition);
  if (!replica) return [];
  const { log } = replica;
  return read(log, Math.max(log.startOffset, log.endOffset - most), log.endOffset).map((record) => ({ offset: record.offset, id: record.id, key: record.key, state: stateOfRecord(replica, record) }));
}

function replicasShown(state: QueueState, partition: number): readonly ShownReplica[] {
  const part = state.controller.parts[partition]!;
  return part.replicas.flatMap((id) => {
    const broker = state.brokers.get(id);
    const replica = broker?.replicas.get(partition);
    if (!broker || !replica) return [];
    return [{ broker: id, role: !broker.up ? 'offline' as const : replica.state.leader === id ? 'leader' as const : 'follower' as const, logEnd: replica.log.endOffset, highWatermark: replica.highWatermark, inSync: part.isr.includes(id), epoch: replica.state.epoch }];
  });
}

function cursor(state: QueueState, name: string, partition: number): Cursor {
  const owner = [...state.members.values()].find((member) => member.group === name && member.claims.has(partition)) ?? null;
  const claim = owner?.claims.get(partition);
  const known = (offset: number | undefined): number | null => (offset === undefined || offset < 0 ? null : offset);
  return {
    group: name, committed: state.groups.get(name)?.committed.get(partition) ?? null, position: known(claim?.position), done: known(claim?.done), owner: owner?.id ?? null,
    working: owner?.working?.partition === partition ? owner.working.record.offset : null,
  };
}

/** One lane a partition, with `most` records. The output topic's partitions follow those of the topic. */
export function lane(state: QueueState, partition: number, most = 24): Lane {
  const part = state.controller.parts[partition]!;
  const replica = leadingReplica(state, partition);
  return {
    partition, leader: part.leader, epoch: part.epoch, startOffset: replica?.log.startOffset ?? 0, endOffset: replica?.log.endOffset ?? 0, highWatermark: replica?.highWatermark ?? 0,
    lastStable: replica ? lastStableOffset(replica.producers, replica.highWatermark) : 0, records: recordsShown(state, partition, most), replicas: replicasShown(state, partition),
    cursors: partition < state.config.partitions ? [...state.groups.keys()].map((name) => cursor(state, name, partition)) : [],
  };
}

/** Lanes of the topic. */
export const lanes = (state: QueueState, most = 24): readonly Lane[] => Array.from({ length: state.config.partitions }, (_, partition) => lane(state, partition, most));

export function memberState(state: QueueState, { up, frozen, phase, working, wantsJoin, claims, deferred, hand }: Member): ShownMember['state'] {
  if (!up) return 'down';
  if (frozen) return 'frozen';
  if (phase !== 'stable') return 'joining';
  if (wantsJoin || deferred !== null) return 'revoking';
  if (working !== null) return 'working';
  const isIdle = state.config.mode === 'queue' ? hand.length === 0 : claims.size === 0;
  return isIdle ? 'idle' : 'waiting';
}

/** Members in the order they came. */
export const membersShown = (state: QueueState): readonly ShownMember[] => [...state.members.values()].map((member) => ({
  id: member.id, group: member.group, state: memberState(state, member), generation: member.generation, partitions: [...member.claims.keys()], record: member.working?.record.id ?? null,
}));

/** The log that counts: the leader's; without one, the longest in the in-sync set. */
export function leadingReplica(state: QueueState, partition: number): Replica | null {
  const part = state.controller.parts[partition];
  if (!part) return null;
  const led = state.brokers.get(part.leader ?? '')?.replicas.get(partition);
  if (led) return led;
  const replicas = part.isr.map((id) => state.brokers.get(id)?.replicas.get(partition)).filter((replica) => replica !== undefined);
  return replicas.sort((a, b) => b.log.endOffset - a.log.endOffset)[0] ?? null;
}
