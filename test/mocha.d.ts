/** What the tests use of mocha. Under Node the same names come from `test/node.ts`. */

interface MochaContext {
  /** Limit for this test in ms. */
  timeout(ms: number): void;
}

type MochaBody = (this: MochaContext) => void | Promise<void>;

interface MochaDefinition {
  (title: string, body: MochaBody): void;
  skip(title: string, body?: MochaBody): void;
  only(title: string, body: MochaBody): void;
}

interface MochaSuite {
  (title: string, body: () => void): void;
  skip(title: string, body?: () => void): void;
  only(title: string, body: () => void): void;
}

declare const describe: MochaSuite;
declare const it: MochaDefinition;
declare function before(body: MochaBody): void;
declare function after(body: MochaBody): void;
declare function beforeEach(body: MochaBody): void;
declare function afterEach(body: MochaBody): void;
