import { assert } from '../../test/assert.ts';
import { squeeze, squeezePath } from './squeeze.ts';

/** Places of a path in tenths, however it is written. */
function places(d: string): number[] {
  const out: number[] = [];
  let [x, y] = [0, 0];
  for (const [, letter, rest] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest!.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map((text) => Math.round(Number(text) * 10));
    const steps = letter! >= 'a' ? 1 : 0;
    const size = letter!.toLowerCase() === 'q' ? 4 : 2;
    for (let i = 0; i < numbers.length; i += size) {
      const [fromX, fromY] = [x, y];
      for (let k = i; k < i + size; k += 2) {
        [x, y] = [numbers[k]! + steps * fromX, numbers[k + 1]! + steps * fromY];
        out.push(x, y);
      }
    }
  }
  return out;
}

describe('a squeezed picture', () => {
  it('has the same places in fewer signs', () => {
    const d = 'M10 20.5L0.3 -0.4L12 13Q1 2 3.1 4L5 6ZM7 7L8.9 9Z';
    assert.equal(squeezePath(d), 'M10 20.5l-9.7-20.9 11.7 13.4q-11-11-8.9-9l1.9 2zM7 7l1.9 2z');
    assert.deepEqual(places(squeezePath(d)), places(d));
    const arcs = 'M1.5 2a0.9 1 0 1 1 2.4 0a0.9 1 0 1 0 -2.4 0Z';
    assert.equal(squeezePath(arcs), 'M1.5 2a.9 1 0 112.4 0a.9 1 0 10-2.4 0Z');
  });

  it('names its gradients briefly, each by one name wherever it is meant', () => {
    const svg = '<svg xmlns="x"><defs><linearGradient id="dsabc"/><radialGradient id="dsdef"/></defs><path d="M0 0L1 1" fill="url(#dsdef)" opacity="0.5" stroke-linejoin="round"/><text>id=&#34;dsabc&#34;</text></svg>';
    assert.equal(squeeze(svg), '<svg stroke-linejoin="round" xmlns="x"><defs><linearGradient id="a"/><radialGradient id="b"/></defs><path d="M0 0l1 1" fill="url(#b)" opacity=".5"/><text>id=&#34;dsabc&#34;</text></svg>');
  });
});
