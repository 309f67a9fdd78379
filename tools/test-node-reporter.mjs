/** Failures with their reasons, then the closing line. */
export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const { type, data } of source) {
    const isTest = data?.details?.type !== 'suite';
    if (type === 'test:pass' && isTest) data.skip === undefined ? (passed += 1) : (skipped += 1);
    if (type === 'test:fail' && isTest) {
      failed += 1;
      const error = data.details.error;
      yield `\n✗ ${data.file ?? ''}: ${data.name}\n    ${(error.cause?.stack ?? error.stack ?? String(error)).split('\n').slice(0, 8).join('\n    ')}\n`;
    }
  }
  yield `\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`;
}
