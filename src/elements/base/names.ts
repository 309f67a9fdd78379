/** Display names of nodes: the author's where there are any, the concept's else. Ids never change. */
import { parseList } from './grammar.ts';

/** Number in an id such as `n3`, from 1; 0 where there is none. */
function numberOf(id: string): number {
  const digits = /[0-9]+$/.exec(id)?.[0];
  return digits === undefined ? 0 : Number(digits);
}

/** The letters of an id. */
const kindOf = (id: string): string => id.replace(/[0-9]+$/, '');

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

  /**
   * What a reader is shown for an id. Names go by the number in the id where all nodes are of one kind, so that they stay
   * with their nodes when others come and go, else by their order among all.
   *
   * @param nodes - Ids of all nodes, in order; only what is among them, or of their kind, has a name of the author. Asked for
   *   only where the author gave names.
   */
  of(id: string, nodes: () => readonly string[]): string {
    if (this.#given.length === 0) return this.#default(id);
    const ids = nodes();
    const kinds = new Set(ids.map(kindOf));
    const at = kinds.size > 1 ? ids.indexOf(id) : kinds.size === 0 || kinds.has(kindOf(id)) ? numberOf(id) - 1 : -1;
    return this.#given[at] ?? this.#default(id);
  }

  /** The id of a target written by author or reader: ids win over names, names over role keywords. */
  idOf(target: string, ids: readonly string[]): string {
    if (ids.includes(target)) return target;
    const known = ids.find((id) => this.of(id, () => ids) === target);
    if (known !== undefined) return known;
    // One that left, or is yet to come.
    for (const kind of new Set(ids.map(kindOf))) for (let n = 1; n <= mostNodes; n++) if (this.of(`${kind}${n}`, () => ids) === target) return `${kind}${n}`;
    return target;
  }
}
