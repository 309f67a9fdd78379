// The manifest of the elements, as controls need it. Nothing here knows an element by name.

/** Simulated ms in the largest unit that keeps it whole, as attributes take it. */
export function durationText(ms) {
  if (!Number.isFinite(ms)) return 'never';
  const [unit, size] = [['h', 3_600_000], ['min', 60_000], ['s', 1000]].find(([, each]) => ms >= each && ms % each === 0) ?? ['ms', 1];
  return ms === 0 ? '0' : `${ms / size}${unit}`;
}

/** A value of a property in the words of its attribute. */
export function textOf(value, kind) {
  if (value === null || value === undefined) return kind === 'duration' ? 'never' : '';
  return kind === 'duration' && typeof value === 'number' ? durationText(value) : String(value);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function attributeFrom(entry) {
  const grammar = entry['x-grammar'] ?? { kind: 'string' };
  return {
    name: entry.name,
    property: entry.fieldName ?? entry.name,
    common: Boolean(entry.inheritedFrom),
    description: (entry.description ?? '').replace(/\s+/g, ' ').trim(),
    grammar,
    fallback: entry.default === undefined ? '' : textOf(parsed(entry.default), grammar.kind),
  };
}

const listOf = (value) => (Array.isArray(value) ? value : []);

function elementFrom(declaration) {
  return {
    tag: declaration.tagName,
    summary: declaration.summary ?? '',
    attributes: listOf(declaration.attributes).map(attributeFrom),
    actions: listOf(declaration['x-actions']).map((action) => ({ needs: 'nothing', note: '', ...action, arguments: listOf(action.arguments) })),
    targets: listOf(declaration['x-targets']),
    events: listOf(declaration.events).map(({ name, description = '' }) => ({ name, description })),
    colours: listOf(declaration.cssProperties).map(({ name, default: fallback = '', description = '' }) => ({ name, fallback, description })),
    parts: listOf(declaration.cssParts).map(({ name, description = '' }) => ({ name, description })),
    states: listOf(declaration.cssStates).map(({ name, description = '' }) => ({ name, description })),
  };
}

/** Version and elements by tag. Throws an `Error` that says what is wrong with the file. */
export async function readManifest(address) {
  const answer = await fetch(address, { signal: globalThis.AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  let json;
  try {
    json = await answer.json();
  } catch {
    throw new Error('it is not JSON');
  }
  const declarations = listOf(json?.modules).flatMap((module) => listOf(module?.declarations)).filter((declaration) => typeof declaration?.tagName === 'string' && declaration.superclass?.name === 'DsDiagram');
  if (declarations.length === 0) throw new Error('it describes no diagram');
  return { version: String(json['x-version'] ?? ''), elements: new Map(declarations.map((declaration) => [declaration.tagName, elementFrom(declaration)])) };
}

/** Observed for what they mean in HTML; no page has controls for them. */
const html = new Set(['id', 'lang', 'dir', 'title', 'class', 'role', 'aria-label', 'aria-labelledby']);

/** Names of the attributes that an element of this class reads as settings. */
export const readBy = (type) => [...new Set(type.observedAttributes)].filter((name) => !html.has(name));

/**
 * The description brought to what the element of this page really reads: attributes that it does not know are left out,
 * those that the manifest does not know become plain text. `differences` says so in sentences; empty where all agrees.
 */
export function reconciled(described, type, versions) {
  const read = readBy(type);
  const known = new Set(described?.attributes.map(({ name }) => name));
  const unsaid = read.filter((name) => !known.has(name));
  const gone = [...known].filter((name) => !read.includes(name));
  const differences = [];
  if (versions.manifest && versions.manifest !== versions.library) differences.push(`It describes version ${versions.manifest}; the diagrams are of version ${versions.library}.`);
  if (!described) differences.push('It does not describe this element: its attributes stand as plain text.');
  else if (unsaid.length > 0) differences.push(`It does not describe ${unsaid.join(', ')}: plain text below.`);
  if (gone.length > 0) differences.push(`It describes ${gone.join(', ')}, which this element does not read: left out.`);
  const attributes = (described?.attributes ?? []).filter(({ name }) => read.includes(name));
  for (const name of unsaid) attributes.push({ name, property: name.replace(/-([a-z])/g, (_all, letter) => letter.toUpperCase()), common: false, description: '', grammar: { kind: 'string' }, fallback: '' });
  const empty = { tag: '', summary: '', actions: [], targets: [], events: [], colours: [], parts: [], states: [] };
  return { description: { ...empty, ...described, attributes }, differences };
}
