/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import type { ClusterConfig } from './cluster.ts';
import type { ReadMode } from './protocol.ts';

/** Values by the names of the element's properties; durations in ms, pairs and groups as canonical text. */
export type ClusterSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-raft-cluster`: the paper's election timeouts, a heartbeat a third of the shortest, a network of 15–20 ms. */
export const clusterDefaults = {
  nodes: 5, electionTimeout: '150ms 300ms', heartbeat: 50, latency: 15, jitter: 5, loss: 0, clientRate: 20, batch: 8, partition: '',
  preVote: false, checkQuorum: false, reads: 'read-index', learners: 0, snapshotAfter: 1000,
} as const;

/** Messages with entries that one follower may leave unanswered; the default of etcd's server. */
const MAX_INFLIGHT = 512;

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));

export function clusterConfig(settings: ClusterSettings): ClusterConfig {
  const values = { ...clusterDefaults, ...settings };
  const [low = 150, high = low] = [...String(values.electionTimeout).matchAll(/(\d+(?:\.\d+)?)\s*ms/g)].map(([, digits]) => Number(digits));
  return {
    nodes: Number(values.nodes),
    electionTimeoutUs: [microseconds(low), microseconds(high)],
    heartbeatUs: Math.max(1000, microseconds(Number(values.heartbeat))),
    latencyUs: microseconds(Number(values.latency)),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
    clientRate: Number(values.clientRate),
    batch: Number(values.batch),
    maxInflight: MAX_INFLIGHT,
    preVote: values.preVote,
    checkQuorum: values.checkQuorum,
    reads: values.reads as ReadMode,
    learners: Number(values.learners),
    snapshotAfter: Number(values.snapshotAfter),
    partition: sidesOf(String(values.partition), Number(values.nodes) + Number(values.learners)),
  };
}

/** Sides that name servers of this cluster; fewer than two are no partition. */
function sidesOf(text: string, servers: number): readonly (readonly string[])[] {
  const known = new Set(Array.from({ length: servers }, (_, at) => `n${at + 1}`));
  const sides = text.split('|').map((side) => side.split(/[\s,]+/).filter((id) => known.delete(id))).filter((side) => side.length > 0);
  return sides.length > 1 ? sides : [];
}
