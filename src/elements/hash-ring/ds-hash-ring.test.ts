import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsHashRing } from './ds-hash-ring.ts';
import { concept } from './hash-ring.concept.ts';
import { hashRingPanelsStrings } from './hash-ring.panels.strings.ts';
import { hashRingStrings } from './hash-ring.strings.ts';
import { hashRingWords } from './hash-ring.words.strings.ts';

describeFigure('ds-hash-ring', DsHashRing);

function make(attributes: { readonly [name: string]: string } = {}): DsHashRing {
  const element = document.createElement('ds-hash-ring');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-hash-ring', () => {
  let element: DsHashRing | null = null;
  afterEach(() => element?.remove());

  it('shows the example of the guide: user:123 belongs to B, and when B leaves to C', () => {
    element = make({ scenario: 'guide-example' });
    element.seek(12_000);
    const owners = element.events().filter(({ type }) => type === 'ring.lookup').map(({ data, node }) => [String(data['key']), String(node)]);
    const first = (key: string): string | undefined => owners.find(([each]) => each === key)?.[1];
    assert.equal(first('user:123'), 's2');
    assert.equal(first('tx:456'), 's3');
    assert.equal(owners.filter(([key]) => key === 'user:123').at(-1)?.[1], 's3');
  });

  it('lets servers join and leave as a live setting, without starting anew', () => {
    element = make();
    element.seek(2_000);
    element.servers = 6;
    assert.equal(element.readouts['servers'], 6);
    assert.equal(element.currentTime, 2_000);
    element.setAttribute('servers', '0');
    assert.equal(element.readouts['servers'], 0);
    assert.equal(element.currentTime, 2_000);
  });

  it('lowers virtual nodes to what fits, and says so', () => {
    expectConsole('warn', /vnodes/);
    element = make({ servers: '64', vnodes: '1024' });
    assert.equal(element.vnodes, 256);
  });

  it('calls a server what it was added as, and tells equal names apart', () => {
    element = make();
    element.act('add', undefined, { name: 'Zed' });
    element.act('add', undefined, { name: 'B' });
    element.act('add', undefined, { name: 'Zed' });
    assert.ok(element.summary().includes('Zed 2 joined'), element.summary());
    assert.equal(element.act('remove', 'Zed').ok, true);
    assert.ok(element.summary().includes('Zed left'), element.summary());
    assert.deepEqual(Object.keys(element.readouts['ringShare'] as object), ['s1', 's2', 's3', 's4', 's6', 's7']);
  });

  it('refuses an action that cannot be, with its reason', () => {
    element = make();
    assert.equal(element.act('crash', 's1').ok, true);
    const again = element.act('crash', 's1');
    assert.ok(!again.ok && /down already/.test(again.reason));
  });

  it('has a word for every action', () => {
    const keys = new Set(Object.keys({ ...hashRingStrings, ...hashRingWords, ...hashRingPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('hash-ring.') || keys.has(key), key);
  });
});
