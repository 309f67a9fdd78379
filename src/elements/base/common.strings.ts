/** English words of the base itself; those of shell and controls are in `ui/`. */
import { addStrings } from './strings.ts';

export const commonWords = {
  'refused.readonly': 'This diagram takes no actions.',
  'refused.page': 'The page does not allow this action.',
  'refused.stopped': 'The diagram has stopped.',
  'expect.breached': 'Expected {verdict}: {message}.',
  'badge.flat': '2D', 'badge.loading': 'Loading…',
  'summary.at': '{sentence} {reason}',
} as const;

addStrings('en', commonWords);
