import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { noClock } from './clock.ts';
import type { Crdt } from './crdt.ts';
import { applyOperation, mergeCrdt } from './crdt-merge.ts';
import { networkPartition } from './model.ts';
import type { Rules } from './rules.ts';
import { partitionRules } from './rules.ts';
import { partitionSwarm, runSwarm } from './swarm.ts';
import { directionsOf } from './wall.ts';

const sum = (a: Crdt, b: Crdt): Crdt => {
  if (a.type !== 'pn-counter' || b.type !== 'pn-counter') return mergeCrdt(a, b);
  const add = (left: typeof a.plus, right: typeof a.plus): typeof a.plus =>
    [...new Set([...left, ...right].map(([actor]) => actor))].sort().map((actor) => [actor, [...left, ...right].filter(([each]) => each === actor).reduce((total, [, count]) => total + count, 0)] as const);
  return { ...a, plus: add(a.plus, b.plus), minus: add(a.minus, b.minus) };
};

const bugs: Record<string, Partial<Rules>> = {
  'a message that crosses a cut': { directions: (wall) => directionsOf(wall).slice(1) },
  'a minority that accepts under quorum': { isMajority: (count, nodes) => 2 * count >= nodes },
  'a primary that waits for nobody under quorum': { isMajority: (count, nodes) => count > 0 && nodes > 0 },
  'a node that votes whatever it has promised': { mayVote: () => true },
  'a lock given away before its lease has ended': { isExpired: () => true },
  'siblings of which all but one are dropped': { reconcile: (versions, strategy) => partitionRules.reconcile(versions, strategy).slice(0, strategy === 'siblings' ? 1 : undefined) },
  'siblings kept that a write had seen': { reconcile: (versions, strategy) => (strategy === 'siblings' ? versions : partitionRules.reconcile(versions, strategy)) },
  'last-write-wins by order of arrival': { reconcile: (versions, strategy) => (strategy === 'lww' ? versions.slice(-1) : partitionRules.reconcile(versions, strategy)) },
  'a set that forgets which adds a remove has seen': { merge: (a, b) => (a.type === 'or-set' && b.type === 'or-set' ? mergeCrdt({ ...a, seen: noClock }, { ...b, seen: noClock }) : mergeCrdt(a, b)) },
  'a set in which an add does not get a dot of its own': { apply: (crdt, operation) => applyOperation(crdt, crdt.type === 'or-set' ? { ...operation, counter: 1 } : operation) },
  'a PN-Counter merged by adding up': { merge: sum },
  'a MV register that keeps the values of one side': { merge: (a, b) => (a.type === 'mv-register' ? a : mergeCrdt(a, b)) },
};

describe('A partitioned network under random faults', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  for (const [bug, rules] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      assert.ok(catches(partitionSwarm, networkPartition({ ...partitionRules, ...rules }), { schedules: 120, events: 2000 }) !== null, 'it got away');
    });
  }
});
