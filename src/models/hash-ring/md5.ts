/** MD5 (RFC 1321). Whoever imports this finds it among the hashes of the ring. */
import { utf8 } from '../kernel/fnv.ts';
import { hashers, rotate } from './hashes.ts';

/** Floor of 2^32 · |sin(n)|, n = 1…64, as RFC 1321 tabulates it; written out because sines differ between engines. */
const sines = Int32Array.from(
  ('d76aa478 e8c7b756 242070db c1bdceee f57c0faf 4787c62a a8304613 fd469501 698098d8 8b44f7af ffff5bb1 895cd7be 6b901122 fd987193 a679438e 49b40821 ' +
    'f61e2562 c040b340 265e5a51 e9b6c7aa d62f105d 02441453 d8a1e681 e7d3fbc8 21e1cde6 c33707d6 f4d50d87 455a14ed a9e3e905 fcefa3f8 676f02d9 8d2a4c8a ' +
    'fffa3942 8771f681 6d9d6122 fde5380c a4beea44 4bdecfa9 f6bb4b60 bebfbc70 289b7ec6 eaa127fa d4ef3085 04881d05 d9d4d039 e6db99e5 1fa27cf8 c4ac5665 ' +
    'f4292244 432aff97 ab9423a7 fc93a039 655b59c3 8f0ccc92 ffeff47d 85845dd1 6fa87e4f fe2ce6e0 a3014314 4e0811a1 f7537e82 bd3af235 2ad7d2bb eb86d391').split(' '),
  (word) => parseInt(word, 16) | 0,
);
const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]] as const;

/** The four words of an MD5 digest (RFC 1321), each read little-endian, of UTF-8 bytes. */
export function md5Words(text: string): readonly [number, number, number, number] {
  const bytes = utf8(text);
  const padded = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, bytes.length * 8, true);
  const sum: [number, number, number, number] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < padded.byteLength; block += 64) {
    let [a, b, c, d] = sum;
    for (let n = 0; n < 64; n += 1) {
      const round = n >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = [n, 5 * n + 1, 3 * n + 5, 7 * n][round]! % 16;
      const turned = rotate((a + mixed + sines[n]! + padded.getUint32(block + word * 4, true)) | 0, turns[round as 0 | 1 | 2 | 3][(n % 4) as 0 | 1 | 2 | 3]);
      [a, b, c, d] = [d, (b + turned) | 0, b, c];
    }
    sum[0] = (sum[0] + a) | 0;
    sum[1] = (sum[1] + b) | 0;
    sum[2] = (sum[2] + c) | 0;
    sum[3] = (sum[3] + d) | 0;
  }
  return sum.map((word) => word >>> 0) as [number, number, number, number];
}

hashers.md5 = (text) => md5Words(text)[0];
