/**
 * The whole gate in one command: types, lint, then every `*.test.ts` in a real browser.
 *
 *     npm test                          everything
 *     npm test -- src/scene             only the test files below a path; types and lint are left out
 *     npm test -- --built test/hosts    with /cdn/ answered by the built files
 *     npm run test:firefox              runs and looks on record in an installed Firefox; `-- src/scene` other tests
 *     npm run test:node                 the tests of models and of the pure part of the scene, under Node
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startTestRunner } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findBrowser, findFirefox, root } from './browser.mjs';
import { serving } from './serving.mjs';
import { countingReporter } from './test-reporter.mjs';

const built = process.argv.includes('--built');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const firefox = process.argv.includes('--firefox');
/** Where another engine must come to the same. */
const inEveryEngine = ['test/acceptance/golden-models.test.ts', 'test/acceptance/runs.test.ts', 'test/acceptance/looks.test.ts'];
const tests = ['src', 'test'].flatMap((folder) => testFiles(join(root, folder)));

function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .sort();
}

/** Runs a tool of the project; its output is shown only where it has something to say. */
function tool(title, name, args) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', name), ...args], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      console.log(`${code === 0 ? '✓' : '✗'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (output.trim()) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });
}

function typeCheck(title, project) {
  const info = join(root, '.cache', `${project.replace(/\W+/g, '-')}.tsbuildinfo`);
  return tool(title, 'typescript/bin/tsc', ['-p', project, '--noEmit', '--incremental', '--tsBuildInfoFile', info]);
}

/** Number of checks that failed. */
async function staticChecks() {
  const checks = [
    () => typeCheck('types of the models, without the DOM', 'src/models/tsconfig.json'),
    () => typeCheck('types of everything', 'test/tsconfig.json'),
    () => tool('reference and pages of the documents', '../tools/check-docs.mjs', []),
    () => tool('lint', 'eslint/bin/eslint.js', ['--cache', '--cache-location', '.cache/eslint', '--max-warnings', '0', '.']),
  ];
  const results = [];
  for (const check of checks) results.push(await check());
  return results.filter((passed) => !passed).length;
}

/** Puts the watch over console and errors in front of every test file. */
const setupPlugin = {
  name: 'test-setup',
  transform(context) {
    return context.path.endsWith('.test.ts') ? { body: `import '/test/setup.ts'; ${context.body}` } : undefined;
  },
};

async function launchOptions() {
  if (firefox) return { browser: 'firefox', executablePath: findFirefox(), headless: true };
  const { executablePath, args, env } = await findBrowser();
  return { executablePath, args: [...args, '--js-flags=--expose-gc'], env, headless: true };
}

async function browserTests(files) {
  const { reporter, counts } = countingReporter(root);
  const runner = await startTestRunner({
    autoExitProcess: false,
    readCliArgs: false,
    readFileConfig: false,
    config: {
      rootDir: root,
      files: files.map((file) => relative(root, file).replaceAll('\\', '/')),
      nodeResolve: { exportConditions: ['production', 'default'] },
      // A second page would be a hidden tab, in which no frame and no observer is ever called.
      concurrency: 1,
      browsers: [chromeLauncher({ launchOptions: await launchOptions() })],
      browserLogs: false,
      browserStartTimeout: 60_000,
      testsStartTimeout: 60_000,
      testsFinishTimeout: 240_000,
      testFramework: { config: { ui: 'bdd', timeout: 20_000 } },
      middleware: serving.middleware,
      plugins: [setupPlugin, ...serving.pluginsFor({ built })],
      reporters: [reporter],
    },
  });
  const passed = await new Promise((resolve) => runner.on('stopped', resolve));
  return { ...counts, passed: counts.passed, runnerPassed: passed };
}

process.chdir(root);
const parts = firefox && asked.length === 0 ? inEveryEngine : asked;
const broken = parts.length === 0 ? await staticChecks() : 0;
const files = parts.length === 0 ? tests : tests.filter((file) => parts.some((part) => relative(root, file).includes(part)));
let counts = { passed: 0, failed: 0, skipped: 0, files: 0, slow: [], runnerPassed: false };
const started = Date.now();
try {
  if (files.length === 0) throw new Error('No test file matches.');
  counts = await browserTests(files);
} catch (error) {
  console.error(error.message);
  counts.failed += 1;
}
if (!counts.runnerPassed && counts.failed === 0) counts.failed = 1;
const failed = counts.failed + broken;
for (const { title, ms } of counts.slow.sort((a, b) => b.ms - a.ms).slice(0, 5)) console.log(`slow: ${(ms / 1000).toFixed(1)} s ${title}`);
console.log(`${counts.files} files in ${((Date.now() - started) / 1000).toFixed(1)} s`);
console.log(`${counts.passed} passed, ${failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
