/** What event streaming is called, and what stands beside its things: words that the first picture needs, English. */
import type { QueueState } from '../../models/message-queue/cluster.ts';
import type { Moment } from '../base/concept.ts';

export const messageQueueStrings = {
  'message-queue.title': 'Event streaming',
  'message-queue.subtitle': 'topic “{topic}” · {partitions} partitions', 'message-queue.subtitle-one': 'topic “{topic}” · 1 partition, {replicas} replicas', 'message-queue.subtitle-queue': 'queue “{topic}”',
  'role.producer': 'Producer', 'role.broker': 'Broker', 'role.consumer': 'Consumer',
  'message-queue.producers': 'Producers', 'message-queue.brokers': 'Brokers', 'message-queue.group': 'Group {name}', 'message-queue.rebalancing': '{name} rebalances', 'message-queue.generation': 'gen {generation}',
  'message-queue.waiting': '{count} unsent',
  'message-queue.output': 'out', 'message-queue.offline': 'P{partition} has no leader',
  'message-queue.copy.leads': '{name} leads, epoch {epoch}', 'message-queue.copy.in-sync': '{name} in sync', 'message-queue.copy.out-of-sync': '{name} out of sync', 'message-queue.copy.down': '{name} is down', 'message-queue.behind': '−{count}', 'message-queue.to-cut': '{count} to cut off',
  'message-queue.older': 'older ← offsets → newer',
  'message-queue.spoken-producer': '{sent} requests under way, {waiting} records unsent', 'message-queue.spoken-broker': 'leads {led}', 'message-queue.spoken-follower': 'leads no partition',
  'message-queue.spoken-member': 'group {group}, {state}, owns {partitions}',
  'message-queue.state.down': 'down', 'message-queue.state.frozen': 'frozen', 'message-queue.state.idle': 'idle', 'message-queue.state.working': 'working', 'message-queue.state.joining': 'joining', 'message-queue.state.revoking': 'giving up partitions', 'message-queue.state.waiting': 'waiting for records',
} as const satisfies { readonly [key: string]: string };

/** What is read, and how it is divided. */
export function subtitle({ state: { config }, text }: Pick<Moment<QueueState>, 'state' | 'text'>): string {
  const { topic, partitions, replicationFactor: replicas } = config;
  return text(config.mode === 'queue' ? 'message-queue.subtitle-queue' : partitions === 1 ? 'message-queue.subtitle-one' : 'message-queue.subtitle', { topic, partitions, replicas });
}
