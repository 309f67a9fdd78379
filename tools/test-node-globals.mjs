/** Gives tests under Node the names that mocha gives them in a browser, and the watch over the console. */
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

const patient = (body) => body && function (context) {
  return body.call({ timeout() {} }, context);
};
const test = (title, body) => it(title, patient(body));
test.skip = (title, body) => it.skip(title, patient(body));
test.only = (title, body) => it.only(title, patient(body));
Object.assign(globalThis, { describe, it: test, before, after, beforeEach, afterEach });
if (process.env.NODE_TEST_CONTEXT) await import('../test/setup.ts');
