import { assert } from '../../../test/assert.ts';
import type { Action, Model } from './model.ts';
import type { Envelope, NetworkSettings, NetworkState } from './network.ts';
import { arrive, copyNetwork, createNetwork, cutGroups, cutLink, delayMessage, directions, dropMessage, heal, hold, isCut, lose, loseOnArrival, release, send } from './network.ts';
import { Simulation } from './simulation.ts';

interface Letter { readonly from: string; readonly to: string; readonly text: string }
interface Post { readonly network: NetworkState<Letter>; readonly frozen: Set<string>; readonly down: Set<string>; arrived: { text: string; atUs: number }[] }

const settings: NetworkSettings = { latencyUs: 1000, jitterUs: 0, loss: 0 };

const post: Model<NetworkSettings, Post> = {
  slug: 'post',
  create: () => ({ network: createNetwork<Letter>(['c1']), frozen: new Set(), down: new Set(), arrived: [] }),
  handle(state, { kind, data }, world) {
    if (kind === 'network.lose') {
      lose(state.network, data as string, world);
      return;
    }
    const envelope = arrive(state.network, data as string, world);
    if (!envelope) return;
    const { to, text } = envelope.message;
    if (state.down.has(to)) loseOnArrival(state.network, envelope, world);
    else if (state.frozen.has(to)) hold(state.network, envelope);
    else state.arrived.push({ text, atUs: world.nowUs });
  },
  act({ network, frozen, down }, { action, target = '', args = {} }, world) {
    switch (action) {
      case 'send': send(network, args['loss'] === undefined ? settings : { ...settings, loss: Number(args['loss']) }, { from: target, to: String(args['to']), text: String(args['text'] ?? target) }, world); break;
      case 'cut': if (target) cutLink(network, target, world); else cutGroups(network, [['n1'], ['n2', 'n3']], world); break;
      case 'heal': heal(network, target || null, world); break;
      case 'freeze': frozen.add(target); break;
      case 'thaw': frozen.delete(target); release(network, target, world); break;
      case 'crash': down.add(target); break;
      case 'slow': network.slow.set(target, Number(args['factor'])); break;
      case 'drop': return dropMessage(network, target, world);
      case 'delay': return delayMessage(network, target, Number(args['by']), world);
    }
    return { ok: true };
  },
  configure() {},
  copy: ({ network, frozen, down, arrived }) => ({ network: copyNetwork(network), frozen: new Set(frozen), down: new Set(down), arrived: arrived.slice() }),
  check() {},
};

type Step = readonly [timeUs: number, action: string, target?: string, args?: Action['args']];

/** What arrived, as `text@time`, and what was lost, as `text@time reason`. */
function story(steps: readonly Step[]): { arrived: string[]; lost: string[]; flying: number } {
  const simulation = new Simulation({ model: post, config: settings, seed: 1 });
  for (const [timeUs, action, target, args] of steps) {
    simulation.runTo(timeUs);
    simulation.act({ action, ...(target === undefined ? {} : { target }), ...(args ? { args } : {}) });
  }
  simulation.runTo(1_000_000);
  const { network, arrived } = simulation.state;
  const lost = network.lost.map(({ message, lostUs, reason }: Envelope<Letter>) => `${message.text}@${lostUs} ${reason}`);
  return { arrived: arrived.map(({ text, atUs }) => `${text}@${atUs}`), lost, flying: network.inFlight.size };
}
const from1to2: Step = [0, 'send', 'n1', { to: 'n2', text: 'a' }];

describe('a network', () => {
  it('delivers after the latency, and later by the larger factor of a slow end', () => {
    assert.deepEqual(story([from1to2]).arrived, ['a@1000']);
    assert.deepEqual(story([[0, 'slow', 'n1', { factor: 2 }], [0, 'slow', 'n2', { factor: 3 }], from1to2]).arrived, ['a@3000']);
  });

  it('loses at the wall, half-way, what a new cut finds before it, and lets pass what is beyond', () => {
    assert.deepEqual(story([from1to2, [400, 'cut']]), { arrived: [], lost: ['a@500 cut'], flying: 0 });
    assert.deepEqual(story([from1to2, [600, 'cut']]), { arrived: ['a@1000'], lost: [], flying: 0 });
  });

  it('lets pass what has not reached the wall when the cut is healed', () => {
    assert.deepEqual(story([[0, 'cut'], from1to2, [300, 'heal']]), { arrived: ['a@1000'], lost: [], flying: 0 });
    assert.deepEqual(story([[0, 'cut'], from1to2, [700, 'heal']]).lost, ['a@500 cut']);
  });

  it('cuts one direction of a link, or both, and adds to what is cut; sides replace sides; heal lifts all', () => {
    assert.deepEqual(story([[0, 'cut', 'n1>n2'], from1to2, [0, 'send', 'n2', { to: 'n1', text: 'b' }]]).arrived, ['b@1000']);
    assert.deepEqual(story([[0, 'cut', 'n1-n2'], from1to2, [0, 'send', 'n2', { to: 'n1', text: 'b' }]]).arrived, []);
    assert.deepEqual(story([[0, 'cut', 'n1-n2'], [0, 'cut', 'n1>n3'], [0, 'heal', 'n1-n2'], from1to2, [0, 'send', 'n1', { to: 'n3', text: 'b' }]]).arrived, ['a@1000']);
    assert.deepEqual(story([[0, 'cut'], [0, 'cut', 'n1-n2'], [0, 'heal'], from1to2]).arrived, ['a@1000']);
  });

  it('puts nodes in no group on the last side, and lets those outside reach everybody', () => {
    const network = createNetwork<Letter>(['c1']);
    network.groups = [['n1'], ['n2']];
    assert.ok(isCut(network, 'n1', 'n9') && !isCut(network, 'n2', 'n9') && !isCut(network, 'c1', 'n1') && !isCut(network, 'n2', 'c1'));
  });

  it('keeps messages for a frozen node, and delivers them in order when it runs again', () => {
    const steps: Step[] = [[0, 'freeze', 'n2'], from1to2, [10, 'send', 'n3', { to: 'n2', text: 'b' }], [5000, 'thaw', 'n2']];
    assert.deepEqual(story(steps).arrived, ['a@5000', 'b@5000']);
  });

  it('drops and delays single messages, each once, and refuses those that are not there', () => {
    assert.deepEqual(story([from1to2, [200, 'drop', 'm1']]), { arrived: [], lost: ['a@200 dropped'], flying: 0 });
    assert.deepEqual(story([from1to2, [200, 'delay', 'm1', { by: 700 }]]).arrived, ['a@1700']);
    const simulation = new Simulation({ model: post, config: settings, seed: 1 });
    assert.equal(simulation.act({ action: 'drop', target: 'm1' }).ok, false);
    simulation.act({ action: 'send', target: 'n1', args: { to: 'n2' } });
    assert.equal(simulation.act({ action: 'delay', target: 'm1', args: { by: -1 } }).ok, false);
    assert.equal(simulation.act({ action: 'delay', target: 'm1', args: { by: 0.5 } }).ok, false);
  });

  it('says why a message was lost, and remembers no more than 48', () => {
    assert.deepEqual(story([[0, 'crash', 'n2'], from1to2]).lost, ['a@1000 down']);
    const { lost } = story(Array.from({ length: 100 }, (_, at): Step => [at, 'send', 'n1', { to: 'n2', text: `${at}`, loss: 1 }]));
    assert.equal(lost.length, 48);
    assert.ok(lost.every((line) => line.endsWith('loss')));
  });

  it('reads directions from a link id, and none from anything else', () => {
    assert.deepEqual(directions('n1-n2'), ['n1>n2', 'n2>n1']);
    assert.deepEqual(directions('n2>n1'), ['n2>n1']);
    for (const text of ['', 'n1', 'n1-n1', 'n1-n2-n3', '1-2']) assert.deepEqual(directions(text), []);
  });
});
