/** What assignors have in common. Partitions are named `topic-number`. */

export interface Subscriber {
  readonly id: string;
  readonly topics: readonly string[];
  /** What the member owns as it joins. */
  readonly owned: readonly string[];
}

/** Partitions by topic name. */
export type Topics = ReadonlyMap<string, number>;

/** Partitions by member id; every member has an entry. */
export type Assignment = Map<string, string[]>;

export type Assignor = (members: readonly Subscriber[], topics: Topics) => Assignment;

export const topicOf = (partition: string): string => partition.slice(0, partition.lastIndexOf('-'));
export const numberOf = (partition: string): number => Number(partition.slice(partition.lastIndexOf('-') + 1));

/** By name as text, the way Kafka sorts member ids. */
export const sortedMembers = (members: readonly Subscriber[]): Subscriber[] => members.slice().sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

export const empty = (members: readonly Subscriber[]): Assignment => new Map(sortedMembers(members).map(({ id }) => [id, []]));

export const allPartitions = (topics: Topics): string[] =>
  [...topics].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([topic, count]) => Array.from({ length: count }, (_, at) => `${topic}-${at}`));

export const comparePartitions = (a: string, b: string): number =>
  topicOf(a) === topicOf(b) ? numberOf(a) - numberOf(b) : topicOf(a) < topicOf(b) ? -1 : 1;
