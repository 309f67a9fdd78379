import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsRaftCluster } from './ds-raft-cluster.ts';
import { concept } from './raft-cluster.concept.ts';
import { raftClusterPanelsStrings } from './raft-cluster.panels.strings.ts';
import { raftClusterStrings } from './raft-cluster.strings.ts';

describeFigure('ds-raft-cluster', DsRaftCluster);

function make(attributes: { readonly [name: string]: string } = {}): DsRaftCluster {
  const element = document.createElement('ds-raft-cluster');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-raft-cluster', () => {
  let element: DsRaftCluster | null = null;
  afterEach(() => element?.remove());

  it('elects a leader, and another when that one crashes', () => {
    element = make({ scenario: 'election' });
    element.seek(500);
    const first = element.readouts['leader'];
    assert.equal(first, 'n1');
    assert.deepEqual(element.act('crash', 'leader'), { ok: true });
    assert.equal(element.readouts['leader'], null);
    element.seek(1_000);
    assert.ok(element.readouts['leader'] !== null && element.readouts['leader'] !== first);
    assert.ok(Number(element.readouts['term']) > 1);
  });

  it('gives every read-out that the contract names', () => {
    element = make({ time: '1s' });
    element.seek(1_000);
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'commitIndex', 'commitLatencyP50', 'commitLatencyP99', 'elections', 'leader', 'messagesPerEntry', 'newestAcks', 'quorum', 'readsStale', 'splitVotes', 'term',
      'writesAcknowledged', 'writesFailed', 'writesUnknown',
    ]);
    assert.equal(element.readouts['quorum'], 3);
  });

  it('lowers a heartbeat that would come after the timeout it is to prevent, and says so', () => {
    expectConsole('warn', /heartbeat/);
    element = make({ heartbeat: '200ms' });
    assert.equal(element.heartbeat, 75);
  });

  it('takes a partition as a live setting, and heals when it is removed', () => {
    element = make({ scenario: 'election', partition: 'n1,n2|n3,n4,n5' });
    element.seek(1_500);
    assert.ok(['n3', 'n4', 'n5'].includes(String(element.readouts['leader'])));
    element.removeAttribute('partition');
    element.seek(2_500);
    assert.equal(element.act('heal').ok, false);
  });

  it('has a word for everything: actions, events, notes, roles', () => {
    const keys = new Set(Object.keys({ ...raftClusterStrings, ...raftClusterPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('raft-cluster.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });

  it('offers in its inspectors only what it can do', () => {
    const known = new Set(concept.actions.map(({ action }) => action));
    element = make({ time: '396ms' });
    element.seek(396);
    for (const name of ['crash', 'recover', 'freeze', 'thaw', 'timeout', 'slow', 'wipe', 'drop', 'delay', 'cut', 'heal']) assert.ok(known.has(name), name);
    const ids = Array.from({ length: 200 }, (_, at) => `m${at + 1}`);
    assert.ok(ids.some((id) => element?.act('delay', id, { by: 5 }).ok === true), 'a message in flight can be held up');
    assert.ok(ids.some((id) => element?.act('drop', id).ok === true), 'and dropped');
  });
});
