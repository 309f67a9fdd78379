/** Display names of nodes: the author's where there are any, the concept's else. Ids never change. */
import { parseList } from './grammar.ts';

/** Number in an id such as `n3`, from 1; 0 where there is none. */
function numberOf(id: string): number {
  const digits = /[0-9]+$/.exec(id)?.[0];
  return digits === undefined ? 0 : Number(digits);
}

/** The author's list with every name once: a second `A` is shown as `A 2`. */
function distinct(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let shown = name;
    for (let n = 2; used.has(shown); n++) shown = `${name} ${n}`;
    used.add(shown);
    return shown;
  });
}

const mostNodes = 64;

export class Names {
  readonly #default: (id: string) => string;
  #text = '';
  #given: readonly string[] = [];

  constructor(defaultName: (id: string) => string) {
    this.#default = defaultName;
  }

  /** Takes the canonical text of the setting `names`: the name of node 1, of node 2 and so on. */
  use(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#given = distinct(parseList(text).value ?? []);
  }

  /** What a reader is shown for an id. */
  of(id: string, first?: string): string {
    const letters = first?.replace(/[0-9]+$/, '');
    const own = letters === undefined || id.replace(/[0-9]+$/, '') === letters;
    return (own ? this.#given[numberOf(id) - 1] : undefined) ?? this.#default(id);
  }

  /** The id of a target written by author or reader: ids win over names, names over role keywords. */
  idOf(target: string, ids: readonly string[]): string {
    if (ids.includes(target)) return target;
    const [first] = ids;
    if (first === undefined) return target;
    const letters = first.replace(/[0-9]+$/, '');
    for (let n = 1; n <= mostNodes; n++) if (this.of(`${letters}${n}`, first) === target) return `${letters}${n}`;
    return target;
  }
}
