/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import type { CrdtType } from './crdt.ts';
import { crdtTypes } from './crdt.ts';
import type { Resolve } from './held.ts';
import type { Kind } from './wall.ts';

export type Policy = 'dual-primary' | 'quorum' | 'stonith' | 'fencing-token';

export const kinds: readonly Kind[] = ['full', 'one-way', 'partial', 'flapping'];
export const policies: readonly Policy[] = ['dual-primary', 'quorum', 'stonith', 'fencing-token'];
export const resolves: readonly Resolve[] = ['lww', 'siblings', 'crdt', 'app'];

/** Times in µs; null = never. `nodes`, `policy`, `resolve` and `crdt` are fixed for a run, the rest may change in it. */
export interface PartitionConfig {
  /** 2–9. */
  readonly nodes: number;
  /** Sides of nodes; fewer than two = no cut. */
  readonly partition: readonly (readonly string[])[];
  readonly partitionAtUs: number | null;
  readonly healAtUs: number | null;
  /** One way. */
  readonly latencyUs: number;
  /** Evenly drawn from 0 to this and added to the latency. */
  readonly jitterUs: number;
  /** Share of messages that vanish, 0–1. */
  readonly loss: number;
  readonly kind: Kind;
  readonly policy: Policy;
  readonly resolve: Resolve;
  /** Type of every value, when `resolve` is `crdt`. */
  readonly crdt: CrdtType;
  /** Offset of each node's clock at the start, sign allowed; nodes past the end have the last. */
  readonly clockSkewUs: readonly number[];
  /** Silence after which a node takes another for dead. Heartbeats come four times as often. */
  readonly detectTimeoutUs: number;
  /** How long the lock service's lock holds without renewal. */
  readonly leaseUs: number;
  /** Writes a second of each side's client. */
  readonly writeRate: number;
}

/** Values by the names of the element's properties; durations in ms, `never` is Infinity, lists and groups as canonical text. */
export type PartitionSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-network-partition`. An empty `partition` means halves, the first node in the smaller. */
export const partitionDefaults = {
  nodes: 4, partition: '', partitionAt: 2000, healAt: 6000, latency: 200, jitter: 0, loss: 0, kind: 'full', policy: 'dual-primary',
  resolve: 'siblings', crdt: 'or-set', clockSkew: '0', detectTimeout: 1000, lease: 3000, writeRate: 2,
} as const;

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));
const orNever = (ms: number): number | null => (Number.isFinite(ms) ? microseconds(ms) : null);
const oneOf = <Item extends string>(items: readonly Item[], value: unknown, fallback: Item): Item => items.find((item) => item === value) ?? fallback;

export function partitionConfig(settings: PartitionSettings): PartitionConfig {
  const values = { ...partitionDefaults, ...settings };
  const nodes = Number(values.nodes);
  return {
    nodes,
    partition: sidesFrom(String(values.partition), nodes) ?? [],
    partitionAtUs: orNever(Number(values.partitionAt)),
    healAtUs: orNever(Number(values.healAt)),
    latencyUs: microseconds(Number(values.latency)),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
    kind: oneOf(kinds, values.kind, 'full'),
    policy: oneOf(policies, values.policy, 'dual-primary'),
    resolve: oneOf(resolves, values.resolve, 'siblings'),
    crdt: oneOf(crdtTypes, values.crdt, 'or-set'),
    clockSkewUs: durationsIn(String(values.clockSkew)),
    detectTimeoutUs: Math.max(4000, microseconds(Number(values.detectTimeout))),
    leaseUs: Math.max(3000, microseconds(Number(values.lease))),
    writeRate: Number(values.writeRate),
  };
}

/** `0 -300ms 2s` as µs. */
function durationsIn(text: string): readonly number[] {
  const units: Readonly<Record<string, number>> = { '': 1000, ms: 1000, s: 1_000_000, min: 60_000_000, h: 3_600_000_000 };
  return [...text.matchAll(/([+-]?\d+(?:\.\d+)?)\s*(ms|s|min|h)?/g)].map(([, digits, unit]) => Math.round(Number(digits) * (units[unit ?? ''] ?? 1000)));
}

const idsOf = (nodes: number): readonly string[] => Array.from({ length: nodes }, (_, at) => `n${at + 1}`);

/** The fencing device, the lock service and the storage: outside every cut, unless a cut names them on a side. */
export const serviceIds: readonly string[] = ['f1', 'l1', 's1'];

/**
 * Sides by ids (`n1,n2|n3,n4`) or by sizes (`2|2`); an empty text means halves. Nodes that are not named, or that the sizes
 * leave, join the last side. Null when a side is empty, a node stands on two, or there is only one.
 */
export function sidesFrom(text: string, nodes: number): readonly (readonly string[])[] | null {
  const ids = idsOf(nodes);
  const parts = (text.trim() === '' ? `${Math.floor(nodes / 2)}|${nodes - Math.floor(nodes / 2)}` : text).split('|').map((part) => part.trim());
  const sides = parts.every((part) => /^\d+$/.test(part)) ? bySizes(parts.map(Number), ids) : byNames(parts, ids);
  if (sides.length < 2 || sides.some((side) => side.length === 0) || new Set(sides.flat()).size !== sides.flat().length) return null;
  return sides;
}

function bySizes(sizes: readonly number[], ids: readonly string[]): readonly (readonly string[])[] {
  let from = 0;
  return sizes.map((size, at) => {
    const side = ids.slice(from, at === sizes.length - 1 ? ids.length : from + size);
    from += size;
    return side;
  });
}

function byNames(parts: readonly string[], ids: readonly string[]): readonly (readonly string[])[] {
  const sides = parts.map((part) => part.split(/[\s,]+/).filter((id) => ids.includes(id) || serviceIds.includes(id)));
  if (sides.some((side) => !side.some((id) => ids.includes(id)))) return [];
  const named = new Set(sides.flat());
  sides.at(-1)?.push(...ids.filter((id) => !named.has(id)));
  return sides;
}
