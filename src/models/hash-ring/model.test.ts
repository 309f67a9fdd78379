import { assert } from '../../../test/assert.ts';
import { Stream } from '../kernel/random.ts';
import { Timeline } from '../kernel/timeline.ts';
import { drawKey, makeKeys } from './keys.ts';
import { hashRing } from './model.ts';
import { effectiveVnodes, serverId, tokensOf } from './state.ts';
import type { HashRingConfig, HashRingState } from './state.ts';

const usual: HashRingConfig = { servers: 4, vnodes: 8, keys: 48, algorithm: 'ring', compare: 'none', hash: 'murmur3', replicas: 1, weights: [], loadFactor: 1.25, keySkew: 0 };

function ring(config: Partial<HashRingConfig> = {}): Timeline<HashRingConfig, HashRingState> {
  return new Timeline<HashRingConfig, HashRingState>({ model: hashRing, config: { ...usual, ...config }, seed: 1, reconfigure: (before, name, value) => ({ ...before, [name]: value }) });
}

const set = (run: ReturnType<typeof ring>, name: string, value: number | string): boolean => run.act({ action: 'set', args: { name, value } }, 'script').ok;
const numbers = (run: ReturnType<typeof ring>): number[] => run.state.servers.map(({ number }) => number);

describe('The hash ring', () => {
  it('restores who owns what when a crashed server is back', () => {
    const run = ring({ keys: 500 });
    const before = [...run.state.placement.owners];
    assert.ok(run.act({ action: 'crash', target: 's2' }, 'user').ok);
    assert.ok(!run.state.placement.owners.includes(2) && !run.state.placement.ring.owners.includes(2));
    assert.ok(run.act({ action: 'recover', target: 's2' }, 'user').ok);
    assert.deepEqual([...run.state.placement.owners], before);
  });

  it('accounts for every key that a join and a leave move', () => {
    const run = ring({ keys: 2000, vnodes: 64 });
    const before = [...run.state.placement.owners];
    run.act({ action: 'add' }, 'user');
    const { lastMove, placement } = run.state;
    assert.ok(lastMove !== null);
    assert.equal(lastMove.count, before.filter((owner, key) => owner !== placement.owners[key]).length);
    assert.ok(lastMove.pairs.every(({ to }) => to === 's5') && lastMove.pairs.length === 4);
    assert.equal(lastMove.predicted, 0.2);
    assert.ok(Math.abs(lastMove.modulo - 0.8) < 4 * Math.sqrt(0.16 / 2000), `${lastMove.modulo}`);
    run.act({ action: 'remove', target: 's5' }, 'user');
    assert.deepEqual([...run.state.placement.owners], before);
    assert.ok(run.state.lastMove!.pairs.every(({ from }) => from === 's5'));
  });

  it('lets servers join, and leave from the highest id down, when their number is set', () => {
    const run = ring();
    assert.ok(set(run, 'servers', 6));
    assert.deepEqual(numbers(run), [1, 2, 3, 4, 5, 6]);
    set(run, 'servers', 3);
    assert.deepEqual(numbers(run), [1, 2, 3]);
    set(run, 'servers', 4);
    assert.deepEqual(numbers(run), [1, 2, 3, 7]);
    set(run, 'servers', 0);
    assert.ok(run.state.placement.owners.every((owner) => owner === 0));
  });

  it('holds at most 16,384 tokens, and at the limit lets servers come and go', () => {
    const full = ring({ servers: 64, vnodes: 1024, keys: 10_000 });
    assert.equal(full.state.placement.vnodes, 256);
    assert.equal(full.state.placement.ring.positions.length, 16_384);
    assert.ok(!full.act({ action: 'add' }, 'user').ok);
    const run = ring({ servers: 16, vnodes: 1024, keys: 1000 });
    const before = [...run.state.placement.owners];
    assert.ok(run.act({ action: 'add' }, 'user').ok);
    assert.ok(run.state.placement.ring.positions.length <= 16_384);
    // Sixteen servers of 1,024 tokens give way to seventeen of 963.
    assert.equal(run.state.placement.vnodes, 963);
    assert.ok(run.state.lastChange!.retokened && run.state.lastMove!.predicted! > 1 / 17);
    run.act({ action: 'remove', target: 'last' }, 'user');
    assert.deepEqual([...run.state.placement.owners], before);
  });

  it('gives tokens in proportion to weight, one at least, within the limit', () => {
    const run = ring({ vnodes: 16, weights: [1, 1, 2, 4] });
    const count = (number: number): number => run.state.placement.ring.owners.filter((owner) => owner === number).length;
    assert.deepEqual([1, 2, 3, 4].map(count), [16, 16, 32, 64]);
    for (const weight of [0.01, 0.5, 1.5, 37, 1024]) {
      const servers = Array.from({ length: 64 }, (_, n) => ({ number: n + 1, name: null, weight: n % 2 === 0 ? weight : 1, up: true, pinned: null }));
      const vnodes = effectiveVnodes(1024, servers);
      const tokens = servers.map((server) => tokensOf(server, vnodes));
      assert.ok(tokens.every((own) => own >= 1) && tokens.reduce((a, b) => a + b, 0) <= 16_384, `weight ${weight}: ${tokens.reduce((a, b) => a + b, 0)}`);
    }
  });

  it('keeps the names it is given, each once, for as long as a server is there', () => {
    const run = ring();
    for (const name of ['Zed', 'B', 'Zed', 'x'.repeat(1000)]) run.act({ action: 'add', args: { name } }, 'user');
    assert.deepEqual(run.state.servers.slice(4).map(({ name }) => name), ['Zed', 'B 2', 'Zed 2', 'x'.repeat(64)]);
    const { events } = run.act({ action: 'remove', target: 'Zed' }, 'user');
    assert.deepEqual(events.filter(({ type }) => type === 'ring.leave').map(({ node, data }) => [node, data['name']]), [['s5', 'Zed']]);
    assert.equal(run.state.servers.find(({ number }) => number === 7)?.name, 'Zed 2');
    assert.equal(run.state.lastChange?.name, 'Zed');
  });

  it('counts each lookup once, also when the key’s way gets shorter', () => {
    const run = ring({ servers: 1, vnodes: 1, keys: 0 });
    run.act({ action: 'pin', target: 's1', args: { at: 0.9 } }, 'script');
    run.act({ action: 'add-key', target: 'a', args: { at: 0.1 } }, 'script');
    run.advance(200_000);
    run.act({ action: 'add' }, 'script');
    run.act({ action: 'pin', target: 's2', args: { at: 0.12 } }, 'script');
    // Both the new and the former time of arrival pass before the next lookup of the run itself.
    const arrivals = run.advance(2_000_000).filter(({ type }) => type === 'ring.lookup');
    assert.deepEqual(arrivals.map(({ data }) => data['owners']), [['s2']]);
    run.advance(2_250_000);
    assert.deepEqual(run.state.walks, []);
  });

  it('asks for keys by Zipf’s law', () => {
    const keys = makeKeys(['a', 'b', 'c', 'd'], 'murmur3', 1, new Map());
    const random = Stream.named(3, 'draws');
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 20_000; n += 1) counts[drawKey(keys, random)]! += 1;
    [12, 6, 4, 3].forEach((part, rank) => {
      const share = part / 25;
      assert.ok(Math.abs(counts[rank]! / 20_000 - share) < 4 * Math.sqrt((share * (1 - share)) / 20_000), counts.join());
    });
    assert.equal(drawKey(makeKeys([], 'murmur3', 1, new Map()), random), -1);
  });

  it('refuses what cannot be, says why, and changes nothing', () => {
    const run = ring();
    run.act({ action: 'crash', target: 's1' }, 'user');
    const hash = run.hash();
    for (const [action, target, args, reason] of [
      ['crash', 's1', {}, /down already/], ['recover', 's2', {}, /is up/], ['remove', 's99', {}, /no server s99/], ['add', 'x', { weight: -1 }, /weight/],
      ['pin', 's2', { at: 1 }, /position/], ['add-key', 'user:123', {}, /there already/], ['explode', 's2', {}, /does not know/],
      ['crash', undefined, {}, /name a server/], ['remove', undefined, {}, /name a server/], ['recover', undefined, {}, /name a server/], ['pin', undefined, { at: 0.5 }, /name a server/],
    ] as const) {
      const result = run.act({ action, ...(target !== undefined && { target }), args }, 'user');
      assert.ok(!result.ok && reason.test(result.reason), `${action}: ${JSON.stringify(result)}`);
      assert.equal(run.hash(), hash, action);
    }
  });

  it('finds servers by the role they have now', () => {
    const run = ring();
    assert.ok(run.act({ action: 'crash', target: 'first' }, 'user').ok && run.act({ action: 'crash', target: 'last' }, 'user').ok);
    assert.deepEqual(run.state.servers.map(({ up }) => up), [false, true, true, false]);
    assert.ok(run.act({ action: 'recover', target: 'crashed' }, 'user').ok);
    assert.deepEqual(run.state.servers.map(({ up }) => up), [true, true, true, false]);
  });

  it('shows the same again wherever it is entered', () => {
    const random = Stream.named(5, 'seeks');
    const run = ring({ replicas: 3 });
    const hashes = new Map<number, string>();
    for (let n = 0; n < 30; n += 1) {
      run.advance(run.nowUs + random.integer(1, 3_000_000));
      run.act(n % 3 === 0 ? { action: 'add' } : { action: 'remove', target: serverId(n) }, 'user');
      run.advance(run.nowUs + 1);
      hashes.set(run.nowUs, run.hash());
    }
    for (const [timeUs, hash] of [...hashes].reverse()) {
      run.seek(timeUs);
      assert.equal(run.hash(), hash, `${timeUs} µs`);
    }
  });

  it('keeps its state small over eight hours', () => {
    const run = ring();
    for (let hour = 1; hour <= 8; hour += 1) {
      run.advance(hour * 3_600_000_000);
      assert.ok(run.state.walks.length <= 6 && run.state.handOvers.length <= 36);
    }
    assert.ok(run.state.lookups > 8 * 3600 / 3);
  });
});
