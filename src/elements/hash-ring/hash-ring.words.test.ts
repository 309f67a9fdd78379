import { assert } from '../../../test/assert.ts';
import type { Algorithm } from '../../models/hash-ring/algorithms/index.ts';
import { allWays as ways } from '../../models/hash-ring/algorithms/all.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { addDefaults, translator } from '../base/strings.ts';
import { hashRingPanelsStrings } from './hash-ring.panels.strings.ts';
import { cards, inspect, table } from './hash-ring.panels.ts';
import { hashRingStrings } from './hash-ring.strings.ts';
import { hashRingWords } from './hash-ring.words.strings.ts';
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

  it('say of every algorithm only what it does, of keys under way and of changes', () => {
    const whys: Record<Algorithm, RegExp> = {
      ring: /first token, at/, bounded: /first token, at|had no room/, modulo: /divided by 4/, rendezvous: /score|scores/, jump: /jumps to place [1-4] of 4/, maglev: /entry [\d,]+ of the table/, slots: /into slot [\d,]+/,
    };
    for (const algorithm of Object.keys(ways) as Algorithm[]) {
      const run = ring({ algorithm, keys: 0 });
      run.act({ action: 'lookup', target: 'user:123' }, 'user');
      assert.ok(whys[algorithm].test(said(run)), said(run));
      if (!ways[algorithm].tokens) assert.ok(!/token|clockwise/.test(said(run)), said(run));
      const many = ring({ algorithm, keys: 2000 });
      many.act({ action: 'remove', target: 's1' }, 'user');
      const { pairs } = many.state.lastMove!;
      const others = pairs.reduce((sum, { from, count }) => sum + (from === 's1' ? 0 : count), 0);
      if (algorithm !== 'modulo') assert.equal(/([\d,]+) of them between servers that stayed/.exec(said(many))?.[1]?.replace(',', '') ?? '0', String(others), said(many));
      for (const { columns, rows } of [table(moment(many))]) assert.ok(rows.every((row) => row.length === columns.length && row.every((cell) => cell !== '' && !cell.includes('hash-ring.'))), algorithm);
      assert.ok(!JSON.stringify([cards(moment(many)), facts(moment(many)), sentence(moment(ring({ algorithm }))), inspect(moment(many), 'node', 's2')]).includes('hash-ring.'), algorithm);
    }
  });

  it('name the full servers that a key passed', () => {
    const run = ring({ algorithm: 'bounded', servers: 5, keys: 100, loadFactor: 1.1 });
    run.act({ action: 'lookup', target: 'photo:3763' }, 'user');
    assert.equal(said(run), 'photo:3763 hashed to 0.404. B, D, A had no room, so it went on clockwise to C.');
    const key = inspect(moment(run), 'message', 'w1')!;
    assert.equal(key.fields.find(({ label }) => label === 'Passed, full')!.value, 'B, D, A');
    const events = run.advance(2_000_000).filter(({ data }) => data['key'] === 'photo:3763');
    assert.deepEqual(events.map(({ type, node }) => [type, node]), [['ring.overflow', 's2'], ['ring.lookup', 's3']]);
    assert.deepEqual(events[0]!.data, { key: 'photo:3763', full: ['s2', 's4', 's1'], owner: 's3' });
    assert.equal(events[1]!.data['passed'], 3);
    assert.deepEqual(readouts(moment(run))['room'], { s1: 22, s2: 22, s3: 22, s4: 22, s5: 22 });
  });

  it('count for two algorithms what the same change moved', () => {
    const run = ring({ algorithm: 'modulo', compare: 'ring', keys: 500 });
    assert.equal((readouts(moment(run))['compared'] as { lastMove: unknown }).lastMove, null);
    run.act({ action: 'add' }, 'user');
    const { lastMove, lastCompared } = run.state;
    assert.ok(lastMove!.count > 2 * lastCompared!.count && lastCompared!.count > 0);
    assert.ok(said(run).endsWith(`By the ring the same change moves ${lastCompared!.count}.`), said(run));
    const moved = facts(moment(run)).find(({ label }) => label === 'Moved')!;
    assert.deepEqual([moved.value, moved.note], [`${lastMove!.count} · ${lastCompared!.count}`, 'hash mod N · the ring']);
    const compared = readouts(moment(run))['compared'] as { algorithm: string; keyShare: Record<string, number>; lastMove: { count: number } };
    assert.equal(compared.lastMove.count, lastCompared!.count);
    assert.ok(compared.algorithm === 'ring' && Math.abs(Object.values(compared.keyShare).reduce((a, b) => a + b, 0) - 1) < 1e-9);
    const beside = inspect(moment(run), 'node', 'ring/s2')!;
    assert.ok(beside.title === 'Server B' && beside.actions.length === 0 && inspect(moment(run), 'node', 's2')!.actions.length === 2);
    run.act({ action: 'set', args: { name: 'compare', value: 'jump' } }, 'user');
    assert.ok(run.state.lastCompared === null && run.state.lastMove === lastMove, 'the other algorithm was not there when it happened');
    assert.equal(run.state.servers.length, 5);
  });

  it('show the load of a hot key, which more tokens do not share out', () => {
    const share = (vnodes: number): string => said(ring({ keySkew: 1.5, vnodes }));
    assert.ok(/user:123 alone is 43% of them/.test(share(16)) && /user:123 alone is 43% of them/.test(share(256)), share(16));
    const [card] = cards(moment(ring({ keySkew: 1.5 })));
    assert.equal(card?.kind === 'bars' && card.title, 'Share of the lookups');
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
