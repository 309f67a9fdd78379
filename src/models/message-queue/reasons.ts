/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type MessageQueueReason =
  | 'a factor is between 1 and 100'
  | 'a group has at most {members} members'
  | 'a message queue has no action {action}'
  | 'an offset is a whole number from 0'
  | 'delivery is at-most-once, at-least-once or exactly-once'
  | 'name a broker, a member or a producer'
  | 'no producer is up'
  | 'nobody is down'
  | 'partition {partition} has a leader, or nobody who could lead it'
  | 'there is no such group'
  | 'there is no such member'
  | 'there is no such partition'
  | 'there is no {target} now'
  | '{id} has no disk';

export const refused: Refuse<MessageQueueReason> = refuse;
