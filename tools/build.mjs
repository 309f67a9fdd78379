/** `npm run build`: `cdn/` for script tags, `dist/` for npm, `custom-elements.json` for editors. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './browser.mjs';
import { buildCdn } from './bundle.mjs';
import { buildManifest } from './manifest.mjs';

function tsc(project) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`The compiler refuses ${project}.`);
}

/** The compiler rewrites `.ts` to `.js` in modules and leaves it in declarations, where not every tool follows it. */
async function rewriteDeclarations(folder) {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    const rewritten = text.replace(/((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2');
    if (rewritten !== text) await writeFile(file, rewritten);
  }
}

export async function buildDist() {
  const dist = join(root, 'dist');
  await rm(dist, { recursive: true, force: true });
  tsc('tsconfig.dist.json');
  await rewriteDeclarations(dist);
}

const started = Date.now();
try {
  await buildCdn();
  await buildDist();
  await buildManifest();
  console.log(`built cdn/, dist/ and custom-elements.json in ${((Date.now() - started) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
