/** Writes `docs/elements.md`, the reference of all elements, from the manifest. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './browser.mjs';

const cell = (text = '') => String(text).replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
const code = (text) => (text === undefined || text === '' ? '' : `\`${cell(text)}\``);

function table(title, heads, rows) {
  if (rows.length === 0) return '';
  return `\n### ${title}\n\n| ${heads.join(' | ')} |\n|${heads.map(() => '---').join('|')}|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

function range(grammar = {}) {
  const { kind, min, max } = grammar;
  if (!kind || kind === 'enum') return '';
  if (min !== undefined && max !== undefined) return `${kind} ${min}–${max}`;
  if (min !== undefined) return `${kind} ≥ ${min}`;
  return max === undefined ? kind : `${kind} ≤ ${max}`;
}

/** Elements that mean something only with others; every other one is shown by itself. */
const examples = new Map([
  ['ds-timeline', `<ds-network-partition id="split" until="9s">Two halves go on without each other.</ds-network-partition>
<ds-timeline for="split" milestones>What happened, in order.</ds-timeline>`],
  ['ds-presenter', `<ds-presenter for="talk"></ds-presenter>
<ds-raft-cluster id="talk" scenario="leader-crash" paused>
  A leader crashes, and the others elect another.
  <ds-note time="0s" until="400ms">One of five leads.</ds-note>
  <ds-note time="440ms">It crashes; the others hear nothing.</ds-note>
</ds-raft-cluster>`],
]);

function example({ tagName, summary = '' }) {
  if (!tagName) return '';
  const markup = examples.get(tagName) ?? `<${tagName}>\n  ${summary.trim()}\n</${tagName}>`;
  const link = examples.has(tagName) ? '' : `\n[Turn its attributes in the playground](../demo/playground.html#element=${tagName}).\n`;
  return `\n\`\`\`html\n${markup}\n\`\`\`\n${link}`;
}

const own = (entries = []) => entries.filter(({ inheritedFrom }) => !inheritedFrom);

function element(declaration, name) {
  const attributes = own(declaration.attributes);
  const methods = own(declaration.members).filter(({ kind }) => kind === 'method');
  const properties = own(declaration.members).filter(({ kind, attribute }) => kind === 'field' && !attribute);
  const [first, ...rest] = (declaration.description ?? declaration.summary ?? '').trim().split(/\n\s*\n/);
  return [
    `\n## ${name}\n\n${first}\n`,
    example(declaration),
    ...rest.map((paragraph) => `\n${paragraph}\n`),
    table('Attributes', ['Name', 'Value', 'Default', 'Meaning'], attributes.map((entry) => [code(entry.name), cell(range(entry['x-grammar']) || entry.type?.text), code(entry.default), cell(entry.description)])),
    table('Properties', ['Name', 'Type', 'Meaning'], properties.map((entry) => [code(entry.name), code(entry.type?.text), cell(entry.description)])),
    table('Methods', ['Name', 'Meaning'], methods.map((entry) => [code(`${entry.name}(${(entry.parameters ?? []).map((parameter) => parameter.name + (parameter.optional ? '?' : '')).join(', ')})`), cell(entry.description)])),
    table('Events', ['Name', 'Type', 'When'], own(declaration.events).filter(({ name: event }) => event).map((entry) => [code(entry.name), code(entry.type?.text), cell(entry.description)])),
    table('Slots', ['Name', 'Content'], own(declaration.slots).map((entry) => [entry.name ? code(entry.name) : 'default', cell(entry.description)])),
    table('Parts', ['Name', 'What it is'], own(declaration.cssParts).map((entry) => [code(entry.name), cell(entry.description)])),
    table('Custom properties', ['Name', 'Default', 'Meaning'], own(declaration.cssProperties).map((entry) => [code(entry.name), code(entry.default), cell(entry.description)])),
    table('States', ['Name', 'When'], own(declaration.cssStates).map((entry) => [code(entry.name), cell(entry.description)])),
  ].join('');
}

/** The text of `docs/elements.md`. */
export function reference(manifest) {
  const declarations = manifest.modules.flatMap((module) => module.declarations);
  const base = declarations.filter(({ tagName }) => !tagName).map((declaration) => element(declaration, 'Every element'));
  const elements = declarations.filter(({ tagName }) => tagName).sort((a, b) => (a.tagName < b.tagName ? -1 : 1)).map((declaration) => element(declaration, `<${declaration.tagName}>`.replace(/^/, '`').replace(/$/, '`')));
  return `# Reference of the elements\n\nGenerated from the docstrings of the sources by \`npm run manifest\`; do not edit. Times are simulated; a duration is a number with \`ms\`, \`s\`, \`min\` or \`h\`, and ms without a unit.\n${[...elements, ...base].join('')}`;
}

export const writeReference = (manifest) => writeFile(join(root, 'docs/elements.md'), reference(manifest));
