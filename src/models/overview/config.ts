/** Settings as pages write them, in ms, and the configuration of the model, in µs. */

/** Times in µs. */
export interface OverviewConfig {
  /** 4–400. */
  readonly nodes: number;
  /** 1–8. */
  readonly regions: number;
  /** Neighbours that each node sends heartbeats to, 1–12 and fewer than there are nodes. */
  readonly degree: number;
  /** Mean time to failure, and to repair. */
  readonly mttfUs: number;
  readonly mttrUs: number;
  /** Owners of each key; at most as many as nodes. */
  readonly replicas: number;
  /** Requests a second. */
  readonly requestRate: number;
  readonly heartbeatUs: number;
  readonly suspectAfterUs: number;
  /** One way. */
  readonly latencyUs: number;
  readonly jitterUs: number;
  /** Share of messages lost, 0–1. */
  readonly loss: number;
}

/** Values by the names of the element's properties; durations in ms. */
export type OverviewSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-overview`. */
export const overviewDefaults = {
  nodes: 64, regions: 3, degree: 4, mttf: 60_000, mttr: 6000, replicas: 3, requestRate: 8, heartbeat: 1000, suspectAfter: 3000, latency: 400, jitter: 0, loss: 0,
} as const;

const FLOOR_US = 1000;
const microseconds = (ms: unknown): number => Math.max(0, Math.round(Number(ms) * 1000));
const within = (value: unknown, low: number, high: number): number => Math.max(low, Math.min(high, Math.trunc(Number(value))));

export function overviewConfig(settings: OverviewSettings): OverviewConfig {
  const values = { ...overviewDefaults, ...settings };
  const nodes = within(values.nodes, 4, 400);
  return {
    nodes,
    regions: within(values.regions, 1, 8),
    degree: within(values.degree, 1, Math.min(12, nodes - 1)),
    mttfUs: Math.max(FLOOR_US, microseconds(values.mttf)),
    mttrUs: Math.max(FLOOR_US, microseconds(values.mttr)),
    replicas: within(values.replicas, 1, Math.min(7, nodes)),
    requestRate: Number(values.requestRate),
    heartbeatUs: Math.max(10_000, microseconds(values.heartbeat)),
    suspectAfterUs: microseconds(values.suspectAfter),
    latencyUs: microseconds(values.latency),
    jitterUs: microseconds(values.jitter),
    loss: Number(values.loss),
  };
}
