/** What the network is called, and what ails it: words that the first picture needs, English. */
import type { PartitionState } from '../../models/network-partition/state.ts';
import { primariesOf } from '../../models/network-partition/state.ts';
import type { Moment } from '../base/concept.ts';

export const networkPartitionStrings = {
  'network-partition.title': 'Network partition',
  'role.primary': 'Primary', 'role.replica': 'Replica',
  'network-partition.subtitle': '{nodes} nodes', 'network-partition.subtitle-parted': '{nodes} nodes · parted', 'network-partition.subtitle-split': '{nodes} nodes · {primaries} primaries', 'network-partition.subtitle-none': '{nodes} nodes · no primary',
  'network-partition.side': 'Side {side}',
  'network-partition.epoch': 'E{epoch}', 'network-partition.token': 'token {epoch}',
  'network-partition.fenced': 'Fenced', 'network-partition.fencer': 'Fencing device', 'network-partition.lock': 'Lock service', 'network-partition.storage': 'Storage',
  'network-partition.siblings': '{count} siblings', 'network-partition.lease-over': 'lease over, not noticed',
  'network-partition.spoken': '{keys} {keys|key|keys}, {suspects} {suspects|node|nodes} taken for dead', 'network-partition.spoken-client': 'waits for {count} {count|answer|answers}',
  'network-partition.dropped': 'dropped', 'network-partition.message-spoken': '{kind} from {from} to {to}',
  'network-partition.message.client-request': 'Write', 'network-partition.message.client-reply': 'Answer', 'network-partition.message.heartbeat': 'Heartbeat', 'network-partition.message.state': 'Copy of the store',
  'network-partition.message.state-ack': 'Stored', 'network-partition.message.vote-request': 'Asks for a vote', 'network-partition.message.vote': 'Vote', 'network-partition.message.fence-request': 'Order to switch off',
  'network-partition.message.power-off': 'Power off', 'network-partition.message.fence-reply': 'Word that nodes are off', 'network-partition.message.lock-request': 'Asks for the lock', 'network-partition.message.lock-reply': 'Answer of the lock',
  'network-partition.message.storage-write': 'Write to storage', 'network-partition.message.storage-reply': 'Answer of storage',
  'network-partition.refused.no-primary': 'refused: no primary', 'network-partition.refused.no-quorum': 'refused: no majority', 'network-partition.refused.unconfirmed': 'refused: not confirmed',
  'network-partition.refused.lower-token': 'refused: old token', 'network-partition.refused.not-there': 'refused: not there', 'network-partition.refused.only-grows': 'refused: only grows', 'network-partition.refused.too-many-keys': 'refused: too many keys',
} as const satisfies { readonly [key: string]: string };

/** How many nodes there are, and what ails them. */
export function subtitle({ state, text }: Pick<Moment<PartitionState>, 'state' | 'text'>): string {
  const primaries = primariesOf(state).length;
  const values = { nodes: state.nodes.size, primaries };
  if (primaries > 1) return text('network-partition.subtitle-split', values);
  if (primaries === 0) return text('network-partition.subtitle-none', values);
  return text(state.wall === null && state.links.size === 0 ? 'network-partition.subtitle' : 'network-partition.subtitle-parted', values);
}
