/** The diagrams of a page, found in its text: `<ds-…>` elements, and `<div data-ds="…">` where an editor strips unknown tags. */
import type { Child } from '../elements/base/children.ts';
import { companions } from '../loader/elements.ts';
import { plainNameOf } from '../loader/stand-in.ts';
import { HtmlFault, lineAt, tagsOf } from './html.ts';
import type { Attribute, Tag } from './html.ts';
import { unknownReference } from './references.ts';

/** Class of the pictures that are put into diagrams; what carries it is replaced by the next one. */
export const posterClass = 'ds-poster';

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface FoundFigure {
  readonly slug: string;
  /** As it is written, for messages: `<ds-raft-cluster>` or `<div data-ds="raft-cluster">`. */
  readonly label: string;
  readonly line: number;
  readonly id: string;
  /** Its own language, else that of the page, else English. */
  readonly language: string;
  readonly rightToLeft: boolean;
  /** By name, as the element takes them. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Timed children, in their order. */
  readonly children: readonly Child[];
  /** What stands between its tags. */
  readonly content: Span;
  /** Pictures put there before, in their order. */
  readonly posters: readonly Span[];
}

/** What is wrong, or worth knowing, and where. */
export interface Remark {
  readonly line: number;
  readonly text: string;
}

export interface Found {
  readonly figures: readonly FoundFigure[];
  /** What keeps the page from being edited. */
  readonly faults: readonly Remark[];
  /** What was left alone. */
  readonly notes: readonly Remark[];
}

const childTags: ReadonlySet<string> = new Set(['ds-at', 'ds-note']);
/** What is known and has no picture. */
const bystanders: ReadonlySet<string> = new Set([...childTags, ...[...companions.keys()].map((slug) => `ds-${slug}`)]);
const childKinds: ReadonlySet<string> = new Set(['at', 'note']);

const attribute = (tag: Tag, name: string): Attribute | undefined => tag.attributes.find((each) => each.name === name);
const valueOf = (tag: Tag, name: string): string | undefined => attribute(tag, name)?.value;
const isLanguage = (text: string | undefined): text is string => text !== undefined && /^[a-zA-Z0-9-]{2,35}$/.test(text);

function isPoster(tag: Tag): boolean {
  return tag.kind === 'start' && tag.name === 'img' && (valueOf(tag, 'class') ?? '').split(/\s+/).includes(posterClass);
}

function isChild(tag: Tag): boolean {
  return tag.kind === 'start' && (childTags.has(tag.name) || childKinds.has(valueOf(tag, 'data-ds') ?? ''));
}

/** Slug of the diagram that a tag begins; null where it begins none. */
function slugOf(tag: Tag, slugs: readonly string[]): string | null {
  if (tag.kind !== 'start') return null;
  const named = tag.name.startsWith('ds-') ? tag.name.slice(3) : valueOf(tag, 'data-ds');
  return named !== undefined && slugs.includes(named) ? named : null;
}

/** Place in `tags` of the end tag that closes the one at `start`; -1 when there is none. */
function closing(tags: readonly Tag[], start: number): number {
  const { name } = tags[start]!;
  let depth = 0;
  for (let at = start; at < tags.length; at++) {
    const tag = tags[at]!;
    if (tag.name !== name) continue;
    depth += tag.kind === 'start' ? 1 : -1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Attributes as the element gets them; those of a stand-in lose their prefix, as on a page. */
function attributesOf(tag: Tag): Map<string, string> {
  const standsIn = !tag.name.startsWith('ds-');
  const named = tag.attributes.map(({ name, value }) => [standsIn ? plainNameOf(name) : name, value] as const);
  return new Map(named.filter((entry): entry is [string, string] => entry[0] !== null));
}

function childOf(tag: Tag): Child {
  return { localName: tag.name, attributes: tag.attributes, textContent: '' };
}

/** Finds all diagrams. Nothing throws; what is wrong is among the faults. */
export function findFigures(html: string, slugs: readonly string[]): Found {
  const faults: Remark[] = [];
  const notes: Remark[] = [];
  const figures: FoundFigure[] = [];
  const wrong = (at: number, text: string): void => void faults.push({ line: lineAt(html, at), text });
  let tags: readonly Tag[] = [];
  try {
    tags = tagsOf(html);
  } catch (error) {
    if (!(error instanceof HtmlFault)) throw error;
    wrong(error.at, error.message);
  }
  const page = tags.find(({ kind, name }) => kind === 'start' && name === 'html');
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    const slug = slugOf(tag, slugs);
    if (slug === null) {
      tellUnknown(tag, slugs, (text) => notes.push({ line: lineAt(html, tag.from), text }));
      continue;
    }
    const label = tag.name.startsWith('ds-') ? `<${tag.name}>` : `<${tag.name} data-ds="${slug}">`;
    // A page that was saved while it ran: the element stands in its stand-in.
    if (!tag.name.startsWith('ds-') && tags[at + 1]?.name === `ds-${slug}`) continue;
    const end = closing(tags, at);
    if (end < 0) {
      wrong(tag.from, `${label} is never closed${tag.slash ? ': "/>" closes nothing in HTML' : ''}; write its end tag </${tag.name}>`);
      continue;
    }
    const within = tags.slice(at + 1, end);
    const nested = within.find((inner) => slugOf(inner, slugs) !== null);
    if (nested) wrong(nested.from, `<${nested.name}> stands inside of ${label} of line ${lineAt(html, tag.from)}; is </${tag.name}> missing before it?`);
    const children = within.filter(isChild);
    for (const { name, raw, at: place } of [tag, ...children].flatMap(({ attributes }) => attributes)) {
      const unknown = unknownReference(raw);
      if (unknown) wrong(place, `${label} ${name}="${raw.slice(0, 40)}": ${unknown} is not known here; write the sign itself, or its number such as &#233;`);
    }
    const attributes = attributesOf(tag);
    const language = attributes.get('lang') ?? valueOf(tag, 'lang') ?? (page && valueOf(page, 'lang'));
    const direction = attributes.get('dir') ?? valueOf(tag, 'dir') ?? (page && valueOf(page, 'dir'));
    figures.push({
      slug, label, line: lineAt(html, tag.from), id: valueOf(tag, 'id') ?? '',
      language: isLanguage(language) ? language : 'en', rightToLeft: direction?.toLowerCase() === 'rtl',
      attributes, children: children.map(childOf),
      content: { from: tag.to, to: tags[end]!.from },
      posters: within.filter(isPoster).map(({ from, to }) => ({ from, to })),
    });
    at = end;
  }
  return { figures, faults, notes };
}

/** Says of what looks like a diagram why it is none. Other libraries have `ds-` tags as well, so it is no fault. */
function tellUnknown(tag: Tag, slugs: readonly string[], note: (text: string) => void): void {
  if (tag.kind !== 'start') return;
  const kind = valueOf(tag, 'data-ds');
  if (tag.name.startsWith('ds-') && !bystanders.has(tag.name)) note(`<${tag.name}> is none of ${slugs.map((slug) => `<ds-${slug}>`).join(', ')}; left alone`);
  else if (kind !== undefined && !childKinds.has(kind) && !companions.has(kind)) note(`data-ds="${kind.slice(0, 40)}" is none of ${slugs.join(', ')}; left alone`);
}
