/** The demo, opened as a reader opens it. */
import { assert } from '../assert.ts';
import { violations } from '../axe.ts';
import { frames, until } from './support.ts';

declare global {
  interface Window {
    heard?: string[];
  }
}

/** Written into the page before anything of its own runs. */
const recorder = `heard = [];
for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level] = (...values) => { if (!/Lit is in dev mode/.test(values.join(' '))) heard.push(level + ': ' + values.join(' ')); };
addEventListener('error', (event) => heard.push('error: ' + (event.message ?? 'could not load ' + (event.target.src ?? event.target.href))), true);
addEventListener('unhandledrejection', (event) => heard.push('rejection: ' + event.reason));
addEventListener('securitypolicyviolation', (event) => heard.push('policy: ' + event.violatedDirective));`;

const documents = ['authors-guide', 'cookbook', 'elements', 'models', 'presenting', 'integrations', 'publishing', 'embedding', 'stills', 'languages'];
const wide = ['index', 'blog-post', 'elements', 'playground', 'side-by-side', 'docs/authors-guide'];
const narrow = ['index', 'blog-post', 'elements', 'playground', 'side-by-side', ...documents.map((name) => `docs/${name}`)];

for (const [width, pages] of [[1280, wide], [640, ['index']], [360, narrow]] as const) {
  for (const page of pages) {
    it(`the page ${page} at ${width} px says nothing on the console, runs its diagrams and does not scroll sideways`, async function () {
      this.timeout(60_000);
      const address = `/demo/${page}.html`;
      const source = await (await fetch(address)).text();
      const frame = document.createElement('iframe');
      frame.style.cssText = `position:fixed;inset:0 auto auto 0;border:0;width:${width}px;height:800px`;
      document.body.append(frame);
      try {
        const inner = frame.contentDocument;
        assert.ok(inner);
        inner.open();
        inner.write(source.replace(/<head>/i, `<head><base href="${address}"><script>${recorder}</script>`));
        inner.close();
        const view = frame.contentWindow!;
        await until(() => inner.readyState === 'complete', 'the page');
        const figures = () => [...inner.querySelectorAll<HTMLElement>('ds-hash-ring, ds-raft-cluster, ds-replication, ds-cap-theorem')];
        if (/<ds-|class="live"|playground\.js/.test(source)) {
          await until(() => figures().length > 0, 'diagrams', 1200);
          const first = figures()[0]!;
          // What stands above it may still be growing.
          await until(() => {
            first.scrollIntoView({ behavior: 'instant' });
            return (first.shadowRoot?.querySelector('.canvas > *') ?? null) !== null;
          }, 'the first diagram', 1200);
        }
        await frames(20);
        const { scrollWidth, clientWidth } = inner.documentElement;
        assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px in ${clientWidth}`);
        assert.equal(view.heard?.join('\n'), '');
        if (page.startsWith('docs/')) {
          view.scrollTo({ top: 0, behavior: 'instant' });
          const ids = [...inner.querySelectorAll('[id]')].map(({ id }) => id);
          assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), [], 'ids that are there twice');
          assert.equal((await violations(inner.body)).join('\n'), '');
        }
      } finally {
        frame.remove();
      }
    });
  }
}

it('the guide names the chapter at hand and its step, and the list of its bar closes once another one is chosen', async function () {
  this.timeout(60_000);
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;inset:0 auto auto 0;border:0;width:360px;height:700px';
  frame.src = '/demo/index.html';
  document.body.append(frame);
  try {
    await until(() => frame.contentDocument?.readyState === 'complete' && frame.contentDocument.querySelector('.bar') !== null, 'the page');
    const inner = frame.contentDocument!;
    const bar = inner.querySelector<HTMLDetailsElement>('.bar')!;
    const shown = bar.querySelector<HTMLElement>('summary span')!;
    assert.equal(shown.textContent, 'Distributed Systems');
    for (const [id, name] of [['consensus', '2Consensus & Raft'], ['queues', '9Event streaming'], ['overview', 'Distributed Systems']] as const) {
      await until(() => {
        inner.getElementById(id)!.scrollIntoView({ behavior: 'instant' });
        return shown.textContent === name;
      }, name);
      assert.ok(shown.scrollWidth <= shown.clientWidth, `${name} is whole`);
      assert.deepEqual([...inner.querySelectorAll('.rail [aria-current]')].map((link) => link.getAttribute('href')), [`#${id}`]);
      if (id !== 'overview') await until(() => inner.querySelectorAll('.rail [aria-current] .now').length === 1, 'its step in the rail', 1200);
      assert.equal(bar.querySelector('summary')!.offsetHeight, 52);
    }
    // How the way there looks is the browser's business.
    inner.documentElement.style.scrollBehavior = 'auto';
    bar.open = true;
    bar.querySelector<HTMLElement>('a[href="#mesh"]')!.click();
    await until(() => shown.textContent === '6Service mesh', 'the chapter that was chosen');
    assert.equal(bar.open, false);
  } finally {
    frame.remove();
  }
});
