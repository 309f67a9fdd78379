// `embed.html?element=ds-hash-ring&servers=6`: one diagram for places that take only a frame. Every parameter is an attribute
// of the element, checked by the element itself; what is none is said below the diagram, and the diagram goes on.
import { catalogue, entryOf } from './catalogue.js';
import { make } from './dom.js';
import { readBy } from './manifest.js';

const root = document.documentElement;
const place = document.getElementById('place');
const query = new URLSearchParams(location.search);
/** Parameters of the page itself. */
const own = new Set(['element', 'lang', 'dir']);
const most = 64;

function note(text, lines = []) {
  document.getElementById('notes').append(make('div', { class: 'note' }, text, ...(lines.length > 0 ? [make('ul', {}, ...lines.map((line) => make('li', {}, line)))] : [])));
}

const short = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** The tag that is asked for, or null with a note. */
function wanted() {
  const given = query.get('element');
  const tag = given?.startsWith('ds-') ? given : `ds-${given}`;
  if (catalogue.some((entry) => entry.tag === tag)) return tag;
  note(given ? `There is no element “${short(given)}”. There are:` : 'The address names no element: add ?element= and one of', catalogue.map((entry) => entry.tag));
  return null;
}

function languageOf(text) {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

/** Language and direction of the page, where they are ones. */
function speak(refused) {
  const lang = query.get('lang');
  const dir = query.get('dir');
  const language = lang === null ? null : languageOf(lang);
  if (language) root.lang = language;
  else if (lang !== null) refused.push(`lang=${short(lang)} is no language`);
  if (['ltr', 'rtl', 'auto'].includes(dir)) root.dir = dir;
  else if (dir !== null) refused.push(`dir=${short(dir)} is neither ltr nor rtl`);
}

/** Attributes that the element reads, from the address. */
function attributesFor(type, refused) {
  const names = new Set(readBy(type));
  const taken = new Map();
  const entries = [...query].filter(([name]) => !own.has(name));
  for (const [name, value] of entries.slice(0, most)) {
    if (!names.has(name)) refused.push(`${short(name)} is no attribute of this element`);
    else if (taken.has(name)) refused.push(`${name} is given twice; ${short(taken.get(name))} is used`);
    else taken.set(name, value);
  }
  for (const name of own) if (query.getAll(name).length > 1) refused.push(`${name} is given twice; the first is used`);
  if (entries.length > most) refused.push(`only the first ${most} parameters are read`);
  return taken;
}

/** Tells the page around how high the diagram would like to be at this width: `{type: 'ds-height', element, height}` in CSS px. */
function tellHeight(tag) {
  let told = 0;
  let width = 0;
  const tell = () => {
    if (innerWidth === width) return;
    width = innerWidth;
    root.classList.add('natural');
    const height = Math.ceil(document.getElementById('foot').getBoundingClientRect().bottom + window.scrollY);
    root.classList.remove('natural');
    if (height !== told && parent !== window) parent.postMessage({ type: 'ds-height', element: tag, height }, '*');
    told = height;
  };
  new ResizeObserver(tell).observe(root);
  tell();
  return () => { width = 0; tell(); };
}

function links({ tag, chapter, name }, attributes) {
  const guide = document.getElementById('guide');
  guide.href = `index.html#${chapter}`;
  document.getElementById('playground').href = `playground.html#${new URLSearchParams([['element', tag], ...attributes])}`;
  document.title = `${name} · ds-elements`;
  document.getElementById('title').textContent = name;
}

async function show(tag) {
  const entry = entryOf(tag);
  const module = new URL(`../cdn/elements/${tag.slice(3)}.js`, import.meta.url).href;
  try {
    await import(module);
  } catch {
    note(`The library could not be loaded from ${module}.`);
    return;
  }
  const refused = [];
  speak(refused);
  const attributes = attributesFor(customElements.get(tag), refused);
  links(entry, attributes);
  if (['light', 'dark'].includes(attributes.get('theme'))) root.dataset.theme = attributes.get('theme');
  // An id, so that a run in the fragment of the address (`#ds-figure=…`) finds the diagram.
  const figure = make(tag, { id: 'figure' }, entry.text);
  for (const [name, value] of attributes) figure.setAttribute(name, value);
  place.replaceChildren(figure);
  if (refused.length > 0) note('Of this address is left out:', refused);
  // Its shell is there now, its first picture when the frame comes near the viewport.
  await figure.updateComplete;
  const tell = tellHeight(tag);
  await figure.ready;
  tell();
}

const tag = wanted();
if (tag) await show(tag);
