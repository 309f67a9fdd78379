/** Contiguous blocks in the order of member ids; the first members take one more where it does not divide (Kafka's RangeAssignor). */
import type { Assignor } from './assignor.ts';
import { empty, sortedMembers } from './assignor.ts';

export const range: Assignor = (members, topics) => {
  const assignment = empty(members);
  for (const [topic, partitions] of [...topics].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const subscribed = sortedMembers(members).filter((member) => member.topics.includes(topic));
    if (subscribed.length === 0) continue;
    const each = Math.floor(partitions / subscribed.length);
    const extra = partitions % subscribed.length;
    subscribed.forEach((member, at) => {
      const from = each * at + Math.min(at, extra);
      const count = each + (at < extra ? 1 : 0);
      for (let partition = from; partition < from + count; partition += 1) assignment.get(member.id)!.push(`${topic}-${partition}`);
    });
  }
  return assignment;
};
