/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type NetworkPartitionReason =
  | 'a bridge leaves nothing to cut: name a third node'
  | 'a cut needs two sides with nodes on each'
  | 'a majority of the disks would be lost, and with it what was accepted'
  | 'a partitioned network has no action {action}'
  | 'drift is a number of millionths, at most half'
  | 'nothing is down'
  | 'there is a lock only with the policy fencing-token'
  | 'there is no client'
  | 'there is no node {target} now'
  | '{id} believes that it holds the lock'
  | '{id} has lost its disk, and counts for no majority'
  | '{id} hears no majority'
  | '{id} is off already'
  | '{id} is primary already'
  | '{target} is cut with its sides: heal without a target lifts that';

export const refused: Refuse<NetworkPartitionReason> = refuse;
