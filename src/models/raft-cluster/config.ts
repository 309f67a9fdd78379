/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import type { ClusterConfig } from './cluster.ts';

/** Values by the names of the element's properties; durations in ms, pairs and groups as canonical text. */
export type ClusterSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-raft-cluster`: the paper's election timeouts, a heartbeat a third of the shortest, a network of 15–20 ms. */
export const clusterDefaults = {
  nodes: 5, electionTimeout: '150ms 300ms', heartbeat: 50, latency: 15, jitter: 5, loss: 0, clientRate: 20, batch: 8, partition: '',
} as const;

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
    partition: sidesOf(String(values.partition), Number(values.nodes)),
  };
}

/** Sides that name servers of this cluster; fewer than two are no partition. */
function sidesOf(text: string, nodes: number): readonly (readonly string[])[] {
  const known = new Set(Array.from({ length: nodes }, (_, at) => `n${at + 1}`));
  const sides = text.split('|').map((side) => side.split(/[\s,]+/).filter((id) => known.delete(id))).filter((side) => side.length > 0);
  return sides.length > 1 ? sides : [];
}
