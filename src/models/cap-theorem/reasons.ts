/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type CapTheoremReason =
  | 'a corner is cp, ap or ca'
  | 'a replicated store has no action {action}'
  | 'a store here has 16 keys at most'
  | 'no client reaches {node}'
  | 'quorums are whole numbers from 1 to {n}'
  | 'these are the quorums already'
  | 'too many requests are waiting'
  | '{corner} is chosen already';

export const refused: Refuse<CapTheoremReason> = refuse;
