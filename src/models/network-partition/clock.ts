/**
 * Vector clocks as lists of (actor, counter), sorted by actor: equal clocks are equal lists, so that replicas can be
 * compared as a whole, and a run hashes the same however they grew. An actor that is not
 * named stands at 0. Immutable.
 *
 * @see Fidge (1988), Mattern (1989); versions of values: DeCandia et al., Dynamo (SOSP 2007), §4.4.
 */
export type VectorClock = readonly (readonly [actor: string, counter: number])[];

/** How the history behind one clock lies to that behind another. */
export type ClockRelation = 'before' | 'after' | 'equal' | 'concurrent';

export const noClock: VectorClock = [];

export function counterOf(clock: VectorClock, actor: string): number {
  for (const [each, counter] of clock) if (each === actor) return counter;
  return 0;
}

/** The clock with one actor's counter set. */
export function withCounter(clock: VectorClock, actor: string, counter: number): VectorClock {
  const others = clock.filter(([each]) => each !== actor);
  const at = others.findIndex(([each]) => each > actor);
  others.splice(at === -1 ? others.length : at, 0, [actor, counter]);
  return others;
}

/** The least clock that descends from both. */
export function joinClocks(a: VectorClock, b: VectorClock): VectorClock {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const joined: (readonly [string, number])[] = [];
  let left = 0;
  let right = 0;
  while (left < a.length || right < b.length) {
    const mine = a[left];
    const theirs = b[right];
    if (theirs === undefined || (mine !== undefined && mine[0] < theirs[0])) {
      joined.push(mine!);
      left += 1;
    } else if (mine === undefined || theirs[0] < mine[0]) {
      joined.push(theirs);
      right += 1;
    } else {
      joined.push(mine[1] >= theirs[1] ? mine : theirs);
      left += 1;
      right += 1;
    }
  }
  return joined;
}

/** Whether all that `earlier` counts is behind `clock` too; equal clocks do. */
export function descends(clock: VectorClock, earlier: VectorClock): boolean {
  return earlier.every(([actor, counter]) => counterOf(clock, actor) >= counter);
}

export function relationOf(a: VectorClock, b: VectorClock): ClockRelation {
  const after = descends(a, b);
  const before = descends(b, a);
  if (after) return before ? 'equal' : 'after';
  return before ? 'before' : 'concurrent';
}

/** `n1:2 n3:1`. */
export function clockText(clock: VectorClock): string {
  return clock.map(([actor, counter]) => `${actor}:${counter}`).join(' ');
}
