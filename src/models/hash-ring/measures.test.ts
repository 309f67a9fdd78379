import { assert } from '../../../test/assert.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { Algorithm } from './algorithms/index.ts';
import { allWays as ways } from './algorithms/all.ts';
import { comparedMeasures, dueShare, largest, loads, measures, spread } from './measures.ts';
import { hashRing } from './model.ts';
import type { HashRingConfig, HashRingState } from './state.ts';

const names = Object.keys(ways) as Algorithm[];

function ring(config: Partial<HashRingConfig> = {}): Timeline<HashRingConfig, HashRingState> {
  return new Timeline<HashRingConfig, HashRingState>({
    model: hashRing, seed: 1,
    config: { servers: 4, vnodes: 8, keys: 500, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 1, weights: [], loadFactor: 1.25, keySkew: 0, ...config },
  });
}

const sum = (parts: ReadonlyMap<number, number>): number => [...parts.values()].reduce((a, b) => a + b, 0);
const near = (value: number, expected: number, within = 1e-6): void => assert.ok(Math.abs(value - expected) <= within, `${value}, not ${expected}`);

describe('The measures of a ring', () => {
  it('tell the shares of the guide’s example, and how uneven they are', () => {
    const run = ring({ vnodes: 1 });
    [0.15, 0.45, 0.8, 0.95].forEach((at, n) => run.act({ action: 'pin', target: `s${n + 1}`, args: { at } }, 'script'));
    const { shares, tokens } = measures(run.state);
    [0.2, 0.3, 0.35, 0.15].forEach((share, n) => near(shares.get(n + 1)!, share));
    assert.deepEqual([...tokens.values()], [1, 1, 1, 1]);
    const even = spread(run.state)!;
    near(even.maxOverMean, 1.4);
    near(even.standardDeviation, Math.sqrt(0.1));
    near(even.fromDue, Math.sqrt(0.1));
    assert.equal(largest(measures(run.state).shares)!.number, 3);
  });

  it('account for the whole circle, every key and every lookup, whatever the algorithm', () => {
    for (const algorithm of names) {
      for (const keySkew of [0, 1.5]) {
        const { state } = ring({ algorithm, keySkew, servers: 7 });
        const { shares, keys, keyShares } = measures(state);
        near(sum(shares), 1);
        near(sum(keyShares), 1);
        assert.equal(sum(keys), 500);
        for (const [server, count] of keys) if (keySkew === 0) near(keyShares.get(server)!, count / 500);
        if (ways[algorithm].of === 'keys') for (const [server, count] of keys) near(shares.get(server)!, count / 500);
      }
    }
  });

  it('judge a server by the share that its weight asks for', () => {
    const { state } = ring({ vnodes: 250, weights: [1, 1, 2, 4] });
    assert.deepEqual(state.servers.map((server) => dueShare(state, server)), [0.125, 0.125, 0.25, 0.5]);
    const even = spread(state)!;
    assert.ok(even.standardDeviation > 0.5 && even.fromDue < 0.2, JSON.stringify(even));
  });

  it('leave out a server that is down, and say nothing of an empty ring', () => {
    const run = ring();
    run.act({ action: 'crash', target: 's2' }, 'user');
    const { shares, keyShares, tokens } = measures(run.state);
    for (const measured of [shares, keyShares, tokens]) assert.ok(!measured.has(2));
    near(sum(shares), 1);
    assert.equal(dueShare(run.state, run.state.servers[1]!), 0);
    const { state } = ring({ servers: 0 });
    assert.ok(spread(state) === null && largest(measures(state).shares) === null);
    assert.equal(measures(state).keys.get(0), 500);
  });

  it('compare servers by lookups where keys differ, and by keys where two algorithms do', () => {
    const state = (config: Partial<HashRingConfig>): HashRingState => ring(config).state;
    assert.equal(loads(state({})).of, 'circle');
    assert.equal(loads(state({ algorithm: 'slots' })).of, 'slots');
    assert.equal(loads(state({ compare: 'jump' })).of, 'keys');
    const skewed = state({ keySkew: 1.5, compare: 'jump' });
    assert.ok(loads(skewed).of === 'lookups' && largest(loads(skewed).shares)!.share > 0.38);
    near(sum(comparedMeasures(skewed)!.keyShares), 1);
    assert.equal(comparedMeasures(state({})), null);
  });

  it('are worked out once for each placement', () => {
    const run = ring();
    const before = measures(run.state);
    run.advance(3_000_000);
    assert.ok(measures(run.state) === before);
    run.act({ action: 'add' }, 'user');
    assert.ok(measures(run.state) !== before);
  });
});
