import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { InvariantViolation } from '../kernel/model.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import { kinds, partitionConfig, policies, resolves, sidesFrom } from './config.ts';
import type { PartitionConfig, PartitionSettings } from './config.ts';
import { networkPartition } from './model.ts';
import { readouts } from './readouts.ts';
import type { Rules } from './rules.ts';
import { partitionRules } from './rules.ts';
import { partitionScenarios } from './scenarios.ts';
import type { PartitionState } from './state.ts';
import { primariesOf } from './state.ts';
import { storeText } from './store.ts';
import { valuesHeld } from './held.ts';
import { reconfigure } from './swarm.ts';

const ms = 1000;

function simulate(settings: PartitionSettings = {}, seed = 1): Simulation<PartitionConfig, PartitionState> {
  return new Simulation({ model: networkPartition(), config: partitionConfig(settings), seed, reconfigure });
}

function scenario(name: string, rules: Rules = partitionRules): Timeline<PartitionConfig, PartitionState> {
  const known = partitionScenarios.get(name) ?? assert.fail(`no scenario ${name}`);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  return new Timeline({ model: networkPartition(rules), config: partitionConfig((known.settings ?? {}) as PartitionSettings), seed: known.seed ?? 1, commands });
}

const held = (state: PartitionState, node: string, key = 'x'): readonly string[] => {
  const found = state.nodes.get(node)?.durable.store.keys.get(key);
  return found === undefined ? [] : valuesHeld(found);
};
const primaries = (state: PartitionState): readonly string[] => primariesOf(state).map(({ id }) => id);
const ofType = (events: readonly ModelEvent[], type: string): readonly ModelEvent[] => events.filter((event) => event.type === type);

describe('A partitioned network', () => {
  it('tells the story: x=1 on both sides, then x=2 on one and x=3 on the other, then both', () => {
    const run = scenario('default');
    run.advance(1900 * ms);
    for (const node of ['n1', 'n2', 'n3', 'n4']) assert.deepEqual(held(run.state, node), ['1']);
    const events = run.advance(5900 * ms);
    assert.deepEqual(primaries(run.state), ['n1', 'n3'], 'split brain');
    assert.deepEqual([held(run.state, 'n2'), held(run.state, 'n4')], [['2'], ['3']]);
    assert.ok(ofType(events, 'partition.vanished').length > 50);
    const after = run.advance(9000 * ms);
    for (const node of ['n1', 'n2', 'n3', 'n4']) assert.deepEqual(held(run.state, node), ['2', '3']);
    assert.deepEqual(primaries(run.state), ['n3'], 'the lower epoch gives way');
    assert.equal(ofType(after, 'partition.conflict').length, 1);
    assert.deepEqual(ofType(after, 'partition.merge').map(({ data }) => [data['strategy'], data['result'], data['lost']]), [['siblings', ['2', '3'], []]]);
    assert.equal(readouts(run.state).lostUpdates, 0);
  });

  it('stops the minority under quorum, where the majority goes on; nothing conflicts and nothing accepted is lost', () => {
    const run = scenario('quorum-minority');
    const events = run.advance(8000 * ms);
    const during = ofType(events, 'partition.write').filter(({ timeUs }) => timeUs > 3600 * ms);
    assert.ok(during.some(({ node, data }) => node === 'n1' && data['accepted'] === false && data['reason'] === 'no-quorum'));
    assert.ok(during.some(({ node, data }) => node === 'n3' && data['accepted'] === true));
    assert.ok(!during.some(({ node, data }) => (node === 'n1' || node === 'n2') && data['accepted'] === true));
    run.advance(15_000 * ms);
    const { conflicts, lostUpdates, sides } = readouts(run.state);
    assert.deepEqual([conflicts, lostUpdates], [0, 0]);
    assert.ok(sides[0]!.withoutService > 4000 && sides[1]!.withoutService < 3000, JSON.stringify(sides));
  });

  it('leaves one side when both shoot through a fencing device, and none when the device is gone', () => {
    const run = scenario('stonith-race');
    const shots = ofType(run.advance(6000 * ms), 'partition.fence');
    assert.deepEqual(shots.map(({ data }) => [data['by'], data['target'], data['ok']]), [['n1', 'n3', true], ['n1', 'n4', true], ['n3', 'n1', false], ['n3', 'n2', false]]);
    assert.deepEqual(primaries(run.state), ['n1']);
    const without = simulate({ policy: 'stonith' });
    without.act({ action: 'crash', target: 'f1' });
    without.runTo(6000 * ms);
    assert.deepEqual([...without.state.nodes.values()].filter(({ up }) => up), [], 'both sides shot');
  });

  it('shoots only from a side that hears half of all nodes', () => {
    const run = simulate({ policy: 'stonith', nodes: 5, partition: '2|3' });
    run.runTo(6000 * ms);
    assert.deepEqual([...run.state.nodes.values()].filter(({ up }) => up).map(({ id }) => id), ['n3', 'n4', 'n5']);
    assert.deepEqual(primaries(run.state), ['n3']);
  });

  it('refuses the late write of a lock holder that was paused past its lease', () => {
    const run = scenario('gc-pause-token');
    const events = run.advance(12_000 * ms);
    const refused = ofType(events, 'partition.token').filter(({ data }) => data['accepted'] === false);
    assert.ok(refused.length > 0 && refused.every(({ timeUs, data }) => timeUs > 9500 * ms && data['token'] === 1 && data['highest'] === 2));
    assert.equal(readouts(run.state).highestToken, 2);
    assert.ok(ofType(events, 'partition.write').some(({ node, data }) => node === 'n1' && data['reason'] === 'lower-token'));
  });

  it('drops an acknowledged write with last-write-wins and a slow clock, though it was made later', () => {
    const run = scenario('lww-lost-update');
    const events = run.advance(9000 * ms);
    const lost = ofType(events, 'partition.write').find(({ data }) => data['value'] === '3');
    assert.equal(lost?.data['accepted'], true);
    for (const node of ['n1', 'n2', 'n3', 'n4']) assert.deepEqual(held(run.state, node), ['2']);
    assert.equal(readouts(run.state).lostUpdates, 1);
    assert.deepEqual(ofType(events, 'partition.merge').map(({ data }) => data['lost']), [['3']]);
  });

  it('keeps siblings until a write that has seen both', () => {
    const run = scenario('vector-siblings');
    run.advance(8900 * ms);
    assert.deepEqual(held(run.state, 'n1'), ['2', '4']);
    run.advance(11_000 * ms);
    for (const node of ['n1', 'n2', 'n3', 'n4']) assert.deepEqual(held(run.state, node), ['5']);
  });

  it('joins two carts: what was added stays, and an add wins over a concurrent remove', () => {
    const run = scenario('crdt-merge');
    run.advance(9000 * ms);
    for (const node of ['n1', 'n2', 'n3', 'n4']) assert.deepEqual(held(run.state, node, 'cart'), ['eggs', 'milk', 'tea']);
  });

  it('merges siblings by application code, and what one side took out comes back', () => {
    const run = simulate({ resolve: 'app', writeRate: 0 });
    const write = (value: string, node: string): void => { assert.ok(run.act({ action: 'write', target: node, args: { key: 'cart', value } }).ok); };
    write('milk,bread', 'n1');
    run.runTo(2500 * ms);
    write('bread', 'n1');
    run.runTo(4500 * ms);
    write('milk,bread,tea', 'n3');
    run.runTo(9000 * ms);
    for (const node of ['n1', 'n2', 'n3', 'n4']) assert.deepEqual(held(run.state, node, 'cart'), ['bread,milk,tea']);
  });

  it('hears its successor through a one-way cut, and steps down', () => {
    const run = scenario('one-way');
    const events = run.advance(7900 * ms);
    assert.deepEqual(primaries(run.state), ['n3']);
    assert.ok(ofType(events, 'partition.vanished').every(({ node }) => ['n1', 'n2', 'c1'].includes(node!)));
    assert.ok(!readouts(run.state).sides[0]!.served && readouts(run.state).sides[1]!.served);
  });

  it('deposes one primary after the other through a bridge', () => {
    const run = scenario('bridge');
    const promoted = ofType(run.advance(12_000 * ms), 'partition.promote').map(({ data }) => data['epoch']);
    assert.ok(promoted.length >= 3 && promoted.every((epoch, at) => at === 0 || Number(epoch) > Number(promoted[at - 1])), promoted.join());
  });

  it('changes its primary with every flap, and conflicts', () => {
    const run = scenario('flapping');
    const events = run.advance(15_000 * ms);
    assert.ok(ofType(events, 'partition.cut').length >= 4 && ofType(events, 'partition.promote').length >= 3);
    assert.ok(readouts(run.state).conflicts > 0);
  });

  it('takes a slow node for a dead one', () => {
    const run = simulate({ partitionAt: Infinity });
    run.runTo(2000 * ms);
    run.act({ action: 'slow', target: 'n1', args: { factor: 20 } });
    run.runTo(5000 * ms);
    assert.ok(ofType(run.takeEvents(), 'partition.suspect').some(({ node }) => node === 'n1'));
    assert.equal(primaries(run.state).length, 2, 'it was alive all the time');
  });

  it('serves clients at each stage as etcd did: a leader lost, then the quorum', async () => {
    const { stages } = await vectors<{ stages: { stage: string; put?: string; newTerm?: number }[] }>('etcd-failover.json');
    const run = simulate({ nodes: 3, policy: 'quorum', partitionAt: Infinity });
    run.runTo(3000 * ms);
    const epochBefore = primariesOf(run.state)[0]!.volatile.epoch;
    run.act({ action: 'crash', target: 'n1' });
    run.runTo(9000 * ms);
    const [successor] = primariesOf(run.state);
    assert.equal(successor!.volatile.epoch - epochBefore, stages[2]!.newTerm! - 2, 'one term later');
    const accepted = (): number => readouts(run.state).sides.reduce((sum, side) => sum + side.accepted, 0);
    const before = accepted();
    run.runTo(12_000 * ms);
    assert.ok(accepted() > before);
    run.act({ action: 'crash', target: 'primary' });
    run.runTo(14_000 * ms);
    assert.equal(stages[3]!.put, 'deadline exceeded');
    const last = accepted();
    run.runTo(20_000 * ms);
    assert.equal(accepted(), last);
  });

  it('comes to hold the same everywhere once it is whole again, whatever the policy, the resolution and the cut', () => {
    for (const policy of policies) for (const resolve of resolves) for (const kind of kinds) {
      const run = simulate({ policy, resolve, kind, nodes: 5, writeRate: 3, clockSkew: '0 2s -1s 0 300ms' });
      run.runTo(7000 * ms);
      run.act({ action: 'recover' });
      run.act({ action: 'set', args: { name: 'writeRate', value: 0 } });
      run.runTo(20_000 * ms);
      const stores = new Set([...run.state.nodes.values()].map(({ durable }) => storeText(durable.store)));
      assert.equal(stores.size, 1, `${policy}, ${resolve}, ${kind}`);
      assert.ok([...stores][0]!.length > 0 && primaries(run.state).length === 1, `${policy}, ${resolve}, ${kind}: ${primaries(run.state).join()}`);
    }
  });

  it('keeps its policy and its types for a whole run', () => {
    const run = simulate();
    run.runTo(3000 * ms);
    run.act({ action: 'set', args: { name: 'resolve', value: 'crdt' } });
    run.runTo(9000 * ms);
    assert.equal(run.state.config.resolve, 'siblings');
  });

  it('takes over a cut that is changed while it holds: other sides, another kind, another end', () => {
    const run = simulate({ healAt: Infinity });
    run.runTo(3000 * ms);
    run.act({ action: 'set', args: { name: 'kind', value: 'one-way' } });
    assert.deepEqual([run.state.network.cutLinks.has('n1>n3'), run.state.network.cutLinks.has('n3>n1')], [true, false]);
    run.act({ action: 'set', args: { name: 'partition', value: [['n1'], ['n2', 'n3', 'n4']] } });
    assert.ok(run.state.network.cutLinks.has('n1>n2'));
    run.act({ action: 'cut', target: 'n2-n3' });
    assert.ok(!run.act({ action: 'heal', target: 'n1>n2' }).ok, 'this one goes with its sides');
    assert.ok(run.act({ action: 'heal', target: 'n2-n3' }).ok);
    run.act({ action: 'set', args: { name: 'partition', value: [] } });
    assert.equal(run.state.network.cutLinks.size, 0);
  });

  it('shows the same at a moment however it is reached', () => {
    for (const name of partitionScenarios.keys()) {
      const run = scenario(name);
      run.advance(4321 * ms);
      const hash = run.hash();
      run.advance(10_000 * ms);
      run.seek(4321 * ms);
      assert.equal(run.hash(), hash, name);
    }
  });

  it('refuses what makes no sense, and says why', () => {
    const run = simulate();
    for (const [action, target, args] of [
      ['jump', 'n1'], ['crash', 'n9'], ['recover', 'n1'], ['thaw', 'n1'], ['heal', undefined], ['acquire', 'n2'], ['promote', 'n1'],
      ['cut', 'n1-n7'], ['cut', 'n1,n2,n3,n4|'], ['cut', 'n1,n2|n2,n3'], ['write', 'n12'], ['drop', 'm999'], ['skew', 'n1', { by: 'much' }],
    ] as const) {
      const result = run.act({ action, ...(target === undefined ? {} : { target }), ...(args === undefined ? {} : { args }) });
      assert.ok(!result.ok && result.reason.length > 5, `${action} ${target}`);
    }
  });

  it('reads sides as ids and as sizes; the last takes the rest', () => {
    assert.deepEqual(sidesFrom('', 5), [['n1', 'n2'], ['n3', 'n4', 'n5']]);
    assert.deepEqual(sidesFrom('1|1', 4), [['n1'], ['n2', 'n3', 'n4']]);
    assert.deepEqual(sidesFrom('n1,n4|n2', 4), [['n1', 'n4'], ['n2', 'n3']]);
    for (const text of ['4|0', '4', 'n1,n2,n3,n4', 'n1|', '|', 'n1|n1,n2', '5|1']) assert.equal(sidesFrom(text, 4), null, text);
  });

  const bugs: readonly (readonly [string, string, Partial<Rules>])[] = [
    ['storage that accepts a lower token', 'gc-pause-token', { takesToken: () => true }],
    ['a fencing device that obeys a node it has switched off', 'stonith-race', { obeys: () => true }],
    ['a wall with a hole', 'default', { directions: (wall) => partitionRules.directions(wall).slice(1) }],
  ];
  for (const [bug, name, rules] of bugs) {
    it(`notices ${bug}`, () => {
      assert.throws(() => scenario(name, { ...partitionRules, ...rules }).advance(15_000 * ms), InvariantViolation);
    });
  }
});
