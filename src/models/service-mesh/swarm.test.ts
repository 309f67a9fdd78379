import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import { serviceMesh } from './model.ts';
import type { Rules } from './rules.ts';
import { meshRules as rules } from './rules.ts';
import { runSwarm, serviceMeshSwarm } from './swarm.ts';

/** One rule replaced, and the rule of the watcher that has to notice. */
const bugs: Record<string, readonly [Partial<Rules>, RegExp]> = {
  'a split that ignores its weights': [{ versionFor: (split, roll) => split[Math.floor(roll * split.length)]!.version }, /measured split/],
  'one request too many': [{ hasRoom: (count, limit) => count <= limit }, /than the limit/],
  'one retry too many': [{ mayRetry: (attempts, retries) => attempts <= retries + 1 }, /at most 1 \+ retries/],
  'retries without a budget': [{ allowedRetries: () => Infinity }, /within the budget/],
  'a budget with one to spare': [{ allowedRetries: (budget, requests) => rules.allowedRetries(budget, requests) + 1 }, /within the budget/],
  'a back-off that doubles without end': [{ backoffLimitUs: (baseUs, retry) => baseUs * (Math.max(1, retry) * 12) }, /within its bound/],
  'errors that a success does not clear': [{ afterAnswer: (errors, ok) => (ok ? errors : errors + 1) }, /so many errors in a row/],
  'an ejection of every host': [{ mayEject: () => true }, /than the share/],
  'ejections that do not grow': [{ ejectionUs: (baseUs) => baseUs }, /grow with their number/],
  'a return before its time': [{ isOver: () => true }, /until its time is over/],
  'a return that never comes': [{ isOver: () => false }, /first sweep after/],
  'requests to a host that is ejected': [{ inService: () => true }, /ejected host gets no request/],
  'plaintext let in': [{ admitsPlain: () => true }, /no plaintext is served/],
  'certificates that are never looked at': [{ isValid: () => true }, /without valid certificates/],
  'an open circuit that lets calls through': [{ admits: (circuit, nowUs) => circuit.state === 'open' || rules.admits(circuit, nowUs) }, /open circuit lets nothing|one trial/],
  'a half-open circuit without a limit': [{ admits: (circuit, nowUs) => circuit.state === 'half-open' || rules.admits(circuit, nowUs) }, /one trial/],
  'a rejected configuration in use': [{ accepts: () => true }, /rejected configuration/],
  'a request that ends twice': [{ isPending: () => true }, /a request ends once/],
};

describe('A mesh under random faults and changes', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', () => {
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  for (const [bug, [rule, told]] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      const failure = catches(serviceMeshSwarm, serviceMesh({ ...rules, ...rule }), { schedules: 60, events: 1500 });
      assert.ok(failure !== null, 'it got away');
      assert.match(failure.message, told);
    });
  }
});
