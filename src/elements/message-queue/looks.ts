/** What the parts of the picture share: how groups look, where things stand. */
import type { QueueState } from '../../models/message-queue/cluster.ts';
import type { Floor, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import type { Layout } from './layout.ts';

export type QueueMoment = Moment<QueueState>;

const GROUP_ROLES = ['consumer-a', 'consumer-b', 'consumer-c'] as const;
/** Groups are told apart by silhouette, and by the letter in the names of their members. */
export const groupRole = (index: number): Role => GROUP_ROLES[index % GROUP_ROLES.length]!;

export const isRebalancing = (state: QueueState, name: string): boolean => {
  const group = state.groups.get(name);
  return group !== undefined && (group.state === 'PreparingRebalance' || group.state === 'CompletingRebalance');
};

export const placeOf = (layout: Layout, id: string): Floor => layout.places.get(id) ?? { x: 0, z: 0 };
