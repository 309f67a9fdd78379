import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { commonPoint } from './history.ts';
import { replication } from './model.ts';
import type { Rules } from './rules.ts';
import { replicationRules } from './rules.ts';
import { syncPosition } from './standbys.ts';
import { replicationSwarm, runSwarm } from './swarm.ts';

/** Each replaces one rule, and the check that has to notice. */
const bugs: Readonly<Record<string, readonly [Partial<Rules>, RegExp]>> = {
  'a write that is confirmed before it is flushed': [{ acknowledged: (acked) => acked.received }, /has its acknowledgements/],
  'FIRST n counted as ANY n': [{ position: ({ count }, positions) => syncPosition({ method: 'any', count }, positions) }, /has its acknowledgements/],
  'waiting for those that are left': [{ position: (rule, positions) => syncPosition({ ...rule, count: Math.min(rule.count, positions.filter((each) => each !== null).length) }, positions) }, /has its acknowledgements/],
  'a degraded primary that never waits again': [{ hasCaughtUp: () => false }, /waits again once caught up/],
  'an old primary that rejoins without being rewound': [{ rewindPoint: (_own, _source, end) => end }, /a rewound log is a prefix/],
  'a rewind that keeps one record too many': [{ rewindPoint: (own, source, end) => Math.min(end, commonPoint(own, source) + 1) }, /a rewound log is a prefix/],
  'a laggard promoted as the most advanced': [{ successor: (candidates) => [...candidates].sort((a, b) => a.received - b.received)[0] ?? null }, /most advanced replica|one failure loses/],
  'a failover that does not say what it lost': [{ lost: () => 0 }, /says what it lost/],
  'records applied before they are flushed': [{ applicable: ({ received }) => received }, /applied ≤ flushed/],
  'a crash that takes a flushed record along': [{ endAfterCrash: ({ flushed }) => Math.max(0, flushed - 1) }, /survives a crash|applied ≤ flushed/],
  'a foreign log that is followed': [{ isOnHistory: () => true }, /prefix of its primary/],
};

describe('Replication under random faults', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2000 && report.actions > 1000, JSON.stringify(report));
  });

  for (const [bug, [rule, noticed]] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      const failure = catches(replicationSwarm, replication({ ...replicationRules, ...rule }), { schedules: 300, events: 2500 });
      assert.match(failure?.message.split('\n')[0] ?? 'it got away', noticed);
    });
  }
});
