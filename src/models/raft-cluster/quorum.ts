/**
 * Arithmetic of majorities, over one set of voters or over two at once (joint consensus). Knows nothing of logs or roles.
 *
 * @see Ongaro and Ousterhout, extended version (2014), §5.2, §5.3; for two sets at once, §6.
 */

/** Outcome of a ballot so far. */
export type VoteResult = 'won' | 'lost' | 'pending';

/** Smallest number of voters that is more than half. Four need three: an even count adds no tolerance. */
export function majority(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/**
 * Highest log index stored on a majority of voters: what a leader may commit, provided the entry is of its own term.
 *
 * Even counts lean to safety: of four voters, three must hold the entry. No voters at all commit everything, so that an
 * absent second half of a joint configuration does not hold back the first.
 *
 * @param voters - Ids of the voters.
 * @param matchIndex - Highest index known to be stored on a voter, the leader included; 0 = nothing.
 * @returns 0 while no majority holds anything; Infinity without voters.
 * @see §5.3; for the condition on the term, §5.4.2.
 */
export function majorityIndex(voters: readonly string[], matchIndex: (id: string) => number): number {
  const count = voters.length;
  if (count === 0) return Infinity;
  const needed = majority(count);
  // The needed-th largest, found by counting: nine voters at most, and no array is made for every acknowledgement.
  let best = 0;
  for (const candidate of voters) {
    const index = matchIndex(candidate);
    if (index <= best) continue;
    let holders = 0;
    for (const voter of voters) if (matchIndex(voter) >= index) holders += 1;
    if (holders >= needed) best = index;
  }
  return best;
}

/** Result of a ballot: won with a majority of yes, lost once yes can no longer reach one. `undefined` = no answer yet. */
export function voteResult(voters: readonly string[], vote: (id: string) => boolean | undefined): VoteResult {
  if (voters.length === 0) return 'won';
  const needed = majority(voters.length);
  let yes = 0;
  let open = 0;
  for (const voter of voters) {
    const answer = vote(voter);
    if (answer === undefined) open += 1;
    else if (answer) yes += 1;
  }
  if (yes >= needed) return 'won';
  return yes + open >= needed ? 'pending' : 'lost';
}

/** As `majorityIndex`, where both halves of a joint configuration must hold the entry. An empty half does not count. */
export function jointIndex(incoming: readonly string[], outgoing: readonly string[], matchIndex: (id: string) => number): number {
  return Math.min(majorityIndex(incoming, matchIndex), majorityIndex(outgoing, matchIndex));
}

/** As `voteResult`, where both halves must be won; lost as soon as one is. */
export function jointVote(incoming: readonly string[], outgoing: readonly string[], vote: (id: string) => boolean | undefined): VoteResult {
  const first = voteResult(incoming, vote);
  const second = voteResult(outgoing, vote);
  if (first === second) return first;
  return first === 'lost' || second === 'lost' ? 'lost' : 'pending';
}
