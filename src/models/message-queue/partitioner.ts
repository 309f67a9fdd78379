/** Which partition a record goes to: Kafka's murmur2 of the key, batches that stick to one partition, or each in turn. */
import { utf8 } from '../kernel/fnv.ts';
import type { RandomStream } from '../kernel/model.ts';

export type Partitioner = 'round-robin' | 'key' | 'sticky';

/** Records that stay on one partition before the sticky partitioner moves on. Kafka counts bytes (`batch.size`, KIP-794). */
export const STICKY = 4;

/** murmur2 with Kafka's seed 0x9747b28c over UTF-8 bytes; a signed 32-bit integer. */
export function murmur2(text: string): number {
  const bytes = utf8(text);
  const { length } = bytes;
  const m = 0x5bd1e995;
  let hash = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    word = Math.imul(word, m);
    word ^= word >>> 24;
    hash = Math.imul(hash, m) ^ Math.imul(word, m);
  }
  for (let left = length - whole; left > 0; left -= 1) hash ^= bytes[whole + left - 1]! << (8 * (left - 1));
  if (length > whole) hash = Math.imul(hash, m);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return (hash ^ (hash >>> 15)) | 0;
}

/** The partition of a keyed record. */
export const partitionOfKey = (key: string, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions;

/** Where unkeyed records go next. */
export interface Placing {
  partition: number;
  /** Records on it so far; sticky only. */
  count: number;
}

/** The partition of the next record. Keyed records follow their key, whatever is set. */
export function choosePartition(placing: Placing, partitioner: Partitioner, key: string | null, partitions: number, random: RandomStream): number {
  if (key !== null) return partitionOfKey(key, partitions);
  if (partitioner === 'sticky') {
    if (placing.count >= STICKY || placing.partition < 0 || placing.partition >= partitions) {
      placing.partition = random.integer(0, partitions - 1);
      placing.count = 0;
    }
    placing.count += 1;
    return placing.partition;
  }
  placing.partition = (placing.partition + 1) % partitions;
  return placing.partition;
}
