/** Versions of a register, which of two is newer, and what a copy keeps of those that know nothing of each other. */
import type { VectorClock } from '../kernel/vector-clock.ts';
import { compareClocks, mergeClocks } from '../kernel/vector-clock.ts';

/** What a write made. Immutable. */
export interface Version {
  readonly value: string;
  /** Requests whose writes it stands for: one, or several that were merged. Rising. */
  readonly writes: readonly number[];
  /** Higher than all that its writer had seen; with `node`, the order of quorum reads and writes. */
  readonly counter: number;
  /** Who made it. */
  readonly node: string;
  /** All updates that it knows of. */
  readonly clock: VectorClock;
  /** The writer's clock, but later than all it had seen (hybrid logical clock): the order of last-write-wins. */
  readonly timestampUs: number;
}

/** How a copy settles versions that are concurrent: the order of counters, or one of the ways of `resolve`. */
export type Settling = 'order' | 'lww' | 'siblings' | 'merge';

/** The decisions on which the model's promises rest, so that a test can spoil one and show that a check catches it. */
export interface VersionRules {
  /** Is `a` newer, by counter, then by node? */
  readonly isNewer: (a: Version, b: Version) => boolean;
  /** Does `a` win, by timestamp, then by node? */
  readonly winsLast: (a: Version, b: Version) => boolean;
  readonly compare: typeof compareClocks;
  readonly merge: typeof mergeClocks;
}

const after = (a: string, b: string): boolean => a.length > b.length || (a.length === b.length && a > b);

export const versionRules: VersionRules = {
  isNewer: (a, b) => a.counter > b.counter || (a.counter === b.counter && after(a.node, b.node)),
  winsLast: (a, b) => a.timestampUs > b.timestampUs || (a.timestampUs === b.timestampUs && after(a.node, b.node)),
  compare: compareClocks,
  merge: mergeClocks,
};

/** The newest by counter; null of none. */
export function newestOf(versions: readonly Version[], rules: VersionRules): Version | null {
  let newest: Version | null = null;
  for (const version of versions) if (newest === null || rules.isNewer(version, newest)) newest = version;
  return newest;
}

export interface Absorbed {
  readonly versions: readonly Version[];
  /** Pairs that knew nothing of each other. */
  readonly conflicts: readonly (readonly [Version, Version])[];
  /** Versions given up for others that had not seen them. */
  readonly dropped: readonly Version[];
}

/** A copy with further versions in it. The outcome does not depend on the order in which versions come. */
export function absorb(held: readonly Version[], incoming: readonly Version[], settling: Settling, rules: VersionRules): Absorbed {
  let versions = held;
  const conflicts: (readonly [Version, Version])[] = [];
  const dropped: Version[] = [];
  for (const version of incoming) versions = add(versions, version, settling, rules, conflicts, dropped);
  return { versions, conflicts, dropped };
}

function add(held: readonly Version[], incoming: Version, settling: Settling, rules: VersionRules, conflicts: (readonly [Version, Version])[], dropped: Version[]): readonly Version[] {
  const relations = held.map((version) => rules.compare(version.clock, incoming.clock));
  if (relations.includes('equal') || relations.includes('after')) return held;
  const kept: Version[] = [];
  let added = incoming;
  for (const [at, version] of held.entries()) {
    if (relations[at] === 'before') continue;
    conflicts.push([version, incoming]);
    if (settling === 'siblings' || settling === 'merge') kept.push(version);
    else {
      const wins = settling === 'lww' ? rules.winsLast(version, added) : rules.isNewer(version, added);
      const [winner, loser] = wins ? [version, added] : [added, version];
      dropped.push(loser);
      // Who settled it has seen both.
      added = { ...winner, clock: rules.merge(winner.clock, loser.clock) };
    }
  }
  return [...kept, added].sort((a, b) => (rules.isNewer(a, b) ? 1 : -1));
}

/**
 * What a reader is shown: with `merge`, siblings as one version whose value is the sorted list of what they list, as a
 * shopping cart merges. Copies keep the siblings apart, or a value that one side has replaced would come back with a merge
 * made before; a later write replaces all that its node had.
 */
export function shown(versions: readonly Version[], settling: Settling, rules: VersionRules): readonly Version[] {
  const [first, ...rest] = versions;
  return settling !== 'merge' || first === undefined || rest.length === 0 ? versions : [rest.reduce((a, b) => merged(a, b, rules), first)];
}

function merged(a: Version, b: Version, rules: VersionRules): Version {
  const values = [...new Set([...a.value.split(','), ...b.value.split(',')])].sort((one, other) => (after(one, other) ? 1 : -1));
  const writes = [...new Set([...a.writes, ...b.writes])].sort((one, other) => one - other);
  const top = rules.isNewer(a, b) ? a : b;
  const late = rules.winsLast(a, b) ? a : b;
  return { value: values.join(','), writes, counter: top.counter, node: top.node, clock: rules.merge(a.clock, b.clock), timestampUs: late.timestampUs };
}
