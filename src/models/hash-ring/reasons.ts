/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type HashRingReason =
  | 'a hash ring does not know the action {action}'
  | 'a position is a number from 0 up to 1'
  | 'a ring holds at most 10,000 keys'
  | 'a ring holds at most {most} servers'
  | 'a run numbers at most {most} servers'
  | 'a weight is a number above 0, at most 1,024'
  | 'there is no key to look up'
  | '{id} is up'
  | '{key} is there already';

export const refused: Refuse<HashRingReason> = refuse;
