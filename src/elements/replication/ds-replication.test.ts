import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsReplication } from './ds-replication.ts';
import { concept } from './replication.concept.ts';
import { replicationPanelsStrings } from './replication.panels.strings.ts';
import { replicationStrings } from './replication.strings.ts';
import { replicationWords } from './replication.words.strings.ts';

describeFigure('ds-replication', DsReplication);

function make(attributes: { readonly [name: string]: string } = {}): DsReplication {
  const element = document.createElement('ds-replication');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-replication', () => {
  let element: DsReplication | null = null;
  afterEach(() => element?.remove());

  it('loses what only the primary had, once another one is promoted', () => {
    element = make({ scenario: 'primary-crash' });
    element.seek(880);
    const risk = Number(element.readouts['atRisk']);
    assert.ok(risk > 0);
    element.seek(3_000);
    assert.notEqual(element.readouts['primary'], 'p1');
    assert.ok(Number(element.readouts['lostAfterFailover']) > 0);
  });

  it('gives every read-out that the contract names', () => {
    element = make({ time: '1s' });
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'atRisk', 'blockedWrites', 'failovers', 'lag', 'lostAfterFailover', 'lostInAll', 'mode', 'primary', 'reads', 'required', 'staleReads', 'timeline',
      'writeLatencyP50', 'writeLatencyP99', 'writesConfirmed', 'writesRefused', 'writesUnknown',
    ]);
  });

  it('takes more acknowledgements than there are replicas, says so, and blocks', () => {
    expectConsole('warn', /acks/);
    element = make({ acks: '5', scenario: 'lagging-replica' });
    assert.equal(element.acks, 5);
    element.seek(2_000);
    assert.equal(element.readouts['writesConfirmed'], 0);
    assert.ok(Number(element.readouts['blockedWrites']) > 0);
  });

  it('blocks without a replica where one has to acknowledge', () => {
    element = make({ replicas: '0', mode: 'sync' });
    element.seek(600);
    assert.equal(element.readouts['writesConfirmed'], 0);
  });

  it('changes its mode while it runs, as a setting and by its verbs', () => {
    element = make({ scenario: 'lagging-replica' });
    element.seek(500);
    element.mode = 'sync';
    assert.equal(element.currentTime, 500);
    assert.equal(element.readouts['mode'], 'sync');
    for (const { verb } of concept.actions.filter(({ action }) => action === 'set')) {
      assert.equal(element.act('set', undefined, verb?.args).ok, true);
      assert.equal(element.readouts['mode'], verb?.args?.['value']);
    }
  });

  it('refuses to promote the primary, and says why', () => {
    element = make();
    const refused = element.act('promote', 'p1');
    assert.ok(!refused.ok && /is the primary/.test(refused.reason));
  });

  it('has a word for everything: actions, events, notes, roles', () => {
    const keys = new Set(Object.keys({ ...replicationStrings, ...replicationWords, ...replicationPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('replication.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
