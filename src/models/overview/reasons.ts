/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type OverviewReason =
  | 'all of region {region} is down already'
  | 'every node is down'
  | 'factor is a number from 1 to 1000'
  | 'no clocks are compared here'
  | 'nodes keep nothing on disk here'
  | 'regions are 1 to {regions}'
  | 'requests is a whole number, at most 60000'
  | 'the overview has no action {action}';

export const refused: Refuse<OverviewReason> = refuse;
