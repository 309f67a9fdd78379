import { assert } from '../../../test/assert.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsOverview } from './ds-overview.ts';
import { concept } from './overview.concept.ts';
import { overviewPanelsStrings } from './overview.panels.strings.ts';
import { overviewStrings } from './overview.strings.ts';
import { overviewWords } from './overview.words.strings.ts';

describeFigure('ds-overview', DsOverview);

function make(attributes: { readonly [name: string]: string } = {}, children: readonly Node[] = []): DsOverview {
  const element = document.createElement('ds-overview');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  document.body.append(element);
  return element;
}

describe('ds-overview', () => {
  let element: DsOverview | null = null;
  afterEach(() => element?.remove());

  it('loses a third of its machines with a region, and serves on', () => {
    element = make({ scenario: 'region-outage' });
    element.seek(4100);
    assert.ok(Number(element.readouts['nodesUp']) <= 43);
    const served = Number(element.readouts['requestsServed']);
    element.seek(8000);
    assert.ok(Number(element.readouts['requestsServed']) > served);
  });

  it('leads to the chapter of an island by the link of the author', () => {
    const link = document.createElement('a');
    link.href = '#raft';
    link.setAttribute('data-ds-island', 'raft-cluster');
    let followed = 0;
    link.addEventListener('click', (event) => { event.preventDefault(); followed += 1; });
    element = make({ 'no-controls': '' }, [link]);
    const select = (kind: string, id: string) => element!.dispatchEvent(new CustomEvent('ds-select', { detail: { kind, id } }));
    select('entry', 'raft-cluster');
    assert.equal(followed, 1);
    select('node', 'n2');
    assert.equal(followed, 2);
    select('node', 'n3');
    assert.equal(followed, 2);
  });

  it('has a word for everything: actions, events, notes', () => {
    const keys = new Set(Object.keys({ ...overviewStrings, ...overviewWords, ...overviewPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('overview.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
