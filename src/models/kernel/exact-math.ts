/**
 * Logarithm, exponential and power from operations that IEEE 754 rounds exactly (+ − × ÷ and scaling by powers of two), so
 * that every engine gives the same bits. `Math.log`, `exp` and `pow` differ in their last bits between engines.
 */

const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const view = new DataView(new ArrayBuffer(8));

/** 2 to an integer power, exact; −1022 ≤ n ≤ 1023. */
function powerOfTwo(n: number): number {
  view.setUint32(0, (n + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** Natural logarithm of a finite x > 0; −Infinity for 0, NaN below. Error under 2 units in the last place. */
export function ln(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let exponent = 0;
  let mantissa = x;
  if (mantissa < 2.2250738585072014e-308) {
    mantissa *= 18014398509481984;
    exponent -= 54;
  }
  view.setFloat64(0, mantissa);
  const high = view.getUint32(0);
  exponent += (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  mantissa = view.getFloat64(0);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 23; k >= 3; k -= 2) sum = (sum + 1 / k) * z;
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

/** e to the power of x. Error under 2 units in the last place; 0 and Infinity beyond the range of doubles. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const n = Math.floor(x / 0.6931471805599453 + 0.5);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let sum = 1;
  for (let k = 20; k >= 1; k -= 1) sum = 1 + (sum * r) / k;
  const half = Math.trunc(n / 2);
  return sum * powerOfTwo(half) * powerOfTwo(n - half);
}

/** base to the power of exponent for base ≥ 0: repeated squaring for integers up to 2^20, else exp(exponent · ln base). */
export function pow(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 1048576) {
    let result = 1;
    let square = base;
    for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result *= square;
      square *= square;
    }
    return exponent > 0 ? result : 1 / result;
  }
  return exp(exponent * ln(base));
}
