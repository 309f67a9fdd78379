import { assert } from '../assert.ts';

interface Report {
  readonly seen: readonly string[];
  readonly answers: readonly { readonly tag: string; readonly view: string; readonly crashed: boolean; readonly refused: boolean; readonly height: number }[];
  readonly injected: boolean;
}

/** Opens a page in a frame, sandboxed or not, and returns what it reports. */
async function visit(page: string, sandbox?: string): Promise<Report> {
  const frame = document.createElement('iframe');
  frame.width = '800';
  frame.height = '600';
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
  frame.src = new URL(page, import.meta.url).href;
  const report = new Promise<Report>((resolve) => {
    const listen = (event: MessageEvent<Report>): void => {
      if (event.source !== frame.contentWindow) return;
      removeEventListener('message', listen);
      resolve(event.data);
    };
    addEventListener('message', listen);
  });
  document.body.append(frame);
  try {
    return await report;
  } finally {
    frame.remove();
  }
}

function assertBothRun(report: Report): void {
  assert.deepEqual(report.answers.map(({ tag, crashed, refused }) => ({ tag, crashed, refused })), [
    { tag: 'ds-hash-ring', crashed: true, refused: false },
    { tag: 'ds-raft-cluster', crashed: true, refused: false },
  ]);
  for (const { tag, height } of report.answers) assert.ok(height > 300, `${tag} is ${height} px high`);
}

describe('on other people’s pages', () => {
  it('diagrams run under a strict content security policy with trusted types, without one report', async function () {
    this.timeout(60_000);
    const report = await visit('strict-policy.html');
    assert.deepEqual(report.seen, []);
    assertBothRun(report);
  });

  it('diagrams run in a frame that may only run scripts', async function () {
    this.timeout(60_000);
    const report = await visit('sandboxed.html', 'allow-scripts');
    assert.deepEqual(report.seen, []);
    assertBothRun(report);
  });

  it('nonsense in every place is answered by messages, runs no markup and stops no diagram', async function () {
    this.timeout(60_000);
    const report = await visit('hostile-markup.html');
    assert.equal(report.injected, false);
    assert.ok(report.seen.length >= 6, report.seen.join('\n'));
    for (const line of report.seen) assert.ok(line.startsWith('console.warn: ds-'), line);
    assertBothRun(report);
  });
});
