/**
 * The decisions on which each corner rests, one function each, so that a test can spoil one and show that a check catches it.
 *
 * @see Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in Message-Passing Systems (J. ACM 42, 1995); several writers:
 *   Lynch and Shvartsman, Robust emulation of shared memory using dynamic quorum-acknowledged broadcasts (FTCS 1997).
 * @see DeCandia et al., Dynamo (SOSP 2007): vector clocks, hinted handoff.
 */
import type { Corner } from './state.ts';
import type { VersionRules } from './version.ts';
import { versionRules } from './version.ts';

export interface Rules extends VersionRules {
  /** Does every read quorum meet every write quorum, and two write quorums each other? Then `cp` promises linearizability. */
  readonly overlaps: (read: number, write: number, replicas: number) => boolean;
  /** Have enough answered? */
  readonly isEnough: (answers: number, needed: number) => boolean;
  /** Does a write first ask a read quorum for the highest version? */
  readonly asksBeforeWriting: (corner: Corner) => boolean;
  /** Does a read bring what it found onto a write quorum before it answers? */
  readonly repairsBeforeAnswering: (corner: Corner) => boolean;
  /** Is a version kept for a node that has not acknowledged it? */
  readonly keepsHint: (peer: string) => boolean;
  /** Does a node answer without the quorum it wants? */
  readonly answersAlone: (corner: Corner) => boolean;
}

export const capRules: Rules = {
  ...versionRules,
  overlaps: (read, write, replicas) => read + write > replicas && 2 * write > replicas,
  isEnough: (answers, needed) => answers >= needed,
  asksBeforeWriting: (corner) => corner === 'cp',
  repairsBeforeAnswering: (corner) => corner === 'cp',
  keepsHint: () => true,
  answersAlone: (corner) => corner === 'ap',
};
