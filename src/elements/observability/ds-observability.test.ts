import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { describeFigure } from '../base/testing/suite.ts';
import { DsObservability } from './ds-observability.ts';
import { concept } from './observability.concept.ts';
import { observabilityPanelsStrings } from './observability.panels.strings.ts';
import { observabilityStrings } from './observability.strings.ts';
import { observabilityWords } from './observability.words.strings.ts';

describeFigure('ds-observability', DsObservability);

function make(attributes: { readonly [name: string]: string } = {}): DsObservability {
  const element = document.createElement('ds-observability');
  element.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe('ds-observability', () => {
  let element: DsObservability | null = null;
  afterEach(() => element?.remove());

  it('fires an alert when some queries are slow, and ends it when they are not', () => {
    element = make();
    element.seek(1200);
    assert.deepEqual(element.readouts['alerts'], ['HighLatency']);
    element.seek(4500);
    assert.deepEqual(element.readouts['alerts'], []);
  });

  it('gives every read-out that it names', () => {
    element = make();
    element.seek(2000);
    assert.deepEqual(Object.keys(element.readouts).sort(), [
      'activeSeries', 'alerts', 'batchesRefused', 'bytesPerSecond', 'contextsLost', 'dropped', 'errorShare', 'errors', 'labelProduct', 'latencyP50', 'latencyP95', 'latencyP99', 'linesPerSecond', 'queue',
      'refused', 'requests', 'sampledOutByHead', 'sampledOutByTail', 'services', 'spansPerSecond', 'tracesKept', 'tracesKeptShare', 'tracesStarted',
    ]);
  });

  it('writes the run out for other tools, and names its formats', () => {
    element = make();
    element.seek(2000);
    assert.equal(element.export('otlp-json').trimEnd().split('\n').length, 3);
    assert.match(element.export('prometheus'), /http_requests_total\{service="gateway"/);
    assert.match(element.export('jaeger-json'), /^\{"data":\[/);
    assert.match(element.export('ndjson'), /"trace_id":"[0-9a-f]{32}"/);
    assert.match(element.export(), /"ds-snapshot"/);
    assert.throws(() => element!.export('pdf'), /otlp-json/);
  });

  it('allows so many label values, and says so', () => {
    expectConsole('warn', /labels/);
    element = make({ labels: 'route:4,user:90000' });
    assert.equal(element.labels, 'route:4,user:2500');
    element.seek(10);
    assert.equal(element.readouts['labelProduct'], 10_000);
  });

  it('calls services by their names, in actions as well', () => {
    element = make({ services: 'edge,shop,stock' });
    element.seek(1000);
    assert.equal(element.readouts['services'], 3);
    assert.equal(element.act('strip-context', 'shop').ok, true);
    assert.equal(element.act('strip-context', 'payment').ok, false);
  });

  it('samples less by a live setting', () => {
    element = make();
    element.seek(500);
    element.sampling = 0;
    element.seek(1500);
    assert.ok(Number(element.readouts['sampledOutByHead']) > 5);
  });

  /** What is told after `src` is set; an error, or nothing when a run was put in place. */
  async function read(text: string): Promise<string> {
    element = make();
    await element.ready;
    const { hash } = element.snapshot();
    let told = '';
    element.addEventListener('ds-error', ({ detail }) => { told = detail.message; });
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.resolve(new Response(text));
    try {
      element.src = 'traces.json';
      for (let i = 0; i < 200 && told === '' && element.snapshot().hash === hash; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    } finally {
      globalThis.fetch = fetch;
    }
    return told;
  }

  it('replays traces of Jaeger and of OpenTelemetry, its own exports among them', async () => {
    for (const format of ['jaeger-json', 'otlp-json']) {
      const origin = make({ services: 'edge,shop,stock' });
      origin.seek(800);
      const text = origin.export(format);
      const first = /"trace[iI][dD]":"([0-9a-f]{32})"/i.exec(text)?.[1];
      origin.remove();
      assert.equal(await read(text), '');
      element!.seek(1500);
      assert.equal(element!.readouts['services'], 3);
      assert.equal(element!.readouts['requests'], 0);
      assert.ok(Number(element!.readouts['tracesKept']) > 3);
      assert.ok(element!.export('jaeger-json').includes(first!), 'ids stay');
      element!.remove();
    }
  });

  it('says in one sentence what is wrong with a file, and keeps what was there', async () => {
    expectConsole('warn', /src=/);
    assert.match(await read('{"resourceSpans":[]}'), /there is no span in it; the run of the attributes is shown$/);
    element!.seek(1200);
    assert.deepEqual(element!.readouts['alerts'], ['HighLatency']);
  });

  it('has a word for everything: actions, events, notes, roles', () => {
    const keys = new Set(Object.keys({ ...observabilityStrings, ...observabilityWords, ...observabilityPanelsStrings }));
    for (const { label, verb } of concept.actions) for (const key of [label, verb?.label ?? label]) assert.ok(!key.startsWith('observability.') || keys.has(key), key);
    for (const { notes = [] } of concept.scenarios.values()) for (const { text } of notes) assert.ok(keys.has(text), text);
  });
});
