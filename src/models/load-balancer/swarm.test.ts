import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { smoothWeighted } from './algorithms.ts';
import { loadBalancer } from './model.ts';
import type { Rules } from './rules.ts';
import { balancingRules } from './rules.ts';
import { loadBalancerSwarm, runSwarm } from './swarm.ts';

const rules = balancingRules;

/** One rule replaced, and the rule of the watcher that has to notice. */
const bugs: Record<string, readonly [Partial<Rules>, RegExp]> = {
  'requests to a backend that is down': [{ isUsable: (_view, { draining }) => draining === null }, /down gets no new request/],
  'a draining backend that accepts': [{ isUsable: (view, backend, config) => rules.isUsable(view, { ...backend, draining: null }, config) }, /draining backend gets no new request/],
  'an active count that leaks': [{ afterEnd: (active) => active }, /active counts equal open requests/],
  'an active count that falls twice': [{ afterEnd: (active) => active - 2 }, /active counts/],
  'turns without the total subtracted': [{
    smoothWeighted: (turns, candidates, weightOf) => {
      const chosen = smoothWeighted(turns, candidates, weightOf);
      const total = candidates.reduce((sum, each) => sum + weightOf(each), 0);
      if (chosen) turns.set(chosen.id, turns.get(chosen.id)! + total);
      return chosen;
    },
  }, /turns sum to nothing|shares are exact/],
  'turns that start over each time': [{ smoothWeighted: (_turns, candidates, weightOf) => smoothWeighted(new Map(), candidates, weightOf) }, /shares are exact/],
  'a hash of all four octets': [{ hashedOctets: (address) => address.split('.').map(Number) }, /same network and pool/],
  'connections counted without their weights': [{
    leastConnections: (turns, candidates) => rules.leastConnections(turns, candidates.map((each) => ({ ...each, ramped: 256 }))),
  }, /least load/],
  'a fall one probe too late': [{ afterProbe: (health, ok, config) => rules.afterProbe(health, ok, config) + (ok && health + 1 >= config.healthyAfter ? 1 : 0) }, /rise and fall/],
  'a fall one probe too early': [{ afterProbe: (health, ok, config) => (!ok && health - 1 === config.healthyAfter ? 0 : rules.afterProbe(health, ok, config)) }, /rise and fall/],
  'a rise one probe too early': [{ afterProbe: (health, ok, config) => rules.afterProbe(ok && health === config.healthyAfter - 2 ? health + 1 : health, ok, config) }, /rise and fall/],
  'a request that ends twice': [{ isPending: () => true }, /a request ends once/],
  'one slot too many': [{ hasSlot: (serving, capacity) => serving <= capacity }, /no more than the capacity/],
  'a slot left empty': [{ hasSlot: (serving, capacity) => serving < capacity - 1 || serving === 0 && capacity === 1 }, /nothing waits while a slot is free/],
  'a queue without end': [{ hasRoom: () => true }, /no more than the queue/],
  'the shortest prefix of a path': [{
    routeFor: (config, path) => rules.routeFor({ ...config, routes: config.routes.slice(0, 1) }, path),
  }, /stays in its route/],
};

describe('Balancing under random faults and changes', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  for (const [bug, [rule, told]] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      const failure = catches(loadBalancerSwarm, loadBalancer({ ...rules, ...rule }), { schedules: 60, events: 1500 });
      assert.ok(failure !== null, 'it got away');
      assert.match(failure.message, told);
    });
  }
});
