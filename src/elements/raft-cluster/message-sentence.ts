/** What a message is, in one line. */
import type { ClusterState, Message } from '../../models/raft-cluster/cluster.ts';
import type { Moment } from '../base/concept.ts';

/** Heartbeats are told apart from what carries entries. */
export function kindOf(message: Message): string {
  return message.kind === 'append-entries' && message.entries.length === 0 ? 'heartbeat' : message.kind;
}

/** One line: kind, term, from whom, to whom. */
export function messageSentence(message: Message, { text, name }: Pick<Moment<ClusterState>, 'text' | 'name'>): string {
  return text('raft-cluster.message-spoken', {
    kind: text(`raft-cluster.message.${kindOf(message)}`), term: 'term' in message ? message.term : 0, from: name(message.from), to: name(message.to),
  });
}
