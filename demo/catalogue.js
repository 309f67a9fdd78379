// The elements in the order of the guide: what pages for readers call them, and what stands inside for readers without script.
const hexagon = 'M8 0l7 4v8l-7 4-7-4V4z';
const stack = 'M1 2h14v3.4H1zM1 6.3h14v3.4H1zM1 10.6h14V14H1z';

export const catalogue = [
  {
    tag: 'ds-overview', name: 'Overview', chapter: 'overview', hue: 'gold', paths: [hexagon],
    lede: 'Many machines on nine islands fail and are repaired all the time, and requests go on being served.',
    text: 'Machines on nine islands fail and come back all the time, and requests go on being served.',
  },
  {
    tag: 'ds-cap-theorem', name: 'CAP theorem', chapter: 'cap', hue: 'green', paths: ['M8 1l7.5 13.5H.5zM8 5l-4 7.4h8z'],
    lede: 'Three copies of a register, and a cable that breaks: answer with what may be old, or do not answer.',
    text: 'Three purple copies of a register in a triangle of C, A and P; a red fault line cuts one of them off.',
  },
  {
    tag: 'ds-raft-cluster', name: 'Consensus & Raft', chapter: 'consensus', hue: 'gold', paths: [hexagon],
    lede: 'One leader at a time, chosen by a majority, and one log that every member agrees on.',
    text: 'A golden leader sends heartbeats to cyan followers; writes are committed once a majority holds them.',
  },
  {
    tag: 'ds-replication', name: 'Replication', chapter: 'replication', hue: 'purple', paths: [stack],
    lede: 'A primary ships its log to replicas; when it answers decides what a crash can lose.',
    text: 'A cyan primary ships its log to purple replicas; what only it has is at risk.',
  },
  {
    tag: 'ds-network-partition', name: 'Partitions', chapter: 'partitions', hue: 'red', paths: ['M9 0L4 8h4l-2 8 7-10H8z'],
    lede: 'The network breaks in two, and each side has to decide whether it may still take writes.',
    text: 'A plate breaks down the middle; each side crowns a primary and takes writes that the other does not hear of.',
  },
  {
    tag: 'ds-observability', name: 'Observability', chapter: 'observability', hue: 'pink', paths: ['M1 2h14v3H1zM1 6.5h10v3H1zM1 11h6v3H1z'],
    lede: 'What services tell of themselves, as logs, metrics and traces, and how that leads to a cause.',
    text: 'Blue services call each other; what they tell runs over three lanes into a golden collector, tied together by trace ids.',
  },
  {
    tag: 'ds-service-mesh', name: 'Service mesh', chapter: 'mesh', hue: 'blue', paths: ['M6.5 1a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z', 'M12.7 9.7a3 3 0 1 1 0 6 3 3 0 0 1 0-6z'],
    lede: 'A proxy beside every service encrypts, retries and breaks circuits; the services know nothing of it.',
    text: 'Blue services call each other through small golden proxies; a control plane above configures them all.',
  },
  {
    tag: 'ds-hash-ring', name: 'Consistent hashing', chapter: 'hashing', hue: 'cyan', paths: ['M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z'],
    lede: 'Keys and servers on one circle: about 1/N of the keys move when a server comes or goes.',
    text: 'A ring of four servers; each key belongs to the next server clockwise.',
  },
  {
    tag: 'ds-load-balancer', name: 'Load balancing', chapter: 'balancing', hue: 'purple', paths: ['M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z'],
    lede: 'Requests spread over backends by one of eight rules, and backends that fail are found out.',
    text: 'A purple balancer passes the requests of blue clients on to cyan backends, and probes their health.',
  },
  {
    tag: 'ds-message-queue', name: 'Event streaming', chapter: 'queues', hue: 'blue', paths: [stack],
    lede: 'Producers append to logs, groups of consumers read at their own pace, and nothing is lost in between.',
    text: 'Blue producers write to golden brokers; groups of consumers read the lanes of records at offsets of their own.',
  },
];

/** What pages call an element; one that stands in no list yet is called by its tag. */
export function entryOf(tag) {
  return catalogue.find((entry) => entry.tag === tag) ?? { tag, name: tag, chapter: 'overview', hue: 'cyan', paths: [hexagon], lede: '', text: 'A live diagram of a distributed system.' };
}
