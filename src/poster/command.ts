/** `ds-elements poster`: what stands on the command line, what is read and written, and what is said. Knows no Node. */
import { parseDuration } from '../elements/base/grammar.ts';
import { importers } from '../loader/elements.ts';
import type { AnyConcept } from './draw.ts';
import { posterPage } from './page.ts';
import type { PageOptions } from './page.ts';

/** The machine, as far as the command needs it. Paths are those of the command line. */
export interface Machine {
  /** Rejects where the file cannot be read, with a reason. */
  read(path: string): Promise<Uint8Array>;
  /** Whole or not at all. Makes folders. Rejects with a reason. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** A path named from the folder of a file. */
  beside(file: string, path: string): string;
  print(line: string): void;
  complain(line: string): void;
}

export const usage = `ds-elements poster [options] page.html …

Draws every diagram of a page at its telling moment and puts the picture into the diagram's
fallback content, where readers without script, feed readers and mail programs see it.
What was put there before is replaced; every other byte of the page stays as it is.

  --width N       width of the pictures in px, 120 to 4096 (640); up to 460 the layout of phones
  --theme T       light or dark, where the author of the page named none (light)
  --time T        moment of all pictures, such as 3s; else each diagram's own
  --files FOLDER  writes pictures as files to a folder beside the page; else they are in the page
  --out FILE      writes the page to another file
  --check         writes nothing; fails where a picture is missing or old
  --help          says this`;

interface Asked extends PageOptions {
  readonly out: string | null;
  readonly check: boolean;
  readonly pages: readonly string[];
}

/** Reads the command line; a sentence where it cannot be read. */
export function readArguments(given: readonly string[]): Asked | string {
  const values = new Map<string, string>();
  const pages: string[] = [];
  let check = false;
  const left = [...given];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name, value] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      if (word.startsWith('-') && word !== '-') return `${word} is no option`;
      pages.push(word);
    } else if (name === 'check') check = true;
    else if (!['width', 'theme', 'time', 'files', 'out'].includes(name)) return `--${name} is no option`;
    else {
      const text = value ?? left.shift();
      if (text === undefined || text === '') return `--${name} needs a value`;
      values.set(name, text);
    }
  }
  const width = values.get('width') ?? '640';
  const theme = values.get('theme') ?? 'light';
  const time = values.get('time');
  const timeMs = time === undefined ? null : parseDuration(time);
  const files = values.get('files') ?? null;
  if (!/^\d+$/.test(width) || Number(width) < 120 || Number(width) > 4096) return `--width ${width} is not a whole number from 120 to 4096`;
  if (theme !== 'light' && theme !== 'dark') return `--theme ${theme} is not light or dark`;
  if (timeMs && (timeMs.value === undefined || timeMs.fault)) return `--time ${time ?? ''} is not a duration such as 150ms or 2s`;
  if (files !== null && /^(\/|[a-z]+:)|(^|\/)\.\.(\/|$)|[\\"<>&?#]/i.test(files)) return `--files ${files} is not a folder beside the page, such as stills`;
  if (!pages.length) return 'no page is named';
  if (values.has('out') && pages.length > 1) return '--out is for one page';
  return { width: Number(width), theme, timeMs: timeMs?.value ?? null, files, out: values.get('out') ?? null, check, pages };
}

const slugs = [...importers.keys()];

async function conceptOf(slug: string): Promise<AnyConcept> {
  const { concept } = (await import(`../elements/${slug}/${slug}.concept.ts`)) as { readonly concept: AnyConcept };
  return concept;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8');
  }
}

/** Text of a file; null where there is none, or none that can be read. */
function textAt(machine: Machine, path: string): Promise<string | null> {
  return machine.read(path).then(textOf).catch(() => null);
}

/** One page. Returns whether all is well. */
async function poster(page: string, asked: Asked, machine: Machine): Promise<boolean> {
  let html: string;
  try {
    html = textOf(await machine.read(page));
  } catch (error) {
    machine.complain(`${page}: cannot be read: ${reasonOf(error)}`);
    return false;
  }
  const result = await posterPage(html, {
    slugs, concept: conceptOf,
    source: async (address) => {
      if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(address)) throw new Error('only files named from the page are read');
      return textOf(await machine.read(machine.beside(page, address.replace(/[?#].*$/s, ''))));
    },
  }, asked);
  for (const { line, text } of result.notes) machine.complain(`${page}:${line}: note: ${text}`);
  for (const { line, text } of result.faults) machine.complain(`${page}:${line}: ${text}`);
  if (result.faults.length) {
    machine.complain(`${page}: left as it was`);
    return false;
  }
  const target = asked.out ?? page;
  const files = new Map([...result.files].map(([name, text]) => [machine.beside(target, name), text]));
  const changed = new Map<string, string>();
  // The page comes last: it must not name a picture that could not be written.
  for (const [path, text] of [...files, [target, result.html] as const]) if (await textAt(machine, path) !== text) changed.set(path, text);
  if (asked.check) {
    for (const path of changed.keys()) machine.complain(`${path}: its still is missing or old; run ds-elements poster`);
    return changed.size === 0;
  }
  for (const [path, text] of changed) {
    try {
      await machine.write(path, new TextEncoder().encode(text));
    } catch (error) {
      machine.complain(`${path}: cannot be written: ${reasonOf(error)}`);
      return false;
    }
  }
  const count = result.drawn === 1 ? '1 still' : `${result.drawn} stills`;
  machine.print(`${target}: ${count}${changed.size ? '' : ', nothing changed'}`);
  return true;
}

/** Runs the command; its exit code. */
export async function runCommand(given: readonly string[], machine: Machine): Promise<0 | 1> {
  const [verb, ...rest] = given;
  if (given.includes('--help') || given.includes('-h')) {
    machine.print(usage);
    return 0;
  }
  const asked = verb === 'poster' ? readArguments(rest) : verb === undefined ? 'no command is named' : `${verb} is no command`;
  if (typeof asked === 'string') {
    machine.complain(`ds-elements: ${asked}\n\n${usage}`);
    return 1;
  }
  let well = true;
  for (const page of asked.pages) well = await poster(page, asked, machine) && well;
  return well ? 0 : 1;
}
