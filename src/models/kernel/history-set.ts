/**
 * What became of writes that are added one by one, as to a log, a set or a queue: lost, doubled, or out of nowhere.
 *
 * @see Jepsen's set and total-queue checkers, whose words these are.
 */
import type { Value } from './history.ts';

/** An element that a client tried to add. */
export interface Addition {
  readonly value: Value;
  /** `unknown`: no answer; it may be there or not. `failed`: told that it is not there. */
  readonly outcome: 'acknowledged' | 'unknown' | 'failed';
}

export interface SetJudgement {
  /** Acknowledged and not there. */
  readonly lost: readonly Value[];
  /** There more than once, each named once. */
  readonly duplicated: readonly Value[];
  /** There without having been tried, or though it was told to have failed. */
  readonly unexpected: readonly Value[];
  /** Without an answer, and there. No fault. */
  readonly recovered: readonly Value[];
}

/** Compares what was added with what is there in the end. Each value is added once. O(n). */
export function judgeSet(additions: readonly Addition[], found: readonly Value[]): SetJudgement {
  const times = new Map<Value, number>();
  for (const value of found) times.set(value, (times.get(value) ?? 0) + 1);
  const outcomes = new Map(additions.map(({ value, outcome }) => [value, outcome]));
  const present = [...times.keys()];
  return {
    lost: additions.filter(({ value, outcome }) => outcome === 'acknowledged' && !times.has(value)).map(({ value }) => value),
    duplicated: present.filter((value) => (times.get(value) ?? 0) > 1),
    unexpected: present.filter((value) => (outcomes.get(value) ?? 'failed') === 'failed'),
    recovered: present.filter((value) => outcomes.get(value) === 'unknown'),
  };
}
