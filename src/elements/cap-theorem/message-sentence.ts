/** What a message is, in one line. */
import type { Message } from '../../models/cap-theorem/messages.ts';
import type { CapState } from '../../models/cap-theorem/state.ts';
import type { Moment } from '../base/concept.ts';

type Words = Pick<Moment<CapState>, 'text' | 'name'>;

/** `Write x=2`, `Copy of x`. */
export function kindOf(message: Message, { text }: Words): string {
  if (message.kind === 'client-request') return text(`cap-theorem.kind.${message.call.op}`, { key: message.call.key, value: message.call.value ?? '' });
  if (message.kind === 'client-reply') return text(message.ok ? 'cap-theorem.kind.answer' : 'cap-theorem.kind.refusal', { key: message.call.key });
  return text(`cap-theorem.kind.${message.kind}`, { key: 'key' in message ? message.key : message.call.key });
}

/** One line: what it is, from whom, to whom. */
export function messageSentence(message: Message, words: Words): string {
  return words.text('cap-theorem.message-spoken', { kind: kindOf(message, words), from: words.name(message.from), to: words.name(message.to) });
}
