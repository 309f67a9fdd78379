// The run as text for the places that take it. Attributes as text are quoted here; nothing of it ever becomes markup of this page.

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const quoted = (text) => `"${escaped(text).replace(/"/g, '&quot;')}"`;
const written = (attributes, prefix = '') => attributes.map(([name, value]) => (value === '' && prefix === '' ? ` ${prefix}${name}` : ` ${prefix}${name}=${quoted(value)}`)).join('');

function styleOf({ tag, colours }) {
  return colours.length === 0 ? '' : `\n<style>\n  ${tag} { ${colours.map(([name, value]) => `${name}: ${value};`).join(' ')} }\n</style>`;
}

function html(figure) {
  const { tag, attributes, text } = figure;
  return `<${tag}${written(attributes)}>\n  ${escaped(text)}\n</${tag}>${styleOf(figure)}`;
}

/** By name of the tab: text of a figure `{tag, name, attributes, colours, text}` for a library at `cdn`. */
export const snippets = {
  html,
  module: (figure, { cdn }) => `<script type="module" src=${quoted(`${cdn}ds-elements.js`)}></script>\n\n${html(figure)}`,
  // WordPress strips tags that it does not know; data attributes stay.
  wordpress({ tag, attributes, text }, { cdn }) {
    return `<!-- wp:html -->\n<script src=${quoted(`${cdn}ds-elements.classic.js`)}></script>\n<div data-ds="${tag.slice(3)}"${written(attributes.map(([name, value]) => [name, value]), 'data-ds-')}>\n  ${escaped(text)}\n</div>\n<!-- /wp:html -->`;
  },
  react({ tag, attributes, text }) {
    const props = attributes.map(([name, value]) => (/["\\\n&{}]/.test(value) ? ` ${name}={${JSON.stringify(value)}}` : ` ${name}="${value}"`)).join('');
    return `import 'ds-elements/elements/${tag.slice(3)}.js';\n\nexport const Diagram = () => (\n  <${tag}${props}>\n    {${JSON.stringify(text)}}\n  </${tag}>\n);`;
  },
  frame({ tag, name, attributes }, { embed }) {
    const query = new URLSearchParams([['element', tag], ...attributes]);
    return `<iframe\n  src=${quoted(`${embed}?${query}`)}\n  title=${quoted(name)} width="100%" height="600" loading="lazy"\n  sandbox="allow-scripts allow-popups"></iframe>`;
  },
};

const piece = /(<\/?[a-z][a-z0-9-]*|\/?>)|("[^"\n]*"|'[^'\n]*')|(--[a-z0-9-]+|[a-z-]+)(?==["{]|: )|([^<>"'a-z]+|[\s\S])/g;

/** Text in pieces with the class each wears: `tag`, `name`, `value` or none. Joined they are the text again. */
export function pieces(text) {
  const found = [];
  for (const [all, tag, value, name] of text.matchAll(piece)) {
    const kind = tag ? 'tag' : value ? 'value' : name ? 'name' : '';
    const last = found.at(-1);
    if (last && last.kind === kind) last.text += all;
    else found.push({ kind, text: all });
  }
  return found;
}
