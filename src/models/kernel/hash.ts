/** Hashes that identify plain data, the same in every engine. */

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
