/** Character references of HTML, as authors write them in attributes. */

/** By name; what is not here is told, not guessed. */
const named: ReadonlyMap<string, string> = new Map(Object.entries({
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad', ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009',
  ndash: '–', mdash: '—', hellip: '…', middot: '·', bull: '•', times: '×', minus: '−', plusmn: '±', deg: '°', micro: 'µ', frac12: '½',
  laquo: '«', raquo: '»', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', sect: '§', para: '¶', copy: '©', reg: '®', euro: '€', pound: '£',
  larr: '←', rarr: '→', uarr: '↑', darr: '↓', harr: '↔', vert: '|', verbar: '|', num: '#', comma: ',', colon: ':', semi: ';', sol: '/', equals: '=', percnt: '%', lowbar: '_', Tab: '\t', NewLine: '\n',
  Agrave: 'À', Aacute: 'Á', Acirc: 'Â', Atilde: 'Ã', Auml: 'Ä', Aring: 'Å', AElig: 'Æ', Ccedil: 'Ç', Egrave: 'È', Eacute: 'É', Ecirc: 'Ê', Euml: 'Ë', Igrave: 'Ì', Iacute: 'Í', Icirc: 'Î', Iuml: 'Ï',
  Ntilde: 'Ñ', Ograve: 'Ò', Oacute: 'Ó', Ocirc: 'Ô', Otilde: 'Õ', Ouml: 'Ö', Oslash: 'Ø', Ugrave: 'Ù', Uacute: 'Ú', Ucirc: 'Û', Uuml: 'Ü', Yacute: 'Ý', szlig: 'ß',
  agrave: 'à', aacute: 'á', acirc: 'â', atilde: 'ã', auml: 'ä', aring: 'å', aelig: 'æ', ccedil: 'ç', egrave: 'è', eacute: 'é', ecirc: 'ê', euml: 'ë', igrave: 'ì', iacute: 'í', icirc: 'î', iuml: 'ï',
  ntilde: 'ñ', ograve: 'ò', oacute: 'ó', ocirc: 'ô', otilde: 'õ', ouml: 'ö', oslash: 'ø', ugrave: 'ù', uacute: 'ú', ucirc: 'û', uuml: 'ü', yacute: 'ý', yuml: 'ÿ',
}));

const reference = /&(?:#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?|([a-zA-Z][a-zA-Z0-9]{0,31});)/g;

function signOf(code: number): string {
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
}

/** Text with its references resolved; names that are not known stay as they are. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (whole, hexadecimal: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (hexadecimal !== undefined) return signOf(parseInt(hexadecimal, 16));
    if (decimal !== undefined) return signOf(parseInt(decimal, 10));
    return named.get(name ?? '') ?? whole;
  });
}

/** The first reference by name that is not known here; null when all are. */
export function unknownReference(text: string): string | null {
  for (const [whole, , , name] of text.matchAll(reference)) if (name !== undefined && !named.has(name)) return whole;
  return null;
}
