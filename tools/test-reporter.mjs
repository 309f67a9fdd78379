/** Prints failures as they come and counts; the closing line is printed by `test.mjs`, when everything is known. */
import { relative } from 'node:path';

function* testsOf(suite, trail = []) {
  for (const test of suite.tests) yield { ...test, title: [...trail, test.name].join(' › ') };
  for (const inner of suite.suites) yield* testsOf(inner, [...trail, inner.name]);
}

/** Lines of a stack that are about the project, with the server's address cut off. */
function tidy(stack = '') {
  return stack
    .split('\n')
    .filter((line) => !/node_modules|__web-(dev-server|test-runner)/.test(line))
    .map((line) => line.replace(/https?:\/\/localhost:\d+\//g, '').replace(/\?wtr-[\w-]+=[^\s:)]*/g, ''))
    .slice(0, 12)
    .join('\n    ');
}

function reportError(error) {
  const message = `${error.name ? `${error.name}: ` : ''}${error.message}`;
  const stack = tidy(error.stack);
  console.log(`    ${stack.includes(error.message) ? stack : `${message}\n    ${stack}`}`);
}

/** Reporter with the counts `{ passed, failed, skipped }` and the slowest tests. */
export function countingReporter(root) {
  const counts = { passed: 0, failed: 0, skipped: 0, files: 0, slow: [] };
  const reportTestFileResults = ({ sessionsForTestFile, testFile }) => {
    const file = relative(root, testFile);
    counts.files += 1;
    for (const session of sessionsForTestFile) {
      const failedBefore = counts.failed;
      for (const error of session.errors ?? []) {
        counts.failed += 1;
        console.log(`\n✗ ${file}`);
        reportError(error);
      }
      for (const test of session.testResults ? testsOf(session.testResults) : []) {
        if (test.skipped) counts.skipped += 1;
        else if (test.passed) counts.passed += 1;
        else {
          counts.failed += 1;
          console.log(`\n✗ ${file}: ${test.title}`);
          if (test.error) reportError(test.error);
        }
        if (test.duration > 1500) counts.slow.push({ title: `${file}: ${test.title}`, ms: test.duration });
      }
      const missing = session.request404s ?? [];
      if (missing.length > 0) console.log(`\n${file}: not found: ${missing.join(', ')}`);
      // A session that failed without a failed test: a hook, a page that never came up, a file without tests.
      if (!session.passed && counts.failed === failedBefore) {
        counts.failed += 1;
        console.log(`\n✗ ${file}: the page failed outside its tests, or holds none`);
      }
      for (const log of session.logs ?? []) console.log(`  ${file} log:`, ...log);
    }
  };
  return { reporter: { reportTestFileResults, getTestProgress: () => [] }, counts };
}
