/**
 * `npm run bench`: speed of the models (in Node) and of a page (the built files in a browser). Prints figures and how they
 * stand to what was aimed at; asserts nothing. Words narrow it: `npm run bench -- page`, `-- many`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './browser.mjs';
import { manyFigures } from './bench-many.mjs';
import { pageFigures } from './bench-page.mjs';

const words = process.argv.slice(2);
const isWanted = (name) => words.length === 0 || words.some((word) => name.includes(word));

function format(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function print(title, figures) {
  console.log(`\n${title}`);
  for (const { name, value, unit, goal, better = 'less' } of figures) {
    const ratio = goal === undefined ? '' : `   ${(better === 'more' ? value / goal : goal / value).toFixed(2)} × the goal of ${format(goal)}`;
    console.log(`  ${name.padEnd(52)}${format(value).padStart(10)} ${unit.padEnd(10)}${ratio}`);
  }
}

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`);
for (const file of readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.ts')).sort()) {
  if (!isWanted(file)) continue;
  const module = await import(pathToFileURL(join(root, 'bench', file)).href);
  if (module.figures) print(file.replace(/\.ts$/, ''), await module.figures());
}
for (const [name, figuresOf] of [['page', pageFigures], ['many', manyFigures]]) {
  if (!isWanted(name)) continue;
  if (existsSync(join(root, 'cdn/ds-elements.js'))) for (const [title, figures] of await figuresOf()) print(title, figures);
  else console.log(`\n${name}: there is no cdn/ yet, npm run build`);
}
process.exit(0);
