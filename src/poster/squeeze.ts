/**
 * The same picture in fewer bytes: steps instead of places in paths, short names of gradients, and what most paths say
 * said once. Knows the flat painter's SVG text and no other.
 */

/** Steps in tenths of a px, which all numbers of the painter's paths are whole multiples of. */
const tenths = (text: string): number => Math.round(Number(text) * 10);

function written(value: number): string {
  return String(value / 10).replace(/^(-?)0\./, '$1.');
}

/** Numbers one after the other, apart by a sign or a space. */
function joined(values: readonly number[]): string {
  let text = '';
  for (const value of values) {
    const next = written(value);
    text += text === '' || next.startsWith('-') ? next : ` ${next}`;
  }
  return text;
}

/** A command and its numbers. */
const command = /([MLQ])([^MLQZ]*)|(Z)/g;

/** A path with steps in place of places. One with arcs has steps already, and loses spaces only. */
export function squeezePath(d: string): string {
  if (/[^MLQZ\d. -]/.test(d)) return d.replace(/ 0 ([01]) ([01]) /g, ' 0 $1$2').replace(/(^|[^\d.])0\./g, '$1.');
  let out = '';
  let last = '';
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  for (const [, letter, places = '', close] of d.matchAll(command)) {
    if (close) {
      out += 'z';
      last = 'z';
      [x, y] = [startX, startY];
      continue;
    }
    const numbers = (places.match(/-?[\d.]+/g) ?? []).map(tenths);
    if (letter === 'M') {
      out += `M${joined(numbers)}`;
      last = 'M';
      [startX, startY] = [numbers[0] ?? 0, numbers[1] ?? 0];
    } else {
      const name = letter === 'L' ? 'l' : 'q';
      const steps = joined(numbers.map((value, at) => value - (at % 2 === 0 ? x : y)));
      out += last === name ? (steps.startsWith('-') ? steps : ` ${steps}`) : `${name}${steps}`;
      last = name;
    }
    [x, y] = [numbers.at(-2) ?? x, numbers.at(-1) ?? y];
  }
  return out;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

function shortName(n: number): string {
  return n < letters.length ? letters[n]! : `${shortName(Math.floor(n / letters.length) - 1)}${letters[n % letters.length]!}`;
}

/** The whole image. Its gradients get names of their own: it must stand in a file, or an address, by itself. */
export function squeeze(svg: string): string {
  const names = new Map<string, string>();
  const shortOf = (id: string): string => {
    const name = names.get(id) ?? shortName(names.size);
    names.set(id, name);
    return name;
  };
  return svg
    .replace(/ d="([^"]*)"/g, (_, d: string) => ` d="${squeezePath(d)}"`)
    .replace(/ id="(ds[^"]*)"/g, (_, id: string) => ` id="${shortOf(id)}"`)
    .replace(/url\(#(ds[^)]*)\)/g, (_, id: string) => `url(#${shortOf(id)})`)
    .replace(/ stroke-linejoin="round"/g, '')
    .replace(/="0\.(\d+)"/g, '=".$1"')
    .replace(/^<svg /, '<svg stroke-linejoin="round" ');
}
