/** Deals all partitions, in order of topic and number, to the members in turn; who has not subscribed is passed over. */
import type { Assignor } from './assignor.ts';
import { allPartitions, empty, sortedMembers, topicOf } from './assignor.ts';

export const roundRobin: Assignor = (members, topics) => {
  const assignment = empty(members);
  const order = sortedMembers(members);
  let turn = 0;
  for (const partition of allPartitions(topics)) {
    const topic = topicOf(partition);
    for (let tries = 0; tries < order.length; tries += 1, turn += 1) {
      const member = order[turn % order.length]!;
      if (!member.topics.includes(topic)) continue;
      assignment.get(member.id)!.push(partition);
      turn += 1;
      break;
    }
  }
  return assignment;
};
