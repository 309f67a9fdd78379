import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { commonWords } from '../base/common.strings.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsServiceMesh } from './ds-service-mesh.ts';
import { concept } from './service-mesh.concept.ts';
import { serviceMeshPanelsStrings } from './service-mesh.panels.strings.ts';
import { serviceMeshStrings } from './service-mesh.strings.ts';
import { serviceMeshWords } from './service-mesh.words.strings.ts';

describeFigure('ds-service-mesh', DsServiceMesh, { services: 'one, two, three', retryBudget: '30%', split: 'v1:80, v2:20', match: 'user=beta:v2', faultDelay: '100ms@10%', faultAbort: '503@10%' });

function make(attributes: { readonly [name: string]: string } = {}): DsServiceMesh {
  const element = document.createElement('ds-service-mesh');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-service-mesh', () => {
  let element: DsServiceMesh | null = null;
  afterEach(() => element?.remove());

  it('ejects the host that fails, and takes it back', () => {
    element = make();
    element.seek(500);
    assert.deepEqual(element.readouts['ejectedHosts'], []);
    element.seek(800);
    assert.deepEqual(element.readouts['ejectedHosts'], ['h3']);
    element.seek(5000);
    assert.deepEqual(element.readouts['ejectedHosts'], []);
    assert.equal(element.readouts['successShare'], 1);
  });

  it('gives every read-out that it names', () => {
    element = make();
    element.seek(1000);
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'attemptsPerRequest', 'certificateAge', 'configVersion', 'configuredSplit', 'ejectedHosts', 'failed', 'handshakes', 'handshakesFailed', 'hosts', 'latencyP50', 'latencyP99', 'measuredSplit', 'mode', 'openCircuits',
      'overflows', 'proxyVersions', 'requests', 'retries', 'retriesDenied', 'successShare',
    ]);
  });

  it('takes weights of 0 as equal, a fault above 100% as 100%, and ignores a rule for a version that there is not', () => {
    expectConsole('warn', /fault-abort/);
    expectConsole('warn', /match/);
    element = make({ split: 'v1:0,v2:0', 'fault-abort': '503@150%', match: 'user=beta:v9' });
    assert.deepEqual(element.readouts['configuredSplit'], { v1: 0.5, v2: 0.5 });
    assert.equal(element.faultAbort, '503@100%');
    assert.equal(element.match, '');
  });

  it('falls back on its defaults for a budget and services that make no sense', () => {
    expectConsole('warn', /retry-budget/);
    expectConsole('warn', /services/);
    element = make({ 'retry-budget': 'lots', services: 'alone' });
    assert.equal(element.retryBudget, '20%');
    assert.equal(element.services, 'web,cart,payment,stock');
  });

  it('pushes a changed policy to every proxy', () => {
    element = make();
    element.seek(100);
    element.split = 'v1:50,v2:50';
    element.seek(1000);
    assert.equal(element.readouts['configVersion'], 2);
    assert.deepEqual(new Set(Object.values(element.readouts['proxyVersions'] as { readonly [proxy: string]: number })), new Set([2]));
  });

  it('has a word for everything: actions, events, notes, roles', () => {
    const keys = new Set(Object.keys({ ...commonWords, ...serviceMeshStrings, ...serviceMeshWords, ...serviceMeshPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('service-mesh.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
