/** English words of the base itself; those of shell and controls are in `ui/`. */
import { addStrings } from './strings.ts';

export const commonWords = {
  'refused.readonly': 'This diagram takes no actions.',
  'refused.page': 'The page does not allow this action.',
  'refused.stopped': 'The diagram has stopped.',
  'expect.breached': 'Expected {verdict}: {message}.',
  'badge.flat': '2D', 'badge.loading': 'Loading…',
  'summary.at': '{sentence} {reason}',
  'fault.say.crash': '{node} crashes.', 'fault.say.recover': '{node} is back.',
  'fault.say.wipe': '{node} lost its disk.', 'fault.say.freeze': '{node} stands still; messages to it wait.',
  'fault.say.thaw': '{node} goes on where it stopped.', 'fault.say.slow': '{node} takes {factor} times as long.',
  'fault.say.skew': 'The clock of {node} is moved by {by} ms.', 'fault.say.cut': 'The network is cut: {sides}.',
  'fault.say.heal': 'The network is whole again.', 'fault.say.drop': 'A message is dropped.',
  'fault.say.delay': 'A message is held up for {by} ms.',
} as const;

addStrings('en', commonWords);
