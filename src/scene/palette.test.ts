import { assert } from '../../test/assert.ts';
import { blend, channels, colour, contrast, defaults, distance, mix, satin, TOKENS, type Scheme } from './palette.ts';
import { ROLES } from './roles.ts';

const SCHEMES: readonly Scheme[] = ['dark', 'light'];
const HUES = ['leader', 'follower', 'replica', 'client', 'fail', 'ok', 'owner-1', 'owner-2', 'owner-3', 'owner-4'];

function of(scheme: Scheme, token: string): string {
  return colour(defaults(scheme), token);
}

function least(scheme: Scheme, front: string, back: string, ratio: number): void {
  const found = contrast(of(scheme, front), of(scheme, back));
  assert.ok(found >= ratio, `${scheme}: ${front} on ${back} is ${found.toFixed(2)}, wanted ${ratio}`);
}

describe('palette', () => {
  it('measures contrast as WCAG does', () => {
    assert.closeTo(contrast('#000000', '#ffffff'), 21, 1e-9);
    // #767676 is the well-known lightest grey that passes 4.5 on white: 4.54.
    assert.closeTo(contrast('#767676', '#ffffff'), 4.54, 0.005);
  });

  it('has the same tokens in dark and in light, all six-digit colours', () => {
    for (const scheme of SCHEMES) {
      assert.deepEqual(Object.keys(defaults(scheme)), [...TOKENS]);
      for (const token of TOKENS) assert.match(of(scheme, token), /^#[0-9A-F]{6}$/i, token);
    }
  });

  it('has every token that a role names', () => {
    for (const look of Object.values(ROLES)) for (const token of [look.line, look.body, look.text]) assert.ok(TOKENS.includes(token), token);
  });

  it('keeps words readable on every ground they stand on', () => {
    for (const scheme of SCHEMES) {
      for (const back of ['plate', 'surface', 'pill']) {
        least(scheme, 'text', back, 13);
        least(scheme, 'muted', back, 5.2);
        least(scheme, 'warn', back, 5);
        for (const hue of HUES) least(scheme, `${hue}-text`, back, scheme === 'dark' ? 6 : 4.9);
      }
      least(scheme, 'text', 'inlay', 13);
      least(scheme, 'accent', 'surface', 4.5);
      least(scheme, 'focus', 'focus-gap', 15);
    }
  });

  it('keeps coloured words readable on badges tinted in their own hue', () => {
    for (const scheme of SCHEMES) {
      for (const hue of HUES) {
        const ground = mix(of(scheme, 'pill'), of(scheme, `${hue}-body`), scheme === 'dark' ? 0.24 : 0.2);
        const found = contrast(of(scheme, `${hue}-text`), ground);
        assert.ok(found >= 4.5, `${scheme}: ${hue}-text on its badge is ${found.toFixed(2)}`);
      }
    }
  });

  it('keeps strokes and glyphs visible on plate and surface', () => {
    for (const scheme of SCHEMES) {
      for (const back of ['plate', 'surface']) {
        for (const hue of HUES) least(scheme, hue, back, 3);
        least(scheme, 'link', back, 3);
        least(scheme, 'idle', back, 3);
        least(scheme, 'key-line', back, 10);
      }
    }
  });

  it('keeps dark ink readable on every body, base and lit', () => {
    for (const scheme of SCHEMES) {
      for (const hue of ['leader', 'follower', 'replica', 'client', 'owner-1', 'owner-2', 'owner-3', 'owner-4']) {
        least(scheme, 'ink', `${hue}-body`, scheme === 'dark' ? 5.2 : 4.6);
        const lit = satin(of(scheme, `${hue}-body`), [0, 1, 0], scheme);
        assert.ok(contrast(of(scheme, 'ink'), lit) >= 4.6, `${scheme}: ink on lit ${hue}`);
      }
      for (let term = 1; term <= 6; term++) least(scheme, 'ink', `term-${term}`, 4.6);
    }
  });

  it('draws terms in light with a line that is seen on plate and tray', () => {
    for (let term = 1; term <= 6; term++) {
      least('light', `term-${term}-line`, 'plate', 4);
      least('light', `term-${term}-line`, 'lane', 3.4);
    }
  });

  it('keeps neighbouring terms apart, the last and the first too, for readers without green cones', () => {
    for (const scheme of SCHEMES) {
      for (let term = 1; term <= 6; term++) {
        const next = (term % 6) + 1;
        for (const vision of ['full', 'deuteranopia'] as const) {
          const found = distance(of(scheme, `term-${term}`), of(scheme, `term-${next}`), vision);
          assert.ok(found >= 0.12, `${scheme}: terms ${term} and ${next} are ${found.toFixed(3)} apart (${vision})`);
        }
      }
    }
  });

  it('keeps the owners of a ring apart for readers without green cones', () => {
    for (const scheme of SCHEMES) {
      for (let a = 1; a <= 4; a++) {
        for (let b = a + 1; b <= 4; b++) {
          const found = distance(of(scheme, `owner-${a}`), of(scheme, `owner-${b}`), 'deuteranopia');
          assert.ok(found >= (scheme === 'dark' ? 0.13 : 0.1) - 0.005, `${scheme}: owners ${a} and ${b} are ${found.toFixed(3)} apart`);
        }
      }
    }
  });

  it('passes from gold to cyan without turning green', () => {
    const [red, green, blue] = channels(blend(of('dark', 'leader'), of('dark', 'follower'), 0.5));
    assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) < 45, `${red} ${green} ${blue}`);
    assert.equal(blend('#102030', '#405060', 0), '#102030');
    assert.equal(blend('#102030', '#405060', 1), '#405060');
  });

  it('lights a face more the more it is turned to the light', () => {
    for (const scheme of SCHEMES) {
      const lightness = (normal: readonly [number, number, number]): number => contrast(satin('#808080', normal, scheme), '#000000');
      assert.ok(lightness([0, 1, 0]) > lightness([0, 0, 1]));
      assert.ok(lightness([0, 0, 1]) > lightness([1, 0, 0]));
      assert.ok(lightness([-1, 0, 0]) > lightness([1, 0, 0]));
    }
  });
});
