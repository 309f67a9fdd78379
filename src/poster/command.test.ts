import { assert } from '../../test/assert.ts';
import { runCommand } from './command.ts';
import type { Machine } from './command.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Files in memory, and all that was said and written. */
class Desk implements Machine {
  readonly files: Map<string, Uint8Array>;
  readonly said: string[] = [];
  readonly complaints: string[] = [];
  readonly written: string[] = [];
  readonly locked = new Set<string>();

  constructor(files: Record<string, string | Uint8Array>) {
    this.files = new Map(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? bytes(content) : content]));
  }

  read(path: string): Promise<Uint8Array> {
    const content = this.files.get(path);
    return content ? Promise.resolve(content) : Promise.reject(new Error('there is no such file'));
  }

  write(path: string, content: Uint8Array): Promise<void> {
    if (this.locked.has(path)) return Promise.reject(new Error('it is not allowed'));
    this.files.set(path, content);
    this.written.push(path);
    return Promise.resolve();
  }

  beside(file: string, path: string): string {
    return file.includes('/') ? `${file.slice(0, file.lastIndexOf('/'))}/${path}` : path;
  }

  print(line: string): void {
    this.said.push(line);
  }

  complain(line: string): void {
    this.complaints.push(line);
  }

  text(path: string): string {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.files.get(path));
  }
}

const image = /\s*<img class="ds-poster"[^>]*>/g;
/** Odd on purpose: a byte order mark, line ends of two kinds, unquoted values, a tag in a comment, nothing closed at the end. */
const odd = '\ufeff<!DOCTYPE html>\r\n<p>Grüße &amp; <b>more<!-- <ds-hash-ring> -->\r\n<DS-Hash-Ring  SERVERS=4 id=ring>\r\n  Four servers &lt; five.\r\n</DS-Hash-Ring >\n<div data-ds="raft-cluster" data-ds-nodes=\'3\'>Three <i>servers</i>.</div><p>end';

describe('the command poster', () => {
  it('puts one picture into each diagram, and leaves every other byte', async () => {
    const desk = new Desk({ 'a/page.html': odd });
    assert.equal(await runCommand(['poster', 'a/page.html'], desk), 0);
    const text = desk.text('a/page.html');
    assert.equal(text.match(image)?.length, 2);
    assert.equal(text.replace(image, ''), odd);
    assert.match(text, /id=ring>\r\n {2}<img class="ds-poster" src="data:image\/svg\+xml,[^"]*" alt="Consistent hashing: [^"]+" width="640" height="400"/);
    assert.deepEqual(desk.said, ['a/page.html: 2 stills']);
  });

  it('changes nothing when it runs again, and replaces its picture where the diagram has changed', async () => {
    const desk = new Desk({ 'page.html': odd });
    await runCommand(['poster', 'page.html'], desk);
    const first = desk.text('page.html');
    desk.written.length = 0;
    assert.equal(await runCommand(['poster', 'page.html'], desk), 0);
    assert.deepEqual(desk.written, []);
    assert.equal(await runCommand(['poster', '--check', 'page.html'], desk), 0);
    desk.files.set('page.html', bytes(first.replace('SERVERS=4', 'SERVERS=6')));
    assert.equal(await runCommand(['poster', '--check', 'page.html'], desk), 1);
    assert.match(desk.complaints.join(), /page\.html: its still is missing or old/);
    assert.equal(await runCommand(['poster', 'page.html'], desk), 0);
    const second = desk.text('page.html');
    assert.equal(second.match(image)?.length, 2);
    assert.notEqual(second.match(image)?.[0], first.match(image)?.[0]);
    assert.equal(second.replace(image, ''), odd.replace('SERVERS=4', 'SERVERS=6'));
  });

  it('writes pictures as files by id, the page last, and says of them when they are old', async () => {
    const desk = new Desk({ 'a/page.html': odd });
    assert.equal(await runCommand(['poster', '--files=stills', '--width', '800', 'a/page.html'], desk), 0);
    assert.deepEqual(desk.written, ['a/stills/ring.svg', 'a/stills/raft-cluster.svg', 'a/page.html']);
    assert.match(desk.text('a/page.html'), /src="stills\/ring\.svg" alt="[^"]+" width="800" height="500"/);
    assert.match(desk.text('a/stills/ring.svg'), /^<svg [^>]*width="800" height="500"[^>]*>.*<\/svg>\n$/);
    desk.files.delete('a/stills/ring.svg');
    assert.equal(await runCommand(['poster', '--files=stills', '--width=800', '--check', 'a/page.html'], desk), 1);
    assert.deepEqual(desk.complaints, ['a/stills/ring.svg: its still is missing or old; run ds-elements poster']);
  });

  it('leaves a page as it was where anything is wrong, and names file, line, element and what is wrong', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['<p>\n<ds-raft-cluster nodes="many"></ds-raft-cluster>', /^p\.html:2: <ds-raft-cluster> nodes="many" is not a whole number/],
      ['\n\n<ds-raft-cluster nodes="5">', /^p\.html:3: <ds-raft-cluster> is never closed/],
      ['<ds-hash-ring/>\n<p>', /^p\.html:1: <ds-hash-ring> is never closed: "\/>" closes nothing in HTML/],
      ['<ds-hash-ring servers="4></ds-hash-ring>', /^p\.html:1: the quote after servers= in <ds-hash-ring> is never closed/],
      ['<ds-hash-ring scenario="nope"></ds-hash-ring>', /<ds-hash-ring> scenario="nope" is not one of /],
      ['<ds-hash-ring src="gone.json"></ds-hash-ring>', /<ds-hash-ring> src="gone\.json": there is no such file/],
      ['<ds-hash-ring src="https://example.org/run.json"></ds-hash-ring>', /only files named from the page/],
      ['<ds-hash-ring>\n<ds-raft-cluster></ds-raft-cluster></ds-hash-ring>', /^p\.html:2: <ds-raft-cluster> stands inside of <ds-hash-ring> of line 1/],
      ['<ds-hash-ring sync="nobody"></ds-hash-ring>', /no diagram of this page has this id/],
      ['<ds-raft-cluster><ds-at time="soon" do="crash"></ds-at></ds-raft-cluster>', /<ds-at> time="soon" is not a duration/],
    ];
    for (const [wrong, message] of cases) {
      const html = `${wrong}\n<ds-cap-theorem></ds-cap-theorem>\n`;
      const desk = new Desk({ 'p.html': html });
      assert.equal(await runCommand(['poster', '--files=s', 'p.html'], desk), 1, wrong);
      assert.deepEqual(desk.written, [], wrong);
      assert.match(desk.complaints[0] ?? '', message);
      assert.equal(desk.complaints.at(-1), 'p.html: left as it was');
    }
  });

  it('goes on with other pages when one is wrong, and fails in the end', async () => {
    const fine = '<ds-hash-ring></ds-hash-ring>';
    const desk = new Desk({ 'latin.html': new Uint8Array([60, 112, 62, 233]), 'locked.html': fine, 'fine.html': fine });
    desk.locked.add('locked.html');
    assert.equal(await runCommand(['poster', 'latin.html', 'gone.html', 'locked.html', 'fine.html'], desk), 1);
    assert.deepEqual(desk.complaints, ['latin.html: cannot be read: it is not UTF-8', 'gone.html: cannot be read: there is no such file', 'locked.html: cannot be written: it is not allowed']);
    assert.deepEqual(desk.written, ['fine.html']);
    assert.equal(desk.text('locked.html'), fine);
  });

  it('draws in the language, theme and at the time that are asked for', async () => {
    const page = (lang: string, theme: string): string => `<html lang="${lang}"><ds-raft-cluster theme="${theme}"></ds-raft-cluster>`;
    const drawn = async (html: string, ...options: string[]): Promise<string> => {
      const desk = new Desk({ 'p.html': html });
      assert.equal(await runCommand(['poster', '--files=s', ...options, 'p.html'], desk), 0, desk.complaints.join());
      return desk.text('s/raft-cluster.svg');
    };
    const english = await drawn(page('en', 'auto'));
    assert.match(english, />Follower</);
    assert.notEqual(await drawn(page('de-AT', 'auto')), english.replaceAll('lang="en"', 'lang="de-AT"'));
    assert.equal(await drawn(page('en', 'dark')), await drawn(page('en', 'auto'), '--theme=dark'));
    assert.notEqual(await drawn(page('en', 'dark')), english);
    assert.notEqual(await drawn(page('en', 'auto'), '--time', '2s'), english);
  });

  it('draws a follower with the seed and at the time of the diagram that it follows', async () => {
    const desk = new Desk({ 'p.html': '<ds-raft-cluster id="a" seed="9" time="400ms"></ds-raft-cluster><ds-raft-cluster id="b" sync="a"></ds-raft-cluster>' });
    assert.equal(await runCommand(['poster', '--files=s', 'p.html'], desk), 0);
    assert.equal(desk.text('s/a.svg'), desk.text('s/b.svg'));
  });

  it('says what it does not understand, and how it is used', async () => {
    for (const [given, message] of [
      [['poster'], /no page is named/], [[], /no command is named/], [['paint', 'a.html'], /paint is no command/],
      [['poster', '--wide', 'a.html'], /--wide is no option/], [['poster', '--width', '7', 'a.html'], /--width 7 is not a whole number from 120 to 4096/],
      [['poster', '--theme=red', 'a.html'], /light or dark/], [['poster', '--time=soon', 'a.html'], /not a duration/],
      [['poster', '--files=../x', 'a.html'], /not a folder beside the page/], [['poster', '--out=b.html', 'a.html', 'c.html'], /--out is for one page/],
    ] as const) {
      const desk = new Desk({ 'a.html': '' });
      assert.equal(await runCommand(given, desk), 1);
      assert.match(desk.complaints.join(), message);
      assert.match(desk.complaints.join(), /ds-elements poster \[options\] page\.html/);
    }
    const desk = new Desk({});
    assert.equal(await runCommand(['poster', '--help'], desk), 0);
    assert.match(desk.said.join(), /Draws every diagram of a page/);
  });
});
