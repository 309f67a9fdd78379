/** What a message says, in words, for the inspector. */
import type { ClusterState, Message } from '../../models/raft-cluster/cluster.ts';
import type { Envelope } from '../../models/kernel/network-state.ts';
import type { Inspection, Moment } from '../base/concept.ts';
import { kindOf } from './message-sentence.ts';

type Words = Pick<Moment<ClusterState>, 'text' | 'name' | 'nowUs'>;
type Fields = { readonly label: string; readonly value: string }[];

/** Every field of a message, and what becomes of it. */
export function inspectMessage(envelope: Envelope<Message>, words: Words): Inspection {
  const { message, dueUs, reason } = envelope;
  const { text, name, nowUs } = words;
  const field = (key: string, value: string): Fields[number] => ({ label: text(`raft-cluster.field.${key}`), value });
  const ms = Math.max(0, Math.round((dueUs - nowUs) / 100) / 10);
  return {
    title: text(`raft-cluster.message.${kindOf(message)}`),
    fields: [
      field('from', name(message.from)), field('to', name(message.to)),
      ...('term' in message ? [{ label: text('raft-cluster.term'), value: text('{term}', { term: message.term }) }] : []),
      ...contentOf(message, words),
      reason === null ? field('arrives', text('raft-cluster.value.ms', { ms })) : field('lost', text(`raft-cluster.lost.${reason}`)),
    ],
    actions: reason === null ? ['drop', 'delay'] : [],
  };
}

function contentOf(message: Message, { text }: Words): Fields {
  const field = (key: string, value: string): Fields[number] => ({ label: text(`raft-cluster.field.${key}`), value });
  const entry = (index: number, term: number): string => (index === 0 ? text('raft-cluster.value.none') : text('raft-cluster.value.entry', { index, term }));
  const yesNo = (is: boolean): string => text(is ? 'raft-cluster.value.yes' : 'raft-cluster.value.no');
  const why = (reason: string | null): Fields => (reason === null ? [] : [field('reason', text(`raft-cluster.reason.${reason}`))]);
  switch (message.kind) {
    case 'request-vote':
    case 'pre-vote': return [field('last-log', entry(message.lastLogIndex, message.lastLogTerm))];
    case 'vote-reply':
    case 'pre-vote-reply': return [field('granted', yesNo(message.granted)), ...why(message.reason)];
    case 'append-entries': {
      const from = message.prevLogIndex + 1;
      const to = message.prevLogIndex + message.entries.length;
      const carries = to < from ? 'raft-cluster.value.heartbeat' : to === from ? 'raft-cluster.value.one-entry' : 'raft-cluster.value.entries';
      return [
        field('previous', entry(message.prevLogIndex, message.prevLogTerm)), field('carries', text(carries, { from, to })),
        field('leader-commit', text('{index}', { index: message.leaderCommit })),
      ];
    }
    case 'append-reply': {
      if (message.success) return [field('success', yesNo(true)), field('match', text('{index}', { index: message.matchIndex }))];
      const conflict = message.conflictTerm > 0 ? 'raft-cluster.value.conflict-term' : 'raft-cluster.value.conflict-end';
      const hint = message.conflictIndex > 0 ? [field('conflict', text(conflict, { term: message.conflictTerm, index: message.conflictIndex }))] : [];
      return [field('success', yesNo(false)), ...why(message.reason), ...hint];
    }
    case 'install-snapshot': return [field('last-log', entry(message.lastIndex, message.lastTerm))];
    default: return [];
  }
}
