import { ln } from './exact-math.ts';
import { fnv1a32 } from './fnv.ts';
import type { RandomStream } from './model.ts';

export type StreamState = readonly [number, number, number, number];

/**
 * xoshiro128** (Blackman and Vigna, 2018): 128 bits of state, integer operations only, so every engine draws the same
 * numbers. Seeded by splitmix32 from the run's seed and the stream's name.
 */
export class Stream implements RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(state: StreamState) {
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  static named(seed: number, name: string): Stream {
    let state = (seed ^ Math.imul(fnv1a32(name), 0x9e3779b1)) | 0;
    const word = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    };
    return new Stream([word(), word(), word(), word() | 1]);
  }

  get state(): StreamState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  #bits(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  next(): number {
    return this.#bits() / 4294967296;
  }

  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  exponential(mean: number): number {
    // 0 minus it, so that a draw of 0 gives 0 and not −0.
    return 0 - mean * ln(1 - this.next());
  }
}
