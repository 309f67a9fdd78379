/** Hashes that identify plain data and texts, the same in every engine. */

/** UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let point = character.codePointAt(0) ?? 0xfffd;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(bytes);
}

/** FNV-1a, 32 bits, of UTF-8 bytes (draft-eastlake-fnv). */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Seed of a run: a decimal below 2^32 as it is, any other text by FNV-1a 32. */
export function parseSeed(text: string): number {
  if (/^\d{1,10}$/.test(text)) {
    const value = Number(text);
    if (value < 4294967296) return value;
  }
  return fnv1a32(text);
}

const numbers = new DataView(new ArrayBuffer(8));

/** An instance of a class may hide state that no copy and no hash sees. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Two independent 32-bit lanes over a canonical walk of plain data. */
class Digest {
  #low = 0x811c9dc5;
  #high = 0x9747b28c;

  word(value: number): void {
    this.#low = Math.imul(this.#low ^ value, 0x01000193);
    this.#low ^= this.#low >>> 15;
    this.#high = Math.imul(this.#high ^ value, 0x5bd1e995);
    this.#high ^= this.#high >>> 13;
  }

  number(value: number): void {
    if (Number.isInteger(value) && value >= -2147483648 && value <= 2147483647) {
      this.word(0x6e);
      this.word(value | 0);
      return;
    }
    // Which of its many bit patterns NaN has differs between engines.
    numbers.setFloat64(0, value);
    if (Number.isNaN(value)) numbers.setBigUint64(0, 0x7ff8000000000000n);
    this.word(0x66);
    this.word(numbers.getInt32(0));
    this.word(numbers.getInt32(4));
  }

  text(value: string): void {
    this.word(0x73);
    this.word(value.length);
    for (let at = 0; at < value.length; at += 1) this.word(value.charCodeAt(at));
  }

  value(value: unknown): void {
    if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') this.word(value ? 0x74 : 0x75);
    else if (value === null) this.word(0x30);
    else if (value === undefined) this.word(0x31);
    else if (Array.isArray(value)) this.list(0x61, value);
    else if (value instanceof Map) this.list(0x6d, [...value].flat());
    else if (value instanceof Set) this.list(0x65, [...value]);
    else if (ArrayBuffer.isView(value)) this.list(0x79, Array.from(value as Uint8Array));
    else if (typeof value === 'object' && isPlain(value)) this.record(value);
    else throw new TypeError(`not plain data: ${typeof value}`);
  }

  list(tag: number, items: readonly unknown[]): void {
    this.word(tag);
    this.word(items.length);
    for (const item of items) this.value(item);
  }

  /** Absent and undefined are the same; keys in sorted order, so that the order of assignment does not matter. */
  record(value: object): void {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.word(0x6f);
    this.word(entries.length);
    for (const [key, item] of entries) {
      this.text(key);
      this.value(item);
    }
  }

  toString(): string {
    return [this.#high, this.#low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** 16 hex digits that identify plain data: objects, arrays, Maps and Sets in their order, typed arrays. */
export function hashOf(value: unknown): string {
  const digest = new Digest();
  digest.value(value);
  return digest.toString();
}
