/** Settings as pages write them, durations in ms, and the configuration of the model, in µs. */
import type { AssignorName } from './assignors/index.ts';
import type { GroupConfig, QueueConfig } from './cluster.ts';
import type { Partitioner } from './partitioner.ts';

/** Values by the names of the element's properties. */
export type QueueSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-message-queue`. `commit` empty: from `delivery`. */
export const queueDefaults = {
  mode: 'stream', topic: 'orders', brokers: 3, partitions: 3, replicationFactor: 3, minInsyncReplicas: 2, acks: 'all', delivery: 'at-least-once', producers: 2,
  groups: 'A:3,B:1,C:1@earliest', assignor: 'range', partitioner: 'round-robin', produceRate: 4, processTime: 300, commit: '', autoCommitInterval: 5000, retention: 60_000,
  compaction: false, sessionTimeout: 10_000, visibilityTimeout: 30_000, maxDeliveries: 5, prefetch: 1, receive: 'push', latency: 250, jitter: 0, loss: 0,
  brokerSession: 3000, replicaLag: 5000, uncleanElection: false,
} as const;

const LONGEST_MS = 1_000_000_000;
const microseconds = (ms: unknown, low = 0): number => Math.max(low, Math.round(Math.min(LONGEST_MS, Number(ms)) * 1000));
const within = (value: unknown, low: number, high: number): number => Math.min(high, Math.max(low, Math.trunc(Number(value))));
const oneOf = <T extends string>(value: unknown, choices: readonly T[]): T => choices.find((choice) => choice === value) ?? choices[0]!;

/** `A:3,B:1,C:1@earliest`: name, members (0–16), where a group without commits begins. What is malformed is left out. */
export function parseGroups(text: string): readonly GroupConfig[] {
  const groups: GroupConfig[] = [];
  for (const item of text.split(/[,\s]+/)) {
    const [, name, members, reset = 'latest'] = /^([\p{L}\p{N}_.-]{1,64}):(\d{1,2})(?:@(earliest|latest))?$/u.exec(item) ?? [];
    if (name === undefined || members === undefined || Number(members) > 16 || groups.some((group) => group.name === name)) continue;
    groups.push({ name, members: Number(members), reset: reset === 'earliest' ? 'earliest' : 'latest' });
  }
  return groups.slice(0, 8);
}

export function queueConfig(settings: QueueSettings): QueueConfig {
  const values: Record<keyof typeof queueDefaults, string | number | boolean> = { ...queueDefaults, ...settings };
  const brokers = within(values.brokers, 1, 7);
  const replicationFactor = within(values.replicationFactor, 1, brokers);
  const delivery = oneOf<QueueConfig['delivery']>(values.delivery, ['at-least-once', 'at-most-once', 'exactly-once']);
  return {
    mode: oneOf<QueueConfig['mode']>(values.mode, ['stream', 'queue']),
    topic: String(values.topic), brokers, partitions: within(values.partitions, 1, 256), replicationFactor,
    minInsyncReplicas: within(values.minInsyncReplicas, 1, replicationFactor),
    acks: oneOf<QueueConfig['acks']>(String(values.acks), ['all', '1', '0']), delivery,
    producers: within(values.producers, 0, 6), groups: parseGroups(String(values.groups)),
    assignor: oneOf<AssignorName>(values.assignor, ['range', 'round-robin', 'cooperative-sticky', 'uniform']),
    partitioner: oneOf<Partitioner>(values.partitioner, ['round-robin', 'key', 'sticky']),
    produceRate: Math.min(100, Math.max(0, Number(values.produceRate))),
    processTimeUs: microseconds(values.processTime),
    commit: oneOf<QueueConfig['commit']>(values.commit === '' ? (delivery === 'at-most-once' ? 'before' : 'after') : values.commit, ['after', 'before', 'auto']),
    autoCommitUs: microseconds(values.autoCommitInterval, 1000),
    retentionUs: microseconds(values.retention, 1_000_000), compaction: values.compaction === true,
    sessionTimeoutUs: microseconds(values.sessionTimeout, 1_000_000),
    visibilityTimeoutUs: microseconds(values.visibilityTimeout, 100_000), maxDeliveries: within(values.maxDeliveries, 1, 1000), prefetch: within(values.prefetch, 1, 100),
    receive: oneOf<QueueConfig['receive']>(values.receive, ['push', 'poll']),
    latencyUs: microseconds(values.latency), jitterUs: microseconds(values.jitter), loss: Math.min(1, Math.max(0, Number(values.loss))),
    brokerSessionUs: microseconds(values.brokerSession, 500_000), replicaLagUs: microseconds(values.replicaLag, 500_000), uncleanElection: values.uncleanElection === true,
  };
}
