/** The page for hosts that take only a frame. */
import { assert } from '../assert.ts';
import { elements, frames, until } from './support.ts';
import type { Figure } from './support.ts';
import { frameOf, leave, objections, visit, visitAfter } from './visiting.ts';
import type { Visit } from './visiting.ts';

async function embedded(query: string, size = { width: 720, height: 480 }): Promise<Visit & { readonly figure: Figure }> {
  const page = await visit(`/demo/embed.html?${query}`, size);
  await until(() => page.page.querySelector('#figure') !== null, 'the diagram', 1500);
  const figure = page.one<Figure>('#figure');
  await figure.ready;
  return { ...page, figure };
}

/** Gives a written page the address that it would have. */
const asking = `history.replaceState(null, '', '?element=ds-raft-cluster&view=2d&paused&foo=1');`;

const notes = ({ one }: Visit): string => one('#notes').textContent ?? '';

describe('a diagram in a frame', () => {
  afterEach(leave);

  for (const { tag } of elements) {
    it(`<${tag}> fills it, takes its attributes from the address and leads to the guide`, async function () {
      this.timeout(40_000);
      const page = await embedded(`element=${tag}&seed=abc&view=2d&paused&label=${encodeURIComponent('<b>"1" & 2</b>')}`);
      const { figure, one } = page;
      assert.equal(notes(page), '');
      assert.deepEqual([figure.localName, figure.seed, figure.view, figure.paused, figure.label], [tag, 'abc', '2d', true, '<b>"1" & 2</b>']);
      const { width, height } = figure.getBoundingClientRect();
      assert.equal(width, 720);
      assert.ok(height > 400 && height <= 480, `${height} px`);
      assert.ok(page.page.documentElement.scrollHeight <= 480, 'nothing scrolls');
      assert.match(one<HTMLAnchorElement>('#guide').href, /\/demo\/index\.html#[a-z]+$/);
      assert.ok(one<HTMLAnchorElement>('#playground').href.includes(`#element=${tag}&seed=abc&view=2d&paused=&label=`));
    });
  }

  it('says of every parameter what it cannot use, and shows the diagram', async () => {
    const page = await embedded(`element=hash-ring&view=2d&servers=6&servers=7&onclick=alert(1)&style=x&id=other&class=y&foo=${'o'.repeat(5000)}&keys=lots&lang=x_y&dir=up`);
    const { figure } = page;
    for (const said of ['servers is given twice; 6 is used', 'onclick is no attribute', 'style is no attribute', 'id is no attribute', 'class is no attribute', 'foo is no attribute', 'lang=x_y is no language', 'dir=up is neither']) assert.ok(notes(page).includes(said), `${said}: ${notes(page)}`);
    assert.ok(notes(page).length < 2000);
    assert.deepEqual([(figure as Figure & { servers: number }).servers, figure.id, figure.hasAttribute('onclick'), figure.hasAttribute('style')] as unknown[], [6, 'figure', false, false]);
    // The element answers for its own values.
    await until(() => /keys="lots"/.test(figure.shadowRoot?.querySelector('.error')?.textContent ?? ''), 'the message of the element');
  });

  it('keeps to the theme and the language that are asked for', async () => {
    const { page, figure } = await embedded('element=ds-hash-ring&view=2d&theme=dark&lang=de&dir=ltr');
    assert.deepEqual([page.documentElement.dataset['theme'], page.documentElement.lang, figure.theme], ['dark', 'de', 'dark']);
  });

  it('lists the elements where the address names none or an unknown one', async () => {
    for (const query of ['', 'element=', 'element=ds-nothing', 'element=script', 'element=../../x']) {
      const page = await visit(`/demo/embed.html?${query}`);
      await until(() => notes(page) !== '', 'the message');
      for (const { tag } of elements) assert.ok(notes(page).includes(tag), `${query}: ${tag}`);
      assert.equal(page.page.querySelector('#figure'), null);
      leave();
    }
  });

  it('tells the page around how high it would like to be, and works where a frame may only run scripts', async function () {
    this.timeout(40_000);
    const frame = frameOf(600, 300);
    frame.setAttribute('sandbox', 'allow-scripts');
    const heard: { type: string; element: string; height: number }[] = [];
    const listen = ({ data, source }: MessageEvent): void => {
      if (source === frame.contentWindow) heard.push(data as never);
    };
    addEventListener('message', listen);
    try {
      frame.src = '/demo/embed.html?element=ds-hash-ring&view=2d';
      document.body.append(frame);
      await until(() => heard.length > 0, 'a height', 1500);
      const [first] = heard;
      assert.deepEqual([first?.type, first?.element], ['ds-height', 'ds-hash-ring']);
      assert.ok(first!.height > 350 && first!.height < 900, `${first!.height} px`);
      frame.style.width = '400px';
      await until(() => heard.some(({ height }) => height !== first!.height), 'another height at another width', 900);
      // Words that break elsewhere are laid out a frame after the width.
      await frames(30);
      // A frame of the height that was told has that height still: no frame grows for ever.
      frame.style.height = `${heard.at(-1)!.height}px`;
      const count = heard.length;
      await frames(30);
      assert.ok(heard.slice(count).every(({ height }) => Math.abs(height - heard[count - 1]!.height) < 1), JSON.stringify(heard));
    } finally {
      removeEventListener('message', listen);
    }
  });

  it('has a strict policy of its own, and breaks nothing of it', async () => {
    const page = await visitAfter('/demo/embed.html', `${asking} heard = []; addEventListener('securitypolicyviolation', (event) => heard.push(event.violatedDirective + ' ' + event.blockedURI));`);
    assert.match(page.one('meta[http-equiv="Content-Security-Policy"]').getAttribute('content') ?? '', /default-src 'none'.*require-trusted-types-for/);
    await until(() => page.page.querySelector('#figure') !== null, 'the diagram', 1500);
    await page.one<Figure>('#figure').ready;
    assert.equal((page.view as Window & { heard?: string[] }).heard?.join('\n'), '');
  });

  it('is a page that an audit objects to nothing of', async () => {
    // The audit's own script could not be loaded under the policy.
    const page = await visitAfter('/demo/embed.html', asking, { edit: (source) => source.replace(/<meta http-equiv[^>]*>/, '') });
    await until(() => page.page.querySelector('#figure') !== null, 'the diagram', 1500);
    await page.one<Figure>('#figure').ready;
    assert.equal((await objections(page)).join('\n'), '');
  });
});
