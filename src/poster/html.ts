/**
 * The tags of an HTML text with their places, so that a few can be edited and every other byte stays. Reads as the HTML
 * standard's tokenizer does (§13.2.5): comments, raw text, quotes, `>` inside of values, CDATA in SVG and MathML; scripts
 * count as off, except that what stands in `<noscript>` is left alone. Builds no tree.
 */
import { decodeReferences } from './references.ts';

export interface Attribute {
  /** In lower case. */
  readonly name: string;
  /** With character references resolved. */
  readonly value: string;
  /** As it is written. */
  readonly raw: string;
  /** Where its name begins. */
  readonly at: number;
}

export interface Tag {
  readonly kind: 'start' | 'end';
  /** In lower case. */
  readonly name: string;
  /** Of its `<`. */
  readonly from: number;
  /** After its `>`. */
  readonly to: number;
  /** In their order; of several with one name the first. */
  readonly attributes: readonly Attribute[];
  /** Written `<x/>`, which closes nothing in HTML. */
  readonly slash: boolean;
}

/** Something that ends the reading: a tag or quote that is never closed. */
export class HtmlFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const letter = /[a-zA-Z]/;
const space = /[\t\n\f\r ]/;
/** Elements whose content is text, to their end tag. */
const rawText: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript']);
const foreign: ReadonlySet<string> = new Set(['svg', 'math']);
/** Inside of SVG these hold HTML again. */
const htmlAgain: ReadonlySet<string> = new Set(['foreignobject', 'desc']);
/** Start tags that no SVG or MathML holds: they end it. */
const breakout = /^(b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|h[1-6]|head|hr|i|img|li|listing|menu|meta|nobr|ol|p|pre|ruby|s|small|span|strong|strike|sub|sup|table|tt|u|ul|var)$/;

/** Whether the text goes on with `word`, in any case. */
function isAt(html: string, at: number, word: string): boolean {
  return html.slice(at, at + word.length).toLowerCase() === word;
}

/** After a comment that begins at `<!--`. */
function afterComment(html: string, at: number): number {
  const short = /^<!--(-?>)/.exec(html.slice(at, at + 6));
  if (short) return at + short[0].length;
  const end = /--!?>/g;
  end.lastIndex = at + 4;
  return end.exec(html) ? end.lastIndex : html.length;
}

function after(html: string, word: string, from: number): number {
  const at = html.indexOf(word, from);
  return at < 0 ? html.length : at + word.length;
}

/** Where the end tag of a raw text element begins; the end of the text when there is none. */
function endOfRaw(html: string, name: string, from: number): number {
  if (name === 'script') return endOfScript(html, from);
  const end = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

/** A script goes on past `</script>` where that stands in a comment that opened a script of its own. */
function endOfScript(html: string, from: number): number {
  const marks = /<!--|-->|<(\/?)script(?=[\t\n\f\r />])/gi;
  marks.lastIndex = from;
  let state: 'plain' | 'comment' | 'nested' = 'plain';
  for (let mark = marks.exec(html); mark; mark = marks.exec(html)) {
    if (mark[0] === '-->') state = 'plain';
    else if (mark[0] === '<!--') {
      if (state === 'plain') state = 'comment';
      // `<!-->` opens and closes.
      marks.lastIndex -= 2;
    } else if (mark[1] === '') state = state === 'comment' ? 'nested' : state;
    else if (state === 'nested') state = 'comment';
    else return mark.index;
  }
  return html.length;
}

/** The tag that begins at `<`, or `</`, and a letter. */
function readTag(html: string, from: number): Tag {
  const isEnd = html[from + 1] === '/';
  let at = from + (isEnd ? 2 : 1);
  const nameFrom = at;
  while (at < html.length && !/[\t\n\f\r />]/.test(html[at]!)) at += 1;
  const name = html.slice(nameFrom, at).toLowerCase();
  const attributes = new Map<string, Attribute>();
  let slash = false;
  for (;;) {
    while (at < html.length && (space.test(html[at]!) || html[at] === '/')) {
      slash = html[at] === '/';
      at += 1;
    }
    if (at >= html.length) throw new HtmlFault(from, `the tag <${isEnd ? '/' : ''}${name.slice(0, 40)} never ends`);
    if (html[at] === '>') return { kind: isEnd ? 'end' : 'start', name, from, to: at + 1, attributes: [...attributes.values()], slash };
    slash = false;
    const read = readAttribute(html, at, name);
    at = read.to;
    if (!attributes.has(read.name)) attributes.set(read.name, read);
  }
}

function readAttribute(html: string, from: number, tag: string): Attribute & { readonly to: number } {
  let at = from + 1;
  while (at < html.length && !/[\t\n\f\r />=]/.test(html[at]!)) at += 1;
  const name = html.slice(from, at).toLowerCase();
  let look = at;
  while (look < html.length && space.test(html[look]!)) look += 1;
  if (html[look] !== '=') return { name, value: '', raw: '', at: from, to: at };
  look += 1;
  while (look < html.length && space.test(html[look]!)) look += 1;
  const quote = html[look];
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, look + 1);
    if (end < 0) throw new HtmlFault(from, `the quote after ${name.slice(0, 40)}= in <${tag.slice(0, 40)}> is never closed`);
    return valued(name, html.slice(look + 1, end), from, end + 1);
  }
  const start = look;
  while (look < html.length && !/[\t\n\f\r >]/.test(html[look]!)) look += 1;
  return valued(name, html.slice(start, look), from, look);
}

function valued(name: string, raw: string, at: number, to: number): Attribute & { readonly to: number } {
  return { name, value: decodeReferences(raw), raw, at, to };
}

/** All tags that count, in their order. Throws `HtmlFault` where the text ends within one. */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  /** Open SVG and MathML elements, and what holds HTML in them. */
  const nested: string[] = [];
  let at = html.indexOf('<');
  while (at >= 0 && at < html.length) {
    const inForeign = foreign.has(nested.at(-1) ?? '');
    const next = html[at + 1] ?? '';
    if (letter.test(next) || (next === '/' && letter.test(html[at + 2] ?? ''))) {
      const tag = readTag(html, at);
      tags.push(tag);
      at = tag.to;
      if (tag.kind === 'end') {
        if (nested.at(-1) === tag.name) nested.pop();
      } else if (inForeign && breakout.test(tag.name)) nested.length = 0;
      else if (!tag.slash && (foreign.has(tag.name) || (inForeign && htmlAgain.has(tag.name)))) nested.push(tag.name);
      else if (!inForeign && tag.name === 'plaintext') break;
      else if (!inForeign && rawText.has(tag.name)) at = endOfRaw(html, tag.name, at);
    } else if (isAt(html, at, '<!--')) at = afterComment(html, at);
    else if (inForeign && html.startsWith('<![CDATA[', at)) at = after(html, ']]>', at);
    else if (next === '!' || next === '?' || (next === '/' && html[at + 2] !== undefined)) at = after(html, '>', at);
    else at += 1;
    at = html.indexOf('<', at);
  }
  return tags;
}

/** Number of a line, from 1. */
export function lineAt(html: string, at: number): number {
  return html.slice(0, at).split(/\r\n|\r|\n/).length;
}
