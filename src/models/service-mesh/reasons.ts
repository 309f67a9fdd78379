/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type ServiceMeshReason =
  | 'a service mesh has no action {action}'
  | 'name a service or one of its hosts'
  | 'requests end at {services}'
  | 'share is a number above 0, at most 1'
  | 'status is a whole number from 500 to 599'
  | 'the control plane is down already'
  | 'the control plane is well'
  | '{id} has no certificate';

export const refused: Refuse<ServiceMeshReason> = refuse;
