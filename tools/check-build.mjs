/**
 * `npm run check:build`: builds twice from nothing and compares every byte, weighs the result, imports `dist/` in Node
 * without a page, has the package looked over by publint, and opens pages of several kinds with the built files.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './browser.mjs';
import { checkBuiltPages } from './check-built-pages.mjs';

let failed = 0;
let passed = 0;

function report(title, problem) {
  if (problem) failed += 1;
  else passed += 1;
  console.log(`${problem ? '✗' : '✓'} ${title}${problem ? `\n${problem}` : ''}`);
}

function check(title, run) {
  let problem;
  try {
    problem = run();
  } catch (error) {
    problem = error.message;
  }
  report(title, problem);
}

/** Runs a command; what it printed where it failed. */
function command(name, args) {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? null : `${stdout}${stderr}`.trimEnd() || `exit ${status}`;
}

function sums() {
  const files = ['cdn', 'dist'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)));
  files.push(join(root, 'custom-elements.json'));
  return new Map(files.sort().map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}

let first = new Map();
check('builds', () => {
  const problem = command(process.execPath, ['tools/build.mjs']);
  first = sums();
  return problem;
});
check('builds again to the same bytes', () => {
  const problem = command(process.execPath, ['tools/build.mjs']);
  const second = sums();
  const differing = [...new Set([...first.keys(), ...second.keys()])].filter((file) => first.get(file) !== second.get(file));
  return problem ?? (differing.length > 0 ? `differ: ${differing.join(', ')}` : null);
});
check('stays within its budgets', () => command(process.execPath, ['tools/size.mjs']));
for (const module of ['dist/index.js', 'dist/loader/loader.js']) {
  check(`${module} can be imported without a page`, () => command(process.execPath, ['--input-type=module', '-e', `await import(${JSON.stringify(pathToFileURL(join(root, module)).href)})`]));
}
for (const [page, folder] of [['index', 'guide'], ['blog-post', 'blog-post']]) {
  check(`the stills of demo/${page}.html are of now`, () => command(process.execPath, ['tools/poster.mjs', '--check', '--files', `stills/${folder}`, `demo/${page}.html`]));
}
check('publint has nothing to say', () => command(process.execPath, ['node_modules/publint/src/cli.js', '--strict']));
await checkBuiltPages((title, problem) => report(`built files: ${title}`, problem));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
