/**
 * Serves the demo pages. `npm start` answers `/cdn/` from the sources, `npm run start:built` from the built files.
 * `PORT` chooses the port; 8000 otherwise, or the next one that is free.
 */
import { startDevServer } from '@web/dev-server';
import { root } from './browser.mjs';
import { serving } from './serving.mjs';

const built = process.argv.includes('--built');

async function toDemo(context, next) {
  if (context.path === '/') context.redirect('/demo/index.html');
  else await next();
}

const server = await startDevServer({
  readCliArgs: false,
  readFileConfig: false,
  logStartMessage: false,
  config: {
    rootDir: root,
    port: process.env.PORT ? Number(process.env.PORT) : undefined,
    watch: process.argv.includes('--watch'),
    nodeResolve: built ? false : { exportConditions: ['production', 'default'] },
    middleware: [toDemo, ...serving.middleware],
    plugins: serving.pluginsFor({ built }),
  },
});
console.log(`${built ? 'Built files' : 'Sources'} at http://localhost:${server.config.port}/demo/`);
