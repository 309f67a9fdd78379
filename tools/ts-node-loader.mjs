/** The loader that `ts-node-hook.mjs` registers. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { target, tsconfigRaw } from './compiler-options.mjs';

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return nextLoad(url, context);
  const sourcefile = fileURLToPath(url);
  const { code } = await transform(await readFile(sourcefile, 'utf8'), {
    loader: 'ts', format: 'esm', target, sourcefile, sourcemap: 'inline', sourcesContent: false, tsconfigRaw,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
