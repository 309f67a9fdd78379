import { assert } from '../../../test/assert.ts';
import type { ObservabilityState } from '../../models/observability/state.ts';
import { play, scenarioSystem } from '../../models/observability/testing.ts';
import type { Card, Moment } from '../base/concept.ts';
import { addStrings, translator } from '../base/strings.ts';
import { cards, inspect, strings, table } from './observability.panels.ts';
import { observabilityStrings } from './observability.strings.ts';
import { observabilityWords } from './observability.words.strings.ts';

function momentOf(scenario: string, ms: number): Moment<ObservabilityState> {
  for (const each of [observabilityStrings, observabilityWords, strings]) addStrings('en', each);
  const run = scenarioSystem(scenario);
  const state = play(run, ms);
  return { state, nowUs: run.nowUs, tall: false, usPerViewingMs: 50, name: (id) => id, text: translator('en'), selected: null, settings: {} };
}

const kindOf = <Kind extends Card['kind']>(all: readonly Card[], kind: Kind): Card & { readonly kind: Kind } => all.find((card): card is Card & { readonly kind: Kind } => card.kind === kind) ?? assert.fail(kind);

describe('The panels of observability', () => {
  it('show the trace that is followed as a waterfall: each span within the whole, one of them in full colour', () => {
    const { rows, note } = kindOf(cards(momentOf('default', 1200)), 'bars');
    assert.deepEqual(rows.map(({ label }) => label), ['s1', 's2', 's3', 's4', 's5']);
    for (const { from = 0, share, label } of rows) assert.ok(from >= 0 && share > 0 && from + share <= 1.001, label);
    assert.deepEqual(rows.filter(({ dim }) => !dim).map(({ label }) => label), ['s5']);
    assert.equal(note, `${rows[0]!.value} ms`, 'the first is the whole');
  });

  it('show the histogram with its quantiles in order, and the trace as a dot on it', () => {
    const { columns, marks } = kindOf(cards(momentOf('default', 1200)), 'columns');
    assert.ok(columns.some(({ share }) => share === 1) && columns.every(({ share }) => share >= 0 && share <= 1));
    assert.equal(columns.filter(({ dot }) => dot !== undefined).length, 1);
    assert.deepEqual(marks.map(({ label }) => label.split(' ')[0]), ['p50', 'p95', 'p99']);
    assert.ok(marks.every(({ at }, n) => at >= 0 && at <= 1 && at >= (marks[n - 1]?.at ?? 0)));
  });

  it('show the telling log lines of that trace, in the order of their times', () => {
    const { rows } = kindOf(cards(momentOf('from-alert-to-log', 1500)), 'lines');
    assert.ok(rows.length > 0 && rows.length <= 3);
    assert.ok(rows.every(({ role }) => role === 'fail'));
    assert.ok(rows.some(({ strong, rest }) => strong === 's5' && rest === 'failed: internal error'));
  });

  it('show volume and series where these are the story', () => {
    const all = cards(momentOf('cardinality-explosion', 3200));
    const { rows } = kindOf(all, 'bars');
    assert.equal(rows.length, 3);
    assert.equal(rows[1]!.share, 1, 'metrics outweigh the others');
    assert.ok(all.some((card) => card.kind === 'facts'));
  });

  it('have a row for each service, and fields for whatever can be selected', () => {
    const moment = momentOf('default', 1200);
    const { columns, rows } = table(moment);
    assert.equal(rows.length, 5);
    assert.ok(rows.every((row) => row.length === columns.length));
    const trace = [...moment.state.stores.traces.keys()][0]!;
    const message = [...moment.state.network.inFlight.keys()][0]!;
    for (const [kind, id] of [['node', 's1'], ['node', 'o1'], ['entry', `trace:${trace}`], ['message', message], ['link', 's1-s2']] as const) assert.ok(inspect(moment, kind, id) !== null, id);
    assert.equal(inspect(moment, 'node', 's99'), null);
    assert.equal(inspect(moment, 'entry', 'trace:0'), null);
    for (const { value, label } of inspect(moment, 'entry', `trace:${trace}`)!.fields) assert.ok(!`${label}${value}`.includes('observability.'), label);
  });
});
