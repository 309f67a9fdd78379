/** Layouts of ketama and nginx give other points to servers than ours, but the same look-up; their recorded answers hold us to hash and look-up. */
import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { hash32 } from './hashes.ts';
import { md5Words } from './md5.ts';
import { buildRing, ownedLengths, circle, ringOwners } from './ring.ts';
import type { Ring } from './ring.ts';

interface RingVectors {
  ketamaCounts: { keysPerServer: Record<string, number> };
  nginxConsistent: { weights: number[]; servers: string[]; map: Record<string, string> }[];
  ketamaMap: { servers: string[]; keyToServer: [string, string][] };
  ketamaMovement: { from: number; to: number; removed?: string; keys: number; moved: number; fraction: number }[];
  spread: { servers: number; vnodesPerServer: number; relativeStdDevLaw: number; measuredOver60Rings: number }[];
}

/** Forty digests a server, four points each. Owners are numbered from 1 in the order given. */
function ketama(servers: readonly string[]): Ring {
  const points = servers.flatMap((server, at) =>
    Array.from({ length: 40 }, (_, n) => md5Words(`${server}-${n}`)).flatMap((words) => words.map((position) => ({ position, owner: at + 1 }))));
  points.sort((a, b) => a.position - b.position || a.owner - b.owner);
  return { positions: Uint32Array.from(points, ({ position }) => position), owners: Uint16Array.from(points, ({ owner }) => owner) };
}

/** CRC-32 of IEEE 802.3, of bytes. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

/** 160 points for each unit of weight; each hashes host, port and the point before. Owners are numbered from 1. */
function nginx(servers: readonly string[], weights: readonly number[]): Ring {
  const points = servers.flatMap((server, at) => {
    const [host, port] = server.split(':') as [string, string];
    const made: { position: number; owner: number }[] = [];
    for (let n = 0, position = 0; n < 160 * weights[at]!; n += 1) {
      position = crc32([...bytesOf(host), 0, ...bytesOf(port), position & 255, (position >>> 8) & 255, (position >>> 16) & 255, position >>> 24]);
      made.push({ position, owner: at + 1 });
    }
    return made;
  });
  points.sort((a, b) => a.position - b.position || a.owner - b.owner);
  return { positions: Uint32Array.from(points, ({ position }) => position), owners: Uint16Array.from(points, ({ owner }) => owner) };
}

const ownersOf = (servers: readonly string[], keys: readonly string[]): Uint16Array => ringOwners(ketama(servers), Uint32Array.from(keys, (key) => hash32('md5', key)));

describe('Look-up and MD5 against ketama', () => {
  it('find the server that libketama finds', async () => {
    const { ketamaMap: { servers, keyToServer } } = await vectors<RingVectors>('hash-ring.json');
    const owners = ownersOf(servers, keyToServer.map(([key]) => key));
    assert.ok(keyToServer.length >= 50);
    keyToServer.forEach(([key, server], n) => assert.equal(servers[owners[n]! - 1], server, key));
  });

  it('share out 100,000 keys as go-ketama’s test counts them', async () => {
    const { ketamaCounts: { keysPerServer } } = await vectors<RingVectors>('hash-ring.json');
    const servers = Array.from({ length: 10 }, (_, n) => `server${n + 1}`);
    const counts = new Map<string, number>();
    for (const owner of ownersOf(servers, Array.from({ length: 100_000 }, (_, n) => `foo${n}`))) counts.set(servers[owner - 1]!, (counts.get(servers[owner - 1]!) ?? 0) + 1);
    for (const server of servers) assert.equal(counts.get(server), keysPerServer[server], server);
  });

  it('move as many keys as recorded, none of them between servers that stay', async () => {
    const { ketamaMap: { servers }, ketamaMovement } = await vectors<RingVectors>('hash-ring.json');
    for (const { from, to, removed, keys, moved } of ketamaMovement) {
      const names = Array.from({ length: keys }, (_, n) => `user:${n}`);
      const before = ownersOf(servers, names);
      const after = ownersOf(to > from ? [...servers, 'cache5.example:11211'] : servers.filter((server) => server !== removed), names);
      let count = 0;
      for (let key = 0; key < keys; key += 1) {
        if (before[key] === after[key]) continue;
        count += 1;
        assert.equal(to > from ? after[key] : before[key], to > from ? 5 : 4, names[key]);
      }
      assert.equal(count, moved, `${from} to ${to}`);
    }
  });

  it('send keys to the servers that nginx sent them to, by weight', async () => {
    const { nginxConsistent } = await vectors<RingVectors>('hash-ring.json');
    assert.equal(nginxConsistent.length, 2);
    for (const { servers, weights, map } of nginxConsistent) {
      const keys = Object.keys(map);
      const owners = ringOwners(nginx(servers, weights), Uint32Array.from(keys, (key) => crc32(bytesOf(key))));
      keys.forEach((key, n) => assert.equal('abc'[owners[n]! - 1], map[key], `${key} of ${weights.join()}`));
    }
  });

  it('spreads shares as the law says and as was measured over sixty rings', async () => {
    const { spread } = await vectors<RingVectors>('hash-ring.json');
    for (const { servers, vnodesPerServer: vnodes, relativeStdDevLaw, measuredOver60Rings } of spread) {
      const squares = Array.from({ length: 120 }, (_, n) => {
        const members = Array.from({ length: servers }, (_, at) => ({ number: 1 + n * servers + at, weight: 1, tokens: vnodes, pinned: null }));
        const shares = [...ownedLengths(buildRing(members, 'murmur3')).values()].map((length) => (length / circle) * servers);
        return shares.reduce((sum, share) => sum + (share - 1) ** 2, 0) / servers;
      });
      const variance = squares.reduce((a, b) => a + b, 0) / squares.length;
      const error = Math.sqrt(squares.reduce((sum, value) => sum + (value - variance) ** 2, 0) / (squares.length - 1));
      assert.ok(Math.abs(variance - relativeStdDevLaw ** 2) < (4 * error) / Math.sqrt(squares.length) + 1e-4, `${servers} × ${vnodes}: ${Math.sqrt(variance)}, by the law ${relativeStdDevLaw}`);
      assert.ok(Math.abs(variance - measuredOver60Rings ** 2) < 4 * error * Math.sqrt(1 / 120 + 1 / 60) + 1e-4, `${servers} × ${vnodes}: ${Math.sqrt(variance)}, measured ${measuredOver60Rings}`);
    }
  });
});
