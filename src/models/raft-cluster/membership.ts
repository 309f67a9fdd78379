/** Change of membership, by joint consensus (§6): newcomers catch up without a vote, then both majorities decide, then the new one. */
import type { Membership } from './membership-state.ts';
import { membersIn } from './membership-state.ts';
import type { LogEntry } from './log.ts';
import { entryAt } from './log.ts';
import type { RaftNode } from './node.ts';

/** A configuration counts from the moment that it is in the log, committed or not. */
export function adoptMembership(node: RaftNode, { index, membership }: LogEntry): void {
  if (membership === undefined) return;
  node.membership = membership;
  node.configIndex = index;
}

/** After entries were cut away: the last configuration that is left. */
export function revertMembership(node: RaftNode): void {
  const { log, snapshot } = node.durable;
  if (node.configIndex <= log.lastIndex) return;
  node.membership = snapshot.membership;
  node.configIndex = 0;
  for (let index = log.lastIndex; index > log.snapshotIndex; index -= 1) {
    const entry = entryAt(log, index);
    if (entry?.membership === undefined) continue;
    adoptMembership(node, entry);
    return;
  }
}

/** A leader's book of the others follows the configuration. */
export function keepProgress(node: RaftNode, rejoin = false): void {
  const { progress } = node.volatile;
  const others = membersIn(node.membership).filter((id) => id !== node.id);
  if (rejoin) progress.clear();
  for (const id of progress.keys()) if (!others.includes(id)) progress.delete(id);
  for (const id of others) {
    if (progress.has(id)) continue;
    progress.set(id, {
      nextIndex: node.durable.log.lastIndex + 1, matchIndex: 0, probing: true, inflight: [], voter: true, lastContactUs: -1, ackedRound: -1, ackedSentUs: -1,
    });
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id) => b.includes(id));

function differsByOne(a: readonly string[], b: readonly string[]): boolean {
  return a.filter((id) => !b.includes(id)).length + b.filter((id) => !a.includes(id)).length === 1;
}

/**
 * What a leader appends next so that `wanted` become the voters; null when they are, or when the last step has to be
 * committed first. `joint` false: where a single server comes or goes, no second majority is asked for (dissertation §4.1).
 */
export function nextMembership(node: RaftNode, wanted: readonly string[] | null, joint = true): Membership | null {
  const { membership, configIndex, durable: { log, currentTerm }, volatile: { commitIndex, opening, progress } } = node;
  const { voters, outgoing, learners, next } = membership;
  // A leader knows what is committed once an entry of its own term is.
  if (configIndex > commitIndex || commitIndex < opening || currentTerm === 0) return null;
  if (outgoing.length > 0) return { voters, outgoing: [], learners, next: [] };
  const target = wanted ?? next;
  if (target.length === 0 || (same(target, voters) && next.length === 0)) return null;
  const newcomers = target.filter((id) => !voters.includes(id));
  const listeners = [...learners.filter((id) => !next.includes(id) || newcomers.includes(id)), ...newcomers.filter((id) => !learners.includes(id))];
  if (!joint && differsByOne(target, voters)) return { voters: target, outgoing: [], learners: listeners.filter((id) => !target.includes(id)), next: [] };
  if (same(target, voters)) return { voters, outgoing: [], learners: listeners, next: [] };
  const hasCaughtUp = newcomers.every((id) => {
    const known = progress.get(id);
    return known !== undefined && !known.probing && known.matchIndex >= Math.min(commitIndex, log.lastIndex);
  });
  if (hasCaughtUp) return { voters: target, outgoing: voters, learners: listeners.filter((id) => !target.includes(id)), next: [] };
  return same(target, next) ? null : { voters, outgoing: [], learners: listeners, next: target };
}

/** What kind of step a configuration is. */
export function phaseOf({ outgoing, next }: Membership): 'catch-up' | 'joint' | 'final' {
  if (outgoing.length > 0) return 'joint';
  return next.length > 0 ? 'catch-up' : 'final';
}

/** Whether a committed configuration leaves this leader out: it goes then, not before. */
export function isRemoved({ id, membership: { voters, outgoing }, configIndex, volatile: { commitIndex } }: RaftNode): boolean {
  return outgoing.length === 0 && configIndex <= commitIndex && !voters.includes(id);
}
