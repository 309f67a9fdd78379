import { assert } from '../../../test/assert.ts';
import type { Action, ActionResult, Model, ModelEvent } from './model.ts';
import { cutter, delayBy, drop, healCut } from './network-actions.ts';
import type { NetworkCall } from './network-actions.ts';
import { createNetwork, isCut } from './network.ts';
import type { Addressed, NetworkState } from './network.ts';
import { Simulation } from './simulation.ts';

interface Town { readonly network: NetworkState<Addressed> }

const nodes = ['n1', 'n2', 'n3', 'g1-1'];
const cut = cutter<NetworkCall<Addressed>>({
  nodes: () => nodes,
  named: ({ target }) => (target === 'mayor' ? 'n2' : nodes.find((id) => id === target)),
  isEnd: (id) => id === 'c1',
  usual: () => [['n1'], ['n2', 'n3', 'g1-1']],
});
const verbs = new Map([['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(50)]]);

const model: Model<null, Town> = {
  slug: 'town',
  create: () => ({ network: createNetwork<Addressed>(['c1']) }),
  handle() {},
  act: (state, { action, target, args = {} }, world) => verbs.get(action)!({ state, target, args, world }),
  configure() {},
  copy: (state) => state,
  check() {},
};

function town(): { act(action: Action): ActionResult; apart(from: string, to: string): boolean; readonly told: ModelEvent[] } {
  const told: ModelEvent[] = [];
  const simulation = new Simulation({ model, config: null, seed: 1 });
  return {
    act(action) {
      const result = simulation.act(action);
      told.push(...simulation.takeEvents());
      return result;
    },
    apart: (from, to) => isCut(simulation.state.network, from, to),
    told,
  };
}

const reason = (result: ActionResult): string => (result.ok ? 'done' : result.reason);

describe('what a reader does to a network', () => {
  it('cuts into sides, the last of which takes whoever is not named', () => {
    const { act, apart, told } = town();
    assert.equal(reason(act({ action: 'cut', args: { groups: 'n1,n3 | n2' } })), 'done');
    assert.ok(apart('n1', 'n2') && apart('n3', 'g1-1') && !apart('n1', 'n3') && !apart('n2', 'g1-1'));
    assert.deepEqual(told.at(-1)?.data, { groups: 'n1,n3|n2,g1-1' });
    assert.equal(reason(act({ action: 'cut', target: 'n1|n2,n3' })), 'done');
    assert.ok(apart('n1', 'n3') && !apart('n2', 'n3'), 'new sides replace the old ones');
  });

  it('cuts one node off from all others, by its id or by what it is', () => {
    const { act, apart } = town();
    assert.equal(reason(act({ action: 'cut', target: 'mayor' })), 'done');
    assert.ok(apart('n1', 'n2') && !apart('n1', 'n3'));
    assert.equal(reason(act({ action: 'cut', target: 'g1-1' })), 'done');
    assert.ok(apart('g1-1', 'n2') && !apart('n1', 'n2'));
  });

  it('cuts as the model holds usual where nothing is named', () => {
    const { act, apart } = town();
    assert.equal(reason(act({ action: 'cut' })), 'done');
    assert.ok(apart('n1', 'n2') && !apart('n2', 'n3'));
  });

  it('cuts a link both ways or one, also of a member of a group, and to who stands outside', () => {
    const { act, apart, told } = town();
    assert.equal(reason(act({ action: 'cut', target: 'n1-g1-1' })), 'done');
    assert.equal(reason(act({ action: 'cut', target: 'n2>n3' })), 'done');
    assert.equal(reason(act({ action: 'cut', target: 'n1-c1' })), 'done');
    assert.ok(apart('n1', 'g1-1') && apart('g1-1', 'n1') && apart('n2', 'n3') && !apart('n3', 'n2'));
    assert.deepEqual(told.map(({ type, data }) => [type, data['link']]), [['fault.cut', 'n1-g1-1'], ['fault.cut', 'n2>n3'], ['fault.cut', 'n1-c1']]);
  });

  it('refuses what names no sides, no link or no node, and changes nothing', () => {
    const { act, apart, told } = town();
    const sides = 'a cut needs two sides with nodes on each, and every node once';
    for (const groups of ['', 'n1,n2,n3', 'n1|n1,n2', 'n1|n9', 'n1,n2,n3,g1-1|']) assert.equal(reason(act({ action: 'cut', args: { groups } })), sides, groups);
    assert.equal(reason(act({ action: 'cut', target: 'n1-n9' })), 'there is no link n1-n9');
    assert.equal(reason(act({ action: 'cut', target: 'n9' })), 'there is no node or link n9');
    assert.ok(!nodes.some((from) => nodes.some((to) => apart(from, to))));
    assert.deepEqual(told, []);
  });

  it('heals one link or everything, and refuses where nothing is cut', () => {
    const { act, apart, told } = town();
    assert.equal(reason(act({ action: 'heal' })), 'nothing is cut');
    act({ action: 'cut', target: 'n1-n2' });
    act({ action: 'cut', target: 'n1-n3' });
    assert.equal(reason(act({ action: 'heal', target: 'n2-n3' })), 'n2-n3 is not cut');
    assert.equal(reason(act({ action: 'heal', target: 'n1-n2' })), 'done');
    assert.ok(!apart('n1', 'n2') && apart('n1', 'n3'));
    assert.equal(reason(act({ action: 'heal' })), 'done');
    assert.ok(!apart('n1', 'n3'));
    assert.deepEqual(told.slice(-2).map(({ data }) => data), [{ link: 'n1-n2' }, {}]);
  });

  it('refuses to drop or delay a message that is not on its way', () => {
    const { act } = town();
    assert.equal(reason(act({ action: 'drop', target: 'm1' })), 'no message m1 is in flight');
    assert.equal(reason(act({ action: 'delay', args: { message: 'm1' } })), 'no message m1 is in flight');
  });
});
