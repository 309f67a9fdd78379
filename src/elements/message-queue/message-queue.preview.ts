/** What the first picture of event streaming needs. */
import type { QueueConfig, QueueState } from '../../models/message-queue/cluster.ts';
import { parseGroups, queueConfig, queueDefaults as defaults } from '../../models/message-queue/config.ts';
import { queueScenarios } from '../../models/message-queue/scenarios.ts';
import { startQueue } from '../../models/message-queue/start.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { MOST_LANES } from './layout.ts';
import { drawStanding } from './message-queue.picture.ts';
import { messageQueueStrings, subtitle } from './message-queue.strings.ts';

const HOUR = 3_600_000;

/** Attributes of event streaming; what each means is said at the properties of `DsMessageQueue`. */
export const own = {
  mode: { kind: 'enum', fallback: defaults.mode, words: ['stream', 'queue'], change: 'restart' },
  topic: { kind: 'string', fallback: defaults.topic, change: 'restart' },
  brokers: { kind: 'integer', fallback: defaults.brokers, min: 1, max: 7, change: 'restart' },
  partitions: { kind: 'integer', fallback: defaults.partitions, min: 1, max: 256, change: 'restart' },
  replicationFactor: { kind: 'integer', fallback: defaults.replicationFactor, min: 1, max: 7, change: 'restart' },
  minInsyncReplicas: { kind: 'integer', fallback: defaults.minInsyncReplicas, min: 1, max: 7, change: 'live' },
  acks: { kind: 'enum', fallback: defaults.acks, words: ['all', '1', '0'], change: 'live' },
  delivery: { kind: 'enum', fallback: defaults.delivery, words: ['at-most-once', 'at-least-once', 'exactly-once'], change: 'live' },
  producers: { kind: 'integer', fallback: defaults.producers, min: 0, max: 6, change: 'restart' },
  groups: { kind: 'string', fallback: defaults.groups, length: 256, change: 'restart' },
  assignor: { kind: 'enum', fallback: defaults.assignor, words: ['range', 'round-robin', 'cooperative-sticky', 'uniform'], change: 'restart' },
  partitioner: { kind: 'enum', fallback: defaults.partitioner, words: ['round-robin', 'key', 'sticky'], change: 'live' },
  produceRate: { kind: 'number', fallback: defaults.produceRate, min: 0, max: 100, change: 'live' },
  processTime: { kind: 'duration', fallback: defaults.processTime, min: 0, max: HOUR, change: 'live' },
  commit: { kind: 'enum', fallback: defaults.commit, words: ['after', 'before', 'auto'], change: 'live' },
  autoCommitInterval: { kind: 'duration', fallback: defaults.autoCommitInterval, min: 1, max: HOUR, change: 'live' },
  retention: { kind: 'duration', fallback: defaults.retention, min: 1000, max: 24 * HOUR, change: 'live' },
  compaction: { kind: 'boolean', change: 'live' },
  sessionTimeout: { kind: 'duration', fallback: defaults.sessionTimeout, min: 1000, max: HOUR, change: 'live' },
  brokerSession: { kind: 'duration', fallback: defaults.brokerSession, min: 500, max: HOUR, change: 'live' },
  replicaLag: { kind: 'duration', fallback: defaults.replicaLag, min: 500, max: HOUR, change: 'live' },
  uncleanElection: { kind: 'boolean', change: 'live' },
  visibilityTimeout: { kind: 'duration', fallback: defaults.visibilityTimeout, min: 100, max: 12 * HOUR, change: 'live' },
  maxDeliveries: { kind: 'integer', fallback: defaults.maxDeliveries, min: 1, max: 1000, change: 'live' },
  prefetch: { kind: 'integer', fallback: defaults.prefetch, min: 1, max: 100, change: 'live' },
  receive: { kind: 'enum', fallback: defaults.receive, words: ['push', 'poll'], change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type MessageQueueAdvice =
  | 'at most one replica on each of {brokers} brokers'
  | 'at most the {replicas} replicas there are'
  | 'a list of name:members, each name once, up to 16 members, then @earliest or @latest';

/** More copies than brokers, more in sync than copies: told where the author asked for it. Groups that cannot be read are left out. */
function reconcile(settings: SettingValues): readonly Adjustment<MessageQueueAdvice>[] {
  const { brokers, replicationFactor, minInsyncReplicas } = queueConfig(settings);
  const asked = { factor: Number(settings['replicationFactor']), least: Number(settings['minInsyncReplicas']) };
  const groups = String(settings['groups']);
  const known = parseGroups(groups);
  const isWhole = known.length === groups.split(/[,\s]+/).filter((item) => item !== '').length;
  return [
    ...(asked.factor > brokers && asked.factor !== defaults.replicationFactor ? [{ name: 'replicationFactor', used: replicationFactor, reason: 'at most one replica on each of {brokers} brokers' as const, values: { brokers } }] : []),
    ...(asked.least > replicationFactor && asked.least !== defaults.minInsyncReplicas ? [{ name: 'minInsyncReplicas', used: minInsyncReplicas, reason: 'at most the {replicas} replicas there are' as const, values: { replicas: replicationFactor } }] : []),
    ...(isWhole ? [] : [{ name: 'groups', used: known.map(({ name, members, reset }) => `${name}:${members}${reset === 'earliest' ? '@earliest' : ''}`).join(','), reason: 'a list of name:members, each name once, up to 16 members, then @earliest or @latest' as const }]),
  ];
}

const PRODUCERS = ['web', 'pos', 'app', 'api', 'iot', 'erp'] as const;

/** Producers by what they are, brokers `br1`, members by the letter of their group. */
function defaultName(id: string): string {
  const [, group = '', member = ''] = /^g(\d+)-(\d+)$/.exec(id) ?? [];
  if (group !== '') return `${String.fromCharCode(64 + Number(group))}${member}`;
  return id.startsWith('p') ? PRODUCERS[Number(id.slice(1)) - 1] ?? id : id.startsWith('b') ? `br${id.slice(1)}` : id;
}

export const preview: Preview<QueueConfig, QueueState> = {
  slug: 'message-queue',
  pace: 500,
  model: { create: startQueue },
  settings: own,
  configure: queueConfig,
  reconcile,
  scenarios: queueScenarios,
  // A queue, the copies of one partition, and many partitions are drawn by the whole element.
  covers: (settings) => settings['mode'] !== 'queue' && Number(settings['partitions']) > 1 && Number(settings['partitions']) <= MOST_LANES,
  draw: (moment, picture) => { drawStanding(moment, picture); },
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.producers.keys(), ...state.brokers.keys(), ...state.members.keys()],
  defaultName,
  // A group of one letter names its members itself, where that is not the letter of its place.
  givenName: (state, id) => {
    const member = state.members.get(id);
    return member && member.group.length === 1 && !defaultName(id).startsWith(member.group) ? `${member.group}${id.slice(id.indexOf('-') + 1)}` : null;
  },
  strings: messageQueueStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
