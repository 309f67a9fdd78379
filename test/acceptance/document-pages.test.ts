/** How a document becomes a page: what runs, what is linked, and what no two examples of a page share. */
import { assert } from '../assert.ts';

interface Tool {
  rendered(chapters: readonly (readonly [title: string, names: { readonly [name: string]: string }])[], texts: ReadonlyMap<string, string>): ReadonlyMap<string, string>;
}

// A tool without types; the address is worked out so that the compiler does not look for them.
const { rendered } = (await import(new URL('../../tools/page-of.mjs', import.meta.url).href)) as Tool;

const fenced = (markup: string, language = 'html'): string => `\`\`\`${language}\n${markup}\n\`\`\`\n`;

/** The text of one page, or of the first of several. */
function pageOf(text: string, others: { readonly [name: string]: string } = {}): string {
  const names = { first: 'First', ...Object.fromEntries(Object.keys(others).map((name) => [name, name])) };
  const page = rendered([['Read', names]], new Map([['first', text], ...Object.entries(others)])).get('first.html');
  assert.ok(page);
  return page;
}

/** What runs on a page, example by example. */
const running = (page: string): readonly string[] => [...page.matchAll(/<div class="live[^"]*">\n([\s\S]*?)\n<\/div>/g)].map(([, markup]) => markup ?? '');

describe('documents as pages', () => {
  it('an example runs above its source, which stands there letter by letter', () => {
    const markup = '<ds-hash-ring servers="4">Keys & "owners".</ds-hash-ring>';
    const page = pageOf(`# Rings\n\n${fenced(markup)}`);
    assert.deepEqual(running(page), [markup]);
    const source = /<pre[^>]*><code>([\s\S]*?)<\/code>/.exec(page)?.[1] ?? '';
    const plain = source.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot);/g, (_all, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? '');
    assert.equal(plain, markup);
    assert.ok(page.indexOf('class="live"') < page.indexOf('<pre'));
  });

  it('in a source tags and attributes are coloured, words never', () => {
    const page = pageOf(`# Rings\n\n${fenced('<ds-hash-ring servers="4">Of servers: their keys.</ds-hash-ring>')}`);
    assert.ok(page.includes('<span class="tag">&lt;ds-hash-ring</span> <span class="name">servers</span>='));
    assert.ok(page.includes('</span>Of servers: their keys.<span class="tag">'));
  });

  it('two examples with one id get two, and what points at a diagram goes with it', () => {
    const story = fenced('<ds-raft-cluster id="raft">A.</ds-raft-cluster>\n<ds-timeline for="raft">B.</ds-timeline>\n<button commandfor="raft" command="--crash leader">C</button>');
    const [first = '', second = ''] = running(pageOf(`# Stories\n\n## One\n\n${story}\n## Two\n\n${story}`));
    assert.deepEqual([...first.matchAll(/\b(?:id|for|commandfor)="([^"]*)"/g)].map(([, id]) => id), ['raft', 'raft', 'raft']);
    assert.deepEqual([...second.matchAll(/\b(?:id|for|commandfor)="([^"]*)"/g)].map(([, id]) => id), ['raft-2', 'raft-2', 'raft-2']);
  });

  it('a diagram never takes the anchor of a heading, even of one that comes later', () => {
    const page = pageOf(`# Stories\n\n${fenced('<ds-raft-cluster id="split">A.</ds-raft-cluster>')}\n## Split\n`);
    assert.ok(page.includes('<h2 id="split">'));
    assert.ok(running(page)[0]?.includes('id="split-2"'));
  });

  it('headings of the same words have anchors of their own', () => {
    const page = pageOf('# Elements\n\n## One\n\n### Events\n\n## Two\n\n### Events\n');
    assert.deepEqual([...page.matchAll(/<h(\d) id="([^"]*)"/g)].map(([, depth, id]) => `${depth} ${id}`), ['1 elements', '2 one', '3 events', '2 two', '3 events-1']);
  });

  it('scripts, whole pages and other languages are shown and do not run', () => {
    const inert = ['<script type="module" src="/cdn/ds-elements.js"></script>', '<!doctype html><ds-hash-ring></ds-hash-ring>', '<p>No diagram.</p>'];
    assert.deepEqual(running(pageOf(`# Parts\n\n${inert.map((markup) => fenced(markup)).join('\n')}\n${fenced('<ds-hash-ring></ds-hash-ring>', 'jsx')}`)), []);
  });

  it('a frame with the embed page shows the one beside the pages', () => {
    const frame = '<iframe src="https://example.org/a/demo/embed.html?element=ds-hash-ring&servers=6" title="A ring"></iframe>';
    assert.deepEqual(running(pageOf(`# Frames\n\n${fenced(frame)}`)), ['<iframe src="../embed.html?element=ds-hash-ring&amp;servers=6" title="A ring"></iframe>']);
  });

  it('links between documents lead from page to page, and out of them to the demo', () => {
    const page = pageOf('# A\n\n[b](second.md#part) [c](../demo/playground.html#element=ds-hash-ring)', { second: '# B\n\n## Part\n' });
    assert.ok(page.includes('href="second.html#part"'));
    assert.ok(page.includes('href="../playground.html#element=ds-hash-ring"'));
  });

  it('a link to no page, to no heading or out of the demo is refused', () => {
    assert.throws(() => pageOf('# A\n\n[b](missing.md)'), /missing\.html, which is no page/);
    assert.throws(() => pageOf('# A\n\n[b](#nowhere)'), /no such heading/);
    assert.throws(() => pageOf('# A\n\n[b](../src/index.ts)'), /no page/);
  });

  it('a table scrolls in a box of its own, which is named', () => {
    const page = pageOf('# A\n\n## Settings\n\n| Name | Meaning |\n|---|---|\n| `a` | b |\n\n| Name |\n|---|\n| c |\n');
    assert.deepEqual([...page.matchAll(/class="table" tabindex="0" role="region" aria-label="([^"]*)"/g)].map(([, name]) => name), ['Table: Settings', 'Table: Settings 2']);
    assert.ok(page.includes('<tr><th scope="row"><code>a</code></th><td>b</td></tr>'));
  });
});
