/** Every field of a server, a message, an entry or a link. */
import { isCut } from '../../models/kernel/network-state.ts';
import type { ClusterState, Member } from '../../models/raft-cluster/cluster.ts';
import { quorumNow } from '../../models/raft-cluster/cluster.ts';
import { entryAt, termAt } from '../../models/raft-cluster/log.ts';
import type { RaftNode } from '../../models/raft-cluster/node.ts';
import type { Inspection, Moment } from '../base/concept.ts';
import { lanesOf } from './lanes.ts';
import { inspectMessage } from './messages.words.ts';
import { isDeposed, roleOf } from './raft-cluster.picture.ts';

type RaftMoment = Pick<Moment<ClusterState>, 'state' | 'nowUs' | 'name' | 'text'>;
type Field = Inspection['fields'][number];

export function inspect(moment: RaftMoment, kind: string, id: string): Inspection | null {
  const { state } = moment;
  if (kind === 'node') {
    const member = state.members.get(id);
    return member ? inspectServer(moment, member) : null;
  }
  if (kind === 'message') {
    const envelope = state.network.inFlight.get(id) ?? state.network.lost.find((lost) => lost.id === id);
    return envelope ? inspectMessage(envelope, moment) : null;
  }
  return kind === 'entry' ? inspectEntry(moment, id) : inspectLink(moment, id);
}

function inspectServer(moment: RaftMoment, member: Member): Inspection {
  const { state, text, name } = moment;
  const { node, up, frozen } = member;
  const { id, durable, volatile } = node;
  const number = (value: number): string => text('{value}', { value });
  const field = (key: string, value: string): Field => ({ label: text(`raft-cluster.field.${key}`), value });
  const column = (key: string, value: string): Field => ({ label: text(`raft-cluster.column.${key}`), value });
  return {
    title: `${name(id)} · ${text(isDeposed(state, member) ? 'raft-cluster.deposed' : `role.${roleOf(member)}`)}`,
    fields: [
      column('term', number(durable.currentTerm)), column('vote', durable.votedFor === null ? '–' : name(durable.votedFor)),
      column('entries', number(durable.log.lastIndex)), column('last-term', durable.log.lastIndex === 0 ? '–' : number(durable.log.lastTerm)),
      ...(up ? [column('committed', number(volatile.commitIndex)), field('applied', number(volatile.lastApplied)), field('leader', volatile.leader === null ? '–' : name(volatile.leader))] : []),
      ...(durable.log.snapshotIndex > 0 ? [field('snapshot', number(durable.log.snapshotIndex))] : []),
      ...(member.skewUs === 0 ? [] : [field('clock', text('raft-cluster.value.clock', { ms: Math.round(member.skewUs / 1000) }))]),
      ...(volatile.reads.length === 0 ? [] : [field('reads', number(volatile.reads.length))]),
      field('voters', votersOf(node, moment)),
      ...(durable.voter ? [] : [field('disk', text('raft-cluster.disk-lost'))]),
      ...(up ? waitingFields(moment, member) : []),
      ...[...volatile.progress].map(([peer, { nextIndex, matchIndex, probing }]): Field => ({
        label: text('raft-cluster.field.progress', { name: name(peer) }),
        value: text(probing ? 'raft-cluster.value.probing' : 'raft-cluster.value.progress', { next: nextIndex, match: matchIndex }),
      })),
    ],
    actions: !up ? ['recover', 'wipe'] : frozen ? ['thaw', 'crash'] : volatile.role === 'leader' ? ['crash', 'freeze', 'read', 'skew', 'slow', 'remove', 'wipe'] : ['crash', 'freeze', 'timeout', 'transfer', 'read', 'skew', 'slow', 'remove', 'wipe'],
  };
}

/** Who counts, by the newest configuration this server knows. */
function votersOf({ membership: { voters, outgoing } }: RaftNode, { text, name }: RaftMoment): string {
  const list = (ids: readonly string[]): string => ids.map(name).join(text.comma) || '–';
  return outgoing.length === 0 ? list(voters) : text('raft-cluster.value.joint', { old: list(outgoing), new: list(voters) });
}

function waitingFields({ state, text, nowUs }: RaftMoment, { node: { volatile }, electionDeadlineUs, electionWaitUs }: Member): readonly Field[] {
  const fields: Field[] = [];
  const inMs = (us: number): number => Math.max(0, Math.round(us / 1000));
  if (electionDeadlineUs >= 0) {
    fields.push({ label: text('raft-cluster.field.timeout'), value: text('raft-cluster.value.timeout', { left: inMs(electionDeadlineUs - nowUs), wait: inMs(electionWaitUs) }) });
  }
  if (volatile.role === 'candidate' || volatile.role === 'pre-candidate') {
    const yes = [...volatile.votes.values()].filter(Boolean).length;
    fields.push({ label: text('raft-cluster.field.votes'), value: text('raft-cluster.value.votes', { yes, no: volatile.votes.size - yes, servers: quorumNow(state).voters.length }) });
  }
  return fields;
}

/** `n1:7`: entry 7 on server n1. */
function inspectEntry({ state, text, name }: RaftMoment, id: string): Inspection | null {
  const [server = '', at = ''] = id.split(':');
  const member = state.members.get(server);
  const entry = member && entryAt(member.node.durable.log, Number(at));
  if (!member || !entry) return null;
  const holders = [...state.members.values()].filter(({ node }) => termAt(node.durable.log, entry.index) === entry.term).map(({ node }) => name(node.id));
  const lane = lanesOf(state, 7).find((each) => each.member === member);
  const cell = lane?.cells[entry.index - lane.first];
  const standing = cell?.state === 'conflict' ? 'conflict' : entry.index <= member.node.volatile.commitIndex ? 'committed' : 'uncommitted';
  return {
    title: text('raft-cluster.entry-title', { index: entry.index, name: name(server) }),
    fields: [
      { label: text('raft-cluster.field.index'), value: text('{index}', { index: entry.index }) },
      { label: text('raft-cluster.term'), value: text('{term}', { term: entry.term }) },
      { label: text('raft-cluster.field.command'), value: entry.command === '' ? text('raft-cluster.value.empty') : entry.membership ? text('raft-cluster.value.config', { names: entry.membership.voters.map(name).join(text.comma) }) : entry.command },
      { label: text('raft-cluster.field.state'), value: text(`raft-cluster.value.${standing}`) },
      { label: text('raft-cluster.field.on'), value: holders.join(text.comma) },
    ],
    actions: [],
  };
}

function inspectLink({ state, text, name }: RaftMoment, id: string): Inspection | null {
  const [from = '', to = ''] = id.split(/[->]/);
  if (!state.members.has(from) || !state.members.has(to)) return null;
  const there = !isCut(state.network, from, to);
  const back = !isCut(state.network, to, from);
  const ways = there && back ? 'both' : !there && !back ? 'neither' : 'way';
  const count = [...state.network.inFlight.values()].filter(({ message }) => (message.from === from && message.to === to) || (message.from === to && message.to === from)).length;
  return {
    title: text('raft-cluster.link-title', { from: name(from), to: name(to) }),
    fields: [
      { label: text('raft-cluster.field.ways'), value: text(`raft-cluster.value.${ways}`, there ? { from: name(from), to: name(to) } : { from: name(to), to: name(from) }) },
      { label: text('raft-cluster.field.in-flight'), value: text('{count}', { count }) },
    ],
    actions: there && back ? ['cut'] : ['heal'],
  };
}
