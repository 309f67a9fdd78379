/** `npm run poster -- …`: the command `ds-elements poster` from the sources, without a build. */
import './ts-node-hook.mjs';
import { machine } from '../bin/machine.mjs';

const { runCommand } = await import('../src/poster/command.ts');
process.exitCode = await runCommand(['poster', ...process.argv.slice(2)], machine);
