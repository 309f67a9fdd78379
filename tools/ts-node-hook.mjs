/**
 * Lets Node run the TypeScript of this project as it is: `node --import ./tools/ts-node-hook.mjs bench/kernel.ts`.
 * Only files outside node_modules that end in `.ts` are touched. Types are stripped, not checked.
 */
import { register } from 'node:module';

register('./ts-node-loader.mjs', import.meta.url);
process.setSourceMapsEnabled(true);
