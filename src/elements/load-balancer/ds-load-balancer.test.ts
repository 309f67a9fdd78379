import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsLoadBalancer } from './ds-load-balancer.ts';
import { concept } from './load-balancer.concept.ts';
import { loadBalancerPanelsStrings } from './load-balancer.panels.strings.ts';
import { loadBalancerStrings } from './load-balancer.strings.ts';
import { loadBalancerWords } from './load-balancer.words.strings.ts';

describeFigure('ds-load-balancer', DsLoadBalancer);

function make(attributes: { readonly [name: string]: string } = {}): DsLoadBalancer {
  const element = document.createElement('ds-load-balancer');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-load-balancer', () => {
  let element: DsLoadBalancer | null = null;
  afterEach(() => element?.remove());

  it('takes a backend that crashed out of rotation, and back when it answers again', () => {
    element = make();
    element.seek(400);
    assert.equal(element.readouts['healthy'], 4);
    element.seek(3000);
    assert.equal(element.readouts['healthy'], 3);
    element.seek(6500);
    assert.equal(element.readouts['healthy'], 4);
  });

  it('gives every read-out that it names', () => {
    element = make({ time: '3s' });
    element.seek(3000);
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'active', 'algorithm', 'backends', 'dropped', 'errors', 'expected', 'health', 'healthy', 'latencyP50', 'latencyP99', 'meanUtilisation', 'noBackend', 'queued', 'requestsPerSecond', 'responses', 'share', 'utilisation',
    ]);
  });

  it('ignores routes and cookies at layer 4, and says so', () => {
    expectConsole('warn', /routes/);
    expectConsole('warn', /sticky/);
    element = make({ layer: '4', routes: '/api:b1', sticky: '' });
    assert.equal(element.routes, '');
    assert.equal(element.sticky, false);
  });

  it('waits for a probe until the next one at most', () => {
    expectConsole('warn', /health-timeout/);
    element = make({ 'health-interval': '1s', 'health-timeout': '3s' });
    assert.equal(element.healthTimeout, 1000);
  });

  it('answers 503 itself when nobody is left', () => {
    element = make({ scenario: 'all-down' });
    element.seek(5000);
    assert.equal(element.readouts['healthy'], 0);
    assert.ok(Number(element.readouts['noBackend']) > 0);
  });

  it('changes the algorithm by action', () => {
    element = make();
    element.seek(1000);
    assert.deepEqual(element.act('set-algorithm', 'least-connections'), { ok: true });
    assert.equal(element.readouts['algorithm'], 'least-connections');
    assert.equal(element.act('set-algorithm', 'least-connections').ok, false);
  });

  it('has a word for everything: actions, events, notes, roles', () => {
    const keys = new Set(Object.keys({ ...loadBalancerStrings, ...loadBalancerWords, ...loadBalancerPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('load-balancer.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
