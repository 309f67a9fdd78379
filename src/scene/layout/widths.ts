/**
 * How wide a text will be, without measuring it: advance widths of a common system sans in thousandths of the font size, with 8%
 * to spare for its wider cousins. One table, so that Node and browser lay labels out alike.
 */
const SPARE = 1.08;
/** Semi-bold is this much wider than regular. */
const BOLD = 1.05;

/** Signs by width; everything else is taken as 600, East Asian signs and emoji as a full em. */
const GROUPS: readonly (readonly [width: number, signs: string])[] = [
  [191, "'"], [222, 'ijl'], [260, '|'], [278, ' \u00a0\u202f.,:;/\\!ftI[]·'], [333, 'r-()`‐–'], [355, '"'], [389, '*{}'], [400, '°'], [469, '^'],
  [500, 'cksvxyzJ'], [549, '±'], [556, 'abdeghnopqu0123456789?$_#L'], [584, '+=<>~×÷−'], [611, 'FTZ'], [667, 'ABEKPSVXY&'],
  [722, 'CDHNRUw'], [778, 'GOQ'], [833, 'mM'], [889, '%'], [944, 'W'], [1000, '→←↑↓…—'], [1015, '@'],
];

const WIDTHS = new Map<string, number>();
for (const [width, signs] of GROUPS) for (const sign of signs) WIDTHS.set(sign, width);

function widthOf(sign: string): number {
  const listed = WIDTHS.get(sign);
  if (listed !== undefined) return listed;
  const code = sign.codePointAt(0) ?? 0;
  if ((code >= 0x300 && code <= 0x36f) || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f) || code < 0x20) return 0;
  if ((code >= 0x1100 && code <= 0x11ff) || (code >= 0x2e80 && code <= 0xd7ff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xff60) || code >= 0x1f000) return 1040;
  return 600;
}

/** Thousandths of an em of texts met before: the same few are asked for in every frame. */
const known = new Map<string, number>();

function thousandthsOf(text: string): number {
  let sum = known.get(text);
  if (sum !== undefined) return sum;
  sum = 0;
  for (const sign of text) sum += widthOf(sign);
  if (known.size >= 2000) known.clear();
  known.set(text, sum);
  return sum;
}

/** Width in px of a line of text at a font size in px. */
export function textWidth(text: string, size: number, weight = 400): number {
  return (thousandthsOf(text) / 1000) * size * SPARE * (weight >= 550 ? BOLD : 1);
}

/** Text cut with an ellipsis to fit a width in px; empty where not even that fits. */
export function fitted(text: string, size: number, weight: number, width: number): string {
  if (textWidth(text, size, weight) <= width) return text;
  const signs = [...text];
  for (let length = signs.length - 1; length > 0; length--) {
    const cut = `${signs.slice(0, length).join('').trimEnd()}…`;
    if (textWidth(cut, size, weight) <= width) return cut;
  }
  return '';
}
