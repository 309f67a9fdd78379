/** One document as a page: Markdown to HTML, links between documents to links between pages, examples that run. */
import { Marked, Parser, TextRenderer } from 'marked';
import { pieces } from '../demo/snippets.js';

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

/** As the hosts of Markdown name a heading: `4. A prepared story` is `4-a-prepared-story`. */
export const anchorOf = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');

const worn = (text) => pieces(text).map(({ kind, text: each }) => (kind ? `<span class="${kind}">${escaped(each)}</span>` : escaped(each))).join('');

/** Tags and styles in colours; words between tags are words, whatever they look like. */
const coloured = (text) => (text.includes('<style') ? worn(text) : text.split(/(<[^>]*>)/).map((part, at) => (at % 2 === 1 ? worn(part) : escaped(part))).join(''));

/** Runs where it stands: holds a diagram, and asks for no page and no script of its own. */
const runs = (lang, text) => lang === 'html' && /<ds-|data-ds=/.test(text) && !/<!doctype|<script|<iframe/i.test(text);

/** A frame that shows the embed page of these demo pages, wherever the author's copy of them lies. */
const frames = (lang, text) => lang === 'html' && /^<iframe\s[^>]*\/demo\/embed\.html/.test(text);
const framed = (text) => text.replace(/"[^"]*\/demo\/embed\.html/, '"../embed.html').replace(/(\?[^"]*)/, (query) => query.replace(/&(?!amp;)/g, '&amp;'));

/** Stills are files of the author's that this page has not. */
const still = /^\s*<img class="ds-poster"[^>]*>\n/gm;

/** Attributes that hold ids, one or several. */
const naming = /\b(id|for|sync|commandfor|data-ds-for|data-ds-sync|aria-labelledby)="([^"]*)"/g;

/** The example with ids that nobody else on the page has, and with headings below the page's own. */
function live(text, taken) {
  const own = new Map();
  for (const [, id] of text.matchAll(/\bid="([^"]+)"/g)) {
    let free = id;
    for (let n = 2; taken.has(free); n++) free = `${id}-${n}`;
    taken.add(free);
    own.set(id, free);
  }
  return text
    .replace(still, '')
    .replace(naming, (all, name, ids) => `${name}="${ids.split(/(\s+)/).map((id) => own.get(id) ?? id).join('')}"`)
    .replace(/<(\/?)h([1-3])\b/g, (all, slash, depth) => `<${slash}h${Number(depth) + 2}`);
}

function linkFrom(href) {
  if (/^[a-z]+:/.test(href) || href.startsWith('#')) return href;
  return href.replace(/^\.\.\/demo\//, '../').replace(/\.md(?=#|$)/, '.html');
}

/** Anchors of all headings in their order, those that come again with a number: `events`, `events-1`. */
function anchorsOf(text) {
  const seen = new Map();
  return new Marked().lexer(text).filter(({ type }) => type === 'heading').map(({ tokens }) => {
    const anchor = anchorOf(new Parser().parseInline(tokens, new TextRenderer()));
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** `{ title, body, headings, links }` of a document. */
function bodyOf(text) {
  const anchors = anchorsOf(text);
  const taken = new Set(['text', ...anchors]);
  const headings = [];
  const links = [];
  const named = new Map();
  /** The headings that a table stands under, with a number from the second one on. */
  const tableName = () => {
    const section = headings.findLastIndex(({ depth }) => depth <= 2);
    const below = headings.slice(section + 1).at(-1);
    const name = `Table: ${[headings[section], below].flatMap((heading) => heading?.words ?? []).join(', ')}`;
    named.set(name, (named.get(name) ?? 0) + 1);
    return named.get(name) === 1 ? name : `${name} ${named.get(name)}`;
  };
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens);
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        const id = anchors.shift();
        headings.push({ depth, id, words: escaped(plain) });
        return depth === 1 ? '' : `<h${depth} id="${id}"><a class="anchor" href="#${id}">${inner}</a></h${depth}>\n`;
      },
      link({ href, tokens }) {
        const address = linkFrom(href);
        links.push(address);
        return `<a href="${escaped(address)}">${this.parser.parseInline(tokens)}</a>`;
      },
      code({ text, lang = '' }) {
        const code = `<pre tabindex="0"><code>${/^\s*</.test(text) ? coloured(text) : escaped(text)}</code></pre>\n`;
        if (lang === 'html' && /^<style>[^<]*<\/style>$/.test(text.trim())) return `${text}\n${code}`;
        if (frames(lang, text)) return `<div class="example">\n<div class="live framed">\n${framed(text)}\n</div>\n${code}</div>\n`;
        return runs(lang, text) ? `<div class="example">\n<div class="live">\n${live(text, taken)}\n</div>\n${code}</div>\n` : code;
      },
      table(token) {
        const cells = (row, tag) => row.map(({ tokens }, at) => `<${tag === 'td' && at === 0 ? 'th scope="row"' : tag === 'th' ? 'th scope="col"' : tag}>${this.parser.parseInline(tokens)}</${at === 0 ? 'th' : tag}>`).join('');
        return `<div class="table" tabindex="0" role="region" aria-label="${tableName()}"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>\n${token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')}\n</tbody></table></div>\n`;
      },
    },
  });
  const body = marked.parse(text);
  return { title: headings.find(({ depth }) => depth === 1)?.words ?? '', body, headings, links };
}

/** Of all documents; below the current one what it holds, where there is room beside the text, else in a list to open. */
function contents(chapters, documents, current) {
  const inside = `<ul>${documents.get(current).headings.filter(({ depth }) => depth === 2).map(({ id, words: each }) => `<li><a href="#${id}">${each}</a></li>`).join('')}</ul>`;
  const item = ([name, short]) => (name === current
    ? `<li><a href="${name}.html" aria-current="page">${short}</a>${inside}</li>`
    : `<li><a href="${name}.html">${short}</a></li>`);
  const lists = chapters.map(([title, names]) => `<p>${title}</p>\n<ul>\n${Object.entries(names).map(item).join('\n')}\n</ul>`).join('\n');
  return `${lists}\n<details><summary>On this page</summary>${inside}</details>`;
}

const words = (html) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim();

function page(chapters, documents, name) {
  const { title, body, headings } = documents.get(name);
  const first = /<p>([\s\S]*?)<\/p>/.exec(body)?.[1] ?? title;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ds-elements</title>
<meta name="description" content="${words(first)}">
<link rel="icon" href="../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../guide.css">
<link rel="stylesheet" href="../docs.css">
<script type="module" src="/cdn/ds-elements.js"></script>
<script type="module" src="../theme.js"></script>
</head>
<body class="docs">
<!-- Written by npm run docs from docs/${name}.md; do not edit. -->
<a class="skip" href="#text">Skip to the text</a>
<header class="top">
  <a class="brand" href="../index.html"><svg width="14" height="16" viewBox="0 0 14 16" aria-hidden="true"><path fill="#F6B93B" d="M7 0l7 4v8l-7 4-7-4V4z"/></svg>ds-elements</a>
  <nav aria-label="Pages">
    <ul>
      <li><a href="../index.html">Guide</a></li>
      <li><a href="../playground.html">Playground</a></li>
      <li><a href="../elements.html">Elements</a></li>
      <li><a href="authors-guide.html"${name === 'authors-guide' ? ' aria-current="page"' : ''}>Documents</a></li>
    </ul>
  </nav>
  <button class="theme" type="button">Theme</button>
</header>
<nav class="documents" aria-label="Documents">
${contents(chapters, documents, name)}
</nav>
<main id="text" tabindex="-1">
<h1 id="${headings.find(({ depth }) => depth === 1)?.id ?? name}">${title}</h1>
${body}</main>
</body>
</html>
`;
}

/** Every page by file name. `chapters`: groups of short titles by name; `texts`: Markdown by name. Throws where a link leads nowhere. */
export function rendered(chapters, texts) {
  const documents = new Map([...texts].map(([name, text]) => [name, bodyOf(text)]));
  for (const [name, { links }] of documents) {
    for (const link of links) {
      if (/^[a-z]+:|^\.\.\/[\w-]+\.html/.test(link)) continue;
      const [, file, anchor] = /^(?:([\w-]+)\.html)?(?:#(.+))?$/.exec(link) ?? [undefined, link];
      const there = file === undefined ? documents.get(name) : documents.get(file);
      if (!there) throw new Error(`docs/${name}.md links to ${link}, which is no page.`);
      if (anchor !== undefined && !there.headings.some(({ id }) => id === anchor)) throw new Error(`docs/${name}.md links to ${link}, and there is no such heading.`);
    }
  }
  return new Map([...documents.keys()].map((name) => [`${name}.html`, page(chapters, documents, name)]));
}
