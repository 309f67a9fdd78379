/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type LoadBalancerReason =
  | 'a load balancer has no action {action}'
  | 'algorithm is one of {algorithms}'
  | 'clients is a whole number above 0'
  | 'count is a whole number above 0'
  | 'it is {algorithm} already'
  | 'ms is a number from 0 to 3600000'
  | 'name a backend'
  | 'there are {most} backends, and no room for more'
  | 'there is no client {name}'
  | '{id} is draining already'
  | '{id} is leaving already';

export const refused: Refuse<LoadBalancerReason> = refuse;
