import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { Stream } from '../kernel/random.ts';
import type { Candidate, Turns } from './algorithms.ts';
import { betterOfTwo, choosable, decayed, ewmaCost, ewmaDecayUs, hashedOctets, ipHash, leastConnections, loadOf, maglev, observed, smoothWeighted, weightedRandom } from './algorithms.ts';

interface Nginx {
  smoothWeightedRoundRobin: { weights: number[]; sequence: string }[];
  down: { servers: string[]; answers: string }[];
  leastConn: { weights: number[]; '6 long requests started one after another': string; 'then 6 short sequential requests': string }[];
  ipHash: { weights: number[]; map: Record<string, string> }[];
}
interface HAProxy {
  sequences: { balance: string; weights: number[]; sequential: string }[];
  powerOfTwo: { measured: { balls: number; bins: number; choices: number; meanMaxLoad: number }[] };
}

const names = 'abcdefghijklmnop';

/** Backends a, b, c … with these weights, all up, nothing open. */
function pool(weights: readonly number[], changed: readonly Partial<Candidate>[] = []): Candidate[] {
  return weights.map((weight, at) => ({ id: names[at]!, weight, ramp: 256, ramped: weight * 256, active: 0, usable: true, latencyUs: null, ...changed[at] }));
}

const byWeight = ({ ramped }: Candidate): number => ramped;

function sequence(weights: readonly number[], length: number, turns: Turns = new Map()): string {
  return Array.from({ length }, () => smoothWeighted(turns, pool(weights), byWeight)!.id).join('');
}

describe('Smooth weighted round robin', () => {
  it('gives the sequences recorded from nginx', async () => {
    const { smoothWeightedRoundRobin } = await vectors<Nginx>('load-balancing-nginx.json');
    assert.equal(smoothWeightedRoundRobin.length, 6);
    for (const { weights, sequence: recorded } of smoothWeightedRoundRobin) assert.equal(sequence(weights, recorded.length), recorded);
  });

  it('leaves out a backend marked down, as nginx does', async () => {
    const { down } = await vectors<Nginx>('load-balancing-nginx.json');
    for (const { servers, answers } of down) {
      const turns: Turns = new Map();
      const candidates = choosable(pool(servers.map(() => 1), servers.map((server) => ({ usable: !server.endsWith('down') }))));
      assert.equal(Array.from(answers, () => smoothWeighted(turns, candidates, byWeight)!.id).join(''), answers);
    }
  });

  it('gives HAProxy’s shares in a cycle, in another order', async () => {
    const { sequences } = await vectors<HAProxy>('load-balancing-haproxy.json');
    const letters = (text: string): string => [...text].sort().join('');
    for (const { balance, weights, sequential } of sequences.filter(({ balance: name }) => name === 'roundrobin')) {
      const cycle = weights.reduce((sum, weight) => sum + weight, 0);
      assert.equal(letters(sequence(weights, cycle)), letters(sequential.slice(0, cycle)), balance);
    }
    assert.notEqual(sequence([5, 1, 1], 7), sequences.find(({ weights }) => weights[0] === 5)?.sequential.slice(0, 7));
  });

  it('gives nothing to weight 0, and returns to where it began after each cycle', () => {
    const turns: Turns = new Map();
    assert.equal(choosable(pool([2, 0, 1])).map(({ id }) => id).join(''), 'ac');
    for (let pick = 0; pick < 7; pick += 1) smoothWeighted(turns, pool([5, 1, 1]), byWeight);
    assert.deepEqual([...turns.values()], [0, 0, 0]);
  });
});

describe('Least connections', () => {
  it('gives the sequences recorded from nginx, by active ÷ weight and then by turns', async () => {
    const { leastConn } = await vectors<Nginx>('load-balancing-nginx.json');
    for (const { weights, ...recorded } of leastConn) {
      const turns: Turns = new Map();
      const active = weights.map(() => 0);
      const next = (): string => leastConnections(turns, pool(weights, active.map((count) => ({ active: count }))))!.id;
      const held = Array.from({ length: 6 }, () => {
        const id = next();
        active[names.indexOf(id)]! += 1;
        return id;
      });
      assert.equal(held.join(''), recorded['6 long requests started one after another']);
      // Recorded while the long ones were held: a short one is over before the next.
      assert.equal(Array.from({ length: 6 }, next).join(''), recorded['then 6 short sequential requests']);
    }
  });
});

describe('IP hash', () => {
  it('sends every address where nginx sent it', async () => {
    const recorded = (await vectors<Nginx>('load-balancing-nginx.json')).ipHash;
    let checked = 0;
    for (const { weights, map } of recorded) {
      for (const [address, backend] of Object.entries(map)) {
        assert.equal(ipHash(hashedOctets(address), pool(weights))?.id, backend, `${address} of ${weights.join()}`);
        checked += 1;
      }
    }
    assert.equal(checked, 94);
  });

  it('moves only the clients of a backend that is down', () => {
    for (let network = 0; network < 200; network += 1) {
      const octets = [10, 0, network];
      const before = ipHash(octets, pool([1, 1, 1, 1]))!.id;
      const after = ipHash(octets, pool([1, 1, 1, 1], [{}, { usable: false }]))!.id;
      if (before === 'b') assert.notEqual(after, 'b');
      else assert.equal(after, before);
    }
  });

  it('gives up after 20 tries, for turns to be taken', () => {
    assert.equal(ipHash([10, 0, 1], pool([1, 1], [{ usable: false }, { usable: false }])), null);
  });
});

describe('Choices by chance', () => {
  it('keeps the fullest of many bins near what was measured, for one choice and for two', async () => {
    const { powerOfTwo } = await vectors<HAProxy>('load-balancing-haproxy.json');
    const random = Stream.named(1, 'bins');
    for (const choices of [1, 2]) {
      const measured = powerOfTwo.measured.find((each) => each.bins === 100 && each.choices === choices)!.meanMaxLoad;
      let sum = 0;
      for (let trial = 0; trial < 200; trial += 1) {
        const bins = Array.from({ length: 100 }, (_, at) => ({ ...pool([1])[0]!, id: String(at) }));
        for (let ball = 0; ball < 100; ball += 1) {
          const bin = choices === 1 ? weightedRandom(random, bins)! : betterOfTwo(random, bins, loadOf)!;
          bins[Number(bin.id)] = { ...bin, active: bin.active + 1 };
        }
        sum += Math.max(...bins.map(({ active }) => active));
      }
      assert.ok(Math.abs(sum / 200 - measured) < 0.25, `${choices}: ${sum / 200}, measured ${measured}`);
    }
  });

  it('follows the weights', () => {
    const random = Stream.named(1, 'weights');
    const counts: Record<string, number> = { a: 0, b: 0 };
    for (let pick = 0; pick < 4000; pick += 1) counts[weightedRandom(random, pool([3, 1]))!.id]! += 1;
    assert.ok(Math.abs(counts['a']! / 4000 - 0.75) < 0.03, JSON.stringify(counts));
  });
});

describe('Peak EWMA', () => {
  it('believes a higher latency at once, a lower one little by little', () => {
    const high = observed({ us: 100, atUs: 0 }, 900, 1_000_000);
    assert.equal(high.us, 900);
    const lower = observed(high, 100, 1_000_000 + ewmaDecayUs);
    assert.ok(lower.us > 100 && lower.us < 900);
    assert.ok(Math.abs(lower.us - (100 + 800 / Math.E)) < 1e-6);
    assert.ok(Math.abs(decayed(high, 1_000_000 + ewmaDecayUs) - 900 / Math.E) < 1e-6);
  });

  it('costs latency × (active + 1), and tries an unknown one just once', () => {
    const [a, b, c] = pool([1, 1, 1], [{ latencyUs: 200, active: 2 }, { active: 0 }, { active: 1 }]);
    assert.equal(ewmaCost(a!), 600);
    assert.equal(ewmaCost(b!), 0);
    assert.ok(ewmaCost(c!) > 1e9);
  });
});

describe('Maglev', () => {
  it('keeps nearly all clients of the others when one backend goes', () => {
    const all = pool([1, 1, 1, 1]);
    const addresses = Array.from({ length: 400 }, (_, at) => `10.${at % 7}.${at}.7`);
    const kept = addresses.filter((address) => maglev(address, all)!.id !== 'b');
    const moved = kept.filter((address) => maglev(address, all)!.id !== maglev(address, all.filter(({ id }) => id !== 'b'))!.id);
    assert.ok(kept.length > 250 && kept.length < 350);
    assert.ok(moved.length < kept.length / 10, `${moved.length} of ${kept.length}`);
  });
});
