/**
 * Comes before every test file; the runner sees to that. Each test is followed by a look at what reached the console.
 * Done around the body and not in a hook, because a hook that fails would take the rest of the suite with it.
 */
import { settleConsole } from './console.ts';

/** Two turns of the event loop, so that rejections of a test are reported in that test: browsers queue them behind a first timer. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(() => setTimeout(resolve)));
}

function watched(body: MochaBody): MochaBody {
  return async function (this: MochaContext): Promise<void> {
    try {
      await body.call(this);
      await turn();
    } catch (error) {
      // What the test itself says comes first; a silent look clears the record for the next one.
      try {
        settleConsole();
      } catch {
        /* said on the console already */
      }
      throw error;
    }
    settleConsole();
  };
}

const plain = it;
const watchedIt: MochaDefinition = Object.assign((title: string, body: MochaBody) => plain(title, watched(body)), {
  skip: plain.skip,
  only: (title: string, body: MochaBody) => plain.only(title, watched(body)),
});
Object.assign(globalThis, { it: watchedIt });
