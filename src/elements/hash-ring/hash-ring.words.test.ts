import { assert } from '../../../test/assert.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { hashRingPanelsStrings } from './hash-ring.panels.strings.ts';
import { cards, inspect, table } from './hash-ring.panels.ts';
import { hashRingStrings, hashRingWords } from './hash-ring.strings.ts';
import { facts, readouts, sentence } from './hash-ring.words.ts';
import type { RingMoment } from './hash-ring.words.ts';

type Run = Timeline<HashRingConfig, HashRingState>;

function ring(config: Partial<HashRingConfig> = {}): Run {
  return new Timeline<HashRingConfig, HashRingState>({
    model: hashRing, seed: 1, reconfigure: (before, name, value) => ({ ...before, [name]: value }),
    config: { servers: 4, vnodes: 8, keys: 48, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 1, weights: [], loadFactor: 1.25, keySkew: 0, ...config },
  });
}

const letter = (id: string): string => String.fromCharCode(64 + Number(id.slice(1)));

function moment(run: Run): RingMoment {
  return { state: run.state, nowUs: run.nowUs, tall: false, usPerViewingMs: 1000, name: letter, text: translator('en'), selected: null, settings: {} };
}

const said = (run: Run): string => Object.values(sentence(moment(run))).join(' ');

describe('The words of the ring', () => {
  before(() => {
    addDefaults('en', { ...hashRingStrings, ...hashRingWords });
    addDefaults('en', hashRingPanelsStrings);
  });

  it('tell why a key belongs to a server: on its way and after it has come', () => {
    // Without keys of its own the run looks up nothing else.
    const run = ring({ keys: 0 });
    run.act({ action: 'lookup', target: 'user:123' }, 'user');
    assert.ok(/^user:123 hashed to 0\.134\. It runs clockwise to the first token, at \d\.\d{3}: that is [A-D]’s\.$/.test(said(run)), said(run));
    run.advance(1_700_000);
    assert.ok(/^user:123 belongs to [A-D]\. The token at/.test(said(run)), said(run));
  });

  it('tell of a change what moved, from whom, and what hash mod N would have moved', () => {
    const run = ring();
    for (const [action, target, pattern] of [
      ['crash', 's2', /^B crashed: (\d+) of 48 keys moved\. Only its own/], ['recover', 's2', /^B is back: (\d+) of 48 keys moved\. Every one of them to the newcomer/],
      ['add', undefined, /^E joined: (\d+) of 48 keys moved\. Every one/], ['remove', 's1', /^A left: (\d+) of 48 keys moved\. Only its own/],
    ] as const) {
      run.act({ action, ...(target && { target }) }, 'user');
      assert.equal(pattern.exec(said(run))?.[1], String(run.state.lastMove!.count), said(run));
      assert.ok(said(run).includes(`Hash mod N would have moved ${Math.round(run.state.lastMove!.modulo * 48)}`));
    }
  });

  it('claim of a full ring only what is true of it', () => {
    const run = ring({ servers: 16, vnodes: 1024, keys: 2000 });
    run.act({ action: 'add' }, 'user');
    assert.ok(run.state.lastMove!.pairs.some(({ to }) => to !== 's17'));
    assert.ok(/other keys moved too/.test(said(run)) && !/Every one of them/.test(said(run)), said(run));
  });

  it('have something to say of a ring without servers, without keys, and by hash mod N', () => {
    const run = ring({ servers: 1 });
    run.act({ action: 'remove', target: 's1' }, 'user');
    assert.ok(said(run).startsWith('The ring is empty.'), said(run));
    assert.equal(said(ring({ keys: 0, algorithm: 'modulo' })), 'There are no keys. The hash divided by 4 leaves the place of its server.');
    assert.ok(/holds the most keys/.test(said(ring({ algorithm: 'modulo' }))));
    assert.ok(/With one token each/.test(said(ring({ vnodes: 1 }))));
    assert.ok(/in proportion to weight/.test(said(ring({ weights: [1, 1, 2, 4] }))));
  });

  it('note how many copies there are, and when servers do not suffice for them', () => {
    const note = (run: Run): string | undefined => facts(moment(run)).find(({ label }) => label === 'Keys')!.note;
    assert.equal(note(ring()), undefined);
    assert.equal(note(ring({ replicas: 3 })), '3 copies each');
    assert.equal(note(ring({ replicas: 3, servers: 2 })), '2 copies each, one on every server; 3 asked for');
  });

  it('give read-outs under the names that the contract has', () => {
    const run = ring({ replicas: 7 });
    assert.equal(readouts(moment(run))['lastMove'], null);
    run.act({ action: 'add' }, 'user');
    const { ringShare, keyShare, lastMove, maxOverMean, standardDeviation, replicasPerKey } = readouts(moment(run)) as unknown as {
      ringShare: Record<string, number>; keyShare: Record<string, number>; maxOverMean: number; standardDeviation: number; replicasPerKey: number;
      lastMove: { count: number; share: number; predicted: number; modulo: number; pairs: { from: string; to: string; count: number }[] };
    };
    for (const shares of [ringShare, keyShare]) {
      assert.deepEqual(Object.keys(shares), ['s1', 's2', 's3', 's4', 's5']);
      assert.ok(Math.abs(Object.values(shares).reduce((a, b) => a + b, 0) - 1) < 1e-9);
    }
    assert.ok(Math.abs(maxOverMean - 5 * Math.max(...Object.values(ringShare))) < 1e-9 && standardDeviation > 0);
    assert.equal(lastMove.pairs.reduce((sum, { count }) => sum + count, 0), lastMove.count);
    assert.ok(Math.abs(lastMove.share - lastMove.count / 48) < 1e-9 && lastMove.predicted === 0.2 && lastMove.modulo > 0.5);
    assert.equal(replicasPerKey, 5);
  });

  it('mark in the card what each server is due, by weight where they differ', () => {
    const marks = (run: Run): (number | undefined)[] => {
      const [card] = cards(moment(run));
      assert.ok(card?.kind === 'bars');
      return card.rows.map(({ mark }) => mark);
    };
    const [a, b, c, d] = marks(ring({ weights: [1, 1, 2, 4] }));
    assert.ok(a === b && Math.abs(c! / a! - 2) < 1e-9 && Math.abs(d! / a! - 4) < 1e-9);
    assert.equal(new Set(marks(ring())).size, 1);
    const run = ring();
    run.act({ action: 'crash', target: 's2' }, 'user');
    assert.equal(marks(run)[1], undefined);
  });

  it('have a table of every server, and no column that hash mod N knows nothing of', () => {
    const rows = table(moment(ring({ servers: 64 })));
    assert.equal(rows.rows.length, 64);
    assert.ok(rows.columns.includes('Tokens') && rows.rows.every((row) => row.length === rows.columns.length));
    const modulo = table(moment(ring({ algorithm: 'modulo' })));
    assert.ok(!modulo.columns.includes('Tokens') && modulo.rows.every((row) => row.length === modulo.columns.length));
  });

  it('open on a server and on a key under way, and on nothing that is gone', () => {
    const run = ring({ replicas: 3 });
    run.act({ action: 'lookup', target: 'user:123' }, 'user');
    const key = inspect(moment(run), 'message', 'w1')!;
    const value = (label: string): string | undefined => key.fields.find((field) => field.label === label)?.value;
    assert.equal(value('Hash'), '223e14da');
    assert.equal(value('Position'), '0.134');
    assert.equal(value('Held by')!.split(', ').length, 3);
    run.act({ action: 'add' }, 'user');
    const took = inspect(moment(run), 'node', 's5')!.fields.find(({ label }) => label === 'Last change')!.value;
    assert.equal(took, `took over ${run.state.lastMove!.count} keys, gave up 0`);
    assert.equal(inspect(moment(run), 'message', 'w99'), null);
    assert.equal(inspect(moment(run), 'node', 's99'), null);
  });
});
