import { assert } from '../../../test/assert.ts';
import { runSwarm } from './swarm.ts';

describe('Queues and streams under random faults', () => {
  it('keep every invariant, make progress when repaired and replay the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });
});
