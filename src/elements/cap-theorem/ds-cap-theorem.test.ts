import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { concept } from './cap-theorem.concept.ts';
import { capTheoremPanelsStrings } from './cap-theorem.panels.strings.ts';
import { capTheoremStrings } from './cap-theorem.strings.ts';
import { capTheoremWords } from './cap-theorem.words.strings.ts';
import { DsCapTheorem } from './ds-cap-theorem.ts';

describeFigure('ds-cap-theorem', DsCapTheorem);

function make(attributes: { readonly [name: string]: string } = {}): DsCapTheorem {
  const element = document.createElement('ds-cap-theorem');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-cap-theorem', () => {
  let element: DsCapTheorem | null = null;
  afterEach(() => element?.remove());

  it('refuses on the side without a majority and stays consistent, as CP', () => {
    element = make();
    element.seek(1_550);
    assert.deepEqual([element.readouts['consistent'], Number(element.readouts['available']) < 1], [true, true]);
  });

  it('answers everywhere and gives old values, as AP', () => {
    element = make({ choose: 'ap' });
    element.seek(1_550);
    assert.equal(element.readouts['available'], 1);
    assert.equal(element.readouts['consistent'], false);
  });

  it('keeps neither for good, as CA', () => {
    element = make({ scenario: 'ca-surprise' });
    element.seek(3_000);
    assert.equal(element.readouts['consistent'], false);
    assert.ok(Number(element.readouts['lostWrites']) > 0);
  });

  it('is sent to a corner by its verbs, and judges from there on', () => {
    element = make();
    element.seek(900);
    for (const { verb } of concept.actions.filter(({ action }) => action === 'choose')) {
      if (element.readouts['corner'] === verb?.target) continue;
      assert.equal(element.act('choose', verb?.target).ok, true);
      assert.equal(element.readouts['corner'], verb?.target);
      assert.deepEqual([element.readouts['asked'], element.readouts['consistent']], [0, true]);
    }
  });

  it('lowers quorums to the number of copies, and says so', () => {
    expectConsole('warn', /read-quorum/);
    element = make({ replicas: '3', 'read-quorum': '5' });
    element.seek(100);
    assert.equal(element.readouts['readQuorum'], 3);
  });

  it('has no partition where one names a node twice, and says so', () => {
    expectConsole('warn', /partition/);
    element = make({ partition: 'n1|n1,n2' });
    element.seek(900);
    assert.equal(element.readouts['partitionActive'], false);
  });

  it('gives every read-out that the contract names', () => {
    element = make({ time: '1s' });
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'answered', 'asked', 'available', 'conflicts', 'consistent', 'corner', 'hints', 'latencyP50', 'latencyP99', 'lostWrites', 'partitionActive',
      'readQuorum', 'sinceCut', 'staleReads', 'unanswered', 'violations', 'witness', 'writeQuorum',
    ]);
  });

  it('has a word for everything: actions, notes', () => {
    const keys = new Set(Object.keys({ ...capTheoremStrings, ...capTheoremWords, ...capTheoremPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('cap-theorem.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
