/** Who counts, who is counted besides while that changes, and who only listens. */

/** A configuration of the cluster. Never changed after it is made. Every node uses the last one in its log. */
export interface Membership {
  readonly voters: readonly string[];
  /** Voters of before, of whom a majority is needed as well: joint consensus (§6). Empty = no change is under way. */
  readonly outgoing: readonly string[];
  /** Get the log and have no vote. */
  readonly learners: readonly string[];
  /** The voters to come, once those of them that are learners have caught up; empty = as now. */
  readonly next: readonly string[];
}

/** Of a server that knows of no cluster yet: it waits to be told, and never stands. */
export const nobody: Membership = { voters: [], outgoing: [], learners: [], next: [] };

export function membershipOf(voters: readonly string[], learners: readonly string[] = []): Membership {
  return { voters, outgoing: [], learners, next: [] };
}

/** Everybody with a vote now, each once. */
export function votersIn({ voters, outgoing }: Membership): readonly string[] {
  return outgoing.length === 0 ? voters : [...new Set([...voters, ...outgoing])];
}

/** Everybody who is sent the log, each once. */
export function membersIn(membership: Membership): readonly string[] {
  const { voters, outgoing, learners } = membership;
  if (outgoing.length === 0 && learners.length === 0) return voters;
  return [...new Set([...voters, ...outgoing, ...learners])];
}
