/**
 * How named systems are rated by default; most of them can be set otherwise.
 *
 * @see Abadi, Consistency Tradeoffs in Modern Distributed Database System Design (IEEE Computer 45(2), 2012), for PACELC;
 *   vendors' documentation for the rest.
 */
export interface Rating {
  readonly system: string;
  readonly cap: string;
  /** During a partition, availability or consistency; else, latency or consistency. Null: no published rating. */
  readonly pacelc: string | null;
}

export const ratings: readonly Rating[] = [
  { system: 'HBase', cap: 'CP', pacelc: 'PC/EC' },
  { system: 'BigTable', cap: 'CP', pacelc: 'PC/EC' },
  { system: 'ZooKeeper', cap: 'CP', pacelc: null },
  { system: 'etcd', cap: 'CP', pacelc: null },
  { system: 'MongoDB', cap: 'CP with majority concerns', pacelc: 'PA/EC' },
  { system: 'Cassandra', cap: 'AP at default level ONE', pacelc: 'PA/EL' },
  { system: 'Amazon Dynamo (2007)', cap: 'AP', pacelc: 'PA/EL' },
  { system: 'DynamoDB', cap: 'AP by default; strongly consistent reads on request', pacelc: 'PA/EL' },
  { system: 'Riak', cap: 'AP', pacelc: 'PA/EL' },
  { system: 'CouchDB', cap: 'AP', pacelc: 'PA/EL' },
  { system: 'PNUTS', cap: 'CP (paper: subtle)', pacelc: 'PC/EL' },
  { system: 'VoltDB / H-Store', cap: 'CP', pacelc: 'PC/EC' },
  { system: 'Megastore', cap: 'CP', pacelc: 'PC/EC' },
];
