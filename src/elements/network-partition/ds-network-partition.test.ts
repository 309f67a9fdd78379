import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsNetworkPartition } from './ds-network-partition.ts';
import { concept } from './network-partition.concept.ts';
import { networkPartitionPanelsStrings } from './network-partition.panels.strings.ts';
import { networkPartitionStrings } from './network-partition.strings.ts';
import { networkPartitionWords } from './network-partition.words.strings.ts';

describeFigure('ds-network-partition', DsNetworkPartition);

function make(attributes: { readonly [name: string]: string } = {}): DsNetworkPartition {
  const element = document.createElement('ds-network-partition');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-network-partition', () => {
  let element: DsNetworkPartition | null = null;
  afterEach(() => element?.remove());

  it('has two primaries behind a cut, and one version too many after it', () => {
    element = make();
    element.seek(5_000);
    assert.deepEqual(element.readouts['primaries'], ['n1', 'n3']);
    element.seek(9_000);
    assert.equal(element.readouts['conflicts'], 1);
    assert.equal(element.readouts['lostUpdates'], 0);
  });

  it('loses an accepted write where the last timestamp wins', () => {
    element = make({ scenario: 'lww-lost-update' });
    element.seek(9_000);
    assert.equal(element.readouts['lostUpdates'], 1);
  });

  it('refuses the token of a holder that was paused', () => {
    element = make({ scenario: 'gc-pause-token' });
    element.seek(11_500);
    assert.ok(element.events(0, 11_500).some(({ type, data }) => type === 'partition.token' && data['accepted'] === false));
  });

  it('cuts in four ways, by its verbs', () => {
    for (const { verb } of concept.actions.filter(({ action, verb: each }) => action === 'cut' && each !== undefined)) {
      element?.remove();
      element = make({ 'partition-at': 'never', nodes: '5' });
      element.seek(1_000);
      assert.equal(element.act('cut', undefined, verb?.args).ok, true, String(verb?.args?.['kind']));
      assert.equal(element.events(0, 2_000).at(-1)?.data['kind'] ?? verb?.args?.['kind'], verb?.args?.['kind']);
    }
  });

  it('has no cut where a side is empty, and says so', () => {
    expectConsole('warn', /partition/);
    element = make({ partition: '|n1,n2' });
    element.seek(3_000);
    assert.deepEqual(element.readouts['primaries'], ['n1']);
  });

  it('does not mind a type of data that nothing uses, and says so', () => {
    expectConsole('warn', /crdt/);
    element = make({ crdt: 'g-counter' });
    element.seek(100);
    assert.equal(element.crdt, 'or-set');
  });

  it('gives every read-out that the contract names', () => {
    element = make({ time: '1s' });
    assert.deepEqual(Object.keys(element.readouts).sort(), ['conflicts', 'highestToken', 'lostUpdates', 'primaries', 'sides']);
  });

  it('has a word for everything: actions, notes', () => {
    const keys = new Set(Object.keys({ ...networkPartitionStrings, ...networkPartitionWords, ...networkPartitionPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('network-partition.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
