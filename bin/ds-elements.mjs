#!/usr/bin/env node
/** The command `ds-elements`. What it does is said in dist/poster/command.js; here is what it needs of Node. */
import { machine } from './machine.mjs';

const { runCommand } = await import('../dist/poster/command.js').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('ds-elements: dist/ is not built; in a copy of the project run npm run build, or npm run poster -- page.html');
  process.exit(1);
});
process.exitCode = await runCommand(process.argv.slice(2), machine);
