/** What a message is, in one line. */
import type { QueueState } from '../../models/message-queue/cluster.ts';
import type { Message } from '../../models/message-queue/messages.ts';
import type { Moment } from '../base/concept.ts';

type Words = Pick<Moment<QueueState>, 'text' | 'name'>;

/** Kind, what it carries, from whom, to whom. */
export function messageSentence(message: Message, { text, name }: Words): string {
  return text('message-queue.message', { what: carried(message, text), from: name(message.from), to: name(message.to) });
}

/** `2 records for P0`. */
export function carried(message: Message, text: Words['text']): string {
  switch (message.kind) {
    case 'produce': case 'consume-reply': return text(message.records.length === 1 ? 'message-queue.carries.record' : 'message-queue.carries.records', { count: message.records.length, partition: message.partition });
    case 'fetch-reply': return text('message-queue.carries.copies', { count: message.parts.reduce((sum, { records }) => sum + records.length, 0) });
    case 'enqueue': case 'deliver': return text('message-queue.carries.message');
    case 'produce-reply': return text(message.error === null ? 'message-queue.carries.ack' : 'message-queue.carries.refusal');
    case 'settle': return text(message.ok ? 'message-queue.carries.settle' : 'message-queue.carries.reject');
    case 'commit': return text('message-queue.carries.commit');
    case 'join-group': return text('message-queue.carries.join');
    case 'leave-group': return text('message-queue.carries.leave');
    case 'sync-reply': return text('message-queue.carries.assignment', { partitions: message.partitions.map(([partition]) => `P${partition}`).join(text.comma) || '–' });
    case 'end-transaction': case 'write-marker': return text(message.commit ? 'message-queue.carries.end-commit' : 'message-queue.carries.end-abort');
    default: return text('message-queue.carries.request');
  }
}
