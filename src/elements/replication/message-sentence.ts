/** What a message is, in one line. */
import type { Message } from '../../models/replication/messages.ts';
import type { ReplicationState } from '../../models/replication/state.ts';
import type { Moment } from '../base/concept.ts';

/** Kind, what it carries, from whom, to whom. */
export function messageSentence(message: Message, { text, name }: Pick<Moment<ReplicationState>, 'text' | 'name'>): string {
  return text('replication.message-spoken', { what: carried(message, text), from: name(message.from), to: name(message.to) });
}

/** `records 51–52`, `acknowledgement: flushed up to 50`. */
export function carried(message: Message, text: Moment<ReplicationState>['text']): string {
  switch (message.kind) {
    case 'ship': return text(message.records.length === 1 ? 'replication.message.ship-one' : 'replication.message.ship', { from: message.after + 1, to: message.after + message.records.length });
    case 'status': return text('replication.message.status', { ...message.positions });
    case 'base-backup': return text('replication.message.base-backup', { lsn: message.lsn });
    default: return text(`replication.message.${message.kind}`);
  }
}
