/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type ReplicationReason =
  | 'a skew is at most an hour'
  | 'no standby can be promoted'
  | 'nobody has to rejoin'
  | 'replication has no action {action}'
  | 'the primary is down'
  | 'there is no primary to follow'
  | 'there is no such upstream'
  | '{id} does not reach {other}'
  | '{id} follows already'
  | '{id} follows {other}'
  | '{id} is a standby and takes no writes'
  | '{id} is no standby'
  | '{id} is the primary'
  | '{id} takes itself for a primary, it has to rejoin first'
  | '{most} writes wait already';

export const refused: Refuse<ReplicationReason> = refuse;
