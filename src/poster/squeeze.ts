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

/** How far, in tenths of a px, an outline may move when points are left out: less than a screen shows. */
const tolerance = 1.5;

type Point = readonly [x: number, y: number];

/** Distance of a point from the line between two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.sqrt(dx * dx + dy * dy);
  return length === 0 ? Math.sqrt((x - ax) ** 2 + (y - ay) ** 2) : Math.abs(dx * (y - ay) - dy * (x - ax)) / length;
}

/**
 * A line with fewer points (Ramer 1972, Douglas and Peucker 1973): ends stay, and so does what is further than the
 * tolerance from the line between those that stay.
 */
function thinned(points: readonly Point[]): Point[] {
  const kept = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [far, most] = [-1, tolerance];
    for (let at = from + 1; at < to; at++) {
      const off = distance(points[at]!, points[from]!, points[to]!);
      if (off > most) [far, most] = [at, off];
    }
    if (far < 0) continue;
    kept.add(far);
    open.push([from, far], [far, to]);
  }
  return points.filter((_, at) => kept.has(at));
}

/** Parts of a path; `null` for its end at the start. */
type Part = { readonly letter: 'M' | 'L' | 'Q'; readonly numbers: readonly number[] } | null;

/** Leaves out points of straight runs; curves and starts stay. */
function thin(parts: readonly Part[]): Part[] {
  const out: Part[] = [];
  let run: Point[] = [];
  const finish = (): void => {
    for (const numbers of thinned(run).slice(1)) out.push({ letter: 'L', numbers });
    run = [];
  };
  for (const part of parts) {
    const end: Point = part ? [part.numbers.at(-2) ?? 0, part.numbers.at(-1) ?? 0] : [0, 0];
    if (part?.letter === 'L') {
      run.push(end);
      continue;
    }
    finish();
    out.push(part);
    if (part) run = [end];
  }
  finish();
  return out;
}

/** A path with fewer points and steps in place of places. One with arcs has steps already, and loses spaces only. */
export function squeezePath(d: string): string {
  if (/[^MLQZ\d. -]/.test(d)) return d.replace(/ 0 ([01]) ([01]) /g, ' 0 $1$2').replace(/(^|[^\d.])0\./g, '$1.');
  let out = '';
  let last = '';
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  const parts = [...d.matchAll(command)].map(([, letter, places = '']): Part => (letter ? { letter: letter as 'M' | 'L' | 'Q', numbers: (places.match(/-?[\d.]+/g) ?? []).map(tenths) } : null));
  for (const part of thin(parts)) {
    if (!part) {
      out += 'z';
      last = 'z';
      [x, y] = [startX, startY];
      continue;
    }
    const { letter, numbers } = part;
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
