/** Fails where a page of the documents is not what its document says, or the reference not what the docstrings say. Writes nothing. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './browser.mjs';
import { readManifest } from './manifest.mjs';
import { compared } from './pages.mjs';
import { reference } from './reference.mjs';

const committed = await readFile(join(root, 'docs/elements.md'), 'utf8');
const { old, left } = await compared();
const lines = [
  ...(committed === reference(await readManifest()) ? [] : ['docs/elements.md is not what the docstrings say: run npm run manifest']),
  ...[...old, ...left].map((name) => `demo/docs/${name} is not what its document says: run npm run docs`),
];
for (const line of lines) console.error(line);
process.exitCode = lines.length === 0 ? 0 : 1;
