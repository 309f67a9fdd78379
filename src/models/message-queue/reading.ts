/** Who may serve a partition, and how far it may be read. */
import type { Broker, Replica } from './cluster.ts';
import type { Context } from './transport.ts';

export const isLeader = (broker: Broker, replica: Replica): boolean => replica.state.leader === broker.id;

/** Where `read_committed` or all readers have to stop. */
export function readableEnd({ rules }: Context, replica: Replica, committedOnly: boolean): number {
  return rules.readableEnd(replica.log, replica.highWatermark, rules.lastStable(replica.producers, replica.highWatermark), committedOnly);
}
