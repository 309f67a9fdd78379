/** A server for the tools that look at pages: the sources, or the built files. */
import { startDevServer } from '@web/dev-server';
import { root } from './browser.mjs';
import { serving } from './serving.mjs';

/** Address of the served root, and what stops it. `port` 0: any free one. */
export async function servePages({ built = false } = {}) {
  const server = await startDevServer({
    readCliArgs: false, readFileConfig: false, logStartMessage: false, autoExitProcess: false,
    config: {
      rootDir: root,
      watch: false,
      nodeResolve: built ? false : { exportConditions: ['production', 'default'] },
      middleware: serving.middleware,
      plugins: serving.pluginsFor({ built }),
    },
  });
  return { address: `http://localhost:${server.config.port}`, stop: () => server.stop() };
}
