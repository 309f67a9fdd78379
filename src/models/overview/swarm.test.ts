import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { overview } from './model.ts';
import type { Rules } from './rules.ts';
import { overviewRules } from './rules.ts';
import { overviewSwarm, runSwarm } from './swarm.ts';

/** Each replaces one rule, and the check that has to notice. */
const bugs: Readonly<Record<string, readonly [Partial<Rules>, RegExp]>> = {
  'a detector that is impatient': [{ isSilent: (silenceMs, suspectAfterMs) => silenceMs > suspectAfterMs / 2 }, /nobody is suspected too early/],
  'a detector that never suspects': [{ isSilent: () => false }, /silence is suspected/],
  'a suspicion that outlives a heartbeat': [{ staysSuspected: (suspected) => suspected }, /a heartbeat clears a suspicion/],
  'a dead node that serves': [{ serves: () => true }, /an owner that is reached and up serves/],
  'an owner that is up and does not serve': [{ serves: () => false }, /an owner that is reached and up serves/],
  'suspected owners that are tried twice': [{ order: (owners, isSuspected) => [...owners, ...owners.filter(isSuspected)] }, /no owner is tried twice/],
  'a request given up after the first try': [{ givesUp: (attempts) => attempts >= 1 }, /only when every owner was tried/],
  'a repair that is not counted': [{ countUp: (upCount, change) => (change === 1 ? upCount : upCount - 1) }, /up and down are all nodes/],
  'an availability that counts one node too many': [{ upTime: (upCount, elapsedUs) => (upCount + 1) * elapsedUs }, /availability is time up/],
};

describe('The overview under random faults', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 1000, JSON.stringify(report));
  });

  for (const [bug, [rule, noticed]] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      const failure = catches(overviewSwarm, overview({ ...overviewRules, ...rule }), { schedules: 60, events: 2500 });
      assert.match(failure?.message.split('\n')[0] ?? 'it got away', noticed);
    });
  }
});
