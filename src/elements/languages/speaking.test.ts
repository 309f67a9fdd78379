/** What a reader of another language sees, on a real figure. */
import { assert } from '../../../test/assert.ts';
import { expectConsole } from '../../../test/console.ts';
import { languages } from '../base/languages.ts';
import type { Language } from '../base/languages.ts';
import { forgetWarnings } from '../base/problems.ts';
import { DsRaftCluster } from '../raft-cluster/ds-raft-cluster.ts';

const boxes: HTMLElement[] = [];

/** A figure 1,000 px wide in a box with these attributes, once its controls are there. */
async function show(box: { readonly [name: string]: string }, figure: { readonly [name: string]: string } = {}): Promise<{ readonly box: HTMLElement; readonly figure: DsRaftCluster }> {
  const place = document.createElement('div');
  place.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 1000px;';
  for (const [name, value] of Object.entries(box)) place.setAttribute(name, value);
  const element = new DsRaftCluster();
  for (const [name, value] of Object.entries({ view: '2d', paused: '', ...figure })) element.setAttribute(name, value);
  place.append(element);
  document.body.append(place);
  boxes.push(place);
  await element.ready;
  await until(() => find(element, '.more-button') !== null);
  return { box: place, figure: element };
}

const find = (figure: DsRaftCluster, selector: string): HTMLElement | null => figure.shadowRoot!.querySelector<HTMLElement>(selector);
const textOf = (figure: DsRaftCluster, selector: string): string => (find(figure, selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Waits, frame by frame, for what is fetched or follows a transition. */
async function until(holds: () => boolean): Promise<void> {
  for (let frames = 0; frames < 300 && !holds(); frames++) await frame();
  assert.ok(holds(), String(holds));
}

const speaks = (figure: DsRaftCluster, title: string) => (): boolean => textOf(figure, '.title') === title;

describe('a figure in another language', () => {
  afterEach(() => {
    for (const box of boxes.splice(0)) box.remove();
    forgetWarnings();
  });

  it('speaks German where the page does: heading, sentence, cards, controls, picture and table', async () => {
    const { figure } = await show({ lang: 'de-CH' }, { scenario: 'election', time: '1s' });
    await until(speaks(figure, 'Raft-Cluster'));
    assert.match(figure.summary(), /(?:Einträge sind|Eintrag ist) committet|Eintrag \d+ liegt auf/);
    assert.equal(textOf(figure, '.subtitle'), '5 Server');
    assert.equal(find(figure, '.play')?.getAttribute('aria-label'), 'Abspielen');
    assert.equal(find(figure, '.more-button')?.getAttribute('aria-label'), 'Weitere Aktionen');
    assert.match(textOf(figure, '.cards'), /Commit-Index/);
    assert.match(textOf(figure, '.controls'), /Leader abstürzen lassen/);
    assert.match(textOf(figure, '.type'), /Follower/);
    assert.equal(find(figure, '.root')?.lang, 'de');
    find(figure, 'details')!.querySelector('summary')!.click();
    await until(() => /Server des Clusters/.test(textOf(figure, 'table')));
    assert.match(textOf(figure, 'table'), /Zustand/);
  });

  it('answers, refuses and complains in German, and in English to scripts and the console', async () => {
    expectConsole('warn', /nodes="999" is not a whole number from 1 to 9; 9 is used/);
    const { figure } = await show({ lang: 'de' }, { nodes: '999', scenario: 'election', time: '1s' });
    await until(speaks(figure, 'Raft-Cluster'));
    assert.match(textOf(figure, '.error'), /nodes="999" geht nicht, erlaubt ist eine ganze Zahl von 1 bis 9; verwendet wird 9/);
    assert.deepEqual(figure.act('recover', 'n2'), { ok: false, reason: 'S2 ist nicht ausgefallen' });
    find(figure, '.more-button')!.click();
    await until(() => /Datentabelle/.test(textOf(figure, '.sheet')));
    const verb = [...figure.shadowRoot!.querySelectorAll<HTMLButtonElement>('.controls button')].find(({ textContent }) => /Leader abstürzen lassen/.test(textContent));
    verb!.click();
    await until(() => /^S\d stürzt ab\. Log, Term und Stimme bleiben auf der Platte\.$/.test(textOf(figure, '.status')));
  });

  it('writes times as the language does', async () => {
    const { figure } = await show({ lang: 'de' }, { time: '12.5s', until: '60s' });
    await until(speaks(figure, 'Raft-Cluster'));
    await until(() => /12,5\u202fs/.test(find(figure, 'input[type="range"]')?.getAttribute('aria-valuetext') ?? ''));
  });

  it('follows a change of lang, on itself or above, while it stands still', async () => {
    const { box, figure } = await show({ lang: 'en' });
    assert.equal(textOf(figure, '.title'), 'Raft cluster');
    box.lang = 'de';
    await until(speaks(figure, 'Raft-Cluster'));
    figure.lang = 'en-GB';
    await until(speaks(figure, 'Raft cluster'));
    figure.removeAttribute('lang');
    await until(speaks(figure, 'Raft-Cluster'));
    box.removeAttribute('lang');
    await until(speaks(figure, 'Raft cluster'));
  });

  it('takes the nearest lang, and one that is empty or none for English', async () => {
    for (const lang of ['', 'de_DE', '?']) {
      const { box, figure } = await show({ lang: 'de' }, { lang });
      await frame();
      assert.equal(textOf(figure, '.title'), 'Raft cluster');
      assert.equal(find(figure, '.root')?.lang, 'en');
      box.remove();
    }
  });

  it('speaks English, with the numbers of the page, where a language is not there, and says nothing about it', async () => {
    const { figure } = await show({ lang: 'fr' }, { time: '12.5s', until: '60s' });
    await frame();
    assert.equal(textOf(figure, '.title'), 'Raft cluster');
    assert.equal(find(figure, '.root')?.lang, 'en');
    assert.ok(find(figure, '.error')?.hidden);
    await until(() => /12,5\u202fs/.test(find(figure, 'input[type="range"]')?.getAttribute('aria-valuetext') ?? ''));
  });

  it('speaks English where the words cannot be loaded, says so once, and goes on', async () => {
    expectConsole('error', /The words for lang="la" could not be loaded: no such file/);
    const latin: Language = { base: () => Promise.reject(new Error('no such file')), concepts: {} };
    (languages as Map<string, Language>).set('la', latin);
    const { figure } = await show({ lang: 'la' });
    await until(() => /could not be loaded/.test(textOf(figure, '.error')));
    (languages as Map<string, Language>).delete('la');
    assert.equal(textOf(figure, '.title'), 'Raft cluster');
    assert.deepEqual(figure.act('crash', 'n2'), { ok: true });
    figure.lang = 'de';
    await until(speaks(figure, 'Raft-Cluster'));
    assert.ok(find(figure, '.error')?.hidden);
  });

  it('mirrors header, controls and cards where the page runs from right to left, and not the picture', async () => {
    const { box, figure } = await show({ lang: 'de' });
    await until(speaks(figure, 'Raft-Cluster'));
    const middle = (selector: string): number => {
      const { left, right } = find(figure, selector)!.getBoundingClientRect();
      return (left + right) / 2;
    };
    const places = (): readonly number[] => [...figure.shadowRoot!.querySelectorAll('.nodes button')].map((button) => button.getBoundingClientRect().left);
    const order = (): string => places().map((left, n) => [left, n] as const).sort((a, b) => a[0] - b[0]).map(([, n]) => n).join(' ');
    assert.ok(middle('.title') < 500 && middle('.play') < 500 && middle('.cards') > 500);
    const before = order();
    box.dir = 'rtl';
    await until(() => middle('.title') > 500 && middle('.play') > 500 && middle('.cards') < 500);
    await until(() => places().every((left) => left > find(figure, '.cards')!.getBoundingClientRect().right - 60));
    assert.equal(order(), before);
  });
});
