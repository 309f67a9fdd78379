/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type ObservabilityReason =
  | 'a recording is being replayed already'
  | 'a span is not as it should be'
  | 'an observed system has no action {action}'
  | 'callers is a number for each service, lower than its own'
  | 'name a service'
  | 'share is a number from 0 to 1'
  | 'spans is a list of 1 to {most}'
  | '{id} gets no context already'
  | '{id} is the way in: nobody gives it a context';

export const refused: Refuse<ObservabilityReason> = refuse;
