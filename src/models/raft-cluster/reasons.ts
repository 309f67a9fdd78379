/** Why this model refuses what is asked of it; each reason is the key of its translations. */
import type { Refuse } from '../kernel/refusal.ts';
import { refuse } from '../kernel/refusal.ts';

export type RaftClusterReason =
  | 'a Raft cluster has no action {action}'
  | 'a majority of the disks would be lost, and with it what was committed'
  | 'by is a time other than 0, at most an hour'
  | 'every server is down'
  | 'logs can be arranged only before the run begins'
  | 'more than {most} servers with a vote do not fit'
  | 'no server waits for a leader'
  | 'one log for each server'
  | 'the last server stays'
  | 'there is no leader now'
  | 'too few of those that stay have kept their disk'
  | 'what is committed is in every log'
  | '{id} has no vote'
  | '{id} has no vote to lose'
  | '{id} leads already'
  | '{id} leads, and waits for nobody';

export const refused: Refuse<RaftClusterReason> = refuse;
