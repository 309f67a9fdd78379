import { assert } from '../../../test/assert.ts';
import { exp, ln, pow } from './exact-math.ts';
import { hashOf } from './hash.ts';
import { Stream } from './random.ts';

const view = new DataView(new ArrayBuffer(8));
/** Doubles in order, as integers, so that neighbours differ by 1. */
function rank(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}
const apart = (a: number, b: number): number => Math.abs(Number(rank(a) - rank(b)));

// Reference values: exact arguments, 60 digits by Python's decimal module, rounded once to the nearest double.
const lnValues: readonly (readonly [number, number])[] = [
  [0.5, -0.6931471805599453], [1e-300, -690.7755278982137], [5e-324, -744.4400719213812], [2, 0.6931471805599453],
  [10, 2.302585092994046], [1.0000000000000002, 2.2204460492503128e-16], [0.9999999999999999, -1.1102230246251565e-16],
  [3.141592653589793, 1.1447298858494002], [1.4142135623730951, 0.3465735902799727], [1.7976931348623157e308, 709.782712893384],
  [0.1, -2.3025850929940455], [123456.789, 11.723646487185881], [2.3283064365386963e-10, -22.18070977791825],
];
const expValues: readonly (readonly [number, number])[] = [
  [1, 2.718281828459045], [-1, 0.36787944117144233], [0.5, 1.6487212707001282], [1e-10, 1.0000000001],
  [-20.25, 1.6052280551856116e-9], [100, 2.6881171418161356e43], [709.7, 1.6549840276802644e308], [-700, 9.85967654375977e-305],
  [-740, 4.2e-322], [3.141592653589793, 23.140692632779267], [-0.6931471805599453, 0.5], [5e-324, 1],
];
const powValues: readonly (readonly [base: number, exponent: number, value: number])[] = [
  [2, 0.5, 1.4142135623730951], [10, -3, 0.001], [1.5, 200, 1.6529199107882081e35], [0.3, 7.25, 0.00016185610934246275],
  [0.001, 0.99, 0.0010715193052376064], [9999, -1.1, 3.981509669408708e-5], [7, 20, 79792266297612000],
];

describe('exact mathematics', () => {
  it('takes logarithms within 2 units in the last place of the true value', () => {
    for (const [x, value] of lnValues) assert.ok(apart(ln(x), value) <= 2, `ln ${x} is ${ln(x)}, not ${value}`);
    assert.equal(ln(1), 0);
  });

  it('takes exponentials within 2 units in the last place of the true value', () => {
    for (const [x, value] of expValues) assert.ok(apart(exp(x), value) <= 2, `exp ${x} is ${exp(x)}, not ${value}`);
    assert.equal(exp(0), 1);
  });

  it('takes powers within a few units in the last place for each factor of e', () => {
    for (const [base, exponent, value] of powValues) {
      const within = 4 + Math.abs(exponent * ln(base));
      assert.ok(apart(pow(base, exponent), value) <= within, `${base} to ${exponent} is ${pow(base, exponent)}, not ${value}`);
    }
    assert.equal(pow(2, 10), 1024);
    assert.equal(pow(5, 0), 1);
    assert.equal(pow(0, 3), 0);
  });

  it('goes to the ends of the range as the functions do', () => {
    assert.equal(ln(0), -Infinity);
    assert.equal(ln(Infinity), Infinity);
    assert.ok(Number.isNaN(ln(-1)) && Number.isNaN(ln(NaN)) && Number.isNaN(exp(NaN)));
    assert.equal(exp(1000), Infinity);
    assert.equal(exp(-1000), 0);
    assert.equal(pow(0, -1), Infinity);
  });

  it('gives in every engine the bits that it gave first', () => {
    const random = Stream.named(5, 'math');
    const values: number[] = [];
    for (let at = 0; at < 1000; at += 1) {
      const x = random.next() * 40;
      values.push(ln(x), exp(x - 20), pow(x, random.next() * 3 - 1.5));
    }
    assert.equal(hashOf(values), '970248742c297a14');
  });
});
