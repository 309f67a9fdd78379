/** Settings as pages write them, in ms, and the configuration of the model, in µs. */

export type Mode = 'async' | 'sync' | 'semi-sync';
/** How far a standby must have got with a record: in memory (`remote_write`), on disk (`on`), visible (`remote_apply`). */
export type Level = 'received' | 'flushed' | 'applied';
export type ReadFrom = 'primary' | 'replica' | 'any';

/** Times in µs. */
export interface ReplicationConfig {
  /** Gives `acks`, `standbys` and `degradeAfterUs` their defaults. */
  readonly mode: Mode;
  /** 0–8. */
  readonly replicas: number;
  /** Standbys that must have acknowledged, whatever the mode; null = by `standbys`, else by the mode. Not clamped. */
  readonly acks: number | null;
  readonly ackAt: Level;
  /** How long a write waits before nobody waits any more; null = for ever. */
  readonly degradeAfterUs: number | null;
  /** Writes a second. */
  readonly writeRate: number;
  /** One way to replica r1, r2, …; the last one repeats. A link between two replicas takes the longer of theirs. */
  readonly latencyUs: readonly number[];
  readonly jitterUs: number;
  /** Share of messages lost, 0–1; they are sent again. */
  readonly loss: number;
  /** Null: by the mode. */
  readonly standbys: { readonly method: 'all' | 'first' | 'any'; readonly count: number } | null;
  /** By replica, as `latencyUs`; the first primary takes the first. */
  readonly flushTimeUs: readonly number[];
  readonly applyTimeUs: readonly number[];
  readonly failover: 'manual' | 'auto';
  readonly failoverAfterUs: number;
  readonly readFrom: ReadFrom;
}

/** Values by the names of the element's properties; durations in ms, lists as canonical text. */
export type ReplicationSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-replication`. An empty text or a negative number = from the mode. */
export const replicationDefaults = {
  mode: 'async', replicas: 3, acks: -1, ackAt: 'flushed', degradeAfter: -1, writeRate: 8, latency: '40ms 60ms 400ms', jitter: 0, loss: 0,
  standbys: '', flushTime: '10ms', applyTime: '20ms', failover: 'manual', failoverAfter: 1000, readFrom: 'any',
} as const;

/** MySQL's `rpl_semi_sync_source_timeout`. */
const SEMI_SYNC_TIMEOUT_US = 10_000_000;
/** Below this a time could not be told from none. */
const LEAST_US = 1;
const units: ReadonlyMap<string, number> = new Map([['ms', 1000], ['s', 1_000_000], ['min', 60_000_000], ['h', 3_600_000_000], ['', 1000]]);

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));

/** A list of durations; what cannot be read is left out, an empty list takes the fallback. */
function durations(value: unknown, fallback: string): readonly number[] {
  const read = (text: string): number[] => [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|min|h)?(?=[\s,]|$)/g)].map(([, digits, unit]) => Math.round(Number(digits) * (units.get(unit ?? '') ?? 1000)));
  const found = typeof value === 'number' ? [microseconds(value)] : read(String(value));
  return found.length > 0 ? found.slice(0, 8) : read(fallback);
}

function standbysOf(text: string): ReplicationConfig['standbys'] {
  const [, method, count] = /^\s*(all|first|any)(?:\s+(\d+))?\s*$/i.exec(text) ?? [];
  if (method === undefined) return null;
  const known = method.toLowerCase() as 'all' | 'first' | 'any';
  return { method: known, count: known === 'all' ? 0 : Number(count ?? 1) };
}

const oneOf = <Value extends string>(value: unknown, known: readonly Value[]): Value => known.find((each) => each === value) ?? known[0]!;

export function replicationConfig(settings: ReplicationSettings): ReplicationConfig {
  const values = { ...replicationDefaults, ...settings };
  const mode = oneOf<Mode>(values.mode, ['async', 'sync', 'semi-sync']);
  const acks = String(values.acks) === '' ? -1 : Number(values.acks);
  const degradeMs = String(values.degradeAfter) === '' ? -1 : String(values.degradeAfter) === 'never' ? Infinity : Number(values.degradeAfter);
  return {
    mode,
    replicas: Math.max(0, Math.min(8, Math.trunc(Number(values.replicas)))),
    acks: acks >= 0 ? Math.trunc(acks) : null,
    ackAt: oneOf<Level>(values.ackAt, ['flushed', 'received', 'applied']),
    degradeAfterUs: degradeMs >= 0 ? (degradeMs === Infinity ? null : Math.max(LEAST_US, microseconds(degradeMs))) : mode === 'semi-sync' ? SEMI_SYNC_TIMEOUT_US : null,
    writeRate: Number(values.writeRate),
    latencyUs: durations(values.latency, replicationDefaults.latency),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
    standbys: standbysOf(String(values.standbys)),
    flushTimeUs: durations(values.flushTime, replicationDefaults.flushTime),
    applyTimeUs: durations(values.applyTime, replicationDefaults.applyTime),
    failover: oneOf(values.failover, ['manual', 'auto']),
    failoverAfterUs: Math.max(10_000, microseconds(Number(values.failoverAfter))),
    readFrom: oneOf<ReadFrom>(values.readFrom, ['any', 'primary', 'replica']),
  };
}
