import { assert } from '../../../test/assert.ts';
import { Simulation } from '../kernel/simulation.ts';
import { partitionConfig } from './config.ts';
import { networkPartition } from './model.ts';
import { partitionScenarios } from './scenarios.ts';
import { lockView, nodeView, vanishedLately } from './views.ts';

const ms = 1000;
const simulate = (settings = {}): Simulation<ReturnType<typeof partitionConfig>, ReturnType<ReturnType<typeof networkPartition>['copy']>> =>
  new Simulation({ model: networkPartition(), config: partitionConfig({ writeRate: 0, ...settings }), seed: 1 });

describe('What a picture is told of a partition', () => {
  it('knows sides, roles and epochs, and siblings with their clocks', () => {
    const run = simulate();
    for (const { timeMs, ...action } of partitionScenarios.get('default')!.actions) {
      run.runTo(timeMs * ms);
      run.act(action);
    }
    run.runTo(5000 * ms);
    const views = [...run.state.nodes.values()].map((node) => nodeView(run.state, node, run.nowUs));
    assert.deepEqual(views.map(({ side, epoch, role }) => [side, epoch, role]), [[0, 1, 'primary'], [0, 0, 'replica'], [1, 2, 'primary'], [1, 0, 'replica']]);
    assert.deepEqual(views[3]!.suspects, ['n1', 'n2']);
    assert.deepEqual(views[3]!.tiles.map(({ key, value, clockText }) => [key, value, clockText]), [['x', '3', 'n1:1 n3:1']]);
    const vanished = vanishedLately(run.state, run.nowUs, 300 * ms);
    assert.ok(vanished.length > 0 && vanished.every(({ at, agoUs }) => at === 0.5 && agoUs <= 300 * ms));
    run.runTo(9000 * ms);
    const [first] = [...run.state.nodes.values()].map((node) => nodeView(run.state, node, run.nowUs));
    assert.deepEqual(first!.tiles.map(({ id, siblings }) => [id, siblings]), [['n1:2', ['n3:1']], ['n3:1', ['n1:2']]]);
  });

  it('knows the lease of a paused holder, which believes in it longer than the lock does', () => {
    const run = simulate({ policy: 'fencing-token', partitionAt: Infinity, clockSkew: '700ms 0' });
    run.runTo(2000 * ms);
    const view = (): ReturnType<typeof nodeView> => nodeView(run.state, run.state.nodes.get('n1')!, run.nowUs);
    assert.ok(view().leaseLeft! > 0 && view().leaseLeft! <= lockView(run.state, run.nowUs)!.leaseLeft);
    assert.equal(view().clockError, 700);
    run.act({ action: 'freeze', target: 'n1' });
    run.runTo(9000 * ms);
    assert.deepEqual([view().state, view().role, view().accepts], ['frozen', 'primary', false]);
    assert.ok(view().leaseLeft! < 0);
    assert.equal(lockView(run.state, run.nowUs)!.token, 2);
    assert.equal(lockView(simulate().state, 0), null);
  });
});
