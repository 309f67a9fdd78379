// The playground: one diagram, turned by controls that the manifest describes. Uses what any page can use: elements,
// attributes, events, public methods. What is chosen stands in the fragment of the address, so that it can be shared.
import { catalogue, entryOf } from './catalogue.js';
import { glyph, make, tabs } from './dom.js';
import { readManifest, reconciled } from './manifest.js';
import { actionsPanel, attributesPanel, eventsPanel, stylePanel } from './panels.js';
import { pieces, snippets } from './snippets.js';

const usual = 'ds-hash-ring';
/** The id of the diagram: a run in the address is found by it. */
const figureId = 'figure';
const part = (id) => document.getElementById(id);
const stage = part('stage');
const places = { cdn: new URL('./', document.querySelector('script[src$="/ds-elements.js"]').src).href, embed: new URL('embed.html', import.meta.url).href };

/** What the address says: an element, attributes and colours by name, and a run, whose text is the library's own. */
function fromAddress() {
  const parts = location.hash.slice(1).split('&').filter((each) => each.includes('='));
  const run = parts.find((each) => each.startsWith(`ds-${figureId}=`)) ?? '';
  const entries = [...new URLSearchParams(parts.filter((each) => each !== run).join('&'))];
  const tag = entries.find(([name]) => name === 'element')?.[1] ?? null;
  return { tag, run, given: new Map(entries.filter(([name]) => name !== 'element').slice(0, 64)) };
}

function toAddress({ tag, attributes, colours }, run = '') {
  const query = new URLSearchParams([['element', tag], ...attributes, ...colours]).toString();
  return `#${query}${run ? `&${run}` : ''}`;
}

let manifest = { version: '', elements: new Map() };
/** Everything about the diagram that is shown. */
let shown = null;
let ownHash = '';
let writing = 0;

function notice(key, text, lines = []) {
  part('notices').querySelector(`[data-key="${key}"]`)?.remove();
  if (!text) return;
  part('notices').append(make('div', { class: 'notice', 'data-key': key }, make('p', {}, text), ...(lines.length > 0 ? [make('ul', {}, ...lines.map((line) => make('li', {}, line)))] : [])));
}

function figured() {
  const { tag, attributes, colours, entry } = shown;
  return { tag, name: entry.name, text: entry.text, attributes: [...attributes], colours: [...colours] };
}

let form = 'html';

async function snippetText() {
  if (form === 'run') return (await shown.figure.toHtml?.())?.trimEnd() ?? '';
  return snippets[form](figured(), places);
}

async function showSnippet() {
  const of = shown;
  const asked = form;
  const text = await snippetText();
  if (of !== shown || asked !== form) return;
  part('snippet').querySelector('code').replaceChildren(...pieces(text).map(({ kind, text: each }) => (kind ? make('span', { class: kind }, each) : each)));
}

/** The address follows soon: browsers refuse to write it hundreds of times a minute. */
function saveAddress() {
  clearTimeout(writing);
  writing = setTimeout(() => {
    ownHash = toAddress(shown);
    if (location.hash !== ownHash) history.replaceState(null, '', ownHash);
  }, 200);
}

function refresh() {
  const { attributes, figure, panel, problems } = shown;
  panel.show(attributes, figure);
  for (const [name, { used }] of problems) {
    const control = panel.controls.get(name);
    if (!control || Object.is(figure[control.attribute.property], used)) continue;
    // Another value holds: what was said about this one is over.
    problems.delete(name);
    control.say('');
  }
  showSnippet();
}

/** Elements answer in their next update; controls show what holds afterwards. */
function refreshSoon() {
  const of = shown;
  Promise.resolve(of.figure.updateComplete).then(() => of === shown && of.panel && refresh());
}

function write(attribute, text) {
  const { attributes, figure, panel, problems } = shown;
  const { name, fallback, grammar } = attribute;
  const bare = grammar.kind === 'boolean';
  const away = text === null || (!bare && (text.trim() === '' || (text === fallback && !attributes.has('scenario'))));
  problems.delete(name);
  panel.controls.get(name)?.say('');
  if (away) {
    attributes.delete(name);
    figure.removeAttribute(name);
  } else {
    attributes.set(name, text);
    figure.setAttribute(name, text);
  }
  saveAddress();
  refresh();
  refreshSoon();
}

function reset() {
  for (const name of [...shown.attributes.keys()]) write(shown.panel.controls.get(name).attribute, null);
}

function paint(name, value) {
  const { figure, colours } = shown;
  if (value === null) colours.delete(name);
  else colours.set(name, value);
  if (value === null) figure.style.removeProperty(name);
  else figure.style.setProperty(name, value);
  saveAddress();
  showSnippet();
}

function act(action, target, args) {
  const { figure } = shown;
  if (!figure.act) return { ok: false, reason: 'The diagram is not there yet.' };
  const timeMs = figure.currentTime;
  const result = figure.act(action, target, args);
  return result.ok ? { ok: true, timeMs } : result;
}

/** Listens before the diagram is in the page: the first messages come with its first update. */
function listen(of) {
  const { figure, events, problems } = of;
  for (const name of events.names) {
    figure.addEventListener(name, ({ detail }) => {
      if (of !== shown) return;
      events.hear(name, detail, figure.currentTime ?? 0);
      if (form === 'run' && ['ds-pause', 'ds-seek', 'ds-act'].includes(name)) queueMicrotask(showSnippet);
    });
  }
  figure.addEventListener('ds-act', () => { of.acted = true; });
  figure.addEventListener('ds-error', ({ detail }) => {
    if (!detail.attribute) return;
    problems.set(detail.attribute, detail);
    of.panel?.controls.get(detail.attribute)?.say(detail.message);
  });
  // The reader turned something in the diagram's own controls.
  figure.addEventListener('ds-change', ({ detail }) => {
    const control = [...(of.panel?.controls.values() ?? [])].find(({ attribute }) => attribute.property === detail.name || attribute.name === detail.name);
    if (!control || of !== shown) return;
    const text = typeof detail.value === 'boolean' ? (detail.value ? '' : null) : String(detail.value);
    write(control.attribute, text);
  });
  figure.addEventListener('ds-ready', () => of === shown && of.panel && refresh());
}

function describe(of, described) {
  const { problems } = of;
  of.panel = attributesPanel(part('attributes'), described, { write, reset });
  for (const [name, { message }] of problems) of.panel.controls.get(name)?.say(message);
  actionsPanel(part('actions'), described, { act });
  stylePanel(part('style'), { ...described, tag: of.tag }, { given: of.colours, paint });
  refresh();
}

/** Takes what the address gives, as far as this element knows it, and says what it does not. */
function take(of, given, described) {
  const names = new Set(described.attributes.map(({ name }) => name));
  const colours = new Set(described.colours.map(({ name }) => name));
  const unknown = [];
  for (const [name, value] of given) {
    if (names.has(name)) of.attributes.set(name, value);
    else if (colours.has(name) && CSS.supports('color', value)) of.colours.set(name, value);
    else unknown.push(`${name}=${value}`.slice(0, 60));
  }
  for (const [name, value] of of.attributes) if (of.figure.getAttribute(name) !== value) of.figure.setAttribute(name, value);
  for (const [name, value] of of.colours) of.figure.style.setProperty(name, value);
  notice('address', unknown.length > 0 ? `The address gives what <${of.tag}> does not know; it is left out.` : '', unknown);
}

function heading({ name, lede, tag }, summary) {
  part('title').textContent = name;
  part('lede').textContent = lede || summary;
  document.title = `${name} · Playground · ds-elements`;
  for (const link of part('elements').querySelectorAll('a')) {
    if (link.dataset.tag === tag) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  part('element').value = tag;
}

/** Shows an element with what is given for it. */
async function open(tag, given) {
  const known = manifest.elements.get(tag);
  const entry = entryOf(tag);
  const figure = make(tag, { id: figureId }, entry.text);
  const of = { tag, entry, figure, attributes: new Map(), colours: new Map(), problems: new Map(), panel: null, acted: false, events: eventsPanel(part('events'), known ?? { events: [] }) };
  shown = of;
  notice('manifest', '');
  heading(entry, known?.summary ?? '');
  listen(of);
  if (known) take(of, given, known);
  stage.replaceChildren(figure);
  if (known) describe(of, known);
  const slow = setTimeout(() => of === shown && notice('slow', `<${tag}> is not there yet. If this stays so, the library did not load, or it has no such element.`), 15_000);
  await customElements.whenDefined(tag);
  clearTimeout(slow);
  if (of !== shown) return;
  notice('slow', '');
  const type = customElements.get(tag);
  const { description, differences } = reconciled(known, type, { manifest: manifest.version, library: type.version });
  notice('manifest', differences.length > 0 ? `The manifest ${manifest.problem ? `cannot be used: ${manifest.problem}` : 'is out of date'}. The playground goes on with what the diagram itself says.` : '', manifest.problem ? [] : differences);
  if (differences.length === 0) return refreshSoon();
  take(of, given, description);
  describe(of, description);
  refreshSoon();
}

function openAddress() {
  const { tag, given } = fromAddress();
  const tags = [...new Set([...catalogue.map((entry) => entry.tag), ...manifest.elements.keys()])];
  const wanted = tag === null || tag.startsWith('ds-') ? tag : `ds-${tag}`;
  const there = wanted === null || tags.includes(wanted);
  notice('element', there ? '' : `There is no element “${wanted.slice(0, 40)}”; this is ${usual}.`);
  ownHash = location.hash;
  return open(there ? wanted ?? usual : usual, there ? given : new Map());
}

function listElements() {
  const tags = [...new Set([...catalogue.map(({ tag }) => tag), ...manifest.elements.keys()])];
  part('elements').replaceChildren(...tags.map((tag) => {
    const entry = entryOf(tag);
    return make('li', {}, make('a', { href: `#element=${tag}`, 'data-tag': tag, class: entry.hue }, glyph(entry), make('span', {}, entry.name, make('code', {}, tag))));
  }));
  part('element').replaceChildren(...tags.map((tag) => make('option', { value: tag }, entryOf(tag).name)));
}

async function toClipboard(text, done) {
  const told = part('told');
  told.textContent = '';
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = done;
  } catch {
    // No permission: the text stands selected, and the reader's own shortcut takes it.
    document.getSelection().selectAllChildren(part('snippet'));
    told.textContent = 'Selected: press Ctrl or ⌘ and C';
  }
}

/** The address of this page, with the run where somebody acted on it. */
function shared() {
  const run = shown.acted && shown.figure.permalink ? new URL(shown.figure.permalink()).hash.slice(1) : '';
  ownHash = toAddress(shown, run);
  history.replaceState(null, '', ownHash);
  return location.href;
}

part('attributes').addEventListener('focusout', () => shown?.panel && refreshSoon());
part('element').addEventListener('change', ({ target }) => { location.hash = `#element=${target.value}`; });
part('copy').addEventListener('click', async () => {
  await showSnippet();
  await toClipboard(await snippetText(), 'Copied');
});
part('link').addEventListener('click', () => toClipboard(shared(), 'Address copied'));
tabs(part('forms'), (name) => { form = name; if (shown) showSnippet(); });
tabs(part('sides'), () => shown?.events.draw());
addEventListener('hashchange', () => {
  // A link to a place on this page says nothing of the diagram.
  if (location.hash !== '' && !location.hash.includes('=')) history.replaceState(null, '', ownHash || toAddress(shown));
  else if (location.hash !== ownHash) openAddress();
});

listElements();
try {
  manifest = await readManifest(new URL('../custom-elements.json', import.meta.url));
} catch (error) {
  manifest.problem = error.message;
}
listElements();
await openAddress();
