/** Takes the indentation and comments out of style sheets written as css`…`, which no minifier looks into. */

/** Blank runs become one blank; around punctuation where none is needed they go. Strings and `${…}` stay as they are. */
function squeeze(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/("[^"]*"|'[^']*'|\$\{[^}]*\})/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/;}/g, '}')))
    .join('');
}

export function squeezeTemplates(code) {
  return code.replace(/\bcss`((?:[^`\\]|\\[\s\S])*)`/g, (_whole, css) => `css\`${squeeze(css)}\``);
}
