/** What the store is called, and its corner: words that the first picture needs, English. */
import type { CapState } from '../../models/cap-theorem/state.ts';
import type { Moment } from '../base/concept.ts';

export const capTheoremStrings = {
  'cap-theorem.title': 'CAP theorem',
  'cap-theorem.subtitle-one': 'one copy · {corner} chosen',
  'cap-theorem.subtitle': '{copies} copies · {corner} chosen',
  'cap-theorem.subtitle-cut': '{copies} copies · {corner} during a cut',
  'cap-theorem.chosen': '{corner} chosen',
  'cap-theorem.holds.c': 'Consistent', 'cap-theorem.holds.a': 'Available',
  'cap-theorem.given-up.c': 'Not consistent', 'cap-theorem.given-up.a': 'Not available',
  'cap-theorem.partition.now': 'Partition now', 'cap-theorem.partition.none': 'No partition',
  'cap-theorem.spoken.c': 'verdict on what clients were told', 'cap-theorem.spoken.a': '{answered} of {asked} {asked|request|requests} answered', 'cap-theorem.spoken.p': 'network',
  'cap-theorem.old': 'old',
  'cap-theorem.empty': 'empty',
  'cap-theorem.spoken-copy': 'holds {copy}, reaches {reached} of {copies} {copies|copy|copies}',
  'cap-theorem.spoken-client': 'waits for {count} {count|answer|answers}',
  'cap-theorem.dropped': 'dropped',
  'cap-theorem.message-spoken': '{kind} from {from} to {to}',
  'cap-theorem.kind.read': 'Read of {key}', 'cap-theorem.kind.write': 'Write {key}={value}', 'cap-theorem.kind.answer': 'Answer about {key}',
  'cap-theorem.kind.refusal': 'Refusal', 'cap-theorem.kind.query': 'Question for {key}', 'cap-theorem.kind.query-reply': 'Copy of {key}',
  'cap-theorem.kind.update': 'Copy of {key}', 'cap-theorem.kind.update-ack': 'Stored', 'cap-theorem.kind.forward': 'Request handed on', 'cap-theorem.kind.forward-reply': 'Answer to a request handed on',
  'cap-theorem.refused.no-read-quorum': 'refused: too few copies', 'cap-theorem.refused.no-write-quorum': 'refused: too few copies', 'cap-theorem.refused.down': 'refused: down',
} as const satisfies { readonly [key: string]: string };

/** How many copies there are, and which corner is chosen. */
export function subtitle({ state, text }: Pick<Moment<CapState>, 'state' | 'text'>): string {
  const values = { copies: state.replicas.size, corner: state.corner.toUpperCase() };
  if (state.replicas.size === 1) return text('cap-theorem.subtitle-one', values);
  return text(state.network.groups !== null || state.network.cutLinks.size > 0 ? 'cap-theorem.subtitle-cut' : 'cap-theorem.subtitle', values);
}
