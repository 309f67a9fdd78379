/**
 * Keeps what members own, then evens out with the fewest moves: members above their share give up their last partitions,
 * what nobody owns goes to who has least. The properties are those of Kafka's sticky assignors (every partition owned once,
 * balanced within one for equal subscriptions, fewest moves); the order of ties is this module's own.
 *
 * @see KIP-54 and KIP-429.
 */
import type { Assignment, Assignor, Subscriber, Topics } from './assignor.ts';
import { allPartitions, comparePartitions, empty, sortedMembers, topicOf } from './assignor.ts';

/** Who may take a partition and has least; ties by id. */
function leastLoaded(order: readonly Subscriber[], assignment: Assignment, partition: string): Subscriber | null {
  let best: Subscriber | null = null;
  for (const member of order) {
    if (!member.topics.includes(topicOf(partition))) continue;
    if (best === null || assignment.get(member.id)!.length < assignment.get(best.id)!.length) best = member;
  }
  return best;
}

function keepOwned(order: readonly Subscriber[], assignment: Assignment, free: Set<string>): void {
  for (const member of order) {
    for (const partition of member.owned) {
      if (member.topics.includes(topicOf(partition)) && free.delete(partition)) assignment.get(member.id)!.push(partition);
    }
  }
}

/** Moves one partition from a member to one that has at least two fewer, as long as there is such a pair. */
function balance(order: readonly Subscriber[], assignment: Assignment): void {
  for (let moved = true; moved;) {
    moved = false;
    for (const giver of order.slice().sort((a, b) => assignment.get(b.id)!.length - assignment.get(a.id)!.length)) {
      const has = assignment.get(giver.id)!;
      for (let at = has.length - 1; at >= 0 && !moved; at -= 1) {
        const taker = leastLoaded(order, assignment, has[at]!);
        if (taker === null || assignment.get(taker.id)!.length + 1 >= has.length) continue;
        assignment.get(taker.id)!.push(...has.splice(at, 1));
        moved = true;
      }
      if (moved) break;
    }
  }
}

export const sticky: Assignor = (members, topics: Topics) => {
  const order = sortedMembers(members);
  const assignment = empty(members);
  const free = new Set(allPartitions(topics));
  keepOwned(order, assignment, free);
  // With everybody above the share first brought down to it, the free ones fill the gaps and nothing moves twice.
  for (const partition of free) {
    const member = leastLoaded(order, assignment, partition);
    if (member !== null) assignment.get(member.id)!.push(partition);
  }
  balance(order, assignment);
  for (const partitions of assignment.values()) partitions.sort(comparePartitions);
  return assignment;
};

/**
 * The first of two rounds: the target without what another member still owns. Those give it up, join again, and the second
 * round hands it out.
 */
export function withoutMoving(target: Assignment, members: readonly Subscriber[]): Assignment {
  const ownerOf = new Map(members.flatMap(({ id, owned }) => owned.map((partition) => [partition, id] as const)));
  return new Map([...target].map(([id, partitions]) => [id, partitions.filter((partition) => (ownerOf.get(partition) ?? id) === id)]));
}

export const cooperativeSticky: Assignor = (members, topics) => withoutMoving(sticky(members, topics), members);
