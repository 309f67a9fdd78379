/** What a message is, in one line. */
import type { Message } from '../../models/network-partition/messages.ts';
import type { PartitionState } from '../../models/network-partition/state.ts';
import type { Moment } from '../base/concept.ts';

type Words = Pick<Moment<PartitionState>, 'text' | 'name'>;

export function kindOf(message: Message, { text }: Words): string {
  return text(`network-partition.message.${message.kind}`);
}

/** One line: what it is, from whom, to whom. */
export function messageSentence(message: Message, words: Words): string {
  return words.text('network-partition.message-spoken', { kind: kindOf(message, words), from: words.name(message.from), to: words.name(message.to) });
}
