/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import type { CapConfig, Corner, Resolve } from './state.ts';

/** Values by the names of the element's properties; durations in ms (`never` is Infinity), groups as canonical text. */
export type CapSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-cap-theorem`. Quorums of 0 stand for the corner's own: a majority for cp, 1 for ap. */
export const capDefaults = {
  choose: 'cp', replicas: 3, readQuorum: 0, writeQuorum: 0, partition: '', partitionAt: 600, healAt: 1600,
  readRate: 8, writeRate: 4, timeout: 500, resolve: 'lww', latency: 40, jitter: 20, loss: 0,
} as const;

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));

export function capConfig(settings: CapSettings): CapConfig {
  const values = { ...capDefaults, ...settings };
  const replicas = Math.max(1, Math.min(7, Math.trunc(Number(values.replicas))));
  const moment = (ms: number | string): number | null => (Number.isFinite(Number(ms)) ? microseconds(Number(ms)) : null);
  const quorum = (count: number | string): number => Math.max(0, Math.min(replicas, Math.trunc(Number(count))));
  return {
    choose: String(values.choose) as Corner,
    replicas,
    readQuorum: quorum(values.readQuorum),
    writeQuorum: quorum(values.writeQuorum),
    partition: partitionOf(String(values.partition), replicas),
    partitionAtUs: moment(values.partitionAt),
    healAtUs: moment(values.healAt),
    readRate: Number(values.readRate),
    writeRate: Number(values.writeRate),
    timeoutUs: Math.max(1000, microseconds(Number(values.timeout))),
    resolve: String(values.resolve) as Resolve,
    latencyUs: microseconds(Number(values.latency)),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
  };
}

export const replicaIds = (replicas: number): readonly string[] => Array.from({ length: replicas }, (_, at) => `n${at + 1}`);

/** The sides that a text names; nodes it leaves out join the last. No text: the first node alone, then the rest. None: no partition. */
export function partitionOf(text: string, replicas: number): readonly (readonly string[])[] {
  const ids = replicaIds(replicas);
  if (text.trim() === '') return replicas > 1 ? [ids.slice(0, 1), ids.slice(1)] : [];
  return sidesOf(text, ids) ?? [];
}

/** Sides as ids, every node on one of them; null when a node is unknown or named twice, or when fewer than two sides are left. */
export function sidesOf(text: string, ids: readonly string[]): readonly (readonly string[])[] | null {
  const sides = text.split('|').map((side) => side.split(/[\s,]+/).filter((id) => id !== ''));
  const named = sides.flat();
  if (named.some((id) => !ids.includes(id)) || new Set(named).size !== named.length) return null;
  const last = sides.at(-1);
  last?.push(...ids.filter((id) => !named.includes(id)));
  return sides.length > 1 && sides.every((side) => side.length > 0) ? sides : null;
}
