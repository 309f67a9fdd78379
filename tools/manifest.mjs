/**
 * Writes `custom-elements.json` from the elements' sources and docstrings: attributes, properties, methods, events, slots,
 * parts. Everything in it must be described; what is not is named, and the build fails.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { root } from './browser.mjs';
import { companionSlugs, previewOf, slugs } from './entries.mjs';
import { writePages } from './pages.mjs';
import { writeReference } from './reference.mjs';

await import('./ts-node-hook.mjs');
const { common } = await import(join(root, 'src/elements/base/common-settings.ts'));

const file = join(root, 'custom-elements.json');
/** What lit and the platform call themselves, and what only elements of this library call. */
const lifecycle = new Set(['connectedCallback', 'disconnectedCallback', 'attributeChangedCallback', 'adoptedCallback', 'formResetCallback', 'render', 'update', 'updated', 'firstUpdated', 'willUpdate', 'createRenderRoot', 'getUpdateComplete', 'scheduleUpdate', 'shouldUpdate', 'requestUpdate', 'readSetting', 'writeSetting', 'follow', 'slug', 'observedAttributes', 'styles', 'version', 'properties']);
/** Observed for what they mean in HTML; not this library's to describe. */
const htmlAttributes = new Set(['id', 'lang', 'dir', 'title', 'class', 'role', 'aria-label', 'aria-labelledby']);

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** Tables of settings by the class that `@setting(table.name)` is written in. */
const tables = new Map([['DsDiagram', { common }]]);
/** What the element of a class can be told to do, and the names of its scenarios. */
const concepts = new Map();
const classOf = (slug) => `Ds${slug.replace(/(^|-)([a-z])/g, (_all, _dash, letter) => letter.toUpperCase())}`;
for (const slug of companionSlugs()) tables.set(classOf(slug), await import(join(root, `src/elements/${slug}/${slug}.settings.ts`)));
for (const slug of slugs()) {
  const className = classOf(slug);
  const { own, preview } = await import(join(root, previewOf(slug)));
  const { concept } = await import(join(root, `src/elements/${slug}/${slug}.concept.ts`));
  tables.set(className, { own });
  concepts.set(className, { actions: concept.actions, scenarios: [...preview.scenarios.keys()] });
}

/** The setting behind `@setting(table.name)` on a property, or null. */
function settingOf(member, className) {
  for (const decorator of ts.canHaveDecorators(member) ? (ts.getDecorators(member) ?? []) : []) {
    const call = decorator.expression;
    if (!ts.isCallExpression(call) || call.expression.getText() !== 'setting') continue;
    const [table, name] = call.arguments[0].getText().split('.');
    const spec = tables.get(className)?.[table]?.[name];
    if (!spec) throw new Error(`${className}: no setting ${table}.${name}`);
    return spec;
  }
  return null;
}

function typeOf(spec) {
  if (spec.kind === 'enum' && Array.isArray(spec.words) && spec.words.length > 0) return spec.words.map((word) => `'${word}'`).join(' | ');
  if (spec.kind === 'boolean') return 'boolean';
  return ['integer', 'number', 'share', 'duration'].includes(spec.kind) ? 'number' : 'string';
}

/** What a value may be, for tools that make a control of it: its kind, bounds, words, length and items, and what a change does. */
function grammarOf({ kind, min, max, never, words, length, items, number, change }) {
  return {
    kind,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(never && { never }),
    ...(Array.isArray(words) && words.length > 0 && { words }),
    ...(kind === 'string' && { length: length ?? 64 }),
    ...(items !== undefined && { items }),
    ...(number && { item: { min: number.min, max: number.max } }),
    change,
  };
}

/** Names in backticks before a parenthesis or a comma, as docstrings list them: `crash`, `slow` (factor). */
const listed = (text) => [...text.matchAll(/`([^`]+)`(?:\s*\(([^)]*)\))?/g)].map(([, name, note]) => ({ name, note: note?.replace(/\s+/g, ' ') }));

/** Names of arguments that a note begins with, and each of its parts after a semicolon: `key; at, a position 0 up to 1` names `key` and `at`. */
function argumentNames(note = '') {
  return note.split(';').flatMap((part) => {
    const names = part.split(',').map((word) => /^\s*([a-z][a-zA-Z-]*)\s*(?::|$)/.exec(word)?.[1]);
    const prose = names.indexOf(undefined);
    return prose < 0 ? names : names.slice(0, prose);
  });
}

/**
 * What an element can be told to do, by the sentences `Actions: …` and `Targets: …` of its docstring; what needs a target
 * is known from the concept. An action that the controls offer and the docstring does not name fails the build.
 */
function actionsOf(name, description, offered) {
  const [, said = '', aimed = ''] = /\bActions:([\s\S]*?)\bTargets:([\s\S]*?)(?:\n\s*\n|$)/.exec(description ?? '') ?? [];
  const needs = new Map(offered.filter(({ needs: kind, action }) => kind !== 'message' || ['drop', 'delay'].includes(action)).map(({ action, needs: kind, input }) => [action, { kind, input }]));
  const actions = listed(said).filter(({ name: action }) => /^[a-z][a-z-]*$/.test(action)).map(({ name: action, note }) => ({
    name: action,
    ...(note && { note }),
    arguments: argumentNames(note),
    needs: needs.get(action)?.kind ?? 'text',
    ...(needs.get(action)?.input && { input: needs.get(action).input.argument }),
  }));
  const unsaid = offered.filter(({ action }) => action !== 'set' && !actions.some((entry) => entry.name === action));
  if (unsaid.length > 0) throw new Error(`${name}: its docstring does not list the actions ${unsaid.map(({ action }) => action).join(', ')}`);
  return { actions, targets: listed(aimed).map(({ name: target }) => target) };
}

/** What the standard has no word for: actions and targets of an element, and the scenarios as the words of their attribute. */
const told = {
  name: 'told',
  packageLinkPhase({ customElementsManifest }) {
    for (const declaration of customElementsManifest.modules.flatMap(({ declarations }) => declarations)) {
      const concept = concepts.get(declaration.name);
      if (!concept) continue;
      const { actions, targets } = actionsOf(declaration.tagName, declaration.description, concept.actions);
      declaration['x-actions'] = actions;
      declaration['x-targets'] = targets;
      for (const entry of [...(declaration.attributes ?? []), ...(declaration.members ?? [])].filter(({ name, inheritedFrom }) => name === 'scenario' && inheritedFrom)) {
        entry.type = { text: concept.scenarios.map((word) => `'${word}'`).join(' | ') };
        if (entry['x-grammar']) entry['x-grammar'] = { ...entry['x-grammar'], words: concept.scenarios };
      }
    }
    customElementsManifest['x-version'] = version;
  },
};

/** Properties that are settings are attributes too, with the default and the range that the decorator gives. */
const settings = {
  name: 'settings',
  analyzePhase({ node, moduleDoc }) {
    if (!ts.isClassDeclaration(node)) return;
    const declaration = moduleDoc.declarations.find(({ name }) => name === node.name?.getText());
    if (!declaration) return;
    for (const member of node.members) {
      const spec = settingOf(member, node.name.getText());
      if (!spec) continue;
      const name = member.name.getText();
      const field = declaration.members?.find((candidate) => candidate.name === name);
      if (!field) continue;
      const attribute = spec.attribute ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const fallback = spec.kind === 'boolean' ? 'false' : spec.fallback === undefined ? undefined : JSON.stringify(spec.fallback);
      Object.assign(field, { type: { text: typeOf(spec) }, attribute, ...(fallback !== undefined && { default: fallback }) });
      const entry = { name: attribute, fieldName: name, type: { text: typeOf(spec) }, description: field.description, ...(fallback !== undefined && { default: fallback }), 'x-grammar': grammarOf(spec) };
      declaration.attributes = [...(declaration.attributes ?? []).filter((other) => other.name !== attribute), entry];
    }
  },
};

/** Only what a page may use: no private members, no parts of lit, and addresses of the built modules. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = module.path.replace(/^src\/(.*)\.ts$/, 'dist/$1.js');
      for (const entry of module.exports) if (entry.declaration?.module) entry.declaration.module = entry.declaration.module.replace(/^src\/(.*)\.ts$/, 'dist/$1.js');
      module.declarations = module.declarations.filter(({ kind, tagName, name }) => kind === 'class' && (tagName || name === 'DsDiagram'));
      const kept = new Set(module.declarations.map(({ name }) => name));
      module.exports = module.exports.filter((entry) => kept.has(entry.declaration?.name));
      for (const declaration of module.declarations) {
        declaration.attributes = declaration.attributes?.filter(({ name }) => !htmlAttributes.has(name));
        declaration.members = (declaration.members ?? []).filter((member) => !['private', 'protected'].includes(member.privacy) && !member.static && !lifecycle.has(member.name) && !/^[_#]/.test(member.name));
      }
    }
    customElementsManifest.modules = customElementsManifest.modules.filter(({ declarations }) => declarations.length > 0);
  },
};

/** Everything that lacks a description, or an event that lacks its type. */
function gaps(manifest) {
  const found = [];
  for (const { declarations } of manifest.modules) {
    for (const declaration of declarations) {
      const name = declaration.tagName ?? declaration.name;
      if (!declaration.description && !declaration.summary) found.push(`${name}: the class`);
      for (const kind of ['attributes', 'members', 'events', 'slots', 'cssParts', 'cssProperties', 'cssStates']) {
        for (const entry of declaration[kind] ?? []) {
          if (!entry.description && !entry.summary && !entry.inheritedFrom) found.push(`${name}: ${kind} ${entry.name || '(default)'}`);
          if (kind === 'events' && (!entry.type?.text || entry.type.text === 'Event')) found.push(`${name}: type of event ${entry.name}`);
        }
      }
    }
  }
  return found;
}

async function sources() {
  const names = await readdir(join(root, 'src/elements'), { recursive: true });
  const kept = names.map((name) => `src/elements/${name.replaceAll('\\', '/')}`).filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\/testing\/|\/ui\//.test(name)).sort();
  return Promise.all(kept.map(async (name) => ts.createSourceFile(name, await readFile(join(root, name), 'utf8'), ts.ScriptTarget.ES2020, true)));
}

/** The manifest of the sources as they are. */
export async function readManifest() {
  const manifest = create({ modules: await sources(), plugins: [settings, publicOnly, told] });
  manifest.readme = 'README.md';
  return manifest;
}

export async function buildManifest() {
  const manifest = await readManifest();
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
  if (manifest.modules.length > 0) {
    await writeReference(manifest);
    await writePages();
  }
  const missing = gaps(manifest);
  if (missing.length > 0) throw new Error(`No description in the manifest for:\n  ${missing.join('\n  ')}`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await buildManifest().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
