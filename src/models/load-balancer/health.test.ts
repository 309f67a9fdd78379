import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { afterProbe, bestHealth, healthLabel, isHealthy, strikes } from './health.ts';

interface HAProxy {
  defaults: { inter_ms: number; rise: number; fall: number };
  health: { config: string; states: string[] }[];
}

/** Labels after each probe; `+` is a good one, `-` a failed one. */
function labels(probes: string, thresholds: { healthyAfter: number; unhealthyAfter: number }): string[] {
  let health = bestHealth(thresholds);
  return [healthLabel(health, thresholds), ...Array.from(probes, (probe) => {
    health = afterProbe(health, probe === '+', thresholds);
    return healthLabel(health, thresholds);
  })];
}

describe('Health by probes', () => {
  const usual = { healthyAfter: 2, unhealthyAfter: 3 };

  it('goes through the states that HAProxy shows, in their order', async () => {
    const { health: [recorded], defaults } = await vectors<HAProxy>('load-balancing-haproxy.json');
    assert.equal(`rise ${usual.healthyAfter} fall ${usual.unhealthyAfter}`, recorded!.config.slice(-'rise 2 fall 3'.length));
    assert.deepEqual([defaults.rise, defaults.fall], [usual.healthyAfter, usual.unhealthyAfter]);
    assert.deepEqual(labels('---++', usual), recorded!.states);
  });

  it('starts to count again with a good probe while up, and with a failed one while down', () => {
    assert.deepEqual(labels('--+--', usual), ['UP', 'UP 2/3', 'UP 1/3', 'UP', 'UP 2/3', 'UP 1/3']);
    assert.deepEqual(labels('---+-+', usual).slice(3), ['DOWN', 'DOWN 1/2', 'DOWN', 'DOWN 1/2']);
  });

  it('takes one probe where one is asked for', () => {
    assert.deepEqual(labels('-+-', { healthyAfter: 1, unhealthyAfter: 1 }), ['UP', 'DOWN', 'UP', 'DOWN']);
  });

  it('counts strikes towards the other state', () => {
    assert.deepEqual(strikes(2, usual), { up: true, count: 2, of: 3 });
    assert.deepEqual(strikes(1, usual), { up: false, count: 1, of: 2 });
    assert.ok(isHealthy(2, usual) && !isHealthy(1, usual));
  });
});
