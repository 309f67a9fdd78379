import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { messageQueue } from './model.ts';
import type { Rules } from './rules.ts';
import { queueRules } from './rules.ts';
import { messageQueueSwarm, runSwarm } from './swarm.ts';

/** One rule replaced each. */
const bugs: Record<string, Partial<Rules>> = {
  'a leader that serves above the high watermark': { readableEnd: (log) => log.endOffset },
  'two owners of a partition in one generation': {
    assigned: (assignment) => new Map([...assignment].map(([id, partitions], at) => [id, at === 1 ? [...partitions, ...([...assignment.values()][0] ?? []).slice(0, 1)] : partitions])),
  },
  'a commit of a fenced generation that counts': { acceptsCommit: () => true },
  'a gap in the sequences that is accepted': {
    sequence: (state, epoch, first, last) => { const verdict = queueRules.sequence(state, epoch, first, last); return verdict === 'out-of-order' ? 'append' : verdict; },
  },
  'a repeated batch that is appended again': {
    sequence: (state, epoch, first, last) => { const verdict = queueRules.sequence(state, epoch, first, last); return verdict === 'duplicate' ? 'append' : verdict; },
  },
  'a high watermark that does not wait for the in-sync replicas': { highWatermark: (current, ends) => Math.max(current, ...ends) },
  'a leader elected from outside the in-sync set': { electLeader: (replicas, _inSync, live) => replicas.find(live) ?? null },
  'a follower that does not cut what its leader never had': { lastEpoch: () => -1 },
  'readers of committed records who are shown aborted ones': { isAborted: () => false },
  'readers of committed records who are shown open transactions': { lastStable: (_producers, highWatermark) => highWatermark },
  'a message that comes back twice': { requeued: (message) => [message, message] },
};

describe('Queues and streams under random faults', () => {
  it('keep every invariant, make progress when repaired and replay the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  it('keep them in runs that once broke one', () => {
    for (const firstSeed of [425, 565, 632, 926, 991]) assert.deepEqual(runSwarm({ schedules: 1, firstSeed, events: 10_000 }).failures, []);
  });

  for (const [bug, rule] of Object.entries(bugs)) {
    it(`find ${bug}`, () => {
      assert.ok(catches(messageQueueSwarm, messageQueue({ ...queueRules, ...rule }), { schedules: 60, events: 2500 }) !== null, 'it got away');
    });
  }
});
