/** The assignors by the values of the attribute `assignor`. */
import type { Assignor } from './assignor.ts';
import { range } from './range.ts';
import { roundRobin } from './round-robin.ts';
import { cooperativeSticky } from './sticky.ts';

export type AssignorName = 'range' | 'round-robin' | 'cooperative-sticky' | 'uniform';

/**
 * `uniform` is the assignor of the group protocol of Kafka 4 (KIP-848): even and sticky. It runs through the two-round
 * protocol here, which hands over partitions just as safely, if later.
 */
export const assignors: Readonly<Record<AssignorName, Assignor>> = { range, 'round-robin': roundRobin, 'cooperative-sticky': cooperativeSticky, uniform: cooperativeSticky };

/** Members keep what they own while they join again. */
export const isCooperative = (name: AssignorName): boolean => name === 'cooperative-sticky' || name === 'uniform';
