/** Runs the tests that need no browser under Node: those of the models, the pure part of the scene, and posters. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './browser.mjs';

const asked = process.argv.slice(2);
const pure = ['src/models', 'src/scene', 'src/poster'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts') && !/\b(webgl|browser)\b/.test(name))
    .map((name) => join(folder, name))).concat('test/acceptance/golden-models.test.ts', 'test/acceptance/sentences.test.ts', 'test/acceptance/guide-questions.test.ts', 'test/acceptance/document-pages.test.ts');
const files = asked.length === 0 ? pure : pure.filter((file) => asked.some((part) => file.includes(part)));
if (files.length === 0) {
  console.log('No test file matches.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const hooks = ['./tools/ts-node-hook.mjs', './tools/test-node-globals.mjs'].flatMap((hook) => ['--import', hook]);
const child = spawn(process.execPath, [...hooks, '--test', '--test-concurrency=2', '--test-reporter=./tools/test-node-reporter.mjs', '--test-reporter-destination=stdout', ...files], { cwd: root, stdio: 'inherit' });
child.on('close', (code) => process.exit(code ?? 1));
