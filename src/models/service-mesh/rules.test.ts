import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { Stream } from '../kernel/random.ts';
import { envoy, graceRatio, meshRules } from './rules.ts';
import { splitOf } from './config.ts';
import { identityOf } from './state.ts';
import type { HostView } from './state.ts';

interface Vectors {
  readonly circuitBreakerDefaults: { readonly max_connections: number; readonly max_pending_requests: number; readonly max_requests: number; readonly max_retries: number; readonly retryBudget: { readonly budget_percent: number; readonly min_retry_concurrency: number } };
  readonly circuitBreaker: readonly { readonly limit?: { readonly max_requests: number }; readonly state?: { readonly active?: number; readonly activePlusPending?: number }; readonly retryBudget?: { readonly budget_percent: number }; readonly allowedRetries?: number }[];
  readonly outlierDefaults: { readonly consecutive_5xx: number; readonly interval_ms: number; readonly base_ejection_time_ms: number; readonly max_ejection_time_ms: number; readonly max_ejection_percent: number };
  readonly outlier: readonly { readonly case: string; readonly multiplier?: readonly number[]; readonly ejection_s?: number | readonly number[]; readonly maxEjected?: number }[];
  readonly retry: { readonly base_ms: number; readonly max_ms: number; readonly upperBounds_ms: readonly number[] };
  readonly weightedClusters: readonly { readonly weights: { readonly [version: string]: number }; readonly requests: number; readonly expected: { readonly [version: string]: number } }[];
  readonly spiffe: { readonly valid: readonly string[] };
}

const read = (): Promise<Vectors> => vectors<Vectors>('service-mesh.json');

describe('The rules of a mesh, against Envoy\'s documents', () => {
  it('have Envoy\'s defaults', async () => {
    const { circuitBreakerDefaults: limits, outlierDefaults: outlier, retry } = await read();
    assert.deepEqual(
      [envoy.maxConnections, envoy.maxPendingRequests, envoy.maxRequests, envoy.maxRetries, envoy.minRetryConcurrency],
      [limits.max_connections, limits.max_pending_requests, limits.max_requests, limits.max_retries, limits.retryBudget.min_retry_concurrency]);
    assert.deepEqual(
      [envoy.consecutive5xx, envoy.intervalMs, envoy.baseEjectionMs, envoy.maxEjectionMs, envoy.maxEjectionPercent],
      [outlier.consecutive_5xx, outlier.interval_ms, outlier.base_ejection_time_ms, outlier.max_ejection_time_ms, outlier.max_ejection_percent]);
    assert.deepEqual([envoy.backoffMs, envoy.backoffMs * envoy.backoffCap], [retry.base_ms, retry.max_ms]);
    assert.equal(graceRatio, 0.5);
  });

  it('turn away the request past the limit, and allow as many retries as the budget says', async () => {
    let seen = 0;
    for (const { limit, state, retryBudget, allowedRetries } of (await read()).circuitBreaker) {
      if (limit && state?.active !== undefined) assert.equal(meshRules.hasRoom(state.active, limit.max_requests), false);
      else if (retryBudget && state?.activePlusPending !== undefined) assert.equal(meshRules.allowedRetries(retryBudget.budget_percent / 100, state.activePlusPending), allowedRetries);
      else continue;
      seen += 1;
    }
    assert.equal(seen, 3);
  });

  it('wait before retry n at most as long as Envoy does', async () => {
    const { retry } = await read();
    assert.deepEqual(retry.upperBounds_ms.map((_bound, at) => meshRules.backoffLimitUs(retry.base_ms * 1000, at + 1) / 1000), retry.upperBounds_ms);
  });

  it('eject for longer each time, up to ten times the base', async () => {
    const row = (await read()).outlier.find(({ multiplier }) => multiplier !== undefined)!;
    assert.deepEqual(row.multiplier!.map((times) => meshRules.ejectionUs(30_000_000, times) / 1_000_000), row.ejection_s as readonly number[]);
  });

  it('always let one host be ejected, and no more than the share', async () => {
    for (const { case: name, maxEjected } of (await read()).outlier) {
      if (maxEjected === undefined) continue;
      const hosts = Number(/^\d+/.exec(name)![0]);
      let ejected = 0;
      while (ejected < hosts && meshRules.mayEject(ejected, hosts, 0.1)) ejected += 1;
      assert.equal(ejected, maxEjected, name);
    }
  });

  it('count errors in a row only', () => {
    const row = (answers: string): number => [...answers].reduce((errors, each) => meshRules.afterAnswer(errors, each === '2'), 0);
    assert.equal(row('555525555'), 4);
    assert.equal(row('55555'), 5);
  });

  it('split by weights, within four standard deviations', async () => {
    for (const { weights, requests, expected } of (await read()).weightedClusters) {
      const split = splitOf(Object.entries(weights).map(([version, weight]) => `${version}:${weight}`).join());
      const random = Stream.named(7, 'split');
      const counts = new Map<string, number>();
      for (let at = 0; at < requests; at += 1) {
        const version = meshRules.versionFor(split, random.next());
        counts.set(version, (counts.get(version) ?? 0) + 1);
      }
      for (const [version, count] of Object.entries(expected)) {
        const share = count / requests;
        assert.ok(Math.abs(counts.get(version)! - count) <= 4 * Math.sqrt(requests * share * (1 - share)), `${version}: ${counts.get(version)}`);
      }
    }
  });

  it('never choose a version of no weight', () => {
    const split = splitOf('v1:0,v2:3,v3:0');
    assert.deepEqual([0, 0.5, 0.999999].map((roll) => meshRules.versionFor(split, roll)), ['v2', 'v2', 'v2']);
    assert.deepEqual(splitOf('v1:0,v2:0').map(({ weight }) => weight), [1, 1]);
  });

  it('name workloads by SPIFFE ids of Istio\'s form', async () => {
    assert.ok((await read()).spiffe.valid.includes(identityOf('reviews')));
    assert.match(identityOf('My Shop/2'), /^spiffe:\/\/cluster\.local\/ns\/default\/sa\/[a-z0-9._-]+$/);
  });

  it('keep ejected hosts out of service', () => {
    const view: HostView = { errors: 0, multiplier: 1, ejected: { sinceUs: 0, untilUs: 10 } };
    assert.equal(meshRules.inService(view), false);
    assert.equal(meshRules.isOver(10, 9), false);
    assert.equal(meshRules.isOver(10, 10), true);
  });
});
