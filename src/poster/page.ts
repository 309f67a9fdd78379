/** Puts a still of every diagram into the text of a page, as fallback content. Every byte that it does not replace stays. */
import { drawFigure, DrawFault, prepare } from './draw.ts';
import type { AnyConcept, DrawOptions, Drawn, Prepared } from './draw.ts';
import { findFigures, posterClass } from './figures.ts';
import type { FoundFigure, Remark } from './figures.ts';

export interface PageOptions extends DrawOptions {
  /** Folder beside the page that pictures are written to, such as `stills`; null puts them into the page itself. */
  readonly files: string | null;
}

export interface PageSurroundings {
  /** Slugs of all diagrams. */
  readonly slugs: readonly string[];
  concept(slug: string): Promise<AnyConcept>;
  /** Text of a file named from the page; rejects with a sentence. */
  source(address: string): Promise<string>;
}

export interface PageResult {
  /** The page with its pictures; as it was where anything is wrong. */
  readonly html: string;
  /** Pictures to be written beside the page, by path from it. */
  readonly files: ReadonlyMap<string, string>;
  /** How many diagrams have a picture now. */
  readonly drawn: number;
  readonly faults: readonly Remark[];
  readonly notes: readonly Remark[];
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Address that holds a picture itself. Quotes of its markup become single ones, which need no escape. */
function dataAddress(svg: string): string {
  return `data:image/svg+xml,${svg.replaceAll('"', "'").replace(/[%#<>{}|\\^`\u0000-\u001f\u007f]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}`;
}

/** Attribute text: what ends it, or begins markup, is escaped. */
function attributeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function imageTag(source: string, { width, height, summary }: Drawn): string {
  return `<img class="${posterClass}" src="${attributeText(source)}" alt="${attributeText(summary.replace(/\s+/g, ' '))}" width="${width}" height="${height}" loading="lazy" decoding="async">`;
}

/** Names of the pictures' files: ids where they are plain, else slugs; each once. */
function fileNames(figures: readonly FoundFigure[], folder: string): string[] {
  const used = new Set<string>();
  return figures.map(({ id, slug }) => {
    const base = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id) ? id : slug;
    let name = base;
    for (let n = 2; used.has(name.toLowerCase()); n++) name = `${base}-${n}`;
    used.add(name.toLowerCase());
    return `${folder.replace(/\/+$/, '')}/${name}.svg`;
  });
}

/** What to change for one diagram. The first picture that is there is replaced, further ones go; else the new one is put first. */
function editsFor(html: string, { content, posters }: FoundFigure, image: string): Edit[] {
  const [first, ...rest] = posters;
  if (first) return [{ ...first, text: image }, ...rest.map((span) => ({ ...span, text: '' }))];
  // On a line of its own where the content has lines of its own, so that the page stays readable.
  const lead = /^[ \t]*(?:\r\n|\n|\r)[ \t]*/.exec(html.slice(content.from, content.to))?.[0] ?? '';
  return [{ from: content.from, to: content.from, text: `${lead}${image}` }];
}

function apply(html: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    text += html.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return text + html.slice(at);
}

/** Text of the file that `src` names; null without `src`. */
async function sourceOf({ settings }: Prepared, around: PageSurroundings): Promise<string | null> {
  const address = String(settings.get('src'));
  if (address === '') return null;
  return around.source(address).catch((error: unknown) => {
    throw new DrawFault(`src="${address.slice(0, 40)}": ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** Draws every diagram of a page. Where anything is wrong, the page stays as it was, and all that is wrong is told. */
export async function posterPage(html: string, around: PageSurroundings, options: PageOptions): Promise<PageResult> {
  const found = findFigures(html, around.slugs);
  const faults = [...found.faults];
  const all = await Promise.all(found.figures.map(async (figure) => prepare(figure, await around.concept(figure.slug))));
  for (const { figure, faults: own } of all) faults.push(...own.map((text) => ({ line: figure.line, text: `${figure.label} ${text}` })));
  const edits: Edit[] = [];
  const files = new Map<string, string>();
  const names = options.files === null ? null : fileNames(found.figures, options.files);
  for (const [at, prepared] of faults.length ? [] : all.entries()) {
    const { figure } = prepared;
    try {
      const drawn = await drawFigure(prepared, all, await sourceOf(prepared, around), options);
      const name = names?.[at];
      if (name !== undefined) files.set(name, `${drawn.svg}\n`);
      edits.push(...editsFor(html, figure, imageTag(name ?? dataAddress(drawn.svg), drawn)));
    } catch (error) {
      if (!(error instanceof DrawFault)) throw error;
      faults.push({ line: figure.line, text: `${figure.label} ${error.message}` });
    }
  }
  faults.sort((a, b) => a.line - b.line);
  if (faults.length) return { html, files: new Map(), drawn: 0, faults, notes: found.notes };
  return { html: apply(html, edits), files, drawn: all.length, faults, notes: found.notes };
}
