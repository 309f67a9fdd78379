/** Which moments of which elements `npm run shots` takes, at which widths and schemes. */

export interface Shot {
  readonly element: string;
  /** Part of the file's name. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Actions in the grammar of `do="…"`, done one after the other at that moment. */
  readonly actions?: readonly (readonly [action: string, target?: string])[];
  /** Viewing time in ms after the actions, so that what they cause is under way; 0 when absent. */
  readonly laterMs?: number;
}

export const widths: readonly number[] = [1280, 640, 360];
export const schemes: readonly ('light' | 'dark')[] = ['dark', 'light'];

export const shots: readonly Shot[] = [
  { element: 'raft-cluster', name: 'start' },
  { element: 'raft-cluster', name: 'steady', attributes: { time: '600ms' } },
  { element: 'raft-cluster', name: 'leader-crashed', attributes: { time: '600ms' }, actions: [['crash', 'leader']], laterMs: 20 },
  { element: 'raft-cluster', name: 'seven-servers', attributes: { time: '600ms', nodes: '7' } },
  { element: 'raft-cluster', name: 'stale-read', attributes: { scenario: 'stale-read', time: '985ms' } },
  { element: 'raft-cluster', name: 'joint', attributes: { scenario: 'membership-change', time: '595ms' } },
  { element: 'raft-cluster', name: 'snapshot', attributes: { scenario: 'snapshot', time: '1140ms' } },
  { element: 'raft-cluster', name: 'pre-vote', attributes: { scenario: 'one-way-link', time: '1605ms' } },
  { element: 'raft-cluster', name: 'hand-over', attributes: { scenario: 'leader-transfer', time: '405ms' } },
  { element: 'raft-cluster', name: 'learners', attributes: { learners: '2', time: '600ms' } },
  { element: 'raft-cluster', name: 'flat', attributes: { time: '600ms', view: '2d' } },
  { element: 'raft-cluster', name: 'bad-attribute', attributes: { time: '600ms', nodes: 'many' } },
  { element: 'hash-ring', name: 'start' },
  { element: 'hash-ring', name: 'walking', attributes: { time: '4s' } },
  { element: 'hash-ring', name: 'server-added', attributes: { time: '4s' }, actions: [['add']], laterMs: 400 },
  { element: 'hash-ring', name: 'many-tokens', attributes: { time: '4s', servers: '8', vnodes: '64' } },
  { element: 'hash-ring', name: 'bounded', attributes: { scenario: 'bounded-load', time: '1500ms' } },
  { element: 'hash-ring', name: 'slots', attributes: { scenario: 'slots', time: '5500ms' } },
  { element: 'hash-ring', name: 'rendezvous', attributes: { algorithm: 'rendezvous', time: '1200ms' } },
  { element: 'hash-ring', name: 'jump-against-maglev', attributes: { algorithm: 'jump', compare: 'maglev', time: '2s' }, actions: [['remove', 'first']], laterMs: 500 },
  { element: 'hash-ring', name: 'modulo-vs-ring', attributes: { scenario: 'modulo-vs-ring', time: '3500ms' } },
  { element: 'hash-ring', name: 'hot-key', attributes: { scenario: 'hot-key', time: '2100ms' } },
  { element: 'hash-ring', name: 'flat', attributes: { time: '4s', view: '2d' } },
  { element: 'replication', name: 'start' },
  { element: 'replication', name: 'steady', attributes: { time: '600ms' } },
  { element: 'replication', name: 'at-risk', attributes: { scenario: 'primary-crash', time: '880ms' } },
  { element: 'replication', name: 'lost', attributes: { time: '820ms' } },
  { element: 'replication', name: 'diverged', attributes: { scenario: 'divergent-rejoin', time: '1650ms' } },
  { element: 'replication', name: 'sync-blocked', attributes: { scenario: 'sync-replica-down', time: '1500ms' } },
  { element: 'replication', name: 'semi-sync', attributes: { scenario: 'semi-sync-degrade', time: '420ms' } },
  { element: 'replication', name: 'semi-sync-waiting', attributes: { scenario: 'semi-sync-degrade', time: '1700ms' } },
  { element: 'replication', name: 'cascade', attributes: { scenario: 'cascade', time: '1s' } },
  { element: 'replication', name: 'stale-read', attributes: { scenario: 'read-your-writes', time: '1500ms' } },
  { element: 'replication', name: 'eight', attributes: { replicas: '8', time: '700ms' } },
  { element: 'replication', name: 'flat', attributes: { time: '600ms', view: '2d' } },
  { element: 'message-queue', name: 'start' },
  { element: 'message-queue', name: 'three-groups', attributes: { time: '7120ms' } },
  { element: 'message-queue', name: 'worker-crashed', attributes: { time: '11120ms' } },
  { element: 'message-queue', name: 'rebalance', attributes: { scenario: 'rebalance', time: '7620ms' } },
  { element: 'message-queue', name: 'broker-failure', attributes: { scenario: 'broker-failure', time: '11120ms' } },
  { element: 'message-queue', name: 'isr-shrinks', attributes: { scenario: 'isr-shrinks', time: '10120ms' } },
  { element: 'message-queue', name: 'unclean-election', attributes: { scenario: 'unclean-election', time: '21120ms' } },
  { element: 'message-queue', name: 'exactly-once', attributes: { scenario: 'exactly-once', time: '10120ms' } },
  { element: 'message-queue', name: 'compaction', attributes: { scenario: 'compaction', time: '26120ms' } },
  { element: 'message-queue', name: 'queue', attributes: { scenario: 'queue-vs-stream', time: '9120ms' } },
  { element: 'message-queue', name: 'dead-letter', attributes: { scenario: 'poison-message', time: '9120ms' } },
  { element: 'message-queue', name: 'many-partitions', attributes: { partitions: '12', time: '7120ms' } },
  { element: 'message-queue', name: 'bands', attributes: { partitions: '256', brokers: '5', 'produce-rate': '40', time: '12120ms' } },
  { element: 'message-queue', name: 'flat', attributes: { time: '7120ms', view: '2d' } },
  { element: 'load-balancer', name: 'probes-fail', attributes: { time: '1150ms' } },
  { element: 'load-balancer', name: 'slow-backend', attributes: { scenario: 'slow-backend', time: '5s' } },
  { element: 'load-balancer', name: 'draining', attributes: { scenario: 'rolling-deploy', time: '1800ms' } },
  { element: 'load-balancer', name: 'all-down', attributes: { scenario: 'all-down', time: '4s' } },
  { element: 'load-balancer', name: 'many', attributes: { scenario: 'random-vs-two-choices', time: '6s' } },
  { element: 'load-balancer', name: 'flat', attributes: { time: '1150ms', view: '2d' } },
  { element: 'overview', name: 'running', attributes: { time: '8s' } },
  { element: 'overview', name: 'hero', attributes: { time: '8s', 'no-controls': '' } },
  { element: 'overview', name: 'region-outage', attributes: { scenario: 'region-outage', time: '8s' } },
  { element: 'overview', name: 'many', attributes: { nodes: '400', time: '8s' } },
  { element: 'observability', name: 'start' },
  { element: 'observability', name: 'slow-request', attributes: { time: '1200ms' } },
  { element: 'observability', name: 'errors', attributes: { scenario: 'from-alert-to-log', time: '1500ms' } },
  { element: 'observability', name: 'series', attributes: { scenario: 'cardinality-explosion', time: '3200ms' } },
  { element: 'observability', name: 'torn', attributes: { scenario: 'broken-propagation', time: '1500ms' } },
  { element: 'observability', name: 'sampled', attributes: { scenario: 'sampling-misses-it', time: '1600ms' } },
  { element: 'observability', name: 'tail', attributes: { scenario: 'sampling-misses-it', time: '4s' } },
  { element: 'observability', name: 'overload', attributes: { scenario: 'collector-overload', time: '3s' } },
  { element: 'observability', name: 'crashed', attributes: { time: '1200ms' }, actions: [['crash', 's4']], laterMs: 150 },
  { element: 'observability', name: 'twelve', attributes: { services: 'edge,web,api,auth,users,cart,catalog,search,stock,payment,mail,db', time: '1500ms' } },
  { element: 'observability', name: 'flat', attributes: { time: '1200ms', view: '2d' } },
];
