/** Logs as cells, for the picture and for the readout. */
import type { ClusterState, Member } from '../../models/raft-cluster/cluster.ts';
import { leaderOf } from '../../models/raft-cluster/cluster.ts';
import { entryAt, termAt } from '../../models/raft-cluster/log.ts';
import type { LogEntry } from '../../models/raft-cluster/log.ts';
import type { Cell } from '../../scene/picture.ts';

const FREE: Cell = { state: 'free', text: '', tint: 0 };

/** Tint of a term, 1–6. */
export const tintOf = (term: number): number => (term < 1 ? 0 : ((term - 1) % 6) + 1);

export interface Lane {
  readonly member: Member;
  /** Index of the first cell. */
  readonly first: number;
  readonly cells: readonly Cell[];
}

/**
 * First index shown: the same for all, so that equal positions stand for equal entries. It moves on by several entries at
 * once, not with each of them, so that tiles stay where they are while one reads.
 */
export function firstShown(state: ClusterState, slots: number): number {
  let last = 0;
  for (const { node, up } of state.members.values()) if (up) last = Math.max(last, node.durable.log.lastIndex);
  const step = Math.max(1, Math.floor(slots / 2));
  return last <= slots ? 1 : 1 + step * Math.ceil((last - slots) / step);
}

/** Every server's log in a window of so many cells. One that lies wholly behind shows its own end. */
export function lanesOf(state: ClusterState, slots: number): readonly Lane[] {
  const shared = firstShown(state, slots);
  const leader = leaderOf(state);
  return [...state.members.values()].map((member) => {
    const { lastIndex } = member.node.durable.log;
    const first = lastIndex >= shared || lastIndex === 0 ? shared : Math.max(1, lastIndex - slots + 1);
    return { member, first, cells: Array.from({ length: slots }, (_, at) => cellAt(state, member, leader, first + at)) };
  });
}

function cellAt(state: ClusterState, member: Member, leader: Member | null, index: number): Cell {
  const { log } = member.node.durable;
  const entry = entryAt(log, index);
  if (entry === undefined) return index <= log.snapshotIndex ? { state: 'solid', text: '', tint: 0 } : FREE;
  const cell = { text: String(entry.term), tint: tintOf(entry.term) };
  if (isCommittedOn(state, member, entry)) return { ...cell, state: 'solid' };
  if (leader !== null && leader !== member && conflictsWith(leader, entry)) return { ...cell, state: 'conflict' };
  return { ...cell, state: entry.command === '' ? 'dot' : 'hollow' };
}

/** What a server knows to be committed; one that is down knows nothing, so there it is what was committed. */
function isCommittedOn(state: ClusterState, { node, up }: Member, entry: LogEntry): boolean {
  if (up) return entry.index <= node.volatile.commitIndex;
  return termAt(state.witness.committed, entry.index) === entry.term || entry.index <= state.witness.committed.snapshotIndex;
}

function conflictsWith(leader: Member, entry: LogEntry): boolean {
  const { log } = leader.node.durable;
  const own = termAt(log, entry.index);
  return own >= 0 && own !== entry.term && entry.index <= log.lastIndex;
}
